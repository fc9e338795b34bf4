"""What the server reads of a login: a file for its eyes alone, gone when it stops."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sahel_map.server.logins import cookie_secret
from sahel_map.settings import Settings

__all__ = ["login_file"]


def _quoted(text: str) -> str:
    """Return a text as TOML has it, whatever signs it holds."""
    plain = (sign if sign.isascii() and sign.isalnum() else f"\\U{ord(sign):08x}" for sign in text)
    return f'"{"".join(plain)}"'


def _text(settings: Settings) -> str:
    values = {
        "redirect_uri": settings.public_url.rstrip("/") + "/oauth2callback",
        "cookie_secret": cookie_secret(settings),
        "client_id": settings.oidc_client,
        "client_secret": settings.oidc_secret.get_secret_value(),
        "server_metadata_url": settings.oidc_url,
    }
    return "[auth]\n" + "".join(f"{name} = {_quoted(text)}\n" for name, text in values.items())


@contextmanager
def login_file(settings: Settings) -> Iterator[Path]:
    """Give the file from which Streamlit reads how people log in; gone after the block.

    Args:
        settings: The settings, of which ``server.logins.faults`` finds none.
    """
    with tempfile.TemporaryDirectory(prefix="sahel-map-") as folder:
        path = Path(folder) / "secrets.toml"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_text(settings))
        yield path
