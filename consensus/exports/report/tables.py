"""What came of a process as tables: flow, rounds, verdicts, counts, ballots, statistics and the survey."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from consensus.exports.report import table_rows
from consensus.exports.report.record import ReportRecord
from consensus.exports.report.table_rows import Row
from consensus.exports.study.frames import frame_to_csv
from consensus.exports.study.workbook import to_workbook


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


_ROUND, _LABEL = "number of the round", "number or short name of the statement"
TABLES: Mapping[str, ResultTable] = {
    "flow": ResultTable(
        "Panel flow",
        {"stage": "stage of the process", "n": "people entitled to vote", "share": "n of the invited, 0 to 1"},
        table_rows.flow_rows,
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
        table_rows.rounds_rows,
    ),
    "checks": ResultTable(
        "Objection checks",
        {
            "check": "number of the check",
            "label": _LABEL,
            "statement": "the wording that was asked about",
            "version": "its number among the wordings of the statement",
            "opened": "when the panel was asked, UTC",
            "ended": "when the check ended, UTC",
            "n_asked": "people who were asked on their phones",
            "n_answered": "people who answered there",
            "n_objections": "people who objected",
        },
        table_rows.checks_rows,
    ),
    "full_consensus": ResultTable(
        "Full consensus",
        {
            "label": _LABEL,
            "statement": "the wording that was adopted without a vote",
            "adopted": "when it was adopted, UTC",
            "name": "who was present and entitled",
            "heard": "how the room heard from them",
        },
        table_rows.presence_rows,
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
        table_rows.verdicts_rows,
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
        table_rows.counts_rows,
    ),
    "ballots": ResultTable(
        "Ballots by name",
        {
            "round": f"{_ROUND}; open ones only",
            "label": _LABEL,
            "name": "who voted",
            "choice": "the choice in words; empty where there was none",
        },
        table_rows.ballots_rows,
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
        table_rows.statistics_rows,
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
        table_rows.survey_rows,
    ),
}
