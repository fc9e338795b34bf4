"""HTML fragments, filled by Jinja with every value escaped; the only place that writes HTML."""

from typing import Any

import streamlit as st
from jinja2 import Environment, PackageLoader

__all__ = ["show"]

_environment = Environment(
    loader=PackageLoader("sahel_map.ui", "templates"), autoescape=True, trim_blocks=True
)


def show(template: str, **values: Any) -> None:  # noqa: ANN401
    """Show a template of ``ui/templates`` with its values escaped."""
    st.html(_environment.get_template(template).render(values))
