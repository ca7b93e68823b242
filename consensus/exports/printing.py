"""PDF by Typst: a template of ours, data as strings, and what the fonts at hand can print."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent / "templates"
_NOWHERE = "\U0010fffd"
_GLYPH = re.compile(r'<use xlink:href="(#\w+)"')


def to_pdf(template: str, data: Any) -> bytes:
    """The PDF of a template; `data` reaches it as JSON, so nothing in it is read as markup."""
    source = (_TEMPLATES / template).read_bytes()
    pdf = typst.compile(source, format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    if not isinstance(pdf, bytes):
        raise TypeError("A PDF is one file.")
    return pdf


def unprintable(texts: Iterable[str]) -> frozenset[str]:
    """The characters of these texts for which neither Typst's own fonts nor the system's have a glyph."""
    rare = sorted({character for text in texts for character in text if ord(character) > 0x17F})
    return frozenset(character for character in rare if not _has_glyph(character))


@cache
def _has_glyph(character: str) -> bool:
    return _drawn(character) != _drawn(_NOWHERE)


@cache
def _drawn(character: str) -> tuple[str, ...]:
    source = b'#set text(font: "Libertinus Serif")\n#sys.inputs.text'
    svg = typst.compile(source, format="svg", sys_inputs={"text": character})
    return tuple(_GLYPH.findall(svg.decode() if isinstance(svg, bytes) else ""))
