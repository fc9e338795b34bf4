"""Where claimants agree about an event, and where they do not."""

from typing import Any, Final, Literal, get_args

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.claims import spread
from sahel_map.outcome import Outcome

__all__ = ["VERDICTS", "Verdict", "agreement", "most_disputed"]

Verdict = Literal["one voice", "agree", "differ"]
VERDICTS: Final = get_args(Verdict)


def _verdict(claims: pd.DataFrame) -> Verdict:
    """Judge claims of one measure: they agree when one number fits what everybody says.

    An open end fits every number beyond it: "at least 20" and "30" do not contradict.
    """
    if len(set(claims["claimant"])) == 1:
        return "one voice"
    highest_low = claims["low"].dropna().max() if claims["low"].notna().any() else 0
    lowest_high = claims["high"].dropna().min() if claims["high"].notna().any() else highest_low
    return "agree" if highest_low <= lowest_high else "differ"


def agreement(claims: pd.DataFrame) -> pd.DataFrame:
    """Return what is agreed of one event, a row for each measure that anybody gives a number of.

    Args:
        claims: The claims of one event. Only those about this event alone are compared: a toll
            of several places cannot agree or disagree with that of one.

    Returns:
        ``measure``, ``voices`` (claimants), ``claims``, ``low``, ``high``, ``open`` (the highest
        is only a minimum) and ``verdict`` (one of ``VERDICTS``), in the order of the vocabulary.
    """
    own = claims[claims["scope"] == "event"]
    own = own[own["low"].notna() | own["high"].notna()]
    rows: list[dict[str, Any]] = []
    for measure in v.MEASURES:
        group = own[own["measure"] == measure]
        if group.empty:
            continue
        low, high, is_open = spread(group)
        rows.append(
            {
                "measure": measure,
                "voices": group["claimant"].nunique(),
                "claims": len(group),
                "low": low,
                "high": high,
                "open": is_open,
                "verdict": _verdict(group),
            }
        )
    columns = ["measure", "voices", "claims", "low", "high", "open", "verdict"]
    return pd.DataFrame(rows, columns=columns).astype({"low": "Int64", "high": "Int64"})


def most_disputed(outcome: Outcome, claims: pd.DataFrame) -> list[str]:
    """Return the selected events of which the most claimants give a number, most first."""
    if claims.empty:
        return []
    numbered = claims[(claims["scope"] == "event") & claims["low"].notna()]
    voices = numbered.explode("event_ids").groupby("event_ids")["claimant"].nunique()
    shown = voices.index.isin(outcome.frame.index[outcome.mask])
    return list(voices[shown].sort_values(ascending=False).index)
