"""The server: Streamlit for the pages, our routes beside it. `python app.py` and `streamlit run app.py` start it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.file_util import get_static_dir

from consensus.services.opening import the_database
from consensus.settings import get_settings
from consensus.ui.failures import on_script_error
from consensus.web.application import Web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PACKAGE = Path(__file__).resolve().parent / "consensus"
# Imported before the first session: many at once would otherwise meet half-imported modules.
HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "streamlit.elements.plotly_chart")

web = Web(get_settings(), the_database, streamlit=Path(get_static_dir()), element=PACKAGE / "ui" / "frontend")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """What runs beside the pages, from before the first request until after the last."""
    for name in HEAVY:
        import_module(name)
    async with web.lifespan():
        yield {}


app = st.App(
    PACKAGE / "ui" / "main.py",
    routes=web.routes(),
    middleware=web.middleware(),
    lifespan=lifespan,
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
