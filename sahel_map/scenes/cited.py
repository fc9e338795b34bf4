"""The sources of what a scene shows, those most cited first."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from sahel_map.rules import split_list
from sahel_map.store import Dataset
from sahel_map.withholding import named_sources

__all__ = ["cited_sources"]


def cited_sources(lists: Iterable[str], data: Dataset, *, first: str = "") -> pd.DataFrame:
    """Return the rows of the sources table that are cited, with how often as ``cited``.

    Args:
        lists: ``;`` lists of source ids, one for each thing that cites.
        data: The data; what it restricts is not named.
        first: A ``;`` list of sources that stand before all others.
    """
    counts = Counter(name for listed in lists for name in split_list(listed))
    ahead = [name for name in split_list(first) if name]
    order = list(dict.fromkeys([*ahead, *(name for name, _n in counts.most_common())]))
    allowed = set(named_sources(data)) if data.restricted else set(data.sources.index)
    names = [name for name in order if name in allowed]
    table = data.sources.loc[names]
    return table.assign(cited=[max(counts[name], 1) for name in names])
