"""Claims: who says what number, and the one rule that makes a headline of them.

The headline of an event is a range over the claims of *one* measure about this event and no
other. Claims about several events are never split among them, running totals are never added,
and people killed on different sides are different measures, which are never summed.
"""

from typing import Final, Literal

import pandas as pd

from sahel_map.rules import split_list

__all__ = [
    "HEADLINE",
    "convert_claims",
    "convert_numbers",
    "headlines",
    "of_event",
    "spread",
    "total",
]

HEADLINE: Final = ("fatalities_low", "fatalities_high", "fatalities_open")

_KINDS: Final = {"fatalities_low": "Int64", "fatalities_high": "Int64", "fatalities_open": "bool"}


def convert_numbers(rows: pd.DataFrame, kind: Literal["Int64", "Float64"]) -> pd.DataFrame:
    """Return rows with ``low`` and ``high`` as numbers of a nullable kind."""
    rows = rows.copy()
    for name in ("low", "high"):
        rows[name] = pd.to_numeric(rows[name].replace("", None)).astype(kind)
    return rows


def convert_claims(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of claims.csv with numbers and tuples of events, indexed by ``claim_id``."""
    claims = convert_numbers(rows, "Int64")
    lists = {text: tuple(split_list(text)) for text in claims["event_ids"].unique()}
    claims["event_ids"] = claims["event_ids"].map(lists.__getitem__)
    return claims.set_index("claim_id", drop=False).rename_axis(index=None)


def spread(claims: pd.DataFrame) -> tuple[int | None, int | None, bool]:
    """Return the range that claims of one measure span.

    Args:
        claims: ``low`` and ``high``: "at least 20" has no high, "up to 100" no low.

    Returns:
        The smallest and the largest number that anybody gives, and whether the largest is only
        a minimum. ``low`` is None where all are maxima, ``high`` where all are the same minimum.
    """
    lows, highs = claims["low"].dropna(), claims["high"].dropna()
    if lows.empty and highs.empty:
        return None, None, False
    numbers = [*lows, *highs]
    bottom, top = int(min(numbers)), int(max(numbers))
    is_minimum = highs.empty or int(highs.max()) < top
    low = None if lows.empty else bottom
    high = None if is_minimum and top == bottom else top
    return low, high, is_minimum


def _spreads(ends: pd.DataFrame) -> pd.DataFrame:
    """Return what ``spread`` returns, for many events at once.

    Args:
        ends: The smallest and the largest ``low``, the smallest and the largest ``high``.
    """
    bottom = ends[["low", "high_bottom"]].min(axis=1)
    top = ends[["low_top", "high"]].max(axis=1)
    is_minimum = top.notna() & (ends["high"] < top).fillna(value=True)
    return pd.DataFrame(
        {
            "fatalities_low": bottom.where(ends["low"].notna()),
            "fatalities_high": top.mask(is_minimum & (top == bottom).fillna(value=False)),
            "fatalities_open": is_minimum,
        }
    )


def headlines(claims: pd.DataFrame, measures: pd.Series) -> pd.DataFrame:
    """Return the headline range of each event that has claims of its measure.

    Args:
        claims: Claims as ``convert_claims`` returns them.
        measures: The measure each event's headline counts, on ``event_id``; "" for none.

    Returns:
        ``fatalities_low``, ``fatalities_high`` and ``fatalities_open`` on ``measures``' index,
        missing where no claim gives a number.
    """
    own = claims[claims["scope"] == "event"].explode("event_ids")
    own = own[own["measure"] == own["event_ids"].map(measures)]
    ends = own.groupby("event_ids")[["low", "high"]].agg(["min", "max"])
    ends = ends.set_axis(["low", "low_top", "high_bottom", "high"], axis=1).astype("Int64")
    return _spreads(ends).reindex(measures.index).fillna({"fatalities_open": False}).astype(_KINDS)


def total(ranges: pd.DataFrame) -> tuple[int, int]:
    """Return the sums of the events' lows and highs, of one measure; a missing high is the low.

    Args:
        ranges: ``fatalities_low`` and ``fatalities_high``, a row an event.
    """
    low, high = ranges["fatalities_low"], ranges["fatalities_high"]
    return int(low.sum()), int(high.fillna(low).sum())


def of_event(claims: pd.DataFrame, event_id: str) -> pd.DataFrame:
    """Return the claims that speak of an event, alone or together with others."""
    return claims[claims["event_ids"].map(lambda ids: event_id in ids).astype(bool)]
