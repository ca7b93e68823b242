"""A protocol in sentences, the same on page and in the report."""

from collections.abc import Mapping

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.disclosure import Anonymity, TallyMode

_LATER = "From the second round on, beside an item they have rated before"


def protocol_sentences(protocol: Protocol) -> tuple[str, ...]:
    """Everything the protocol fixes, one sentence or two for each part of it."""
    return (
        *(dimension.sentence() for dimension in protocol.dimensions),
        _held(protocol),
        *_meetings(protocol),
        *_next_rounds(protocol),
        protocol.order.phrase(),
        *_feedback(protocol),
        *_reasons(protocol),
        _said(protocol),
        _days(protocol),
        _secrecy(protocol),
    )


def sentences_by_part(protocol: Protocol) -> Mapping[str, tuple[str, ...]]:
    """The same sentences, apart by what is changed together; "introduction" is in the words of whoever wrote it."""
    return {
        "rounds": (_held(protocol), *_meetings(protocol), _days(protocol)),
        "next": _next_rounds(protocol),
        "order": (protocol.order.phrase(),),
        "feedback": _feedback(protocol),
        "reasons": _reasons(protocol),
        "said": (_said(protocol),),
        "secrecy": (_secrecy(protocol),),
        "introduction": (protocol.introduction,) if protocol.introduction else (),
    }


def _held(protocol: Protocol) -> str:
    if not protocol.is_real_time:
        return protocol.stop.sentence()
    return (
        "There are no rounds: everybody answers in their own time, and may change an answer as often as they like "
        "until the deadline. The first answer to each item is given before the panel is shown, and kept as the first."
    )


def _meetings(protocol: Protocol) -> tuple[str, ...]:
    if not protocol.meeting_before:
        return ()
    numbers = sorted(protocol.meeting_before)
    return (f"The panel meets before round {' and before round '.join(map(str, numbers))}.",)


def _next_rounds(protocol: Protocol) -> tuple[str, ...]:
    if protocol.stop.maximum_rounds == 1:
        return ()
    petition = f"A settled item is rated again when {protocol.petition} panelists ask for it."
    return (protocol.carry.phrase(), *([petition] if protocol.petition else []), protocol.entry.phrase())


def _feedback(protocol: Protocol) -> tuple[str, ...]:
    if protocol.stop.maximum_rounds == 1 and not protocol.is_real_time:
        return ()
    when = "Beside an item they have answered" if protocol.is_real_time else _LATER
    first = f"{when}, panelists see"
    if len(protocol.arms) == 1:
        return (f"{first} {protocol.arms[0].phrase()}.",)
    arms = "; ".join(f"“{arm.label}”: {arm.phrase()}" for arm in protocol.arms)
    return (f"{first} what their arm shows, drawn within stakeholder groups: {arms}.",)


def _reasons(protocol: Protocol) -> tuple[str, ...]:
    if not protocol.reasons_when or (protocol.stop.maximum_rounds == 1 and not protocol.is_real_time):
        return ()
    when = " or ".join(trigger.phrase() for trigger in sorted(protocol.reasons_when))
    return (f"A reason is asked, and can be left out, when a rating {when}.",)


def _said(protocol: Protocol) -> str:
    comments = "may comment on each item" if protocol.comments else "do not comment on items"
    proposals = "may propose new items" if protocol.proposals else "do not propose items"
    return f"Panelists {comments} and {proposals}."


def _days(protocol: Protocol) -> str:
    opened = "The items are" if protocol.is_real_time else "Each round is"
    if len(set(protocol.days)) == 1:
        return f"{opened} open for {_n_days(protocol.days[0])}."
    each = ", ".join(f"round {number} for {_n_days(days)}" for number, days in enumerate(protocol.days, start=1))
    return f"Rounds are open for a time: {each}."


def _n_days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _secrecy(protocol: Protocol) -> str:
    names = "with" if protocol.anonymity is Anonymity.OPEN else "without"
    watched = (
        "who is missing and no numbers" if protocol.tally is TallyMode.SEALED else "the numbers and not who is missing"
    )
    opened = "they are" if protocol.is_real_time else "a round is"
    return f"Ratings are shown {names} names; while {opened} open the facilitator sees {watched}."
