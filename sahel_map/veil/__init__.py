"""What the public sees of a dataset that is published later, and on a coarser grid: do no harm.

Why what is withheld is withheld, and what this cannot withhold: docs/do-no-harm.md.
"""

import datetime as dt
from dataclasses import replace

from sahel_map.i18n import date_text, gettext, ngettext, number_text
from sahel_map.store.dataset import Dataset, Veil
from sahel_map.veil.delay import until
from sahel_map.veil.rounding import grade_of, rounded, snapped

__all__ = ["grade_of", "snapped", "veil", "veil_text"]


def veil(data: Dataset, *, delay_days: int, round_km: float, today: dt.date) -> Dataset:
    """Return what the public sees of a dataset; the dataset itself where nothing is withheld.

    Args:
        data: The whole dataset.
        delay_days: By how many days the public sees it later.
        round_km: Side of the cells to whose centres points are moved, km; 0 leaves them.
        today: The day from which the delay counts back.

    Returns:
        A dataset that says of itself in ``veil`` what it is. Units of the join are those of the
        true points.
    """
    if not delay_days and not round_km:
        return data
    up_to = today - dt.timedelta(days=delay_days) if delay_days else None
    shown = data if up_to is None else until(data, up_to)
    shown = rounded(shown, round_km) if round_km else shown
    about = dict(data.about)
    if "events_count" in about:
        about["events_count"] = len(shown.events)
    state = f"{'' if up_to is None else f'-to-{up_to}'}{f'-{round_km:g}km' if round_km else ''}"
    return replace(
        shown,
        about=about,
        # Rows as they came, and faults that quote them, hold true points and days.
        faults=(),
        rejected=data.rejected.iloc[:0],
        # Addresses of pictures and files rest on it: the public's are not the team's.
        version=f"{data.version}{state}",
        veil=Veil(delay_days, round_km, up_to),
    )


def veil_text(data: Dataset) -> str:
    """Return how much later and how much coarser the public sees a dataset; empty if it does not.

    Args:
        data: What ``veil`` has returned, or any other dataset.
    """
    seen = data.veil
    if seen is None:
        return ""
    parts = []
    if seen.around:
        parts.append(
            gettext(
                "What stands around these events, such as blockades and published numbers, is not"
                " the whole."
            )
        )
    if seen.up_to is not None:
        later = ngettext(
            "The public sees these data {n} day later: up to {day}.",
            "The public sees these data {n} days later: up to {day}.",
            seen.delay_days,
        )
        parts.append(later.format(n=number_text(seen.delay_days), day=date_text(seen.up_to)))
    if seen.round_km:
        text = gettext(
            "The public sees places rounded to a grid of {km} km; an exact site is named by its"
            " region or district alone."
        )
        parts.append(text.format(km=f"{seen.round_km:g}"))
    return " ".join(parts)
