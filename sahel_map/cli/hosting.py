"""``serve``: run the dashboard."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Final

import typer

from sahel_map.cli.base import Folder, app, fail
from sahel_map.errors import SettingsError
from sahel_map.i18n import gettext as _
from sahel_map.settings import ROOT, Settings, configured

__all__ = ["serve"]

_KEEPER: Final = Path(__file__).with_name("keeper.py")


def _settings() -> Settings:
    """Return the settings, once everything is there that they need."""
    try:
        settings = configured()
    except SettingsError as error:
        raise fail(str(error)) from error
    if settings.login == "off":
        return settings
    from sahel_map.server.logins import faults  # noqa: PLC0415  (no other command needs a server)

    missing = faults(settings)
    if missing:
        lines = [_("A login ({mode}) needs more settings:").format(mode=settings.login), *missing]
        raise fail("\n  ".join(lines))
    return settings


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
    settings = _settings()
    if "upload_mb" in settings.model_fields_set:  # else what .streamlit/config.toml says
        command.append(f"--server.maxUploadSize={settings.upload_mb}")
    kept = ""
    with ExitStack() as while_served:
        if settings.login != "off":
            from sahel_map.cli.login_file import login_file  # noqa: PLC0415  (as above)

            secrets = while_served.enter_context(login_file(settings))
            command.append(f"--secrets.files={secrets}")
            kept = str(secrets.parent)
        keeper = [sys.executable, "-I", "-S", str(_KEEPER), kept]
        code = _served([*keeper, *command], environment)
    raise typer.Exit(code)


def _served(command: list[str], environment: dict[str, str]) -> int:
    """Become the keeper of the server; where a process cannot, run it and return its exit code."""
    if os.name == "posix":
        # Until the keeper looks after them, signals wait: none ends it with a secret left behind.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
        os.chdir(ROOT)
        os.execve(command[0], command, environment)  # noqa: S606  (no shell is meant)
    try:
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
    except KeyboardInterrupt:
        return 0
