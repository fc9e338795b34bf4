"""The base map: the same text on every run, all from this host, nothing that can escape."""

import json
import re

import pytest
from streamlit_folium import generate_leaflet_string

from sahel_map import frontend
from sahel_map.i18n import activate
from sahel_map.maps.base import FOCUS_BOUNDS, as_script, base_map

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a\u2028b\u2029c",
    "`${alert(1)}`",
    "${x}",
    'it\'s "quoted" \\ back\nslashed',
    "&lt;b&gt;",
    "{{ 7 * 7 }} {% raw %}",
    "هجوم على ߓߡߊߞߐ߫",
]


def links(document: str) -> list[str]:
    """Return every address that a document loads from."""
    return re.findall(r'(?:src|href)="([^"]*)"', document)


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """A host with every library, empty files that they are: only their places matter."""
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path))
    for key in frontend.FILES:
        path = frontend.local_path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


@pytest.fixture
def missing(monkeypatch, tmp_path):
    """A host without the libraries: the folder is empty."""
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path))


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_survives_the_way_into_a_script_unchanged(text):
    assert json.loads(as_script({"title": text})) == {"title": text}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_end_the_script_or_start_code(text):
    script = as_script([text])

    assert not set(script) & set("<>&`$\u2028\u2029\n")


def test_a_number_that_json_lacks_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        as_script({"lat": float("nan")})


@pytest.mark.usefixtures("installed")
def test_the_script_is_the_same_text_for_every_run_and_reader():
    first = generate_leaflet_string(base_map("abc"))
    second = generate_leaflet_string(base_map("abc"))
    activate("fr")
    french = generate_leaflet_string(base_map("abc"))

    assert "SahelMap.base(" in first
    assert first == second == french


@pytest.mark.usefixtures("installed")
def test_the_script_changes_with_the_data():
    first, other = (generate_leaflet_string(base_map(digest)) for digest in ("abc", "def"))

    assert '"geo":"../../assets/geo/abc/"' in first
    assert first.replace("geo/abc/", "geo/def/") == other


@pytest.mark.usefixtures("installed")
def test_the_script_carries_its_words_in_every_language():
    script = generate_leaflet_string(base_map("abc"))
    words = json.loads(re.search(r'"words":(\{.*?\}\})', script)[1])

    assert words["en"]["fault"] == "A map layer could not be loaded"
    assert words["fr"]["fault"] == "Une couche de la carte n’a pas pu être chargée"
    assert set(words) == {"en", "fr"}


@pytest.mark.usefixtures("installed")
def test_the_map_opens_on_mali_and_draws_no_tiles():
    script = generate_leaflet_string(base_map("abc"))

    assert f'"bounds":{json.dumps(FOCUS_BOUNDS, separators=(",", ":"))}' in script
    assert "tileLayer" not in script


@pytest.mark.usefixtures("installed")
def test_all_links_are_to_this_host_when_the_libraries_are_there():
    base = base_map("abc")
    declared = [link for _, link in base.default_js + base.default_css]
    document = base.get_root().render()

    assert [
        link for link in declared + links(document) if not link.startswith("../../assets/")
    ] == []
    assert "http:" not in document.replace('http-equiv="', "")
    assert "https:" not in document
    assert declared == [
        f"../../assets/lib/leaflet@{frontend.version_of('leaflet')}/dist/leaflet.js",
        f"../../assets/app/{frontend.app_digest()}/map.js",
        f"../../assets/lib/leaflet@{frontend.version_of('leaflet')}/dist/leaflet.css",
        f"../../assets/app/{frontend.app_digest()}/map.css",
    ]


@pytest.mark.usefixtures("missing")
def test_missing_libraries_come_from_the_cdn_in_their_locked_version():
    base = base_map("abc")
    declared = [link for _, link in base.default_js + base.default_css]
    script = generate_leaflet_string(base)
    lock = json.loads(
        (frontend.ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    )["packages"]
    cdn = "https://cdn.jsdelivr.net/npm"
    leaflet, cluster, heat = (
        lock[f"node_modules/{name}"]["version"]
        for name in ("leaflet", "leaflet.markercluster", "leaflet.heat")
    )

    assert declared[0] == f"{cdn}/leaflet@{leaflet}/dist/leaflet.js"
    assert declared[2] == f"{cdn}/leaflet@{leaflet}/dist/leaflet.css"
    assert f"{cdn}/leaflet.markercluster@{cluster}/dist/leaflet.markercluster.js" in script
    assert f"{cdn}/leaflet.heat@{heat}/dist/leaflet-heat.js" in script
    assert [link for link in declared if "/app/" in link and "cdn" in link] == []


@pytest.mark.usefixtures("installed")
def test_a_map_saved_as_a_page_loads_every_declared_link():
    base = base_map("abc")
    declared = {link for _, link in base.default_js + base.default_css}

    assert set(links(base.get_root().render())) == declared
