"""The minutes of a meeting as a document, which every format is written from."""

from collections.abc import Iterator

from consensus.domain.minutes import Minutes, MinutesEntry, MinutesItem
from consensus.domain.word_diff import Change
from consensus.exports.document.model import (
    Block,
    Column,
    Document,
    Face,
    Heading,
    Line,
    Paragraph,
    Role,
    Run,
    Table,
    cells,
    paragraph,
    plain,
    strong,
)

SIMULATED = "Simulated people, answers and votes."
HOW_MADE = (
    "Made from the record of events. Times are those at which something was recorded. No name stands beside a vote."
)
_FACES = {Change.KEPT: Face.PLAIN, Change.REMOVED: Face.STRUCK, Change.ADDED: Face.STRONG}
_AGENDA = (Column("Item", 60), Column("Planned", 18), Column("Held", 22))
_PRESENT = (Column("Name", 44), Column("Role", 26), Column("From and to", 30))
_ENTRIES = (Column("Time", 10), Column("What", 90))


def minutes_document(minutes: Minutes) -> Document:
    """The minutes; of a new wording they show what went out, struck, and what came in, bold."""
    return Document(
        title=f"Minutes: {minutes.title}",
        subtitle=minutes.process,
        subject="Minutes of the meeting",
        running_head=f"{minutes.process} · Minutes",
        blocks=tuple(_blocks(minutes)),
    )


def when(minutes: Minutes) -> str:
    """ "7 September 2012, 09:02 to 16:40 (America/Toronto)." """
    until = f" to {minutes.ended}" if minutes.ended else ", not ended yet"
    return f"{minutes.day}, {minutes.began}{until} ({minutes.time_zone})."


def _blocks(minutes: Minutes) -> Iterator[Block]:
    if minutes.simulated:
        yield paragraph(SIMULATED, Role.NOTICE)
    yield paragraph(when(minutes))
    yield Paragraph((strong("Rule."), Run(f" {minutes.rule}")))
    yield Heading(1, "Agenda")
    items = tuple((_about(item), plain(item.planned), plain(item.real)) for item in minutes.items)
    yield _table("agenda", "The items, as planned and as held", _AGENDA, items, "No topic was planned.")
    yield Heading(1, "Present")
    present = tuple(cells(row.name, row.role, row.stays) for row in minutes.presence)
    yield _table("present", "Who came, and when", _PRESENT, present, "Nobody checked in.")
    yield Heading(1, "What was adopted")
    for label, text in minutes.adopted:
        yield Paragraph((strong(label), Run(f" {text}")), Role.STATEMENT)
    if not minutes.adopted:
        yield paragraph("Nothing yet.")
    yield Heading(1, "What happened")
    happened = tuple((plain(entry.at), _entry(entry)) for entry in minutes.entries)
    yield _table("happened", "In the order in which it was recorded", _ENTRIES, happened, "Nothing yet.")
    yield paragraph(HOW_MADE, Role.NOTE)


def _table(key: str, caption: str, columns: tuple[Column, ...], rows: tuple[tuple[Line, ...], ...], none: str) -> Block:
    return Table(f"table-{key}", caption, columns, rows) if rows else paragraph(none)


def _about(item: MinutesItem) -> Line:
    lines = [f"Presentation: {talk}" for talk in item.presentations]
    if item.recused:
        lines.append(f"Recused: {', '.join(item.recused)}")
    noted = [line.strip() for line in item.note.splitlines() if line.strip()]
    lines.extend(f"Note: {line}" if place == 0 else line for place, line in enumerate(noted))
    return (strong(item.title), *(Run(f"\n{line}") for line in lines))


def _entry(entry: MinutesEntry) -> Line:
    changes = tuple(Run(piece.text, _FACES[piece.change]) for piece in entry.changes)
    before = (Run("\n"),) if changes else ()
    return (Run(entry.text), *before, *changes, *(Run(f"\n{note}") for note in entry.notes))
