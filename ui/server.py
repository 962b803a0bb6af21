"""The web server: the dashboard as an ASGI application that compresses what it sends.

`uvicorn ui.server:app`; `serve` starts it so.
"""

import streamlit as st
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware
from streamlit.runtime.pages_manager import PagesManager

import analytics.wages  # noqa: F401 - with it SciPy, so that no visitor waits for them
from settings import ROOT
from ui import downloads

# Streamlit takes a folder named `pages` for its older way of many pages until app.py has run once:
# the first visitor of /pekerjaan would see that page alone, without head and navigation.
PagesManager.uses_pages_directory = False

app = st.App(ROOT / "app.py", routes=downloads.ROUTES, middleware=[Middleware(CompressMiddleware)])
