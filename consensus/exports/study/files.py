"""All files of an analysed study under their names."""

from collections.abc import Callable

from consensus.exports.study.figures import MOST_CELLS_PER_ITEM, MOST_SINGLE_ITEMS, draw_study
from consensus.exports.study.frames import frame_to_csv
from consensus.exports.study.page import to_page
from consensus.exports.study.report import NOT_A_VERDICT, SECONDARY, to_report
from consensus.exports.study.workbook import to_workbook
from consensus.tally.study import StudyTables
from consensus.tally.study_rules import StudyRule
from surveys.tabular.study_data import StudyData

Progress = Callable[[str, int, int], None]

_TABLES = {
    "summary": "Summary",
    "counts": "Counts",
    "verdicts": "Verdicts",
    "groups": "Groups",
    "participation": "Participation",
    "movement": "Between rounds",
    "other_rules": "Other rules",
    "robustness": "Robustness",
    "panel": "Whole panel",
}
_NOTES = {"Other rules": SECONDARY, "Robustness": SECONDARY, "Whole panel": NOT_A_VERDICT}


def study_files(
    data: StudyData, chosen: StudyRule | None, tables: StudyTables, progress: Progress | None = None
) -> dict[str, bytes]:
    """File names and contents: report.md, charts.html, tables.xlsx, and each table that is not empty as CSV."""
    report = progress or _say_nothing
    frames = {name: getattr(tables, name) for name in _TABLES}
    frames = {name: frame for name, frame in frames.items() if len(frame)}
    files = {f"{name}.csv": frame_to_csv(frame) for name, frame in frames.items()}
    report("Writing", 1, 4)
    sheets = {_TABLES[name]: frame for name, frame in frames.items()}
    files["tables.xlsx"] = to_workbook(sheets, _NOTES)
    report("Writing", 2, 4)
    files["report.md"] = to_report(data, chosen, tables)
    report("Writing", 3, 4)
    files["charts.html"] = to_page(f"Charts of {data.source}", _notes(data, chosen), draw_study(data, chosen, tables))
    report("Writing", 4, 4)
    return files


def _notes(data: StudyData, chosen: StudyRule | None) -> list[str]:
    notes = [chosen.rule.sentence()] if chosen else []
    if data.scale is not None and len(data.items) > MOST_SINGLE_ITEMS:
        notes.append(f"Single items are drawn up to the first {MOST_SINGLE_ITEMS}; the tables hold them all.")
    if data.scale is not None and len(data.panelists) > MOST_CELLS_PER_ITEM:
        notes.append(f"The map of all ratings is drawn for up to {MOST_CELLS_PER_ITEM} people.")
    return notes


def _say_nothing(what: str, done: int, total: int) -> None:
    pass
