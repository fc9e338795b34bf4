"""The base map: boundaries, waters and names by address, no tiles, no key, no network."""

import hashlib
import json
import re
from typing import Any, Final

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from sahel_map.frontend import PREFIX, app_digest, library_url
from sahel_map.i18n import LANGUAGES, in_language, noop

__all__ = ["FOCUS_BOUNDS", "ScriptGroup", "as_script", "base_map", "map_config"]

FOCUS_BOUNDS: Final = [[10.1, -12.4], [18.4, 3.4]]
"""South-west and north-east corners (lat, lon): Mali without the empty far north."""

_WORDS: Final = {
    "attribution": noop("Natural Earth · GeoNames · boundaries generalised, no legal opinion"),
    "fault": noop("A map layer could not be loaded"),
    "map": noop("Map"),
    "keys": noop(
        "The arrow keys move the map, plus and minus change its scale. Tab goes through the marks"
        " with several events and the legend; every event is in the table of the page."
    ),
    "zoom_in": noop("Zoom in"),
    "zoom_out": noop("Zoom out"),
}


def as_script(value: object) -> str:
    """Return JSON that is safe inside a script: no text in it can end the script or start code.

    The one place where imported text is escaped on its way to the map.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029`$":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Folium puts the finished script through its template engine once more: a brace that opens
    # an expression, a statement or a comment there can only come from a text.
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


class _Text(Element):
    """A finished part of a page; branca's own would compile it as a template once more."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_kwargs: object) -> str:
        """Return the text."""
        return self._text


class _Script(MacroElement):
    """An element that is a script and nothing else."""

    def render(self, **_kwargs: object) -> str:
        """Add the script, as it is, to the page that the map stands in."""
        text = self._template.module.script(self, {})
        page = self.get_root()
        if isinstance(page, Figure):
            page.script.add_child(_Text(text), name=self.get_name())
        return ""


class _BaseLayers(_Script):
    """Hands the map to ``SahelMap.base`` with the addresses of its layers."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "SahelMap.base({{ this._parent.get_name() }}, {{ this.config }});"
        "{% endmacro %}"
    )

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "BaseLayers"
        self.config = as_script(config)


class _ScriptLayer(_Script):
    """Hands its feature group to a function of the map script with a view as JSON.

    The view gets a digest of itself, so that a test or a measurement can tell when it is drawn.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "SahelMap.{{ this.function }}({{ this._parent.get_name() }}, {{ this.view }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, view: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ScriptLayer"
        self.function = function
        text = as_script(view)
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        self.view = f'{text[:-1]},"digest":"{digest}"}}'


class ScriptGroup(folium.FeatureGroup):
    """A feature group that a function of the map script draws from a view.

    Attributes:
        function: The function: ``show``, ``roads`` or ``slices``.
        view: What it draws, as JSON holds it; the same view serves pictures and files.
    """

    def __init__(self, name: str, function: str, view: dict[str, Any]) -> None:
        super().__init__(name=name)
        self.function = function
        self.view = view
        _ScriptLayer(function, view).add_to(self)


class _Map(folium.Map):
    """A folium map that loads Leaflet and our own script from this host, and nothing else."""

    def __init__(self, scripts: tuple[str, ...]) -> None:
        super().__init__(
            location=[14.5, -4.5],
            tiles=None,
            zoom_start=6,
            # The wheel scrolls the page until the reader clicks into the map.
            scrollWheelZoom=False,
            zoomSnap=0.25,
        )
        own = f"{PREFIX}app/{app_digest()}"
        self.default_js = [("leaflet", library_url("leaflet")), ("sahel-map", f"{own}/map.js")]
        self.default_js += [(f"sahel-{name}", f"{own}/{name}.js") for name in scripts]
        self.default_css = [
            ("leaflet_css", library_url("leaflet-css")),
            ("sahel-map-css", f"{own}/map.css"),
        ]


def map_config() -> dict[str, Any]:
    """Return what the map script must know wherever it runs, without where its layers are."""
    return {
        "bounds": FOCUS_BOUNDS,
        "limits": [[-2, -30], [34, 26]],
        "zooms": [4, 12],
        "focus": "MLI",
        # In every language: the base map must stay the same text when the reader changes it.
        "words": {
            language: {name: in_language(language, text) for name, text in _WORDS.items()}
            for language in LANGUAGES
        },
    }


def base_map(data_digest: str, *scripts: str) -> folium.Map:
    """Return the base map; its script is the same text for the same data.

    Args:
        data_digest: Digest of the boundary files, part of their addresses.
        scripts: What the map can draw besides events: ``roads``, ``slices``.
    """
    base = _Map(scripts)
    config = {
        **map_config(),
        "geo": f"{PREFIX}geo/{data_digest}/",
        "libraries": {key: library_url(key) for key in ("cluster", "heat")},
    }
    base.add_child(_BaseLayers(config))
    return base
