"""The packaged elements: browser parts of our own, as files of our own origin (docs/decisions/packaged-element.md)."""

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
PACKAGE = "assent"
NAMES = ("countdown", "live", "rating", "receipts", "survey", "top", "typing")


def element(name: str, *, has_style: bool = False) -> ComponentRenderer:
    """The element whose script is `{name}.js`, and its style `{name}.css` if it has one."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PACKAGE}.{name}") is None:
        configs = [ComponentConfig(known, FRONTEND.name) for known in NAMES]
        manager.register_from_manifest(ComponentManifest(PACKAGE, "", configs), FRONTEND.parent)
    return _renderer(name, has_style)


@cache
def _renderer(name: str, has_style: bool) -> ComponentRenderer:
    return st.components.v2.component(f"{PACKAGE}.{name}", js=f"{name}.js", css=f"{name}.css" if has_style else None)
