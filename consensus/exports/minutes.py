"""The minutes of a meeting as Markdown and on paper; everything people typed stands in them literally."""

from collections.abc import Iterator

from consensus.domain.minutes import Minutes, MinutesEntry, MinutesItem
from consensus.domain.word_diff import Change, Piece
from consensus.exports.literal import markdown_inline, markdown_line
from consensus.exports.printing import to_pdf

SIMULATED = "Simulated people, answers and votes."
HOW_MADE = (
    "Made from the record of events. Times are those at which something was recorded. No name stands beside a vote."
)
_MARKS = {Change.KEPT: ("", ""), Change.REMOVED: ("~~", "~~"), Change.ADDED: ("**", "**")}


def to_minutes_markdown(minutes: Minutes) -> bytes:
    """The minutes as CommonMark with strikethrough, in UTF-8."""
    parts = [
        f"# Minutes: {markdown_inline(minutes.title)}",
        markdown_line(minutes.process),
        *([f"> **{SIMULATED}**"] if minutes.simulated else ()),
        markdown_line(when(minutes)),
        f"**Rule.** {markdown_inline(minutes.rule)}",
        "## Agenda",
        "\n".join(_item(item) for item in minutes.items) or "No topic was planned.",
        "## Present",
        "\n".join(_presence(minutes)) or "Nobody checked in.",
        "## What was adopted",
        "\n".join(f"- **{markdown_inline(label)}** {markdown_inline(text)}" for label, text in minutes.adopted)
        or "Nothing yet.",
        "## What happened",
        "\n".join(_entry(entry) for entry in minutes.entries),
        f"*{HOW_MADE}*",
    ]
    return ("\n\n".join(parts) + "\n").encode()


def to_minutes_pdf(minutes: Minutes) -> bytes:
    """The minutes on paper."""
    return to_pdf(
        "minutes.typ",
        {
            "process": minutes.process,
            "title": minutes.title,
            "when": when(minutes),
            "rule": minutes.rule,
            "note": SIMULATED if minutes.simulated else "",
            "made": HOW_MADE,
            "items": [
                {
                    "title": item.title,
                    "planned": item.planned,
                    "real": item.real,
                    "notes": list(_about(item)),
                }
                for item in minutes.items
            ],
            "presence": [{"name": row.name, "role": row.role, "stays": row.stays} for row in minutes.presence],
            "adopted": [{"label": label, "text": text} for label, text in minutes.adopted],
            "entries": [
                {
                    "at": entry.at,
                    "kind": entry.kind.value,
                    "text": entry.text,
                    "changes": [{"change": piece.change.value, "text": piece.text} for piece in entry.changes],
                    "notes": list(entry.notes),
                }
                for entry in minutes.entries
            ],
        },
    )


def when(minutes: Minutes) -> str:
    """ "7 September 2012, 09:02 to 16:40 (America/Toronto)." """
    until = f" to {minutes.ended}" if minutes.ended else ", not ended yet"
    return f"{minutes.day}, {minutes.began}{until} ({minutes.time_zone})."


def _about(item: MinutesItem) -> Iterator[str]:
    yield from (f"Presentation: {talk}" for talk in item.presentations)
    if item.recused:
        yield f"Recused: {', '.join(item.recused)}"
    lines = [line.strip() for line in item.note.splitlines() if line.strip()]
    yield from (f"Note: {line}" if place == 0 else line for place, line in enumerate(lines))


def _item(item: MinutesItem) -> str:
    times = ", ".join(
        words
        for words in (f"planned {item.planned}" * bool(item.planned), f"held {item.real}" * bool(item.real))
        if words
    )
    lines = [f"- **{markdown_inline(item.title)}**" + (f" ({markdown_inline(times)})" if times else "")]
    return "\n".join([*lines, *(f"  - {markdown_line(note)}" for note in _about(item))])


def _presence(minutes: Minutes) -> Iterator[str]:
    for row in minutes.presence:
        role = f" ({markdown_inline(row.role)})" if row.role else ""
        yield f"- {markdown_line(row.name)}{role}: {markdown_inline(row.stays)}"


def _entry(entry: MinutesEntry) -> str:
    lines = [f"- **{entry.at}** {markdown_inline(entry.text)}"]
    if entry.changes:
        lines.append(f"  - {''.join(map(_marked, entry.changes))}")
    return "\n".join([*lines, *(f"  - {markdown_line(note)}" for note in entry.notes)])


def _marked(piece: Piece) -> str:
    """A stretch of a wording; the marks of Markdown must touch its letters, so white space stays outside of them."""
    before, after = _MARKS[piece.change]
    inner = piece.text.strip()
    if not inner:
        return " "
    left = " " if piece.text[0].isspace() else ""
    right = " " if piece.text[-1].isspace() else ""
    return f"{left}{before}{markdown_inline(inner)}{after}{right}"
