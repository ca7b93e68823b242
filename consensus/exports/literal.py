"""Keeps text that people typed literal where a program would read it as something else."""

import re

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_INLINE = re.compile(r"[\\`*_\[\]<>&|~$^#]|:(?=//)|(?<=\S)@(?=\S)|(?<=www)\.", re.IGNORECASE)
_BLOCK_START = re.compile(r"^([+\-=:]|\d{1,9}(?=[.)]))")


def defused(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would read it as a formula.

    One that begins like a defused cell gets an apostrophe too, so that taking one away gives the cell back.
    """
    return f"'{cell}" if cell.lstrip(" '").startswith(_FORMULA_STARTS) else cell


def markdown_inline(text: str) -> str:
    """Text as CommonMark that shows it literally where something stands before it on the same line.

    Any white space becomes a single space. Links that a reader would make of bare addresses are broken too.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    return _INLINE.sub(lambda match: f"\\{match[0]}", " ".join(printable.split()))


def markdown_line(text: str) -> str:
    """Text as one line of CommonMark that shows it literally, also at the start of a line or of a list item."""
    return _BLOCK_START.sub(_escaped_start, markdown_inline(text))


def markdown_block(text: str) -> str:
    """Text of several lines as CommonMark paragraphs that show it literally, line breaks kept."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "\n\n".join(
        "\\\n".join(line for line in map(markdown_line, paragraph.split("\n")) if line) for paragraph in paragraphs
    )


def _escaped_start(match: re.Match[str]) -> str:
    start = match[0]
    # A digit cannot be escaped, so the point that would make it a list item is split off by an entity.
    return f"&#{ord(start[0])};{start[1:]}" if start.isdigit() else f"\\{start}"
