"""The agenda on paper."""

from dataclasses import dataclass

from consensus.domain.agenda import AgendaKind
from consensus.exports.printing import to_pdf


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """One line: from when to when, what, how long."""

    slot: str
    title: str
    minutes: int
    kind: AgendaKind


@dataclass(frozen=True, slots=True)
class PrintedAgenda:
    """The whole sheet; `day` is the date in words, "" where none is set."""

    process: str
    title: str
    day: str
    items: tuple[PrintedItem, ...]
    simulated: bool


def to_agenda_pdf(agenda: PrintedAgenda) -> bytes:
    """The PDF; everything people typed stands in it literally."""
    return to_pdf(
        "agenda.typ",
        {
            "process": agenda.process,
            "title": agenda.title,
            "day": agenda.day,
            "note": "Simulated people, answers and votes." if agenda.simulated else "",
            "items": [
                {"slot": item.slot, "title": item.title, "minutes": f"{item.minutes} min", "kind": item.kind.value}
                for item in agenda.items
            ],
        },
    )
