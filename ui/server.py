"""The web server: the dashboard as an ASGI application, with what Streamlit leaves to a proxy.

`uvicorn ui.server:app`; `serve` starts it so. Compression, the first view of pages, 404, warm-up.
"""

from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware
from streamlit.runtime.pages_manager import PagesManager

import analytics.wages  # noqa: F401 - with it SciPy, so that no visitor waits for them
from settings import ROOT
from ui import downloads, server_pages
from ui.server_static import StaticFiles
from ui.server_warm import lifespan

# Streamlit takes a folder named `pages` for its older way of many pages until app.py has run once:
# the first visitor of /pekerjaan would see that page alone, without head and navigation.
PagesManager.uses_pages_directory = False

ROUTES: Final = [*downloads.ROUTES, *server_pages.ROUTES]
# From the outside in.
MIDDLEWARE: Final = [
    Middleware(CompressMiddleware),
    Middleware(StaticFiles),
    Middleware(server_pages.Pages),
]
app = st.App(ROOT / "app.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
