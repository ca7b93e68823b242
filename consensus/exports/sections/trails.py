"""How each statement came about: answers, themes, wordings, rounds, adoption."""

from collections.abc import Iterator, Sequence

from consensus.domain.results import FinalStatement
from consensus.domain.trail import Step, StepKind
from consensus.exports.document.model import Block, Heading, Line, Listing, Run, strong
from consensus.exports.sections.statements import trail_key

TITLE = "How each statement came about"
_QUOTED = (StepKind.WORDING, StepKind.THEME, StepKind.ANSWERS)


def trail_parts(statements: Sequence[FinalStatement]) -> Iterator[Block]:
    """A numbered list for each statement; nothing where no trail is known."""
    known = [statement for statement in statements if statement.trail]
    if not known:
        return
    yield Heading(1, TITLE, "trails")
    for statement in known:
        yield Heading(2, f"Statement {statement.label}", trail_key(statement))
        yield Listing(tuple(map(_step, statement.trail)), is_ordered=True)


def _step(step: Step) -> Line:
    day = f" ({step.at:%Y-%m-%d})" if step.at else ""
    text = f"“{step.text}”" if step.kind in _QUOTED else step.text
    reason = f" Reason: {step.reason}" if step.reason else ""
    return (strong(step.heading), Run(f"{day}{f': {text}' if step.text else ''}{reason}"))
