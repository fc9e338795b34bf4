"""Write the tables of docs/roles.md anew: who may do what, and which path opens for whom.

``python scripts/roles_table.py`` writes them; with ``--check`` it says whether they are as they
ought to be.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sahel_map.people import ACTS, ANYBODY, Act, Person, Role, may
from sahel_map.server.passage import RULES, Rule, page_names, stands
from sahel_map.settings import ROOT

DOCUMENT: Final = ROOT / "docs" / "roles.md"
_TABLES: Final = re.compile(r"(?<=<!-- tables -->\n).*?(?=<!-- /tables -->)", re.DOTALL)
_MODES: Final = ("off", "optional", "required")
_PEOPLE: Final = [
    ANYBODY, *(Person("https://id.example x", "x", role) for role in Role if role)
]  # fmt: skip
_LARGE: Final = 100_000_000
_SMALL: Final = 100_000

_RULES: Final[dict[Rule, str]] = {
    Rule.open: "code and health, without data",
    Rule.page: "the page, or the wall before it",
    Rule.see: "what a person may see",
    Rule.upload: "files that a person brings",
    Rule.audit: "figures of the server",
    Rule.shut: "nothing that this dashboard uses",
}


@contextmanager
def _login(mode: str) -> Iterator[None]:
    before = os.environ.get("SAHEL_MAP_LOGIN")
    os.environ["SAHEL_MAP_LOGIN"] = mode
    try:
        yield
    finally:
        if before is None:
            del os.environ["SAHEL_MAP_LOGIN"]
        else:
            os.environ["SAHEL_MAP_LOGIN"] = before


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *[":-:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _mark(allowed: bool) -> str:  # noqa: FBT001  (a cell)
    return "yes" if allowed else "no"


def _acts() -> str:
    rows = []
    for act, (_role, words) in ACTS.items():
        with _login("off"):
            cells = [_mark(may(ANYBODY, act))]
        with _login("optional"):
            cells.append(_mark(may(ANYBODY, act)))
        with _login("required"):
            cells += [_mark(may(person, act)) for person in _PEOPLE]
        rows.append([words, *cells])
    head = ["Act", "everybody, login off", "public, login optional", "public, login required",
            "viewer", "editor", "admin"]  # fmt: skip
    return _table(head, rows)


def _opens(rule: Rule, person: Person) -> str:
    if rule is not Rule.upload:
        return _mark(stands(rule, person))
    if stands(rule, person, "PUT", _LARGE):
        return "yes"
    return "small ones" if stands(rule, person, "PUT", _SMALL) else "no"


def _paths() -> str:
    paths = [("the address of a page", Rule.page), *((f"`/{path}`", rule) for path, rule in RULES)]
    rows = []
    for path, rule in [*paths, ("anything else", Rule.see)]:
        with _login("optional"):
            cells = [_opens(rule, ANYBODY)]
        with _login("required"):
            cells += [_opens(rule, person) for person in _PEOPLE]
        rows.append([path, _RULES[rule], *cells])
    head = ["Path", "what is there", "public, login optional", "public, login required", "viewer",
            "editor", "admin"]  # fmt: skip
    return _table(head, rows)


def _pages() -> str:
    needs = {"review": Act.suggest}
    rows = []
    for name in sorted(page_names()):
        act = needs.get(name, Act.see)
        with _login("optional"):
            cells = [_mark(may(ANYBODY, act))]
        with _login("required"):
            cells += ["wall", *(_mark(may(person, act)) for person in _PEOPLE[1:])]
        rows.append([f"`/{name}`", *cells])
    head = ["Page", "public, login optional", "public, login required", "viewer", "editor",
            "admin"]  # fmt: skip
    return _table(head, rows)


def tables() -> str:
    """Return the tables as Markdown."""
    parts = {"What people may do": _acts, "Pages": _pages, "Paths of the server": _paths}
    return "\n" + "\n".join(f"## {title}\n\n{write()}" for title, write in parts.items()) + "\n"


def main() -> int:
    """Write the tables, or check them; return the exit code."""
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = _TABLES.sub(lambda _: tables(), text)
    if "--check" in sys.argv[1:]:
        return int(wanted != text)
    DOCUMENT.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
