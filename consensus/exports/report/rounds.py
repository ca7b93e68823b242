"""The rounds of a report: what was put to whom under which rule, how the votes fell, and what was decided."""

from collections.abc import Iterator, Sequence

from consensus.domain.disclosure import Anonymity
from consensus.domain.wording import counted
from consensus.exports.document.model import (
    Block,
    Column,
    Heading,
    Line,
    Paragraph,
    Role,
    Run,
    Table,
    paragraph,
    plain,
    strong,
)
from consensus.exports.report.pictures import vote_figures
from consensus.exports.report.record import ItemAccount, RoundAccount
from consensus.exports.sections.words import moment_text, outcome_words

MOST_COLUMNS = 5
_OPEN_BALLOTS = (
    "These rounds were open: everybody in the process could see how each person voted. Before this leaves the house, "
    "make sure that those named agree."
)


def round_parts(rounds: Sequence[RoundAccount]) -> Iterator[Block]:
    """A part for each round, failed votes among them."""
    for round_ in rounds:
        yield Heading(3, f"Round {round_.number}", f"round-{round_.number}")
        yield paragraph(_facts(round_))
        yield _table(round_)
        yield from vote_figures(round_)
        for item in round_.items:
            yield Paragraph((strong(item.label), Run(f" {item.verdict_sentence}")))


def paper_parts(rounds: Sequence[RoundAccount]) -> Iterator[Block]:
    """Who voted how, where voting was open; nothing else ever says it."""
    told = [round_ for round_ in rounds if round_.papers]
    if not told:
        return
    yield Heading(1, "Ballots by name", "papers")
    yield paragraph(_OPEN_BALLOTS, Role.NOTE)
    for round_ in told:
        columns = (Column("Name", 3), *(Column(item.label, 1.6) for item in round_.items))
        rows = tuple((plain(paper.name), *map(plain, paper.choices)) for paper in round_.papers)
        yield Table(f"table-papers-{round_.number}", f"Ballots of round {round_.number}", columns, rows)


def _facts(round_: RoundAccount) -> str:
    when = f"Opened {moment_text(round_.opened_at)}" if round_.opened_at else "Opened"
    until = f", closed {moment_text(round_.closed_at)}" if round_.closed_at else ""
    kept = "open" if round_.anonymity is Anonymity.OPEN else round_.anonymity.value.replace("_", " ")
    return (
        f"{when}{until}; {round_.n_voted} of {counted(round_.n_electors, 'person', 'people')} entitled voted; "
        f"{kept} voting {_way(round_)}. {round_.definition_sentence}"
    )


def _way(round_: RoundAccount) -> str:
    return "by a show of hands" if round_.by_hands else f"with a {round_.tally_mode.value} tally"


def _table(round_: RoundAccount) -> Table:
    choices = round_.items[0].choices if round_.items else ()
    is_wide = len(choices) > MOST_COLUMNS
    columns = (
        Column("Statement", 46),
        Column("Outcome", 22),
        *([Column("Answers", 48)] if is_wide else []),
        *(Column(_breakable(choice.label), 12, is_number=True) for choice in choices if not is_wide),
        Column("Miss\u00ading", 12, is_number=True),
        Column("Re\u00adcused", 12, is_number=True),
        Column("k/n", 14, is_number=True),
    )
    rows = tuple(_row(item, is_wide=is_wide) for item in round_.items)
    return Table(f"table-round-{round_.number}", f"Answers of round {round_.number}, {round_.kind}", columns, rows)


def _row(item: ItemAccount, *, is_wide: bool) -> tuple[Line, ...]:
    counts = [str(choice.n) for choice in item.choices]
    told = "; ".join(f"{choice.label}: {choice.n}" for choice in item.choices if choice.n)
    return (
        (strong(item.label), Run(f" {item.text}")),
        plain(outcome_words(item.outcome)),
        *(map(plain, [told] if is_wide else counts)),
        plain(str(item.n_missing)),
        plain(str(item.n_recused)),
        plain(item.share),
    )


def _breakable(label: str) -> str:
    """Where the longer words of a narrow header may be broken."""
    return {"Disagree": "Dis\u00adagree", "Abstain": "Ab\u00adstain", "Cannot judge": "Can\u00adnot judge"}.get(
        label, label
    )
