"""Evidence as it is cited: what it says, where it stands, and the way to the paper."""

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from consensus.domain.references.doi import doi_address
from consensus.domain.references.numbering import NumberedReference
from consensus.domain.results import Evidence
from consensus.ui.widgets.literal import to_html


class Cited(Protocol):
    """What a piece of evidence has, on a topic and in the results alike."""

    @property
    def text(self) -> str:
        """What the evidence says."""

    @property
    def reference(self) -> str:
        """Where it was published."""

    @property
    def doi(self) -> str:
        """Its digital object identifier, "" where it has none."""

    @property
    def note(self) -> str:
        """How the finding stands to it, such as "as cited in"."""


def draw_evidence(evidence: Sequence[Cited]) -> None:
    """A numbered list of evidence; draws nothing where there is none."""
    if evidence:
        items = "".join(f'<li style="margin:.35rem 0;line-height:1.5">{_item(piece)}</li>' for piece in evidence)
        st.html(f'<ol style="margin:0;padding-left:1.3rem">{items}</ol>')


def draw_numbered(evidence: Sequence[Evidence]) -> None:
    """A list of findings with the numbers of their works in the list of references."""
    items = "".join(
        f'<li style="margin:.35rem 0;line-height:1.5">{to_html(piece.text)} {_note(piece.note)}'
        f"{f'[{piece.number}]' if piece.number is not None else ''}</li>"
        for piece in evidence
    )
    st.html(f'<ul style="margin:0;padding-left:1.3rem">{items}</ul>')


def draw_references(references: Sequence[NumberedReference]) -> None:
    """The list of references; each work once."""
    items = "".join(
        f'<li style="margin:.35rem 0;line-height:1.5">{to_html(entry.text)}{_doi(entry.doi)}</li>'
        for entry in references
    )
    st.html(f'<ol style="margin:0;padding-left:1.6rem">{items}</ol>')


def _item(piece: Cited) -> str:
    where = " ".join(filter(None, (_note(piece.note), to_html(piece.reference))))
    cited = f'<br><span style="font-size:.88rem;opacity:.85">{where}</span>' if where else ""
    return f"{to_html(piece.text)}{cited}{_doi(piece.doi)}"


def _note(note: str) -> str:
    return f'<span style="opacity:.85">{to_html(note)}</span>' if note else ""


def _doi(doi: str) -> str:
    if not doi:
        return ""
    address = doi_address(doi)
    return (
        f' <a href="{to_html(address)}" target="_blank" rel="noopener noreferrer" '
        f'style="color:inherit;font-size:.88rem">'
        f"doi:{to_html(doi)}</a>"
    )
