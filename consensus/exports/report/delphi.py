"""A Delphi in a report: its protocol, and round by round what was asked, who answered, and what came of it."""

from collections.abc import Iterator, Sequence

from consensus.domain.report_passages import Fact, Sentence
from consensus.domain.shares import percent_text
from consensus.domain.wording import counted
from consensus.exports.document.model import Block, Column, Heading, Line, Run, Table, paragraph, plain, strong
from consensus.exports.methods_text import long_date
from consensus.exports.report.delphi_account import DelphiAccount, DelphiItemAccount
from consensus.exports.sections.words import outcome_words


def protocol_sentences(rounds: Sequence[DelphiAccount]) -> Iterator[Sentence]:
    """What was fixed before the first round, and again where a later round was held under another protocol."""
    known = ""
    for round_ in rounds:
        if round_.protocol_sha256 == known:
            continue
        before = f"From round {round_.number} on: " if known else ""
        known = round_.protocol_sha256
        fact = Fact(f"protocol of round {round_.number}", known[:16], "protocol")
        for place, text in enumerate(round_.protocol):
            yield Sentence(f"methods.delphi.{round_.number}.{place}", f"{'' if place else before}{text}", (fact,))


def delphi_sentences(rounds: Sequence[DelphiAccount]) -> Iterator[Sentence]:
    """Round by round: what was asked and why, who answered, what had been shown, what settled, and why it ended."""
    for round_ in rounds:
        yield _asked(round_)
        yield _response(round_)
        if round_.feedback:
            fact = Fact(f"feedback of {_of(round_)}", round_.feedback, "protocol")
            when = "After a first answer of their own" if round_.is_real_time else "Before they rated again"
            yield Sentence(_key(round_, "feedback"), f"{when}, panelists were shown {round_.feedback}.", (fact,))
        yield _settled(round_)
        fact = Fact(f"stop rule after {_of(round_)}", round_.stop, "protocol")
        yield Sentence(_key(round_, "stop"), round_.stop, (fact,))


def delphi_parts(rounds: Sequence[DelphiAccount]) -> Iterator[Block]:
    """A table for each round, with every item."""
    for round_ in rounds:
        yield Heading(3, round_.name, f"delphi-{round_.number}")
        columns = (
            Column("Item", 60),
            Column("Rated", 16, is_number=True),
            Column("Me\u00addian", 14, is_number=True),
            Column("Middle half", 20, is_number=True),
            Column("Verdict", 34),
        )
        caption = f"{round_.name}: ratings and verdicts; quartiles of type 7"
        yield Table(f"table-delphi-{round_.number}", caption, columns, tuple(_row(item) for item in round_.items))
        if not all(item.is_told for item in round_.items):
            yield paragraph("Of an item that too few rated no numbers are told.")


def _asked(round_: DelphiAccount) -> Sentence:
    days = [long_date(at.date()) for at in (round_.opened_at, round_.closed_at) if at]
    when = f", open from {' to '.join(days)}," if len(days) == 2 else ""
    items = counted(len(round_.items), "question")
    why = ", ".join(f"{n} {reason}" for reason, n in round_.carried)
    return Sentence(
        _key(round_, "asked"),
        f"{round_.name}{when} put {items} on {counted(round_.n_statements, 'statement')} to "
        f"{counted(round_.n_electors, 'person', 'people')} ({why}).",
        (
            Fact(f"questions of {_of(round_)}", str(len(round_.items)), "rounds"),
            Fact(f"statements of {_of(round_)}", str(round_.n_statements), "rounds"),
            Fact(f"entitled to rate in {_of(round_)}", str(round_.n_electors), "rounds"),
            *(Fact(f"statements of {_of(round_)}, {reason}", str(n), "rounds") for reason, n in round_.carried),
        ),
    )


def _response(round_: DelphiAccount) -> Sentence:
    people = f"{round_.n_rated} of {round_.n_electors}"
    answers = f"{round_.n_answers} of {round_.n_possible}"
    return Sentence(
        _key(round_, "response"),
        f"{people} ({percent_text(round_.n_rated, round_.n_electors)}) answered something, with {answers} possible "
        f"answers ({percent_text(round_.n_answers, round_.n_possible)}).",
        (
            Fact(f"answered in {_of(round_)}", people, "rounds"),
            Fact(f"answers in {_of(round_)}", answers, "rounds"),
        ),
    )


def _settled(round_: DelphiAccount) -> Sentence:
    n = len(round_.settled) + len(round_.stable) + len(round_.moving)
    parts = [f"After it {len(round_.settled)} of {counted(n, 'statement')} rated so far had consensus"]
    parts += [f"{_list(round_.stable)} stayed without it and stable, which is a result"] if round_.stable else []
    parts += [f"{_list(round_.moving)} had neither"] if round_.moving else []
    parts += [f"{_list(round_.reworded)} had been reworded, so no stability was computed"] if round_.reworded else []
    named = (("consensus", round_.settled), ("stable without consensus", round_.stable), ("neither", round_.moving))
    facts = tuple(Fact(f"{what} after {_of(round_)}", _list(labels) or "none", "rounds") for what, labels in named)
    return Sentence(_key(round_, "settled"), f"{'; '.join(parts)}.", facts)


def _row(item: DelphiItemAccount) -> tuple[Line, ...]:
    stable = ", stable: a result" if item.is_stable else ""
    question = f"\n{item.question}" if item.question else ""
    return (
        (strong(item.label), Run(f" {item.text}{question}")),
        plain(f"{item.n_rated} of {item.n_entitled}" if item.is_told else "too few"),
        plain(item.median),
        plain(item.quartiles),
        plain(f"{outcome_words(item.outcome)}{stable}"),
    )


def _list(labels: Sequence[str]) -> str:
    return ", ".join(labels)


def _of(round_: DelphiAccount) -> str:
    return "the Delphi" if round_.is_real_time else f"Delphi round {round_.number}"


def _key(round_: DelphiAccount, what: str) -> str:
    return f"results.delphi.{round_.number}.{what}"
