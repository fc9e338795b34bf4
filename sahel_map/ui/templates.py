"""HTML fragments, filled by Jinja with every value escaped; the only place that writes HTML."""

import base64
from typing import Any

import streamlit as st
from jinja2 import Environment, PackageLoader

__all__ = ["picture", "show"]

_environment = Environment(
    loader=PackageLoader("sahel_map.ui", "templates"), autoescape=True, trim_blocks=True
)


def picture(template: str, **values: Any) -> str:  # noqa: ANN401
    """Return an SVG template as a ``data:`` address, since pages may not hold SVG itself."""
    drawing = _environment.get_template(template).render(values)
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


def show(template: str, **values: Any) -> None:  # noqa: ANN401
    """Show a template of ``ui/templates`` with its values escaped."""
    st.html(_environment.get_template(template).render(values))
