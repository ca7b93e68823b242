"""The methods to begin from, each with a sentence on when to use it."""

import streamlit as st

from consensus.domain.delphi.method_packs import MethodPack, load_method_packs
from consensus.ui.widgets.literal import escape

FIRST = "modified_delphi"


def draw(key: str) -> MethodPack:
    """Draw the methods as a list and give the chosen one."""
    packs = load_method_packs()
    slugs = list(packs)
    slug = st.radio(
        "Method",
        slugs,
        index=slugs.index(FIRST),
        format_func=lambda slug: escape(packs[slug].title),
        captions=[escape(packs[slug].description) for slug in slugs],
        key=key,
        label_visibility="collapsed",
    )
    pack = packs[slug]
    st.caption(escape(f"Source: {pack.source}"))
    return pack
