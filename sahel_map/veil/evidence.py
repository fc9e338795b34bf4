"""The evidence that speaks of some events and of no others."""

import pandas as pd

from sahel_map.rules import split_list
from sahel_map.store.dataset import Dataset

__all__ = ["about_events"]


def about_events(data: Dataset, ids: set[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the contradictions that speak of these events alone, with their positions."""
    spoken = data.contradictions["event_ids"].map(lambda text: ids.issuperset(split_list(text)))
    shown = data.contradictions[spoken.astype(bool)]
    return shown, data.positions[data.positions["contradiction_id"].isin(shown.index)]
