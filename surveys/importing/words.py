"""Texts and names of other tools in the form they have here: no markup, no doubled ids."""

import re
from html.parser import HTMLParser

from surveys import fields
from surveys.conditions import CANNOT_JUDGE_ID

_BREAKING = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"}


def clean(text: str) -> str:
    """The words of a text that may hold markup; breaks stay as line breaks."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return "\n".join(line for line in lines if line)


def has_markup(text: str) -> bool:
    """Whether anything but words and line breaks is lost by cleaning a text."""
    return re.search(r"<(?!/?(?:br|p|div)\b)[a-zA-Z/][^>]*>", text) is not None


def make_id(name: str, taken: set[str]) -> str:
    """An id like this name that is not taken yet; it is taken from now on."""
    stem = re.sub(r"[^a-z0-9_-]+", "_", name.strip().lower()).strip("_-")[: fields.MAX_ID - 4]
    if not stem or stem == CANNOT_JUDGE_ID:
        stem = f"x{stem}"
    made, number = stem, 2
    while made in taken:
        made, number = f"{stem}_{number}", number + 1
    taken.add(made)
    return made


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        if tag in _BREAKING:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        if tag in _BREAKING:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            said = (character if character >= " " or character == "\n" else " " for character in data)
            self.said.append("".join(said))
