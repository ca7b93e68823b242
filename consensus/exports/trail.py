"""How each statement came about, for a report: answers, themes, wordings, rounds, adoption."""

from collections.abc import Iterator, Sequence

from consensus.domain.results import FinalStatement
from consensus.domain.trail import Step, StepKind
from consensus.exports.literal import markdown_inline, markdown_line


def trail_parts(statements: Sequence[FinalStatement]) -> Iterator[str]:
    """A section in Markdown with a numbered list for each statement; nothing where no trail is known."""
    known = [statement for statement in statements if statement.trail]
    if not known:
        return
    yield "## How each statement came about"
    for statement in known:
        yield f"### Statement {markdown_inline(statement.label)}"
        yield "\n".join(f"{place}. {_step(step)}" for place, step in enumerate(statement.trail, start=1))


def _step(step: Step) -> str:
    day = f" ({step.at:%Y-%m-%d})" if step.at else ""
    text = f": {_quoted(step)}" if step.text else ""
    reason = f" Reason: {markdown_line(step.reason)}" if step.reason else ""
    return f"{markdown_inline(step.heading)}{day}{text}{reason}"


def _quoted(step: Step) -> str:
    text = markdown_line(step.text)
    return f"“{text}”" if step.kind in (StepKind.WORDING, StepKind.THEME, StepKind.ANSWERS) else text
