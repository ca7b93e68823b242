"""A filled checklist as files: a table with section and page, and the same as comma-separated values."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from consensus.domain.checklists import ItemState
from consensus.exports.document.model import (
    Block,
    Column,
    Document,
    Line,
    Link,
    Paragraph,
    Role,
    Run,
    Table,
    paragraph,
    plain,
    strong,
)
from consensus.exports.literal import defused
from consensus.exports.report.checklist import TITLE_PAGE, FilledChecklist, FilledItem
from consensus.exports.sections.words import SIMULATED_NOTICE

STATES: Mapping[ItemState, str] = {
    ItemState.FILLED: "Filled",
    ItemState.PARTLY: "Partly",
    ItemState.MISSING: "Missing",
}
_COLUMNS = (
    Column("Item", 7),
    Column("What is asked", 28),
    Column("What is said", 44),
    Column("Section and page", 21),
)
_CSV_COLUMNS = (
    *("item", "part", "asked", "compared_with_publication"),
    *("status", "said_in_report", "report_section", "report_page", "answer"),
)
_MARK, NOT_COMPARED = "*", "Not compared with the publication."


def checklist_document(
    filled: FilledChecklist, title: str, pages: Mapping[str, int], *, simulated: bool, at: datetime
) -> Document:
    """The checklist as a document; `pages` are those of the report as PDF, by the words of its headings."""
    return Document(
        title=title,
        subtitle=f"Checklist {filled.checklist.title}",
        subject=filled.checklist.name,
        running_head=f"{title} · {filled.checklist.title}",
        blocks=tuple(_blocks(filled, pages, simulated=simulated)),
        at=at,
    )


def to_checklist_csv(filled: FilledChecklist, pages: Mapping[str, int]) -> bytes:
    """One row an item; UTF-8 with a byte order mark, formulas defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CSV_COLUMNS)
    for one in filled.items:
        sections = "; ".join(one.headings)
        on_pages = "; ".join(str(_page(heading, pages)) for heading in one.headings)
        asked = (one.item.id, one.item.section, one.item.text, "yes" if one.item.is_compared else "no")
        told = (one.state.value, _said(one), sections, on_pages, one.edit.text if one.edit else "")
        writer.writerow([defused(cell) for cell in (*asked, *told)])
    return out.getvalue().encode("utf-8-sig")


def _blocks(filled: FilledChecklist, pages: Mapping[str, int], *, simulated: bool) -> Iterator[Block]:
    if simulated:
        yield paragraph(SIMULATED_NOTICE, Role.NOTICE)
    checklist = filled.checklist
    yield Paragraph(
        (
            Run(f"{checklist.title}, {checklist.name}: {checklist.source}, "),
            Link(f"doi:{checklist.doi}", f"https://doi.org/{checklist.doi}"),
            Run(". What is asked is put in words of our own; the publication has the items as they were agreed."),
        ),
        Role.NOTE,
    )
    yield paragraph(checklist.compared, Role.NOTE)
    counts = ", ".join(f"{filled.count(state)} {words.lower()}" for state, words in STATES.items())
    yield paragraph(f"{len(filled.items)} items: {counts}. Pages are those of the report as PDF.")
    if not all(one.item.is_compared for one in filled.items):
        yield paragraph(f"{_MARK} {NOT_COMPARED}", Role.NOTE)
    yield Table("table-checklist", f"{checklist.title}, item by item", _COLUMNS, tuple(_rows(filled, pages)))


def _rows(filled: FilledChecklist, pages: Mapping[str, int]) -> Iterator[tuple[Line, ...]]:
    section = ""
    for one in filled.items:
        if one.item.section != section:
            section = one.item.section
            yield (plain(section),)
        item_id = one.item.id if one.item.is_compared else f"{one.item.id}{_MARK}"
        yield (plain(item_id), plain(one.item.text), _told(one), _where(one, pages))


def _told(one: FilledItem) -> Line:
    if one.state is ItemState.MISSING:
        return (strong("Missing."),)
    parts = [part for part in (_said(one), one.edit.text if one.edit else "") if part]
    rest = "\n".join(parts)
    return (strong("Partly. "), Run(rest)) if one.state is ItemState.PARTLY else plain(rest)


def _where(one: FilledItem, pages: Mapping[str, int]) -> Line:
    places = [f"{heading}, p. {_page(heading, pages)}" for heading in one.headings]
    return plain("\n".join([*places, *(["In this table"] if one.edit else [])]) or "–")


def _said(one: FilledItem) -> str:
    return "\n".join(told.text for told in one.told)


def _page(heading: str, pages: Mapping[str, int]) -> int | str:
    return 1 if heading == TITLE_PAGE else pages.get(heading, "–")
