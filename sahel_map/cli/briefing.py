"""``brief``: a briefing packed as files; ``briefings``: those that come with the data."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from sahel_map.briefing import Opened, bundled, read_briefing
from sahel_map.cli.base import (
    Folder,
    Format,
    TableFormat,
    app,
    err,
    fail,
    load,
    print_json,
    print_table,
    say,
)
from sahel_map.errors import SahelMapError
from sahel_map.i18n import activate, ngettext
from sahel_map.i18n import gettext as _
from sahel_map.pack import PARTS, Content, content_of, files_of
from sahel_map.scenes import Ground
from sahel_map.settings import data_dir
from sahel_map.store import Dataset

__all__ = ["Language", "Part", "brief", "briefings"]

Part = StrEnum("Part", {name: name for name in PARTS})  # type: ignore[misc]
"""What a pack can be made of."""


class Language(StrEnum):
    """The language of a pack."""

    en = "en"
    fr = "fr"


def _opened(name: str, data: Dataset, folder: Path | None) -> Opened:
    """Return a briefing by its short name, or from its file."""
    known = bundled(folder)
    if name in known:
        return Opened(known[name])
    path = Path(name)
    if not path.is_file():
        raise fail(
            _(
                "There is no briefing called {name!r}, and no such file. Allowed: {allowed}, or"
                " the path of a briefing file."
            ).format(name=name, allowed=", ".join(known))
        )
    return read_briefing(path.read_bytes(), data=data)


def _write(content: Content, out: Path, parts: list[str]) -> int:
    """Write the files of a pack, with a bar to watch, and return how many they are."""
    count = 0
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def told(share: float, text: str) -> None:
            bar.update(task, completed=share, description=text)

        for path, raw in files_of(content, parts=parts, progress=told):
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
            count += 1
    return count


@app.command(help=_("Pack a briefing: one HTML file, a PDF, pictures and tables."))
def brief(
    briefing: Annotated[
        str, typer.Option("--briefing", help=_("A bundled briefing, or a briefing file."))
    ],
    out: Annotated[Path, typer.Option("--out", help=_("The folder to write to."))],
    only: Annotated[
        list[Part] | None, typer.Option("--only", help=_("Make only these parts."))
    ] = None,
    language: Annotated[
        Language | None, typer.Option("--language", help=_("The language of the pack."))
    ] = None,
    folder: Folder = None,
) -> None:
    """Write the pack of a briefing into a folder.

    Args:
        briefing: The short name of a bundled briefing, or the path of a file.
        out: The folder.
        only: Parts to make; all by default.
        language: The language; that of the terminal by default.
        folder: The data folder.
    """
    if language is not None:
        activate(language.value)
    data = load(folder or data_dir())
    try:
        opened = _opened(briefing, data, folder)
        for problem in opened.problems:
            say(problem)
        made = dt.datetime.now(tz=dt.UTC).date()
        content = content_of(opened.briefing, Ground.of(data), made=made, problems=opened.problems)
        count = _write(content, out, [part.value for part in only] if only else list(PARTS))
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    except OSError as error:
        text = _("{path} cannot be written: {reason}. Give a folder that can be written to.")
        raise fail(text.format(path=error.filename or out, reason=error.strerror), 1) from error
    text = ngettext("{n} file written to {path}.", "{n} files written to {path}.", count)
    say(text.format(n=count, path=out))


@app.command(help=_("List the briefings that come with the data."))
def briefings(folder: Folder = None, how: Format = TableFormat.table) -> None:
    """Print the bundled briefings.

    Args:
        folder: The data folder.
        how: How to print them.
    """
    try:
        known = bundled(folder)
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    rows = [
        {"briefing": slug, "title": one.title, "steps": len(one.steps), "summary": one.summary}
        for slug, one in known.items()
    ]
    if how is TableFormat.json:
        print_json(rows, of=None)
        return
    columns = {
        "briefing": _("Briefing"),
        "title": _("Title"),
        "steps": _("Steps"),
        "summary": _("Summary"),
    }
    print_table(_("Bundled briefings"), rows, columns, of=None)
