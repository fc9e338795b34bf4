"""The rules of the house that no linter knows: who may import whom, and how long a file may be."""

import ast

import pytest

from sahel_map import settings

PACKAGE = settings.ROOT / "sahel_map"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAGES = sorted((settings.ROOT / "pages").glob("*.py"))

FLOORS = [
    ["errors"],
    ["settings", "i18n"],
    ["vocabulary"],
    ["rules"],
    ["schema"],
    ["tables", "boundaries", "wording", "frontend", "geodesy", "outcome", "rows", "zorder"],
    ["selection", "locate", "claims", "lines", "boundary_import"],
    ["roads", "snapping"],
    ["references", "road_rules"],
    ["importers", "people"],
    ["ledger"],
    ["store"],
    ["basis", "agreeing", "backup"],
    ["veil"],
    ["measures"],
    ["road_wording", "expansion_wording", "tiles", "withholding"],
    ["maps", "charts", "exports", "citation", "expansion_questions", "expansion_reading"],
    ["road_exports", "expansion_exports", "overview"],
    ["scenes"],
    ["figures", "briefing"],
    ["pack"],
    ["server"],
    ["ui", "cli"],
]
"""From the ground up: a part imports only from floors below its own."""

LEVEL = {part: level for level, parts in enumerate(FLOORS) for part in parts}


def part_of(path) -> str:
    """Return the part of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path) -> set[str]:
    """Return the full names of everything a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def tops(path) -> set[str]:
    """Return the top-level packages a file imports."""
    return {name.partition(".")[0] for name in imported(path)}


def parts_used(path) -> set[str]:
    """Return the parts of our own package that a file imports."""
    own = {name.split(".")[1] for name in imported(path) if name.startswith("sahel_map.")}
    return own - {"__version__"}


def relative(paths) -> list[str]:
    """Return paths as they read in a message."""
    return [str(path.relative_to(settings.ROOT)) for path in paths]


def test_every_module_stands_on_a_floor():
    parts = {part_of(path) for path in MODULES} - {"__init__"}

    assert parts == set(LEVEL)


@pytest.mark.parametrize("path", MODULES, ids=relative(MODULES))
def test_imports_go_down_only(path):
    part = part_of(path)
    level = LEVEL.get(part, 0)

    upward = {used for used in parts_used(path) - {part} if LEVEL[used] >= level}
    assert upward == set()


def test_the_ground_floor_imports_nothing_of_ours():
    assert parts_used(PACKAGE / "errors.py") == set()


def test_only_the_upper_floor_imports_streamlit():
    upstairs = [
        path
        for path in MODULES
        if tops(path) & {"streamlit", "streamlit_folium"} and part_of(path) != "ui"
    ]

    assert relative(upstairs) == []


def test_only_the_user_interface_imports_the_map_component():
    using = [path for path in [*MODULES, *PAGES] if "streamlit_folium" in tops(path)]

    assert {part_of(path) for path in using} == {"ui"}


def test_only_maps_know_folium():
    using = {part_of(path) for path in MODULES if "folium" in tops(path)}

    assert using == {"maps"}


def test_there_are_pages():
    assert {"attacks.py", "about.py"} <= {path.name for path in PAGES}


@pytest.mark.parametrize("path", PAGES, ids=relative(PAGES))
def test_a_page_is_a_table_of_contents(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 60
    assert not tops(path) & {"pandas", "geopandas", "numpy", "folium", "altair"}
    assert "unsafe_allow_html" not in text
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", MODULES, ids=relative(MODULES))
def test_a_module_is_at_most_three_hundred_lines_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


def test_there_is_no_drawer_for_odds_and_ends():
    names = {path.stem for path in MODULES}

    assert names & {"utils", "util", "helpers", "misc", "common"} == set()


@pytest.mark.parametrize("path", MODULES, ids=relative(MODULES))
def test_what_a_module_publishes_is_in_it(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    published = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    ]
    defined = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign):
            defined |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            defined |= {alias.asname or alias.name for alias in node.names}

    assert len(published) <= 1
    assert {name for names in published for name in names} <= defined


def test_the_app_serves_the_frame_and_not_a_script_beside_the_pages():
    text = (settings.ROOT / "app.py").read_text(encoding="utf-8")

    assert '"sahel_map/ui/frame.py"' in text
    assert not (PACKAGE / "ui" / "pages").exists()
