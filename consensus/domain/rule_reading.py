"""Fields of rules read from their JSON or TOML form; refusals name the field."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.scales import NINE_POINTS, RatingScale
from consensus.domain.shares import parse_share

Member = TypeVar("Member", bound=StrEnum)


def check_fields(data: Mapping[str, Any], known: set[str], what: str) -> None:
    """Refuse fields that the rule does not have; `kind` may be there and has been read."""
    if unknown := set(data) - known - {"kind"}:
        raise InvalidInputError(f"{what} has no field '{min(unknown)}'.")


def read_member(data: Mapping[str, Any], name: str, members: type[Member], default: Member) -> Member:
    """One of a few words."""
    value = data.get(name, default)
    if value not in set(members):
        raise InvalidInputError(f"The field '{name}' is one of {', '.join(members)}, not {value!r}.")
    return members(value)


def read_share(data: Mapping[str, Any], name: str, default: Fraction) -> Fraction:
    """An exact share."""
    try:
        return parse_share(data.get(name, default))
    except InvalidInputError as error:
        raise InvalidInputError(f"In the field '{name}': {error}") from error


def read_scale(data: Mapping[str, Any]) -> RatingScale:
    """A rating scale; from 1 to 9 where none is named."""
    return RatingScale.from_dict(data["scale"]) if "scale" in data else NINE_POINTS


def check_exact(**shares: object) -> None:
    """Refuse shares that are not exact or lie outside 0 to 1, by the words they are passed under."""
    for name, share in shares.items():
        words = name.replace("_", " ")
        if not isinstance(share, Fraction):
            raise InvalidInputError(f"Write the {words} as an exact fraction such as 7/10, not {share!r}.")
        if not 0 < share <= 1:
            raise InvalidInputError(f"The {words} must lie above 0% and not above 100%, not at {share}.")
