"""Words for a code: what every vocabulary is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from sahel_map.i18n import gettext

__all__ = ["Term", "label"]


@dataclass(frozen=True, slots=True)
class Term:
    """A code with its English label (a gettext source string) and meaning."""

    label: str
    meaning: str = ""


def label(terms: Mapping[str, Term], code: str) -> str:
    """Return a code's label in the current language, or the code itself when it is unknown."""
    term = terms.get(code)
    return gettext(term.label) if term else code
