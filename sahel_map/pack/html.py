"""A pack as one HTML file that opens without any network: libraries, maps and data inside."""

from collections.abc import Mapping
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sahel_map import vocabulary as v
from sahel_map.frontend import version_of
from sahel_map.i18n import current, date_text, gettext
from sahel_map.maps.base import as_script
from sahel_map.pack.content import Content
from sahel_map.pack.html_cards import Cards
from sahel_map.pack.html_leaves import leaf_maps, leaf_words
from sahel_map.pack.html_parts import parts
from sahel_map.pack.html_words import script_words, words
from sahel_map.pack.imprint import cautions, cut_off, how_to_read, layers, licences
from sahel_map.wording import pair_text

__all__ = ["to_html"]

_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
    " img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""What the browser lets the file do: run what is in it, and ask nobody for anything."""

_loader = PackageLoader("sahel_map.pack", "templates")
_environment = Environment(
    loader=_loader,
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["pair"] = pair_text


def _asset(name: str) -> str:
    """Return a script or style of ours as it is."""
    text: str = _loader.get_source(_environment, name)[0]
    return text


def _licences(content: Content, *, mapped: bool) -> list[str]:
    leaflet = f"Leaflet {version_of('leaflet')}"
    terms = gettext("{what}: {terms}.").format(what=leaflet, terms="BSD-2-Clause")
    return [*licences(content.data), *([terms] if mapped else [])]


def _terms(terms: Mapping[str, v.Term]) -> list[tuple[str, str]]:
    return [(gettext(term.label), gettext(term.meaning)) for term in terms.values()]


def _readings(content: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the vocabularies that a reader needs, each term with its meaning."""
    found = [
        (gettext("Place: how well it is known"), _terms(v.GEO_PRECISION)),
        (gettext("Confidence"), _terms(v.CONFIDENCE)),
    ]
    drawings = [drawing for leaf in content.leaves for drawing in leaf.sight.drawings]
    if any(drawing.function == "roads" for drawing in drawings):
        found.append((gettext("Status of a road"), _terms(v.STATUSES)))
    return found


def _about(content: Content, *, mapped: bool) -> dict[str, Any]:
    return {
        "title": content.title,
        "summary": [part.strip() for part in content.summary.split("\n\n") if part.strip()],
        "cut_off": gettext("Data to {day}").format(day=cut_off(content.data)),
        "version": gettext("Version {version}").format(version=content.data.version),
        "made": gettext("Packed on {day}").format(day=date_text(content.made)),
        "cautions": cautions(content),
        "citation": content.citation,
        "licences": _licences(content, mapped=mapped),
        "layers": layers(content.data),
        "reading": how_to_read(content.data),
        "readings": _readings(content),
    }


def to_html(content: Content) -> str:
    """Return a pack as one HTML file.

    Everything is in it: the map libraries, the layers and the details that a click opens. Its
    Content-Security-Policy lets it ask for nothing else.

    Args:
        content: The pack, in the current language; restricted rows are not in it.

    Raises:
        PackError: A map library is not on this host.
    """
    cards = Cards()
    maps = [leaf_maps(leaf, cards) for leaf in content.leaves]
    leaves = [
        leaf_words(leaf, found, cards) for leaf, found in zip(content.leaves, maps, strict=True)
    ]
    drawn = [
        (drawing["function"], drawing["view"]) for found in maps for drawing in found["drawings"]
    ]
    pack = {
        "language": current(),
        "leaves": maps,
        "cards": cards.cards,
        "sources": cards.sources,
        "words": script_words(),
        "shared": parts(drawn, _asset("frame.js")) if drawn else None,
        "look": _asset("frame.css"),
    }
    return _environment.get_template("pack.html").render(
        about=_about(content, mapped=bool(drawn)),
        leaves=leaves,
        language=current(),
        words=words(),
        policy=_POLICY,
        # as_script leaves no character in it that could end the script or begin a tag.
        pack=Markup(as_script(pack)),  # noqa: S704
        style=Markup(_asset("pack.css")),  # noqa: S704
        script=Markup(_asset("pack.js")),  # noqa: S704
    )
