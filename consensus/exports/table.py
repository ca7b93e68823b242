"""The summary table of a process as comma-separated values."""

import csv
import io

from consensus.domain.results import CandidateResult, Results
from consensus.exports.literal import defused

COLUMNS = (
    "topic",
    "label",
    "statement",
    "route",
    "kind",
    "round",
    "outcome",
    "adopted",
    "n_agree",
    "n_disagree",
    "n_abstain",
    "n_cannot_judge",
    "n_missing",
    "answers",
    "eligible",
    "n_recused",
    "verdict",
    "without_conflicts",
    "simulated",
)


def to_csv(results: Results) -> bytes:
    """One row for each statement put to the panel; UTF-8 with a byte order mark, which spreadsheets need for accents.

    Counts are empty where no vote was held, those for and
    against also where points, cells or places were counted. Cells that look like formulas are defused.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for candidate in results.candidates:
        writer.writerow(defused(cell) for cell in _cells(candidate, results.simulated))
    return out.getvalue().encode("utf-8-sig")


def _cells(candidate: CandidateResult, simulated: bool) -> tuple[str, ...]:
    counts = (
        candidate.n_agree,
        candidate.n_disagree,
        candidate.n_abstain,
        candidate.n_cannot_judge,
    )
    return (
        candidate.topic,
        candidate.label,
        candidate.text,
        candidate.route,
        candidate.kind.value if candidate.was_voted_on else "",
        str(candidate.round_number or ""),
        candidate.outcome,
        _yes_no(candidate.adopted),
        *(str(count) if candidate.counts_votes else "" for count in counts),
        str(candidate.n_missing) if candidate.was_voted_on else "",
        candidate.answers_text,
        str(candidate.eligible),
        str(candidate.recused),
        candidate.verdict_sentence,
        candidate.without_conflicts,
        _yes_no(simulated),
    )


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"
