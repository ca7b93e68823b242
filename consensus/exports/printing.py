"""PDF by Typst: a template of ours, data as strings, and what the fonts at hand can print."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import typst

_TEMPLATES = Path(__file__).parent / "templates"
_NOWHERE = "\U0010fffd"
_MOST_AT_ONCE = 500
_GLYPH = re.compile(r'<use xlink:href="(#\w+)"')


def to_pdf(template: str, data: Any, *, is_accessible: bool = False) -> bytes:
    """The PDF of a template; `data` reaches it as JSON, so nothing in it is read as markup.

    is_accessible: refuse what PDF/UA-1 does not allow, such as a picture without words.
    """
    source = (_TEMPLATES / template).read_bytes()
    pdf = typst.compile(
        source,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if is_accessible else [],
    )
    if not isinstance(pdf, bytes):
        raise TypeError("A PDF is one file.")
    return pdf


def ask(template: str, data: Any, label: str) -> Any:
    """The value that a template leaves under a label once it is laid out."""
    source = (_TEMPLATES / template).read_bytes()
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return json.loads(typst.query(source, f"<{label}>", field="value", one=True, sys_inputs=inputs))


def to_pngs(svgs: Sequence[str], *, dots_per_inch: int) -> tuple[bytes, ...]:
    """The pictures as PNG, in one run of Typst."""
    if not svgs:
        return ()
    source = (
        b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        b'#for svg in json(bytes(sys.inputs.data)) { page(image(bytes(svg), format: "svg")) }'
    )
    return _pages(source, svgs, "png", dots_per_inch)


def unprintable(texts: Iterable[str]) -> frozenset[str]:
    """The characters of these texts for which neither Typst's own fonts nor the system's have a glyph."""
    rare = {character for character in set().union(*texts) if ord(character) > 0x17F}
    _look_up(rare - _HAS_GLYPH.keys())
    return frozenset(character for character in rare if not _HAS_GLYPH[character])


_HAS_GLYPH: dict[str, bool] = {}


def _look_up(characters: Iterable[str]) -> None:
    """Draw each character on a page of its own, beside one that no font has."""
    wanted = sorted(characters)
    if not wanted:
        return
    source = (
        b"#set page(width: 40pt, height: 40pt, margin: 0pt)\n"
        b'#set text(font: "Libertinus Serif")\n'
        b"#for drawn in json(bytes(sys.inputs.data)) { page(drawn) }"
    )
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        some = wanted[start : start + _MOST_AT_ONCE]
        nothing, *drawn = (_GLYPH.findall(page.decode()) for page in _pages(source, [_NOWHERE, *some], "svg"))
        _HAS_GLYPH.update(zip(some, (glyphs != nothing for glyphs in drawn), strict=True))


def _pages(
    source: bytes, data: Sequence[str], format_: Literal["png", "svg"], dots_per_inch: int = 144
) -> tuple[bytes, ...]:
    pages = typst.compile(
        source, format=format_, ppi=dots_per_inch, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    return tuple(pages) if isinstance(pages, list) else (pages or b"",)
