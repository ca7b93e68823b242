"""A protocol in its JSON or TOML form, and its fingerprint; refusals name the field."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from consensus.domain.delphi.dimensions import Dimension
from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.stop_rule import StopRule
from consensus.domain.delphi.terms import Carry, Entry, ItemOrder, Pace, ReasonTrigger
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_fields
from consensus.domain.rules import fingerprint

Word = TypeVar("Word", bound=StrEnum)
Part = TypeVar("Part")


def protocol_to_dict(protocol: Protocol) -> dict[str, Any]:
    """Canonical JSON-safe form; sets sorted. The pace is named where there are no rounds alone."""
    return {
        "dimensions": [dimension.to_dict() for dimension in protocol.dimensions],
        "stop": protocol.stop.to_dict(),
        "arms": [arm.to_dict() for arm in protocol.arms],
        "order": protocol.order.value,
        "carry": protocol.carry.value,
        "entry": protocol.entry.value,
        "reasons_when": sorted(protocol.reasons_when),
        "reasons": list(protocol.reasons),
        "comments": protocol.comments,
        "proposals": protocol.proposals,
        "petition": protocol.petition,
        "days": list(protocol.days),
        "anonymity": protocol.anonymity.value,
        "tally": protocol.tally.value,
        "meeting_before": sorted(protocol.meeting_before),
        "introduction": protocol.introduction,
        "checklist": protocol.checklist,
    } | ({"pace": protocol.pace.value} if protocol.is_real_time else {})


def protocol_from_dict(data: Mapping[str, Any]) -> Protocol:
    """Read what `protocol_to_dict` wrote or a file says; what is left out takes its default."""
    check_fields(data, set(_READERS), "A protocol")
    for name in ("dimensions", "stop"):
        if name not in data:
            raise InvalidInputError(f"A protocol lacks its '{name}'.")
    return Protocol(**{name: _read(name, value) for name, value in data.items()})


def protocol_sha256(protocol: Protocol) -> str:
    """Fingerprint of the canonical form; equal protocols have equal ones."""
    return fingerprint(protocol_to_dict(protocol))


def _read(name: str, value: Any) -> Any:
    try:
        return _READERS[name](value)
    except InvalidInputError as error:
        raise InvalidInputError(f"In the field '{name}': {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidInputError(f"The field '{name}' cannot be {value!r}.") from error


def _tables(read: Callable[[Mapping[str, Any]], Part]) -> Callable[[Any], tuple[Part, ...]]:
    def read_tables(value: Any) -> tuple[Part, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
            raise TypeError
        return tuple(read(row) for row in value)

    return read_tables


def _table(read: Callable[[Mapping[str, Any]], Part]) -> Callable[[Any], Part]:
    def read_table(value: Any) -> Part:
        if not isinstance(value, Mapping):
            raise TypeError
        return read(value)

    return read_table


def _word(words: type[Word]) -> Callable[[Any], Word]:
    def read_word(value: Any) -> Word:
        if value not in set(words):
            raise InvalidInputError(f"It is one of {', '.join(words)}, not {value!r}.")
        return words(value)

    return read_word


def _list(value: Any, kind: type) -> Iterable[Any]:
    if not isinstance(value, list | tuple) or any(not isinstance(one, kind) or one is True for one in value):
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


_READERS: dict[str, Callable[[Any], Any]] = {
    "dimensions": _tables(Dimension.from_dict),
    "stop": _table(StopRule.from_dict),
    "arms": _tables(FeedbackPlan.from_dict),
    "order": _word(ItemOrder),
    "carry": _word(Carry),
    "entry": _word(Entry),
    "reasons_when": lambda value: frozenset(map(_word(ReasonTrigger), _list(value, str))),
    "reasons": lambda value: tuple(text.strip() for text in _list(value, str)),
    "comments": _flag,
    "proposals": _flag,
    "petition": _number,
    "days": lambda value: tuple(_list(value, int)),
    "anonymity": _word(Anonymity),
    "tally": _word(TallyMode),
    "meeting_before": lambda value: frozenset(_list(value, int)),
    "introduction": _text,
    "checklist": _text,
    "pace": _word(Pace),
}
