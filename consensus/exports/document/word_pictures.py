"""Pictures in a Word document: the drawing itself as SVG, and a PNG of it for programs that draw no SVG."""

import io
from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from consensus.exports.document.model import Drawing
from consensus.exports.printing import to_pngs

DOTS_PER_INCH = 200
_SVG = (
    f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{relation}"/>'
    "</a:ext></a:extLst>"
)


class Pictures:
    """The drawings of a document, rendered in one go."""

    def __init__(self, part: Any, drawings: Sequence[Drawing]) -> None:
        self._part = part
        svgs = list(dict.fromkeys(drawing.svg for drawing in drawings))
        self._pngs = dict(zip(svgs, to_pngs(svgs, dots_per_inch=DOTS_PER_INCH), strict=True))
        self._n = 0

    def inline(self, drawing: Drawing, width: int, alt: str) -> Any:
        """The picture as an element in a run; `width` is a length of python-docx."""
        self._n += 1
        height = int(width * drawing.height / drawing.width)
        inline = self._part.new_pic_inline(io.BytesIO(self._pngs[drawing.svg]), width, height)
        inline.docPr.set("descr", alt)
        inline.docPr.set("name", f"Figure {self._n}")
        vector = Part(
            PackURI(f"/word/media/drawing{self._n}.svg"), "image/svg+xml", drawing.svg.encode(), self._part.package
        )
        relation = self._part.relate_to(vector, RELATIONSHIP_TYPE.IMAGE)
        blip = inline.find(f".//{qn('a:blip')}")
        blip.append(parse_xml(_SVG.format(relation=relation)))
        drawing_element = parse_xml(f"<w:drawing {nsdecls('w')}/>")
        drawing_element.append(inline)
        return drawing_element
