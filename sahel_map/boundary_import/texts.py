"""Values of a column as texts: numbers plain, spaces single, sentinels known."""

import re
import unicodedata
from typing import Any, Final

import pandas as pd

__all__ = ["SENTINELS", "garbled", "split_names", "texts", "untidy"]

SENTINELS: Final = frozenset(
    {"-99", "-1", "-9999", "-999", "none", "null", "nan", "n/a", "#n/a", "<null>"}
)
"""What files write where there is no value, in lower case."""

_SPACES: Final = re.compile(r"\s+")
_MOJIBAKE: Final = re.compile(r"[ÃÂ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")


def _tidy(value: str) -> str:
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in value)
    return _SPACES.sub(" ", kept.replace("\u200b", "").replace("\ufeff", "")).strip()


def _text(value: Any) -> str:  # noqa: ANN401  (a value of any column)
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124  (not a number)
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


def texts(values: pd.Series) -> pd.Series:
    """Return a column as tidy texts, "" where there is no value."""
    return values.map(lambda value: _tidy(_text(value))).astype(object)


def untidy(values: pd.Series) -> int:
    """Return how many texts have odd, doubled or outer spaces."""
    return int(sum(isinstance(v, str) and v != _tidy(v) for v in values))


def garbled(name: str) -> bool:
    """Whether letters of a name were lost ("Bal?") or misread ("BalÃ©") before it came."""
    return bool("?" in name or _MOJIBAKE.search(name))


def split_names(text: str) -> list[str]:
    """Return the names of a list, which files part by bars or semicolons."""
    return [part.strip() for part in re.split(r"[|;]", text) if part.strip()]
