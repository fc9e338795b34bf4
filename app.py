"""The dashboard as an ASGI app: ``streamlit run app.py`` finds and serves it.

The script of every page is ``sahel_map/ui/frame.py``. It is not beside ``pages/`` on purpose:
Streamlit would take that folder for its older page discovery and show pages without the frame.
"""

import streamlit as st
from starlette.middleware import Middleware

from sahel_map import server
from sahel_map.ui.login import claims_of

server.set_up()
PATH = st.get_option("server.baseUrlPath")

app = st.App(
    "sahel_map/ui/frame.py",
    routes=server.routes(PATH),
    middleware=[
        Middleware(server.Observed),
        Middleware(server.Draining),
        Middleware(server.ContentSecurity),
        Middleware(server.Passes, claims=claims_of, prefix=PATH),
        Middleware(server.Ownership, path="/" + PATH.strip("/")),
        Middleware(server.IndexPage, prefix=PATH),
    ],
    lifespan=server.warm_up,
)
