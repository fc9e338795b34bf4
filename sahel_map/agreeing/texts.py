"""What people write here: bounded, and without signs that nobody sees."""

import unicodedata
from typing import Final

from sahel_map.errors import DataError
from sahel_map.i18n import gettext

__all__ = ["LONGEST", "line", "words"]

LONGEST: Final = 4000
"""Characters of a text at most."""

_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that make a text read in another order than it is written in."""


def words(name: str, text: str, *, longest: int = LONGEST) -> str:
    """Return a text as it is kept, without blanks around it; it may have several lines.

    Args:
        name: What the text is, for the message.
        text: What somebody wrote.
        longest: Characters at most.

    Raises:
        DataError: It is too long, or holds signs that nobody sees.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > longest:
        message = gettext("{name}: at most {most} characters, these are {n}. Shorten the text.")
        raise DataError(message.format(name=name, most=longest, n=len(kept)))
    for sign in kept:
        unseen = sign in _TURNS or unicodedata.category(sign) in {"Cc", "Cs"}
        if unseen and sign not in "\n\t":
            message = gettext("{name}: the control character {code} is not allowed. Remove it.")
            raise DataError(message.format(name=name, code=f"U+{ord(sign):04X}"))
    return kept


def line(name: str, text: str, *, longest: int = LONGEST) -> str:
    """Return a text as ``words``, in one line."""
    return " ".join(words(name, text, longest=longest).replace("\t", "\n").split("\n"))
