"""The report as a document: its passages as they are in force, and between them what the record shows."""

from collections.abc import Iterator, Mapping, Sequence

from consensus.domain.report_passages import EditedPassage
from consensus.exports.document.model import (
    Block,
    Column,
    Contents,
    Document,
    Heading,
    Line,
    PageBreak,
    Role,
    Run,
    Table,
    cells,
    paragraph,
    plain,
    strong,
)
from consensus.exports.document.text import paragraphs_of
from consensus.exports.report.delphi import delphi_parts
from consensus.exports.report.passages import SECTIONS
from consensus.exports.report.pictures import flow_figure
from consensus.exports.report.record import ReportRecord
from consensus.exports.report.rounds import paper_parts, round_parts
from consensus.exports.report.trace import trace_parts
from consensus.exports.sections.ballots import candidate_table
from consensus.exports.sections.closing import (
    future_study_parts,
    participation_table,
    reference_parts,
    source_parts,
)
from consensus.exports.sections.interests import electorate_parts, interest_parts
from consensus.exports.sections.rule import deviation_parts
from consensus.exports.sections.statements import statement_parts, summary_table
from consensus.exports.sections.survey import survey_parts
from consensus.exports.sections.trails import trail_parts
from consensus.exports.sections.words import SIMULATED_NOTICE, labelled


def report_document(record: ReportRecord, passages: Sequence[EditedPassage]) -> Document:
    """The whole report."""
    results = record.results
    return Document(
        title=results.title,
        subtitle="Report of the consensus process",
        subject=results.question,
        running_head=results.title,
        blocks=tuple(_blocks(record, passages)),
        at=record.at,
    )


def _blocks(record: ReportRecord, passages: Sequence[EditedPassage]) -> Iterator[Block]:
    results = record.results
    by_section = {section: [one for one in passages if _section(one) == section] for section in SECTIONS}
    yield from _front(record)
    yield Contents(depth=1)
    yield PageBreak()
    yield Heading(1, SECTIONS["summary"], "summary")
    yield from _texts(by_section["summary"])
    yield from summary_table(results)
    yield Heading(1, SECTIONS["methods"], "methods")
    yield from _titled(by_section["methods"])
    yield from _agenda(record)
    yield from deviation_parts(results, level=2)
    yield Heading(1, SECTIONS["results"], "results")
    yield from _results(record, {one.passage.key: one for one in by_section["results"]})
    if any(one.text for one in by_section["limits"]):
        yield Heading(1, SECTIONS["limits"], "limits")
        yield from _texts(by_section["limits"])
    yield from future_study_parts(results)
    yield from interest_parts(results)
    yield from electorate_parts(results)
    yield from reference_parts(results)
    yield from paper_parts(record.rounds)
    yield from trail_parts(results.statements)
    if record.survey and record.survey.account:
        yield from survey_parts(record.survey.account)
    yield from source_parts(results)
    yield from trace_parts(passages)


def _front(record: ReportRecord) -> Iterator[Block]:
    if record.results.simulated:
        yield paragraph(SIMULATED_NOTICE, Role.NOTICE)
    yield from labelled("Question", record.results.question)
    yield from labelled("Scope", record.results.scope)
    rows = tuple(cells(name, value) for name, value in _title_data(record).items() if value)
    yield Table("table-title", "About this report", (Column("Matter", 1), Column("On record", 3)), rows)


def _title_data(record: ReportRecord) -> Mapping[str, str]:
    results, meeting = record.results, record.meeting
    roles: dict[str, list[str]] = {}
    for role, name in record.panel.staff:
        roles.setdefault(role.capitalize(), []).append(name)
    return {
        **{role: ", ".join(names) for role, names in roles.items()},
        "Panel": f"{results.flow.invited} invited, {results.flow.attended} attended, {results.flow.voted} voted",
        "Meeting": f"{meeting.title}, {meeting.held_on:%Y-%m-%d}" if meeting and meeting.held_on else "",
        "Consensus": results.definition_sentence,
        "Statements": f"{len(results.statements)} adopted",
        "Software": f"Assent {record.software}",
        "Record": f"{record.n_events} events, last digest {record.chain_head[:16]}" if record.chain_head else "",
        "As it stood": f"{record.at:%Y-%m-%d %H:%M %Z}",
    }


def _section(passage: EditedPassage) -> str:
    return passage.passage.key.partition(".")[0]


def _texts(passages: Sequence[EditedPassage]) -> Iterator[Block]:
    for one in passages:
        yield from paragraphs_of(one.text)


def _titled(passages: Sequence[EditedPassage]) -> Iterator[Block]:
    for one in passages:
        if one.text:
            yield Heading(2, one.passage.title)
            yield from paragraphs_of(one.text)


def _agenda(record: ReportRecord) -> Iterator[Block]:
    if not record.agenda:
        return
    columns = (Column("Planned", 13), Column("Item", 45), Column("Length", 10, is_number=True))
    rows: list[tuple[Line, ...]] = []
    for item in record.agenda:
        notes = "".join(f"\n{note}" for note in item.notes)
        rows.append((plain(item.slot), (strong(item.title), Run(notes)), plain(item.length)))
    yield Table("table-agenda", f"The agenda, with planned times ({record.time_zone})", columns, tuple(rows))


def _results(record: ReportRecord, passages: Mapping[str, EditedPassage]) -> Iterator[Block]:
    results = record.results
    yield Heading(2, "Participation")
    yield from _texts([passages["results.participation"]])
    yield flow_figure(record)
    yield participation_table(results)
    if results.statements:
        yield Heading(2, "Consensus statements", "statements")
        yield from statement_parts(results, level=3)
    if record.delphi:
        yield Heading(2, "Delphi", "delphi")
        yield from _texts([passages["results.delphi"]])
        yield from delphi_parts(record.delphi)
    if record.rounds or passages["results.rounds"].text:
        yield Heading(2, "Votes", "votes")
        yield from _texts([passages["results.rounds"]])
        yield from round_parts(record.rounds)
    yield Heading(2, "Everything put to the panel", "candidates")
    yield from candidate_table(results)
