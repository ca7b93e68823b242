"""The rows of the tables of the results, each function those of one table, in the order of its columns."""

from collections.abc import Iterator
from datetime import datetime

from consensus.domain.ballots import RoundKind
from consensus.exports.report.record import ItemAccount, ReportRecord, RoundAccount
from consensus.tally.intervals import clopper_pearson, wilson
from surveys.collation import QuestionCollation, RowCollation
from surveys.spread import locate

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


def flow_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each stage, with the share of the invited where it is one."""
    flow, panel = record.results.flow, record.panel
    yield ("Invited", flow.invited, None)
    for stage, n in (("Accepted", panel.accepted), ("Declined", panel.declined), ("No answer", panel.unanswered)):
        yield (stage, n, _share(n, flow.invited))
    yield ("Answered the survey", flow.responded, _share(flow.responded, flow.invited))
    yield ("Attended", flow.attended, _share(flow.attended, flow.invited))
    yield ("Voted at least once", flow.voted, _share(flow.voted, flow.invited))
    yield ("Institutions of those who attended", flow.institutions, None)
    yield ("Patient representatives without a vote", flow.patient_representatives, None)
    for group, n in panel.groups:
        yield (f"Invited, {group}", n, _share(n, flow.invited))


def rounds_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each revealed round."""
    for one in record.rounds:
        yield (
            *(
                one.number,
                one.kind,
                _moment(one.opened_at),
                _moment(one.closed_at),
                one.anonymity.value,
                one.tally_mode.value,
            ),
            "by a show of hands" if one.by_hands else "on phones",
            *(len(one.items), one.n_electors, one.n_voted, _share(one.n_voted, one.n_electors)),
            one.definition_sentence,
        )


def checks_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each objection check that has ended."""
    for one in record.checks:
        yield (
            *(one.number, one.label, one.text, one.version, _moment(one.opened_at), _moment(one.ended_at)),
            *(one.n_asked, one.n_answered, one.n_objections),
        )


def presence_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each person at each adoption by full consensus."""
    for one in record.full_consensus:
        for name, heard in one.present:
            yield (one.label, one.text, _moment(one.adopted_at), name, heard)


def verdicts_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each statement in each round."""
    for one, item in _items(record):
        k, n = _deciding(item)
        yield (
            *(one.number, item.label, item.text, item.outcome, item.is_adopted, k, n, _share(k, n)),
            *(item.n_missing, item.n_recused, item.needed or None, item.fragility, item.is_robust),
            item.verdict_sentence,
        )


def counts_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each choice on each statement."""
    for one, item in _items(record):
        total = sum(choice.n for choice in item.choices)
        for choice in item.choices:
            yield (one.number, item.label, choice.value, choice.label, choice.n, _share(choice.n, total))


def ballots_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each ballot of a round that was open to all eyes."""
    for one in record.rounds:
        for paper in one.papers:
            for item, choice in zip(one.items, paper.choices, strict=True):
                yield (one.number, item.label, paper.name, choice or None)


def statistics_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each statement in each round; empty where a number does not exist."""
    for one, item in _items(record):
        k, n = _deciding(item)
        near = wilson(k, n) if k is not None and n else None
        exact = clopper_pearson(k, n) if k is not None and n else None
        points = _points(item) if one.kind == RoundKind.RATING.value else []
        place = locate(points) if points else None
        yield (
            *(one.number, item.label, n, _share(k, n)),
            *((near.lower, near.upper) if near else (None, None)),
            *((exact.lower, exact.upper) if exact else (None, None)),
            *((place.median, place.lower_quartile, place.upper_quartile) if place else (None, None, None)),
            sum(points) / len(points) if points else None,
        )


def survey_rows(record: ReportRecord) -> Iterator[Row]:
    """A row for each answer to each question."""
    account = record.survey.account if record.survey else None
    if account is not None:
        for question in account.questions:
            yield from _question(question, account.smallest)


def _question(asked: QuestionCollation, smallest: int) -> Iterator[Row]:
    """The answers to one question; those to a question that too few answered are left out."""
    parts: list[tuple[str, QuestionCollation | RowCollation]] = [
        ("", asked),
        *((row.row.label, row) for row in asked.rows),
    ]
    for row, counted in parts:
        for words, value, n in counted.counts if counted.n_valid >= smallest else ():
            yield (
                *(asked.question.id, asked.question.text, row, str(value), words, n, _share(n, counted.n_valid)),
                *(counted.n_valid, counted.n_cannot_judge, counted.n_missing),
            )


def _items(record: ReportRecord) -> Iterator[tuple[RoundAccount, ItemAccount]]:
    return ((one, item) for one in record.rounds for item in one.items)


def _deciding(item: ItemAccount) -> tuple[int | None, int | None]:
    """The share that decided, as its two numbers."""
    k, _, n = item.share.partition("/")
    return (int(k), int(n)) if n else (None, None)


def _points(item: ItemAccount) -> list[int]:
    return [int(choice.value) for choice in item.choices if choice.value.isdigit() for _ in range(choice.n)]


def _moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M}" if at else None


def _share(k: int | None, n: int | None) -> float | None:
    return k / n if k is not None and n else None
