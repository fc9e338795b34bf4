"""The dashboard as an ASGI app: ``streamlit run app.py`` finds and serves it.

The script of every page is ``sahel_map/ui/frame.py``. It is not beside ``pages/`` on purpose:
Streamlit would take that folder for its older page discovery and show pages without the frame.
"""

import streamlit as st
from starlette.middleware import Middleware

from sahel_map import server

app = st.App(
    "sahel_map/ui/frame.py",
    routes=server.routes(st.get_option("server.baseUrlPath")),
    middleware=[
        Middleware(server.ContentSecurity),
        Middleware(server.Ownership, path="/" + st.get_option("server.baseUrlPath").strip("/")),
        Middleware(server.IndexPage, prefix=st.get_option("server.baseUrlPath")),
    ],
    lifespan=server.warm_up,
)
