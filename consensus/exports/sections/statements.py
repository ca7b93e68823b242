"""The adopted statements: in one table, and each with everything that carries it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from consensus.domain.results import FinalStatement, Results
from consensus.exports.document.model import (
    Block,
    Column,
    CrossReference,
    Face,
    Heading,
    Line,
    Listing,
    Paragraph,
    Role,
    Run,
    Table,
    paragraph,
    plain,
    strong,
)
from consensus.exports.document.text import paragraphs_of
from consensus.exports.sections.words import cited, labelled, moment_text, outcome_words

SUMMARY = "table-summary"
_COLUMNS = (
    Column("Topic", 25),
    Column("Statement", 47),
    Column("Verdict", 20),
    Column("k/n", 13, is_number=True),
    Column("%", 16, is_number=True),
    Column("Rule", 20),
    Column("Strength", 22),
)


def summary_table(results: Results) -> Iterator[Block]:
    """Every adopted statement on a row: how it was decided, by which rule, and how strong it is."""
    if not results.statements:
        yield paragraph("No statement has been adopted.")
        return
    is_graded = any(statement.grade for statement in results.statements)
    columns = _COLUMNS if is_graded else _COLUMNS[:-1]
    rows = tuple(row[: len(columns)] for row in _rows(results.statements))
    yield Table(SUMMARY, "The statements the panel adopted", columns, rows)
    yield paragraph(_LEGEND, Role.NOTE)


_LEGEND = (
    "k/n: those who agreed, of those the rule counts; of a statement adopted without a vote, those present who "
    "decided. The per cent are rounded, but never across the threshold."
)


def statement_parts(results: Results, *, level: int = 2) -> Iterator[Block]:
    """The statements by topic, headings from `level` on."""
    for topic, statements in groupby(results.statements, key=lambda statement: statement.topic):
        yield Heading(level, topic)
        for statement in statements:
            yield from _statement(statement)


def _rows(statements: Sequence[FinalStatement]) -> Iterator[tuple[Line, ...]]:
    topic = ""
    for statement in statements:
        yield (
            plain("" if statement.topic == topic else statement.topic),
            (strong(statement.label), Run(f" {statement.text}")),
            plain(outcome_words(statement.outcome)),
            plain(statement.share),
            plain(statement.percent),
            plain(statement.rule),
            plain(statement.grade),
        )
        topic = statement.topic


def _statement(statement: FinalStatement) -> Iterator[Block]:
    yield Paragraph((strong(statement.label), Run(f" {statement.text}")), Role.STATEMENT)
    yield from labelled("In plain words", statement.plain_text)
    yield Paragraph((strong(f"{outcome_words(statement.outcome)}."), Run(f" {statement.verdict_sentence}")))
    yield from labelled("Strength", statement.grade)
    yield from labelled("Rationale", statement.rationale)
    if statement.evidence:
        yield Paragraph((strong("Evidence."),), Role.LABEL)
        yield Listing(tuple(cited(evidence) for evidence in statement.evidence))
    yield from labelled("Minority statement", statement.dissent)
    if statement.dissents:
        yield Paragraph((strong("Dissent, as it was written."),), Role.LABEL)
        for dissent in statement.dissents:
            *first, last = paragraphs_of(dissent.text, Role.QUOTE)
            yield from first
            yield Paragraph((*last.line, Run(f" ({dissent.name})")), Role.QUOTE) if dissent.name else last
    yield _record(statement)


def _record(statement: FinalStatement) -> Paragraph:
    adopted = f"Adopted {moment_text(statement.adopted_at)}. " if statement.adopted_at else ""
    present = f"Present: {statement.present}. " if statement.present is not None else ""
    trail = (Run("How it came about: "), CrossReference(trail_key(statement)), Run(". ")) if statement.trail else ()
    version = f"Version {statement.version}. " if statement.version else ""
    return Paragraph(
        (Run(f"{adopted}{present}"), *trail, Run(f"{version}Wording (SHA-256): "), Run(statement.sha256, Face.MONO)),
        Role.NOTE,
    )


def trail_key(statement: FinalStatement) -> str:
    """Where the trail of a statement is told."""
    return f"trail-{statement.label.replace('.', '-')}"
