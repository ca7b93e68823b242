"""What a file says, read back as its reader would."""

import io
import re
import shutil
import subprocess
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn

NO_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
READABLE = ("docx", pytest.param("pdf", marks=NO_POPPLER), "html", "md")
_MARKS = re.compile(r"\\([^\w]|_)|&#(\d+);|\*\*|`|<br>")


def read(content: bytes, ending: str) -> str:
    """The text of a file, its white space single."""
    text = {"docx": word_text, "pdf": pdf_text, "html": page_text, "md": markdown_text}[ending](content)
    return " ".join(text.split())


def word_text(content: bytes) -> str:
    """The text of the body, paragraphs on lines; what is no text of a field's instruction."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(map(_spoken, p.iter())) for p in body.iter(qn("w:p")))


def pdf_text(content: bytes) -> str:
    """The text as pdftotext reads it; a word that was broken at the end of a line is whole again."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"[-\u00ad\u2010]\n", "", done.stdout.decode())


def page_text(content: bytes) -> str:
    """What a browser shows."""
    reader = _Shown()
    reader.feed(content.decode())
    return "".join(reader.parts)


def markdown_text(content: bytes) -> str:
    """Markdown without its escapes and marks."""
    return _MARKS.sub(lambda match: match[1] or (chr(int(match[2])) if match[2] else ""), content.decode())


def _spoken(element) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    return {qn("w:br"): "\n", qn("w:tab"): "\t"}.get(element.tag, "")


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._is_hidden = False

    def handle_starttag(self, tag, attrs) -> None:
        self._is_hidden = tag in ("style", "title", "svg")
        if tag not in ("strong", "em", "code", "a", "b", "bdi"):
            self.parts.append("\n")

    def handle_endtag(self, tag) -> None:
        if tag in ("style", "title", "svg"):
            self._is_hidden = False

    def handle_data(self, data) -> None:
        if not self._is_hidden:
            self.parts.append(data)
