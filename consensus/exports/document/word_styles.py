"""The styles of a Word document: real ones, so that its look is changed in one place and Word finds its parts."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from consensus.exports.document.model import Role
from consensus.exports.document.word_xml import child

ACCENT, INK, MUTED = RGBColor(0x0F, 0x5C, 0x6E), RGBColor(0x16, 0x20, 0x2A), RGBColor(0x55, 0x61, 0x6D)
BODY_FONT, HEAD_FONT, MONO_FONT = "Cambria", "Calibri", "Consolas"

ROLES = {
    Role.BODY: "BodyText",
    Role.LABEL: "Label",
    Role.STATEMENT: "Statement",
    Role.QUOTE: "Quotation",
    Role.NOTE: "Note",
    Role.NOTICE: "Notice",
}
TABLE = "AssentTable"

_BORDER = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'
_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="Assent Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="0F5C6E"/>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9D0D6"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D0D6"/>
  </w:tblBorders>
  <w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/>
    <w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0F5C6E"/></w:tcBorders>
    <w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
</w:style>"""


def set_styles(word: Any, language: str) -> None:
    """Give the empty document of python-docx the styles of ours, and its language."""
    styles = word.styles
    _language(styles, language)
    _text(styles["Normal"], BODY_FONT, 10.5, INK, after=0)
    _text(_named(styles, "Body Text"), BODY_FONT, 10.5, INK, after=7, line=1.15)
    _text(styles["Title"], HEAD_FONT, 22, ACCENT, bold=True, before=12, after=2)
    _without_borders(styles["Title"])
    _text(styles["Subtitle"], HEAD_FONT, 12.5, MUTED, after=12)
    _upright(styles["Subtitle"])
    for level, size, before in ((1, 15, 22), (2, 12.5, 16), (3, 11, 12)):
        _text(styles[f"Heading {level}"], HEAD_FONT, size, ACCENT, bold=True, before=before, after=5)
        styles[f"Heading {level}"].paragraph_format.keep_with_next = True
        styles[f"Heading {level}"].font.italic = level == 3
    _text(styles["Caption"], HEAD_FONT, 9, INK, before=10, after=4)
    styles["Caption"].font.bold = False
    _text(styles["List Bullet"], BODY_FONT, 10.5, INK, after=4, line=1.15)
    _text(styles["List Number"], BODY_FONT, 10.5, INK, after=4, line=1.15)
    for name, size in (("Header", 8.5), ("Footer", 8.5)):
        _text(styles[name], HEAD_FONT, size, MUTED)
    _text(_new(styles, "Statement"), BODY_FONT, 12, INK, before=10, after=8, line=1.15)
    _bordered(styles["Statement"], "left", size=24, color="0F5C6E", fill="EEF4F5", space=8)
    _text(_new(styles, "Quotation"), BODY_FONT, 10.5, INK, after=7, line=1.15)
    _bordered(styles["Quotation"], "left", size=8, color="C9D0D6", space=8)
    _text(_new(styles, "Label"), BODY_FONT, 10.5, INK, bold=True, after=3)
    styles["Label"].paragraph_format.keep_with_next = True
    _text(_new(styles, "Note"), BODY_FONT, 9, MUTED, after=6)
    _text(_new(styles, "Notice"), BODY_FONT, 10, RGBColor(0x8A, 0x52, 0), before=4, after=8)
    _bordered(styles["Notice"], "top", "left", "bottom", "right", size=6, color="B06A00", space=4)
    _text(_new(styles, "Table Text"), BODY_FONT, 9, INK)
    _text(_new(styles, "Table Heading"), HEAD_FONT, 8.5, INK, bold=True)
    _text(_new(styles, "Bibliography"), BODY_FONT, 10, INK, after=5)
    styles["Bibliography"].paragraph_format.left_indent = Mm(8)
    styles["Bibliography"].paragraph_format.first_line_indent = Mm(-8)
    for level in (1, 2, 3):
        _text(_new(styles, f"toc {level}"), BODY_FONT, 10.5, INK, before=4 if level == 1 else 0, after=2)
        styles[f"toc {level}"].paragraph_format.left_indent = Mm(5 * (level - 1))
    _character(styles, "Code", MONO_FONT, 8)
    _character(styles, "Hyperlink", "", 0).color.rgb = ACCENT
    styles.element.append(parse_xml(_TABLE_STYLE))


def _language(styles: Any, language: str) -> None:
    tags = {"en": "en-GB"}
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    child(defaults, "w:lang", val=tags.get(language, language), eastAsia="ja-JP", bidi="ar-SA")


def _named(styles: Any, name: str) -> Any:
    return styles[name] if name in [style.name for style in styles] else _new(styles, name)


def _new(styles: Any, name: str) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.quick_style = True
    return style


def _text(
    style: Any,
    font: str,
    size: float,
    color: RGBColor,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
) -> None:
    _font(style, font)
    style.font.size = Pt(size)
    style.font.color.rgb = color
    style.font.bold = bold
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = line
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT if style.name == "Title" else None


def _font(style: Any, font: str) -> None:
    style.font.name = font
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _character(styles: Any, name: str, font: str, size: float) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    if font:
        style.font.name = font
        style.font.size = Pt(size)
    return style.font


def _upright(style: Any) -> None:
    style.font.italic = False
    for spacing in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _without_borders(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _bordered(style: Any, *sides: str, size: int, color: str, space: int, fill: str = "") -> None:
    properties = style.element.get_or_add_pPr()
    lines = "".join(_BORDER.format(side=side, size=size, space=space, color=color) for side in sides)
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    # The schema fixes the order: borders and shading stand before the spacing.
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    if fill:
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
        properties.insert_element_before(shade, "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    indent = Mm(3)
    style.paragraph_format.left_indent = indent
    style.paragraph_format.right_indent = indent if fill else None
