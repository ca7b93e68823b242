"""Conflicts of interest in the published account, as comma-separated values."""

import csv
import io
from collections.abc import Iterator

from consensus.domain.interest_report import DeclaredInterest, InterestReport
from consensus.domain.results import Results
from consensus.exports.literal import defused

COLUMNS = (
    "topic",
    "n_asked",
    "n_declared",
    "n_interests",
    "n_recused",
    "name",
    "kinds",
    "text",
    "decision",
    "decided_by",
    "reason",
    "simulated",
)


def interests_csv(results: Results) -> bytes:
    """A row for each published interest, and one for each topic without any; cells like formulas are defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    simulated = "yes" if results.simulated else "no"
    for row in _rows(results.interests):
        writer.writerow(defused(cell) for cell in (*row, simulated))
    return out.getvalue().encode("utf-8-sig")


def _rows(report: InterestReport | None) -> Iterator[tuple[str, ...]]:
    for topic in report.topics if report else ():
        counts = (str(topic.n_asked), str(topic.n_declared), str(topic.n_interests), str(topic.n_recused))
        for one in topic.interests or (DeclaredInterest("", "", "", "", "", ""),):
            yield (topic.topic, *counts, one.name, one.kinds, one.text, one.decision, one.decided_by, one.reason)
