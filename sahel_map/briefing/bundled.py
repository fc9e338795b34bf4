"""The briefings that come with the data, in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from sahel_map import settings
from sahel_map.briefing.briefing import Briefing
from sahel_map.briefing.reading import read_briefing
from sahel_map.i18n import current, gettext

__all__ = ["FOLDER", "bundled", "translated"]

FOLDER: Final = "briefings"

_ORDER: Final = ("tour", "western-offensive", "fuel-blockade", "south-west")


@cache
def _read(folder: Path) -> Mapping[str, Briefing]:
    found = {
        path.stem: replace(read_briefing(path.read_bytes()).briefing, slug=path.stem)
        for path in sorted(folder.glob("*.json"))
    }
    return {slug: found[slug] for slug in dict.fromkeys([*_ORDER, *found]) if slug in found}


def translated(briefing: Briefing) -> Briefing:
    """Return a bundled briefing in the current language; one that is not in English as it is."""
    if briefing.language != "en":
        return briefing
    steps = tuple(
        replace(
            step,
            title=gettext(step.title),
            note=gettext(step.note),
            presenter=gettext(step.presenter),
        )
        for step in briefing.steps
    )
    return replace(
        briefing,
        title=gettext(briefing.title),
        summary=gettext(briefing.summary),
        language=current(),
        steps=steps,
    )


def bundled(folder: Path | None = None) -> Mapping[str, Briefing]:
    """Return the briefings of a data folder by their short names, in the current language.

    Args:
        folder: A data folder; by default the one of this host.

    Raises:
        BriefingError: A file cannot be read at all.
    """
    found = _read((folder or settings.data_dir()) / FOLDER)
    return {slug: translated(briefing) for slug, briefing in found.items()}
