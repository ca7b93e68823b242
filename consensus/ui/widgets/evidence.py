"""Evidence as it is cited: what it says, where it stands, and the way to the paper."""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import quote

import streamlit as st

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


def draw_evidence(evidence: Sequence[Cited]) -> None:
    """A numbered list of evidence; draws nothing where there is none."""
    if evidence:
        items = "".join(f'<li style="margin:.35rem 0;line-height:1.5">{_item(piece)}</li>' for piece in evidence)
        st.html(f'<ol style="margin:0;padding-left:1.3rem">{items}</ol>')


def _item(piece: Cited) -> str:
    cited = (
        f'<br><span style="font-size:.88rem;opacity:.85">{to_html(piece.reference)}</span>' if piece.reference else ""
    )
    return f"{to_html(piece.text)}{cited}{_doi(piece.doi)}"


def _doi(doi: str) -> str:
    if not doi:
        return ""
    address = "https://doi.org/" + quote(doi, safe="/()")
    return (
        f' <a href="{to_html(address)}" target="_blank" rel="noopener noreferrer" '
        f'style="color:inherit;font-size:.88rem">'
        f"doi:{to_html(doi)}</a>"
    )
