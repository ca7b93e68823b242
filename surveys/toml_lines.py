"""Where in a TOML text each table and key stands, which `tomllib` does not tell."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\-\"']+?)\s*=")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r"|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*",
    re.DOTALL,
)


def line_numbers(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and inline table in a valid TOML text.

    Paths count the elements of arrays: `("topic", 1, "title")` is the title of the second `[[topic]]`,
    `("options", 0)` the first inline table of the array `options`, `()` the file itself.
    """
    found: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    here: Path = ()
    for number, line, blank in _statements(text):
        if header := _HEADER.match(line):
            here = _enter(_keys(header[2]), array=header[1] == "[[", counts=counts)
            found.setdefault(here, number)
        elif key := _KEY.match(line):
            path = (*here, *_keys(key[1]))
            found[path] = number
            found.update(_inline_tables(path, blank[blank.index("=") + 1 :], number))
    return found


def _statements(text: str) -> Iterator[tuple[int, str, str]]:
    """Each header or key-value pair: its line, that line's text, and all its text with strings blanked out."""
    blanked = _STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    lines, blank_lines = text.split("\n"), blanked.split("\n")
    # The key of a pair may be quoted, and then is blank here; the depth of brackets is all that matters.
    start, depth = 0, 0
    inside_string = _lines_inside_strings(text)
    for index, blank in enumerate(blank_lines):
        if depth == 0 and index not in inside_string:
            start = index
        depth += sum(blank.count(bracket) for bracket in "[{") - sum(blank.count(bracket) for bracket in "]}")
        following = index + 1
        if depth == 0 and following not in inside_string:
            yield start + 1, lines[start], "\n".join(blank_lines[start:following])


def _lines_inside_strings(text: str) -> set[int]:
    """The lines (from 0) that begin within a string of several lines."""
    inside: set[int] = set()
    for match in _STRING.finditer(text):
        first = text.count("\n", 0, match.start())
        inside.update(range(first + 1, first + match[0].count("\n") + 1))
    return inside


def _enter(keys: list[str], *, array: bool, counts: dict[Path, int]) -> Path:
    """The path of a header, each array of tables standing at its latest element."""
    path: Path = ()
    for position, key in enumerate(keys):
        path = (*path, key)
        if array and position == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _inline_tables(path: Path, blank: str, number: int) -> Iterator[tuple[Path, int]]:
    """The lines of the inline tables directly inside an array."""
    depth, count = 0, 0
    for character in blank:
        if character == "\n":
            number += 1
        elif character in "[{":
            if character == "{" and depth == 1:
                yield (*path, count), number
                count += 1
            depth += 1
        elif character in "]}":
            depth -= 1


def _keys(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
