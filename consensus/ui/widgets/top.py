"""A page whose content is replaced starts at its top again; Streamlit itself leaves it scrolled to where it was."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
PACKAGE, NAME = "assent-page", "top"


def start_at_top(place: str, *, key: str) -> None:
    """Scroll up when `place` is another one than at the last drawing."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PACKAGE}.{NAME}") is None:
        manifest = ComponentManifest(PACKAGE, "", [ComponentConfig(NAME, FRONTEND.name)])
        manager.register_from_manifest(manifest, FRONTEND.parent)
    _renderer()(key=key, data={"place": place}, height=1)


@cache
def _renderer() -> ComponentRenderer:
    return st.components.v2.component(f"{PACKAGE}.{NAME}", js="top.js")
