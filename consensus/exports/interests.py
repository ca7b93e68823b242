"""Conflicts of interest and electorates in the published account, as Markdown and as comma-separated values."""

import csv
import io
from collections.abc import Iterator

from consensus.domain.interest_report import DeclaredInterest, InterestReport, TopicInterests, VoteElectorate
from consensus.domain.results import Results
from consensus.domain.wording import counted
from consensus.exports.literal import defused, markdown_inline, markdown_line

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


def interest_parts(results: Results) -> Iterator[str]:
    """The section on conflicts of interest: by topic, and how each verdict stands without those who had one."""
    if results.interests is None:
        return
    yield "## Conflicts of interest"
    for topic in results.interests.topics:
        yield "\n".join([f"**{markdown_inline(topic.topic)}.** {_counts(topic)}", *_lines(topic)])
    without = [candidate for candidate in results.candidates if candidate.without_conflicts]
    if without:
        yield "### With and without"
        yield "\n".join(
            f"- **{markdown_inline(candidate.label)}**: {markdown_line(candidate.without_conflicts)}"
            for candidate in without
        )


def electorate_parts(results: Results) -> Iterator[str]:
    """The section on electorates: who was entitled, who was recused, never who voted."""
    if not results.electorates:
        return
    yield "## Electorates"
    yield "\n".join(_electorate(electorate) for electorate in results.electorates)


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


def _counts(topic: TopicInterests) -> str:
    recused = f", {topic.n_recused} recused" if topic.n_recused else ""
    interests = "nobody an interest" if not topic.n_interests else f"{topic.n_interests} an interest"
    return f"{topic.n_declared} of {counted(topic.n_asked, 'person', 'people')} declared, {interests}{recused}."


def _lines(topic: TopicInterests) -> Iterator[str]:
    if topic.interests:
        yield ""
    for one in topic.interests:
        text = f": {markdown_inline(one.text)}" if one.text else ""
        reason = f" ({markdown_inline(one.reason)})" if one.reason else ""
        by = f", decided by {markdown_inline(one.decided_by)}" if one.decided_by else ""
        decision = f" – {one.decision or 'not decided'}{by}{reason}"
        yield f"- {markdown_line(one.name)}, {one.kinds}{text}{decision}"


def _electorate(electorate: VoteElectorate) -> str:
    what = ", ".join(markdown_inline(label) for label in electorate.labels)
    names = ", ".join(markdown_inline(name) for name in electorate.entitled)
    recused = _recused("recused", electorate.recused, electorate.n_recused)
    after = _recused("recused after the decision", electorate.recused_after, electorate.n_recused_after)
    return f"- **{what}**: {len(electorate.entitled)} entitled ({names}){recused}{after}."


def _recused(words: str, names: tuple[str, ...], n: int) -> str:
    if not n:
        return ""
    listed = f" ({', '.join(map(markdown_inline, names))})" if names else ""
    return f"; {n} {words}{listed}"
