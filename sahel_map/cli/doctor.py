"""``doctor``: what the dashboard runs on, which settings hold, and what is wrong with them."""

import dataclasses
import importlib.metadata
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final
from urllib.parse import urlsplit

import typer
from pydantic import SecretStr

from sahel_map import __version__, frontend, store
from sahel_map.cli.base import Folder, Format, TableFormat, app, print_json, print_table
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.server.logins import faults
from sahel_map.settings import (
    PREFIX,
    ROOT,
    Settings,
    cache_dir,
    configured,
    data_dir,
    imports_dir,
)
from sahel_map.store.files import LEDGER_FILE

__all__ = ["doctor"]

_PACKAGES: Final = ("streamlit", "streamlit-folium", "folium", "geopandas", "shapely", "pandas")


@dataclasses.dataclass(frozen=True, slots=True)
class _Check:
    """One thing that was looked at.

    Attributes:
        check: What.
        state: How it is.
        detail: Where, or what is to be done.
        ok: Whether the dashboard can work with it.
    """

    check: str
    state: str
    detail: str
    ok: bool = True


def _address(store_setting: str) -> str:
    """Return the address of a database without what opens it: its user, password and options."""
    parts = urlsplit(store_setting)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _shown(name: str, value: Any) -> str:  # noqa: ANN401  (what settings hold)
    if isinstance(value, SecretStr):
        return _("set") if value.get_secret_value() else _("not set")
    if name == "store" and value:
        return _address(value)
    return " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _settings() -> list[dict[str, str]]:
    """Return every setting, what is in force, where from, its default and what it is for."""
    settings, rows = configured(), []
    for name, field in Settings.model_fields.items():
        variable = f"{PREFIX}{name.upper()}"
        rows.append(
            {
                "setting": variable,
                "value": _shown(name, getattr(settings, name)),
                "origin": _("environment") if variable in os.environ else _("default"),
                "default": _shown(name, field.default),
                "description": field.description or "",
            }
        )
    return rows


def _software() -> Iterator[_Check]:
    yield _Check("sahel-map", __version__, str(ROOT))
    for package in _PACKAGES:
        yield _Check(package, importlib.metadata.version(package), _("installed"))
    for key, (package, _path) in frontend.FILES.items():
        path = frontend.local_path(key)
        if path.is_file():
            yield _Check(f"{package} ({key})", _("local"), str(path))
        else:
            yield _Check(f"{package} ({key})", _("CDN"), frontend.library_url(key))


def _data(folder: Path) -> Iterator[_Check]:
    try:
        data = store.open_dataset(folder)
    except SahelMapError as error:
        yield _Check(_("data"), _("failed"), str(error), ok=False)
        return
    for name in ("events", "claims", "sources", "places", "indicators", "contradictions"):
        yield _Check(name, str(len(getattr(data, name))), str(folder))
    errors = len(data.errors())
    yield _Check(_("faults"), str(errors), _("see validate"), ok=errors == 0)
    yield _Check(_("data version"), data.version, "")
    for name, about in data.manifest.get("files", {}).items():
        yield _Check(name, about["vintage"], about["source"])


def _writable(name: str, folder: Path) -> _Check:
    """Return whether a folder can be written to, or made, without making it."""
    there = next(path for path in [folder, *folder.parents] if path.exists())
    try:
        with TemporaryFile(dir=there):
            pass
    except OSError as error:
        text = f"{folder}: {error.strerror}"
        return _Check(name, _("not writable"), text, ok=False)
    return _Check(name, _("writable"), str(folder))


def _store() -> Iterator[_Check]:
    settings, place = configured(), configured().imports / LEDGER_FILE
    if not settings.hosted and not place.exists():
        yield _Check(_("store"), _("files"), str(settings.imports))
        return
    import sqlalchemy as sa  # noqa: PLC0415  (half a second that most hosts need not wait for)

    from sahel_map.ledger import open_ledger  # noqa: PLC0415
    from sahel_map.ledger.migrating import head, revision  # noqa: PLC0415

    kind = "PostgreSQL" if settings.hosted else _("files")
    ledger = None
    try:
        ledger = open_ledger(settings.store if settings.hosted else place)
        found = revision(ledger)
        where = _address(settings.store) if settings.hosted else str(place)
        yield _Check(_("store"), kind, where)
        told = (
            "" if found == head() else _("comes up to {head} at the next start").format(head=head())
        )
        yield _Check(_("schema of the store"), found or _("not made yet"), told)
        if settings.hosted:
            with ledger.begin() as connection:
                name = sa.text(
                    "SELECT default_version, installed_version FROM pg_available_extensions"
                    " WHERE name = 'postgis'"
                )
                row = connection.execute(name).one_or_none()
            offered, installed = row or (None, None)
            missing = _("Install it on the database server, and CREATE EXTENSION postgis.")
            yield _Check(
                "PostGIS",
                str(installed or _("not made yet") if offered else _("missing")),
                "" if installed else missing,
                ok=bool(offered),
            )
    except (SahelMapError, sa.exc.ArgumentError) as error:
        text = str(error) if isinstance(error, SahelMapError) else _("{name} is no address.")
        detail = text.format(name=f"{PREFIX}STORE")
        yield _Check(_("store"), _("failed"), detail, ok=False)
    finally:
        if ledger is not None:
            ledger.close()


def _login() -> Iterator[_Check]:
    settings = configured()
    if settings.login == "off":
        yield _Check(_("login"), "off", _("everybody is the public"))
        return
    lacking = faults(settings)
    yield _Check(_("login"), settings.login, "\n".join(lacking), ok=not lacking)
    public = urlsplit(settings.public_url)
    safe = public.scheme == "https" or public.hostname in {"localhost", "127.0.0.1", "::1"}
    yield _Check(
        _("address"),
        settings.public_url,
        "" if safe else _("A login needs https: its cookies would go over the line in clear."),
        ok=safe,
    )


def _checks(folder: Path) -> list[_Check]:
    return [
        *_software(),
        *_data(folder),
        *_store(),
        _writable(_("folder of imports"), imports_dir()),
        _writable(_("cache"), cache_dir()),
        *_login(),
    ]


@app.command(help=_("Say what is installed, which settings are in force, and what is wrong."))
def doctor(
    folder: Folder = None,
    form: Format = TableFormat.table,
) -> None:
    """Say what is installed, which settings are in force, and what is wrong: exit code 1."""
    checks, settings = _checks(folder or data_dir()), _settings()
    rows = [dataclasses.asdict(check) for check in checks]
    if form is TableFormat.json:
        print_json({"checks": rows, "settings": settings}, of=None)
    else:
        for row, check in zip(rows, checks, strict=True):
            row["ok"] = "" if check.ok else _("to be mended")
        titles = {"check": _("check"), "state": _("state"), "detail": _("detail"), "ok": ""}
        print_table("Sahel Map", rows, titles, of=None)
        titles = {"setting": _("setting"), "value": _("in force"), "origin": _("from"),
                  "default": _("default"), "description": _("what it is for")}  # fmt: skip
        print_table(_("Settings"), settings, titles, of=None)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)
