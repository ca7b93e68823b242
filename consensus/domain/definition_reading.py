"""The fields of a consensus definition, read from their JSON or TOML form."""

from collections.abc import Callable, Mapping
from typing import Any

from consensus.domain.bands import Band
from consensus.domain.errors import InvalidInputError
from consensus.domain.group_rules import GroupRule
from consensus.domain.rule_terms import Denominator, Electorate, Operator
from consensus.domain.scales import RatingScale
from consensus.domain.shares import parse_share
from consensus.domain.spread_clause import SpreadClause


def read_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a definition; with a scale, what does not agree is every other point unless it is said."""
    if unknown := set(data) - set(_READERS):
        raise InvalidInputError(f"A consensus definition has no field '{min(unknown)}'.")
    if data.get("threshold") is None and data.get("spread") is None:
        raise InvalidInputError("A consensus definition lacks its 'threshold'.")
    values: dict[str, Any] = {"threshold": None}
    values |= {name: _read_field(name, value) for name, value in data.items()}
    if values.get("scale") is not None and "agreeing" in values and "disagreeing" not in values:
        values["disagreeing"] = values["scale"].points - values["agreeing"]
    return values


def _read_field(name: str, value: Any) -> Any:
    """One field; refusals name it."""
    try:
        return _READERS[name](value)
    except InvalidInputError as error:
        raise InvalidInputError(f"In the field '{name}': {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidInputError(f"The field '{name}' cannot be {value!r}.") from error


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _read_count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _read_flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_choices(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        raise TypeError
    return frozenset(str(choice) for choice in value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "threshold": _optional(parse_share),
    "operator": Operator,
    "denominator": Denominator,
    "quorum": parse_share,
    "minimum_n": _read_count,
    "require_majority_of_eligible": _read_flag,
    "max_dissent": _optional(_read_count),
    "dissent_choices": _read_choices,
    "group_rule": _optional(GroupRule.from_dict),
    "bands": lambda value: tuple(Band.from_dict(band) for band in value),
    "agreeing": _read_choices,
    "disagreeing": _read_choices,
    "scale": _optional(RatingScale.from_dict),
    "spread": _optional(SpreadClause.from_dict),
    "electorate": Electorate,
}
