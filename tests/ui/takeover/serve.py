"""Serves the page: `serve.py plain PORT` as Streamlit does by itself, `serve.py bound PORT` as Assent does."""

import sys
from pathlib import Path

import streamlit as st
from streamlit.file_util import get_static_dir

from consensus.services.opening import the_database
from consensus.settings import get_settings
from consensus.web.application import Web

PAGE = Path(__file__).with_name("page.py")
_, how, port = sys.argv

if how == "plain":
    app = st.App(PAGE)
else:
    web = Web(get_settings(), the_database, streamlit=Path(get_static_dir()), element=PAGE.parent)
    app = st.App(PAGE, routes=web.routes(), middleware=web.middleware())

if __name__ == "__main__":
    app.run(config={"server.port": int(port), "server.trustedUserHeaders": '{"X-Assent-Session": "session"}'})
