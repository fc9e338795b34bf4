"""``serve`` and ``doctor``: run the dashboard, and say what it runs on."""

import importlib.metadata
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sahel_map import __version__, frontend, store
from sahel_map.cli.base import Folder, Format, TableFormat, app, fail, print_json, print_table
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.settings import ROOT, data_dir

__all__ = ["doctor", "serve"]


@app.command(help=_("Serve the dashboard until it is stopped."))
def serve(
    host: Annotated[
        str, typer.Option(help=_("Address to listen on; 0.0.0.0 for all."))
    ] = "localhost",
    port: Annotated[int, typer.Option(help=_("Port to listen on."), min=1, max=65535)] = 8501,
    base_path: Annotated[str, typer.Option(help=_("Path prefix, behind a proxy."))] = "",
    folder: Folder = None,
) -> None:
    """Serve the dashboard until it is stopped."""
    streamlit = shutil.which("streamlit", path=str(Path(sys.executable).parent))
    if streamlit is None:
        raise fail(_("streamlit is not installed beside this Python: run `make install`."))
    flags = [f"--server.address={host}", f"--server.port={port}"]
    if base_path:
        flags.append(f"--server.baseUrlPath={base_path}")
    command = [streamlit, "run", str(ROOT / "app.py"), *flags]
    environment = dict(os.environ)
    if folder is not None:
        if not folder.is_dir():
            raise fail(_("{folder} is no folder.").format(folder=folder))
        environment["SAHEL_MAP_DATA"] = str(folder.resolve())
    raise typer.Exit(_served(command, environment))


def _served(command: list[str], environment: dict[str, str]) -> int:
    """Run the server and return its exit code; whoever ends this process ends the server too."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603
        before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            return server.wait()
        except KeyboardInterrupt:  # the terminal tells the server, too
            return 0
        finally:
            signal.signal(signal.SIGTERM, before)


def _checks(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"check": "sahel-map", "state": __version__, "detail": str(ROOT)}]
    for package in ("streamlit", "streamlit-folium", "folium", "geopandas", "shapely", "pandas"):
        version = importlib.metadata.version(package)
        rows.append({"check": package, "state": version, "detail": _("installed")})
    for key, (package, _path) in frontend.FILES.items():
        local = frontend.local_path(key).is_file()
        rows.append(
            {
                "check": f"{package} ({key})",
                "state": _("local") if local else _("CDN"),
                "detail": str(frontend.local_path(key)) if local else frontend.library_url(key),
            }
        )
    data = store.open_dataset(folder)
    for name in ("events", "claims", "sources", "places", "indicators", "contradictions"):
        state = str(len(getattr(data, name)))
        rows.append({"check": name, "state": state, "detail": str(folder)})
    errors = len(data.errors())
    rows.append({"check": _("faults"), "state": str(errors), "detail": _("see validate")})
    rows.append({"check": _("data version"), "state": data.version, "detail": ""})
    for name, about in data.manifest.get("files", {}).items():
        rows.append({"check": name, "state": about["vintage"], "detail": about["source"]})
    return rows


@app.command(
    help=_("Say what is installed, where map libraries come from, and how old the data are.")
)
def doctor(
    folder: Folder = None,
    form: Format = TableFormat.table,
) -> None:
    """Say what is installed, where map libraries come from, and how old the data are."""
    try:
        rows = _checks(folder or data_dir())
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    if form is TableFormat.json:
        print_json(rows, of=None)
    else:
        print_table("Sahel Map", rows, {name: name for name in rows[0]}, of=None)
