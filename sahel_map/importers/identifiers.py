"""The ids of others as addresses of our events, no two of theirs as one of ours."""

import hashlib
from typing import Final

import pandas as pd

from sahel_map.importers.values import each

__all__ = ["addresses", "digests"]

_PLAIN: Final = r"(?:[a-z0-9][a-z0-9._-]*|[A-Z0-9][A-Z0-9._-]*)"
_LONGEST: Final = 80
_BETWEEN: Final = "\x1f"


def digests(table: pd.DataFrame) -> pd.Series:
    """Return 16 hexadecimal digits made of the values of each row, the same for good.

    They are what a later import knows a row by, so no library may change them.
    """
    first, others = table.iloc[:, 0], table.iloc[:, 1:]
    said = first.str.cat(others, sep=_BETWEEN) if others.shape[1] else first
    return pd.Series(each(said, _digest), index=table.index, dtype="str")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def addresses(ids: pd.Series) -> pd.Series:
    """Return ids in lower case and of letters, digits and ``._-`` alone, still distinct.

    An id all in capitals is only lowered; one that mixes both or holds other characters gets the
    digits of its digest behind it, for another id may read the same without them.
    """
    lower = ids.str.lower()
    plain = ids.str.fullmatch(_PLAIN) & (ids.str.len() <= _LONGEST)
    if plain.all():
        return lower
    odd = lower[~plain].str.replace(r"[^a-z0-9._-]+", "-", regex=True).str.strip("-._")
    found = lower.copy()
    found[~plain] = (odd.str.slice(0, _LONGEST) + "-" + digests(ids[~plain].to_frame())).str.lstrip(
        "-"
    )
    return found
