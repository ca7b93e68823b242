"""What stands at the end of an account: areas for future study, references, participation, where it comes from."""

from collections.abc import Iterator

from consensus.domain.results import Results
from consensus.exports.document.model import Bibliography, Block, Column, Heading, Listing, Table, cells, plain
from consensus.exports.document.text import paragraphs_of

PARTICIPATION = "table-participation"


def future_study_parts(results: Results, *, level: int = 1) -> Iterator[Block]:
    """What the panel leaves to research."""
    if results.future_study:
        yield Heading(level, "Areas for future study", "future-study")
        yield Listing(tuple(plain(area) for area in results.future_study))


def reference_parts(results: Results, *, level: int = 1) -> Iterator[Block]:
    """The works the evidence rests on."""
    if results.references:
        yield Heading(level, "References", "references")
        yield Bibliography(results.references)


def participation_table(results: Results) -> Table:
    """How many people there were at each stage."""
    flow = results.flow
    rows = {
        "Invited": flow.invited,
        "Responded to the survey": flow.responded,
        "Attended": flow.attended,
        "Voted": flow.voted,
        "Institutions of those who attended": flow.institutions,
        "Patient representatives without a vote": flow.patient_representatives,
    }
    columns = (Column("Stage", 4), Column("People", 1, is_number=True))
    table_rows = tuple(cells(stage, str(n)) for stage, n in rows.items())
    return Table(PARTICIPATION, "Participation, from the invited to those who voted", columns, table_rows)


def source_parts(results: Results, *, level: int = 1) -> Iterator[Block]:
    """Where an example comes from."""
    if results.source:
        yield Heading(level, "Source")
        yield from paragraphs_of(results.source)
