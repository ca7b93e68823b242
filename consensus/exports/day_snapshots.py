"""The named moments of a day as Markdown."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from consensus.domain.day_snapshot import DayState, StatementThen
from consensus.exports.literal import markdown_inline

Moment = tuple[str, datetime, DayState, str]
"""Name, time, how things stood, and the SHA-256 of that."""


def to_snapshots_markdown(title: str, moments: Sequence[Moment], time_zone: str, simulated: bool) -> bytes:
    """Every moment with its statements, in UTF-8; everything people typed stands in it literally."""
    parts = [f"# Snapshots: {markdown_inline(title)}"]
    if simulated:
        parts.append("> **Simulated people, answers and votes.**")
    for moment in moments:
        parts.extend(_moment(*moment, time_zone=time_zone))
    if not moments:
        parts.append("No moment of the day was put on record.")
    return ("\n\n".join(parts) + "\n").encode()


def _moment(label: str, at: datetime, state: DayState, sha256: str, *, time_zone: str) -> Iterator[str]:
    local = at.astimezone(ZoneInfo(time_zone))
    yield f"## {markdown_inline(label)}"
    on = f" Topic: {markdown_inline(state.topic)}." if state.topic else ""
    yield f"{local.day} {local:%B %Y, %H:%M} ({time_zone}).{on} Present: {state.n_present}. SHA-256: `{sha256}`"
    yield "\n".join(_statement(statement) for statement in state.statements) or "There was no statement."


def _statement(then: StatementThen) -> str:
    state = then.state.replace("_", " ")
    line = f"- **{markdown_inline(then.label)}** {markdown_inline(then.text)} ({state}, version {then.version})"
    return f"{line}\n  - {markdown_inline(then.verdict)}" if then.verdict else line
