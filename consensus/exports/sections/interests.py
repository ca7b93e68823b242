"""Conflicts of interest and electorates in the published account."""

from collections.abc import Iterator

from consensus.domain.interest_report import DeclaredInterest, TopicInterests, VoteElectorate
from consensus.domain.results import Results
from consensus.domain.wording import counted
from consensus.exports.document.model import Block, Heading, Line, Listing, Paragraph, Run, strong


def interest_parts(results: Results, *, level: int = 1) -> Iterator[Block]:
    """By topic what was declared and decided, and how each verdict stands without those who had a conflict."""
    if results.interests is None:
        return
    yield Heading(level, "Conflicts of interest", "interests")
    for topic in results.interests.topics:
        yield Paragraph((strong(f"{topic.topic}."), Run(f" {_counts(topic)}")))
        if topic.interests:
            yield Listing(tuple(map(_interest, topic.interests)))
    without = [candidate for candidate in results.candidates if candidate.without_conflicts]
    if without:
        yield Heading(level + 1, "With and without")
        yield Listing(tuple((strong(one.label), Run(f": {one.without_conflicts}")) for one in without))


def electorate_parts(results: Results, *, level: int = 1) -> Iterator[Block]:
    """Who was entitled, who was recused, never who voted."""
    if results.electorates:
        yield Heading(level, "Electorates", "electorates")
        yield Listing(tuple(map(_electorate, results.electorates)))


def _counts(topic: TopicInterests) -> str:
    recused = f", {topic.n_recused} recused" if topic.n_recused else ""
    interests = "nobody an interest" if not topic.n_interests else f"{topic.n_interests} an interest"
    return f"{topic.n_declared} of {counted(topic.n_asked, 'person', 'people')} declared, {interests}{recused}."


def _interest(one: DeclaredInterest) -> Line:
    text = f": {one.text}" if one.text else ""
    reason = f" ({one.reason})" if one.reason else ""
    by = f", decided by {one.decided_by}" if one.decided_by else ""
    return (Run(f"{one.name}, {one.kinds}{text} – {one.decision or 'not decided'}{by}{reason}"),)


def _electorate(electorate: VoteElectorate) -> Line:
    names = ", ".join(electorate.entitled)
    recused = _recused("recused", electorate.recused, electorate.n_recused)
    after = _recused("recused after the decision", electorate.recused_after, electorate.n_recused_after)
    entitled = f"{len(electorate.entitled)} entitled ({names})"
    return (strong(", ".join(electorate.labels)), Run(f": {entitled}{recused}{after}."))


def _recused(words: str, names: tuple[str, ...], n: int) -> str:
    if not n:
        return ""
    listed = f" ({', '.join(names)})" if names else ""
    return f"; {n} {words}{listed}"
