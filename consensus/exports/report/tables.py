"""What came of a process as tables: flow, rounds, verdicts, counts, ballots, statistics and the survey."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from consensus.domain.ballots import RoundKind
from consensus.exports.report.record import ItemAccount, ReportRecord, RoundAccount
from consensus.exports.study.frames import frame_to_csv
from consensus.exports.study.workbook import to_workbook
from consensus.tally.intervals import clopper_pearson, wilson
from surveys.collation import QuestionCollation, RowCollation
from surveys.spread import locate

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A table of the workbook; `columns` are names with their meanings, `rows` what makes its rows of a record."""

    title: str
    columns: Mapping[str, str]
    rows: Callable[[ReportRecord], Iterator[Row]]

    def frame(self, record: ReportRecord) -> pd.DataFrame:
        """The table, with its columns also where it has no row; whole numbers stay whole."""
        return pd.DataFrame(list(self.rows(record)), columns=list(self.columns), dtype=object)


def to_table_csv(record: ReportRecord, name: str) -> bytes:
    """One table; UTF-8 with a byte order mark, formulas defused."""
    return frame_to_csv(TABLES[name].frame(record))


def to_tables_workbook(record: ReportRecord) -> bytes:
    """Every table on a sheet of its own, with what each column means, and what is to be known about them."""
    sheets = {table.title: table.frame(record) for table in TABLES.values()}
    about = pd.DataFrame({"about": list(about_sentences(record))})
    return to_workbook({"About": about, **sheets, "Codebook": codebook()})


def codebook() -> pd.DataFrame:
    """Table, column and meaning."""
    lines = [(table.title, name, means) for table in TABLES.values() for name, means in table.columns.items()]
    return pd.DataFrame(lines, columns=["table", "column", "meaning"])


def about_sentences(record: ReportRecord) -> Iterator[str]:
    """What process these are the numbers of, and what is left out of them."""
    results = record.results
    yield results.title
    yield results.question
    if results.simulated:
        yield "Simulated example: the people, their answers and their ballots are invented."
    yield results.definition_sentence
    yield "Only rounds that were revealed are told."
    yield "Ballots stand beside names only where voting was open; of all other rounds there are counts and no ballots."
    yield "A cell is empty where a number does not exist; it never stands for 0."
    yield f"As it stood {record.at:%Y-%m-%d %H:%M %Z}, by Assent {record.software}."


def _flow(record: ReportRecord) -> Iterator[Row]:
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


def _rounds(record: ReportRecord) -> Iterator[Row]:
    for one in record.rounds:
        opened = f"{one.opened_at:%Y-%m-%d %H:%M}" if one.opened_at else None
        closed = f"{one.closed_at:%Y-%m-%d %H:%M}" if one.closed_at else None
        yield (
            *(one.number, one.kind, opened, closed, one.anonymity.value, one.tally_mode.value),
            "by a show of hands" if one.by_hands else "on phones",
            *(len(one.items), one.n_electors, one.n_voted, _share(one.n_voted, one.n_electors)),
            one.definition_sentence,
        )


def _verdicts(record: ReportRecord) -> Iterator[Row]:
    for one, item in _items(record):
        k, n = _deciding(item)
        yield (
            *(one.number, item.label, item.text, item.outcome, item.is_adopted, k, n, _share(k, n)),
            *(item.n_missing, item.n_recused, item.needed or None, item.fragility, item.is_robust),
            item.verdict_sentence,
        )


def _counts(record: ReportRecord) -> Iterator[Row]:
    for one, item in _items(record):
        total = sum(choice.n for choice in item.choices)
        for choice in item.choices:
            yield (one.number, item.label, choice.value, choice.label, choice.n, _share(choice.n, total))


def _ballots(record: ReportRecord) -> Iterator[Row]:
    for one in record.rounds:
        for paper in one.papers:
            for item, choice in zip(one.items, paper.choices, strict=True):
                yield (one.number, item.label, paper.name, choice or None)


def _statistics(record: ReportRecord) -> Iterator[Row]:
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


def _survey(record: ReportRecord) -> Iterator[Row]:
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


def _share(k: int | None, n: int | None) -> float | None:
    return k / n if k is not None and n else None


_ROUND, _LABEL = "number of the round", "number or short name of the statement"
TABLES: Mapping[str, ResultTable] = {
    "flow": ResultTable(
        "Panel flow",
        {"stage": "stage of the process", "n": "people entitled to vote", "share": "n of the invited, 0 to 1"},
        _flow,
    ),
    "rounds": ResultTable(
        "Rounds",
        {
            "round": _ROUND,
            "kind": "how the panel was asked",
            "opened": "when it opened, UTC",
            "closed": "when it closed, UTC",
            "secrecy": "who could learn how somebody voted: open, confidential or secret",
            "tally": "live or sealed while it was open",
            "taken": "on phones, or by a show of hands",
            "items": "statements put to the panel",
            "n_entitled": "people entitled to vote",
            "n_voted": "people who cast at least one ballot",
            "share": "n_voted of n_entitled, 0 to 1",
            "rule": "the consensus definition in force",
        },
        _rounds,
    ),
    "verdicts": ResultTable(
        "Verdicts",
        {
            "round": _ROUND,
            "label": _LABEL,
            "statement": "the wording that was put to the panel",
            "outcome": "what was decided",
            "adopted": "whether this vote led to the adoption",
            "k": "numerator of the share that decided",
            "n": "its denominator",
            "share": "k of n, 0 to 1",
            "n_missing": "entitled people who cast nothing",
            "n_recused": "people taken out for a conflict of interest",
            "needed": "votes that the rule asked for",
            "fragility": "how many ballots, cast otherwise, turn the verdict",
            "robust": "whether it stands whatever the missing would have voted",
            "verdict": "the verdict in a sentence",
        },
        _verdicts,
    ),
    "counts": ResultTable(
        "Counts",
        {
            "round": _ROUND,
            "label": _LABEL,
            "value": "the choice as it is stored",
            "choice": "the choice in words",
            "n": "people who made it",
            "share": "n of all ballots on the statement, 0 to 1",
        },
        _counts,
    ),
    "ballots": ResultTable(
        "Ballots by name",
        {
            "round": f"{_ROUND}; open ones only",
            "label": _LABEL,
            "name": "who voted",
            "choice": "the choice in words; empty where there was none",
        },
        _ballots,
    ),
    "statistics": ResultTable(
        "Statistics",
        {
            "round": _ROUND,
            "label": _LABEL,
            "n": "denominator of the share that decided",
            "share": "the share that decided, 0 to 1",
            "wilson_lower": "Wilson's 95% interval, lower end",
            "wilson_upper": "Wilson's 95% interval, upper end",
            "exact_lower": "Clopper and Pearson's 95% interval, lower end",
            "exact_upper": "Clopper and Pearson's 95% interval, upper end",
            "median": "of the points of a scale",
            "lower_quartile": "of the points of a scale",
            "upper_quartile": "of the points of a scale",
            "mean": "of the points of a scale",
        },
        _statistics,
    ),
    "survey": ResultTable(
        "Survey",
        {
            "question": "id of the question",
            "text": "the question",
            "row": "row of a matrix; empty for other questions",
            "value": "the answer as it is stored",
            "answer": "the answer in words; of a ranking, what was put first",
            "n": "people who gave it",
            "share": "n of n_valid, 0 to 1",
            "n_valid": "people who answered the question",
            "n_cannot_judge": "people who could not judge",
            "n_missing": "people who were asked and left it out",
        },
        _survey,
    ),
}
