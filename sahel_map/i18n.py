"""Translation: English source strings, catalogues under ``locale/``, Babel for dates and numbers.

The language is held in a context variable, so that one process can serve several readers in
their own languages. Catalogues are read from their ``.po`` sources: nothing needs compiling.
"""

import datetime as dt
import gettext as _gettext
import io
import re
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from babel.core import Locale, get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

__all__ = [
    "LANGUAGES",
    "activate",
    "country_text",
    "current",
    "date_text",
    "gettext",
    "in_language",
    "is_country",
    "join_list",
    "language_text",
    "month_text",
    "ngettext",
    "noop",
    "number_text",
    "percent_text",
    "span_text",
    "territory_text",
]

LANGUAGES = {"en": "English", "fr": "Français"}
LOCALE_DIR = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


def noop(message: str) -> str:
    """Mark a string for extraction and return it untranslated."""
    return message


def activate(language: str) -> None:
    """Use a language for the current context; an unknown code falls back to English."""
    _language.set(language if language in LANGUAGES else "en")


def current() -> str:
    """Return the language code in use."""
    return _language.get()


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    merged: _gettext.NullTranslations | None = None
    for path in sorted((LOCALE_DIR / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as handle:
            catalog = read_po(handle, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        translations = _gettext.GNUTranslations(compiled)
        if merged is None:
            merged = translations
        else:
            merged.add_fallback(translations)
    return merged or _gettext.NullTranslations()


def gettext(message: str) -> str:
    """Translate a message into the current language."""
    return _translations(current()).gettext(message) if message else ""


def in_language(language: str, message: str) -> str:
    """Translate a message into a given language, whatever the current one."""
    return _translations(language).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message that depends on a count."""
    return _translations(current()).ngettext(singular, plural, n)


@cache
def _locale(language: str) -> Locale:
    # English here is written for an international readership: day before month.
    return Locale.parse("en_GB" if language == "en" else language)


@lru_cache(maxsize=4096)
def _pattern_text(day: dt.date, pattern: str, language: str) -> str:
    text = format_date(day, pattern, locale=_locale(language))
    # French counts the first day of a month as an ordinal; Unicode's patterns do not.
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def date_text(day: dt.date) -> str:
    """Return a day in words, such as "1 July 2025" or "1er juillet 2025"."""
    return _pattern_text(day, "d MMMM y", current())


def span_text(first: dt.date, last: dt.date) -> str:
    """Return two days in words, such as "13–14 November 2025" or "30 June – 1 July 2025"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{_pattern_text(first, 'd', current())}–{date_text(last)}"
    pattern = "d MMMM" if first.year == last.year else "d MMMM y"
    return f"{_pattern_text(first, pattern, current())} – {date_text(last)}"


def month_text(day: dt.date) -> str:
    """Return a day's month in words, such as "July 2025"."""
    return _month_text(day.year, day.month, current())


@lru_cache(maxsize=4096)
def _month_text(year: int, month: int, language: str) -> str:
    return format_skeleton("yMMMM", dt.datetime(year, month, 1), locale=_locale(language))  # noqa: DTZ001


def number_text(value: float) -> str:
    """Return a number with the grouping and decimal signs of the language."""
    return _number_text(value, current())


@lru_cache(maxsize=4096)
def _number_text(value: float, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


def percent_text(share: float) -> str:
    """Return a share, 0 to 1, as whole percent in the language, such as "64%" or "64 %"."""
    return format_percent(share, locale=_locale(current()))


def join_list(items: list[str], *, style: str = "standard") -> str:
    """Join items as the language does: "a, b and c" (``standard``) or "a, b or c" (``or``)."""
    return format_list(items, style=style, locale=_locale(current()))  # type: ignore[arg-type]


def language_text(code: str) -> str:
    """Return a language's name from its ISO 639 code, or the code when unknown."""
    return str(_locale(current()).languages.get(code, code))


def territory_text(alpha2: str) -> str:
    """Return a country's name from its ISO 3166-1 alpha-2 code, or the code when unknown."""
    return str(_locale(current()).territories.get(alpha2, alpha2))


@cache
def _alpha2() -> dict[str, str]:
    # Unicode's aliases of territories hold the three-letter codes of ISO 3166-1.
    aliases = get_global("territory_aliases")
    return {
        str(code): str(names[0])
        for code, names in aliases.items()
        if re.fullmatch("[A-Z]{3}", str(code))
        and len(names) == 1
        and names[0] in _locale("en").territories
    }


def is_country(alpha3: str) -> bool:
    """Return whether a text is a country code of ISO 3166-1 alpha-3."""
    return alpha3 in _alpha2()


def country_text(alpha3: str) -> str:
    """Return a country's name from its ISO 3166-1 alpha-3 code, or the code when unknown."""
    return territory_text(_alpha2().get(alpha3, alpha3))
