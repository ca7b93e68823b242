"""A box that stays in sight beside the inputs that change it; above them on a phone."""

import streamlit as st

_STYLE = """<style>
[data-testid="stColumn"]:has(.st-key-{part}) {{ position: sticky; top: 4rem; align-self: flex-start; z-index: 5; }}
.st-key-{part} {{ max-height: calc(100vh - 6rem); overflow-y: auto; backdrop-filter: blur(24px); }}
.st-key-{part} > * {{ flex-shrink: 0; }}
@media (max-width: 640px) {{
  [data-testid="stColumn"]:has(.st-key-{part}) {{ order: -1; }}
  .st-key-{part} {{ max-height: 30vh; }}
  [data-testid="stMain"] {{ scroll-padding-top: 45vh; }}
}}
</style>"""


def keep_in_sight(part: str) -> None:
    """Keep the container with the key `part` in sight; it stands in a column beside the inputs.

    `part` is made of letters, digits and hyphens, so that it is a class name of the page as well.
    """
    st.html(_STYLE.format(part=part))
