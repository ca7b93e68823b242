"""A document as CommonMark with tables, in UTF-8."""

from collections.abc import Iterator

from consensus.exports.document.model import (
    Bibliography,
    Block,
    Citation,
    Contents,
    CrossReference,
    Document,
    Face,
    Figure,
    Heading,
    Inline,
    Line,
    Link,
    Listing,
    PageBreak,
    Paragraph,
    Role,
    Run,
    Table,
)
from consensus.exports.document.numbering import names_of
from consensus.exports.document.progress import Progress, unwatched
from consensus.exports.literal import markdown_block, markdown_inline, markdown_line

_MARKS = {Face.STRONG: "**", Face.EMPHASIS: "*", Face.STRUCK: "~~"}
_QUOTED = (Role.STATEMENT, Role.QUOTE, Role.NOTICE)


def to_markdown(document: Document, progress: Progress = unwatched) -> bytes:
    """The text of a document; whatever people typed appears literally, never as markup.

    Pictures are told by their words: what they show stands in tables too.
    """
    names = names_of(document)
    parts = [f"# {markdown_inline(document.title)}"]
    if document.subtitle:
        parts.append(markdown_line(document.subtitle))
    for place, block in enumerate(document.blocks):
        progress(place / len(document.blocks))
        parts.extend(_block(block, names))
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block, names: dict[str, str]) -> Iterator[str]:
    match block:
        case Heading(level, text, _):
            yield f"{'#' * (level + 1)} {markdown_inline(text)}"
        case Paragraph(line, role):
            yield _paragraph(line, role, names)
        case Table():
            yield f"**{names[block.key]}.** {markdown_inline(block.caption)}"
            yield _table(block, names)
        case Figure():
            yield f"**{names[block.key]}.** {markdown_inline(block.caption)}"
            yield f"*{markdown_inline(block.alt)}*"
        case Listing(items, is_ordered):
            yield "\n".join(
                f"{f'{place}.' if is_ordered else '-'} {_line(item, names, at_start=True)}"
                for place, item in enumerate(items, start=1)
            )
        case Bibliography(entries):
            yield "\n".join(f"{entry.number}. {markdown_line(entry.line)}" for entry in entries)
        case Contents() | PageBreak():
            pass


def _paragraph(line: Line, role: Role, names: dict[str, str]) -> str:
    text = _line(line, names, at_start=True)
    if role in _QUOTED:
        return "\n".join(f"> {row}" for row in text.split("\n"))
    return text


def _table(table: Table, names: dict[str, str]) -> str:
    lines = [
        [markdown_inline(column.title.replace("\u00ad", "")) for column in table.columns],
        ["--:" if column.is_number else "---" for column in table.columns],
        *(_cells(row, len(table.columns), names) for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _cells(row: tuple[Line, ...], n_columns: int, names: dict[str, str]) -> list[str]:
    written = [_line(cell, names).replace("\\\n", " ") for cell in row]
    return written + [""] * (n_columns - len(row))


def _line(line: Line, names: dict[str, str], *, at_start: bool = False) -> str:
    return "".join(
        _inline(inline, names, at_start=at_start and place == 0) for place, inline in enumerate(line)
    ).strip()


def _inline(inline: Inline, names: dict[str, str], *, at_start: bool) -> str:
    match inline:
        case Run(text, face):
            return _run(text, face, at_start=at_start)
        case Link(text, _):
            return markdown_inline(text)
        case CrossReference(target):
            return markdown_inline(names.get(target, ""))
        case Citation(number):
            return f"\\[{number}\\]"


def _run(text: str, face: Face, *, at_start: bool) -> str:
    """A run with its marks touching its letters; the white space around it stays outside of them."""
    inner = text.strip()
    if not inner:
        return " " if text else ""
    left, right = " " * (text[0].isspace() and not at_start), " " * text[-1].isspace()
    if face is Face.MONO and inner.isalnum():
        return f"{left}`{inner}`{right}"
    mark = _MARKS.get(face, "")
    shown = markdown_block(inner) if at_start and not mark else _kept_lines(inner)
    return f"{left}{mark}{shown}{mark}{right}"


def _kept_lines(text: str) -> str:
    first, *rest = text.split("\n")
    return "\\\n".join([markdown_inline(first), *map(markdown_line, filter(str.strip, rest))])
