"""docs/measures.md names every measure, and every measure it names is there."""

import ast
import importlib
import re

import pytest

from sahel_map.settings import ROOT

DOCUMENT = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
MODULES = sorted((ROOT / "sahel_map" / "measures").glob("[!_]*.py"))


def published(path) -> list[str]:
    """Return the functions that a module publishes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        name
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        for name in ast.literal_eval(node.value)
    }
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if name in named]


MEASURES = [(path.stem, name) for path in MODULES for name in published(path)]


def test_there_are_measures():
    assert ("shares", "wilson") in MEASURES
    assert len(MEASURES) > 60


@pytest.mark.parametrize(("module", "name"), MEASURES)
def test_every_measure_is_in_the_document(module, name):
    # Named with its module, or beside another of the same module: `measures.slices.a`, `b`.
    mentions = [
        line
        for line in DOCUMENT.splitlines()
        if f"measures.{module}" in line and re.search(rf"`[\w.]*\b{name}(\(\))?`", line)
    ]

    assert mentions, f"docs/measures.md says nothing of measures.{module}.{name}"


def test_what_the_document_names_is_there():
    wrong = []
    for module, name in re.findall(r"`measures\.(\w+)\.(\w+)", DOCUMENT):
        found = importlib.import_module(f"sahel_map.measures.{module}")
        if not hasattr(found, name):
            wrong.append(f"measures.{module}.{name}")

    assert wrong == []
