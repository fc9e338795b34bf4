"""The fields of a file that may be broken: each is used if the schema allows it, or told."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from sahel_map.briefing.briefing import plain_text
from sahel_map.briefing.schema import allowed_text, fields_of, first_fault, required_fields
from sahel_map.i18n import gettext, join_list, ngettext, number_text

__all__ = ["MOST_PROBLEMS", "Record", "cut_text", "listed", "some"]

MOST_PROBLEMS: Final = 200
"""So many problems are listed; a file with more is told once to be worse than that."""

_SHOWN: Final = 60
_NAMED: Final = 5
_LOOKED_AT: Final = 200


def some(names: Sequence[str]) -> list[str]:
    """Return the first of some names, and how many others there are."""
    kept = list(names[:_NAMED])
    rest = len(names) - len(kept)
    if rest:
        kept.append(ngettext("{n} other", "{n} others", rest).format(n=number_text(rest)))
    return kept


def listed(names: Sequence[str]) -> str:
    """Return the first of some names in words, and how many others there are."""
    return join_list(some(names))


def cut_text(value: object) -> str:
    """Return a value of a file as it may stand in a sentence: short, and without odd signs."""
    text = value if isinstance(value, str) else str(type(value).__name__)
    if isinstance(value, bool | int | float) or value is None:
        text = str(value)
    text = plain_text(text[: 2 * _SHOWN]).replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _plain(value: Any) -> Any:  # noqa: ANN401  (what JSON holds)
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {plain_text(name): _plain(item) for name, item in value.items()}
    return value


@dataclass(frozen=True)
class Record:
    """An object of a file.

    Attributes:
        values: Its fields.
        kind: What the schema calls it; empty for a briefing.
        where: How it is called in sentences.
        problems: The list to which what is wrong is added.
    """

    values: dict[str, Any]
    kind: str
    where: str
    problems: list[str]

    @classmethod
    def of(cls, value: object, kind: str, where: str, problems: list[str]) -> Self | None:
        """Return a value as a record; None, and a problem told, where it is no object."""
        if isinstance(value, dict):
            return cls(value, kind, where, problems)
        text = gettext(
            "{where} is left out: it is {came}. Allowed: an object with named fields. Make it anew."
        )
        cls({}, kind, where, problems).tell(text.format(where=where, came=cut_text(value)))
        return None

    def tell(self, text: str) -> None:
        """Add a problem, unless there are too many already."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(text)
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(
                gettext("There are more problems; only the first {n} are listed.").format(
                    n=MOST_PROBLEMS
                )
            )

    def unknown(self, name: str, known: Iterable[str]) -> None:
        """Tell that there is no such field."""
        if len(self.problems) > MOST_PROBLEMS:
            return  # looking for near names takes a while
        names = list(known)
        near = difflib.get_close_matches(name[:_SHOWN], names, n=3) or names
        text = gettext(
            "{where}: “{field}” is not known here and left out. Allowed: {allowed}. Correct its"
            " name, or update this application."
        )
        self.tell(text.format(where=self.where, field=cut_text(name), allowed=", ".join(near)))

    def report_unknown(self) -> None:
        """Tell which fields the schema does not know."""
        known = fields_of(self.kind)
        for name in self.values:
            if name not in known:
                self.unknown(name, known)

    def refuse(self, name: str, value: object, allowed: str = "") -> None:
        """Tell that a value cannot be used and what would be allowed."""
        text = gettext(
            "{where}, “{field}”: {came} cannot be used and is left out. Allowed: {allowed}."
            " Choose again and keep the step anew."
        )
        self.tell(
            text.format(
                where=self.where,
                field=name,
                came=cut_text(value),
                allowed=allowed or gettext("a value that this page can show"),
            )
        )

    def _absent(self, name: str) -> None:
        if name in required_fields(self.kind):
            text = gettext("{where}: “{field}” is missing. Every file has it; add it.")
            self.tell(text.format(where=self.where, field=name))

    def inside(self, name: str) -> Self | None:
        """Return a field that is an object as a record; None where it is absent or broken."""
        if name not in self.values:
            self._absent(name)
            return None
        where = f"{self.where}, “{name}”"
        return type(self).of(self.values[name], name, where, self.problems)

    def take(self, name: str, default: Any = None) -> Any:  # noqa: ANN401  (each its own type)
        """Return a field that the schema allows; else the default, and tell why.

        A text or a list that is too long is cut; of a list of choices the good items stay.
        """
        if name not in self.values:
            self._absent(name)
            return default
        value = _plain(self.values[name])
        fault = first_fault(value, self.kind, name)
        if fault is None:
            return value
        if fault.validator in {"maxLength", "maxItems"} and fault.instance is value:
            text = gettext("{where}, “{field}”: too long and cut. Allowed: {allowed}.")
            self.tell(text.format(where=self.where, field=name, allowed=allowed_text(fault)))
            return self._partly(name, value[: fault.validator_value])
        self.refuse(name, fault.instance, allowed_text(fault))
        return self._partly(name, value) if self.kind == "choices" else default

    def _partly(self, name: str, value: Any) -> Any:  # noqa: ANN401  (each its own type)
        """Return a text, or the items of a list that the schema allows; None without any."""
        if not isinstance(value, list):
            return value if isinstance(value, str) and self.kind != "choices" else None
        few = value[:_LOOKED_AT]
        return [item for item in few if first_fault([item], self.kind, name) is None] or None
