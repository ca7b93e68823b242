"""Text that people typed, shown as they typed it: never as Markdown, HTML, formulas, icons or colours."""

import html
import re

# Streamlit replaces these in text that is already parsed, where a backslash no longer helps: `:name:` as an emoji
# or icon, ` -> ` and the like as typographical signs, addresses as links. A word joiner has no width and no break.
_JOINER = "\N{WORD JOINER}"
_REPLACED = re.compile(
    r"(?<=:)(?=[a-z+\-_/]|\d+:)"  # :smile:, :100:, :material/home:, https://
    r"|(?<=[-<>~=])(?=[->=])"  # ->, <-, <->, --, >=, <=, ~=
    r"|(?<=\w@)(?=\w)"  # a@b.org
    r"|(?<=www)(?=\.)",
    re.IGNORECASE,
)
# What Markdown reads anywhere in a line, and what it reads only at the start of one.
_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~$&{}])")
_AT_START = re.compile(r"^([#+\-=]|\d+(?=[.)]))")


def escape(text: str) -> str:
    """The text as one line of Markdown that renders as exactly this text; for labels, captions and notices.

    What may stand alone is better shown with `st.text` or in the HTML of a widget, without this detour.
    """
    line = _ANYWHERE.sub(r"\\\1", _REPLACED.sub(_JOINER, " ".join(text.split())))
    return _AT_START.sub(lambda start: f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}", line)


def to_html(text: str) -> str:
    """The text as HTML that renders as exactly this text, line breaks kept."""
    return html.escape(text).replace("\n", "<br>")
