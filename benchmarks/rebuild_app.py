"""The baseline of filter changes: the dashboard, but every change builds the whole map anew."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from sahel_map import server

app = st.App(
    str(Path(__file__).with_name("rebuild_page.py")),
    routes=server.routes(st.get_option("server.baseUrlPath")),
    middleware=[Middleware(server.ContentSecurity)],
    lifespan=server.warm_up,
)
