"""A short report of a study as Markdown: how the file was read, the rule, the verdicts, and what else was asked."""

from collections.abc import Iterator, Sequence

import pandas as pd

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.shares import share_text
from consensus.exports.literal import markdown_inline, markdown_line
from consensus.exports.study.frames import is_undefined
from consensus.tally.study import StudyTables
from consensus.tally.study_rules import StudyRule
from surveys.tabular.study_data import StudyData

SECONDARY = "Secondary analyses: they do not change any verdict."
QUARTILES = (
    "Quartiles are of type 7 (Hyndman and Fan); the interquartile range says how close together, not on which side."
)
INTERVALS = "Intervals are Wilson's at 95%, if panelists were exchangeable with other experts; they decide nothing."
NOT_A_VERDICT = "Measures of the whole panel describe it and are no consensus verdict."
UNDEFINED = "not defined"

_SUMMARY = (
    "round",
    "item",
    "label",
    "eligible",
    "rated",
    "agree",
    "disagree",
    "abstained",
    "cannot_judge",
    "missing",
    "median",
    "iqr",
    "share",
    "outcome",
)


def to_report(data: StudyData, chosen: StudyRule | None, tables: StudyTables) -> bytes:
    """The report in UTF-8; whatever people typed appears literally."""
    parts = [
        f"# Analysis of {markdown_inline(data.source)}",
        "## How the file was read",
        "\n".join(f"- {markdown_line(note)}" for note in data.understood),
        "## Rule",
        *_rule(chosen),
        "## Participation",
        _table(tables.participation),
        "## Items",
        _table(_items(chosen, tables.summary)),
        INTERVALS if data.scale is None else f"{QUARTILES} {INTERVALS}",
        *_verdicts(tables.verdicts),
        *_titled("## Between rounds", tables.movement),
        *_secondary(tables),
        *_titled("## The panel as a whole", tables.panel, NOT_A_VERDICT),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _rule(chosen: StudyRule | None) -> Iterator[str]:
    if chosen is None:
        yield "No rule was given, and none is usual on this scale: there are no verdicts."
        return
    taken = "" if chosen.was_given else " No rule was given; this is the usual one for such answers, taken afterwards."
    yield f"**{markdown_inline(chosen.title)}.** {markdown_inline(chosen.rule.sentence())}{taken}"


def _items(chosen: StudyRule | None, summary: pd.DataFrame) -> pd.DataFrame:
    """The columns a reader wants first; the share as counts and per cent, never rounded up to a threshold."""
    frame = summary[[name for name in _SUMMARY if name in summary]].copy()
    if "share" not in frame:
        return frame
    k, n = ("agree", "counted") if "counted" in summary else ("agreeing", "rated")
    rule = chosen.rule if chosen else None
    threshold = rule.threshold if isinstance(rule, ConsensusDefinition) else None
    counts = zip(summary[k], summary[n], strict=True)
    frame["share"] = [share_text(int(agree), int(counted), threshold) for agree, counted in counts]
    return frame


def _verdicts(verdicts: pd.DataFrame) -> Iterator[str]:
    if len(verdicts):
        yield "## Verdicts"
        yield "\n".join(f"- {_verdict(row)}" for row in verdicts.to_dict("records"))


def _verdict(row: dict[object, object]) -> str:
    where = f", {row['round']}" if row.get("round") else ""
    return f"**{markdown_inline(str(row['item']))}**{markdown_inline(where)}: {markdown_inline(str(row['verdict']))}"


def _secondary(tables: StudyTables) -> Iterator[str]:
    if len(tables.other_rules.columns):
        yield "## What other rules would have said"
        yield SECONDARY
        yield _table(tables.other_rules)
    yield from _titled("## How firmly the verdicts stand", tables.robustness, SECONDARY)


def _titled(title: str, frame: pd.DataFrame, note: str = "") -> Iterator[str]:
    if len(frame):
        yield title
        if note:
            yield note
        yield _table(frame)


def _table(frame: pd.DataFrame) -> str:
    names: Sequence[str] = [str(name) for name in frame.columns]
    lines = [
        [markdown_inline(name.replace("_", " ")) for name in names],
        ["---"] * len(names),
        *([_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(value: object) -> str:
    if is_undefined(value):
        return UNDEFINED
    if isinstance(value, float):
        return f"{value:.4g}"
    text = str(value)
    return markdown_inline(text.replace("_", " ") if text.isidentifier() else text)
