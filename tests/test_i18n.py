"""Language of a context: fallbacks, dates, numbers, lists and countries."""

import contextvars
import datetime as dt

import pytest

from sahel_map import i18n
from sahel_map import vocabulary as v


def plain(text: str) -> str:
    """Return text with plain spaces: which narrow space Babel takes is not promised."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_english_is_the_source_and_needs_no_catalogue():
    assert i18n.current() == "en"
    assert i18n.gettext("Ambush") == "Ambush"
    assert i18n.ngettext("{n} event", "{n} events", 2) == "{n} events"


def test_french_is_used_once_activated():
    i18n.activate("fr")

    assert i18n.current() == "fr"
    assert i18n.gettext("Ambush") == "Embuscade"
    assert i18n.ngettext("{n} event", "{n} events", 1) == "{n} événement"
    assert i18n.ngettext("{n} event", "{n} events", 2) == "{n} événements"


def test_nothing_is_plural_in_english_and_singular_in_french():
    assert i18n.ngettext("{n} event", "{n} events", 0) == "{n} events"
    i18n.activate("fr")
    assert i18n.ngettext("{n} event", "{n} events", 0) == "{n} événement"


def test_an_unknown_language_falls_back_to_english():
    i18n.activate("fr")
    i18n.activate("tlh")

    assert i18n.current() == "en"


def test_a_message_without_a_translation_stays_as_it_is():
    i18n.activate("fr")

    assert i18n.gettext("Not a message of this project") == "Not a message of this project"


def test_an_empty_message_stays_empty_and_is_not_the_header_of_the_catalogue():
    i18n.activate("fr")

    assert i18n.gettext("") == ""
    assert i18n.in_language("fr", "") == ""


def test_a_message_can_be_had_in_another_language_without_changing_the_current_one():
    assert i18n.in_language("fr", "Ambush") == "Embuscade"
    assert i18n.current() == "en"


def test_two_readers_in_one_process_have_their_own_languages():
    other = contextvars.copy_context()

    other.run(i18n.activate, "fr")

    assert i18n.current() == "en"
    assert other.run(i18n.gettext, "Ambush") == "Embuscade"


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (dt.date(2025, 7, 1), "1 July 2025", "1er juillet 2025"),
        (dt.date(2025, 7, 2), "2 July 2025", "2 juillet 2025"),
        (dt.date(2025, 7, 11), "11 July 2025", "11 juillet 2025"),
        (dt.date(2025, 12, 21), "21 December 2025", "21 décembre 2025"),
        (dt.date(2026, 8, 31), "31 August 2026", "31 août 2026"),
    ],
)
def test_a_day_is_written_day_first_in_both_languages(day, english, french):
    assert i18n.date_text(day) == english
    i18n.activate("fr")
    assert plain(i18n.date_text(day)) == french


def test_a_month_is_written_without_its_day():
    assert i18n.month_text(dt.date(2025, 2, 28)) == "February 2025"
    i18n.activate("fr")
    assert i18n.month_text(dt.date(2025, 2, 28)) == "février 2025"


def test_numbers_are_grouped_as_the_language_does():
    assert i18n.number_text(1234567) == "1,234,567"
    assert i18n.number_text(0.27) == "0.27"
    i18n.activate("fr")
    assert plain(i18n.number_text(1234567)) == "1 234 567"
    assert i18n.number_text(0.27) == "0,27"


def test_items_are_joined_as_the_language_does():
    assert i18n.join_list(["a"]) == "a"
    assert i18n.join_list(["a", "b", "c"]) == "a, b and c"
    assert i18n.join_list(["a", "b"], style="or") == "a or b"
    i18n.activate("fr")
    assert i18n.join_list(["a", "b", "c"]) == "a, b et c"
    assert i18n.join_list(["a", "b"], style="or") == "a ou b"


def test_countries_have_their_names_in_both_languages():
    assert i18n.territory_text("CI").replace("’", "'") == "Côte d'Ivoire"
    assert i18n.territory_text("DZ") == "Algeria"
    assert i18n.territory_text("QQ") == "QQ"
    i18n.activate("fr")
    assert i18n.territory_text("DZ") == "Algérie"


@pytest.mark.parametrize("code", ["MLI", "BFA", "NER", "CIV", "FRA", "SSD", "COD", "GNB"])
def test_codes_of_countries_are_known(code):
    assert i18n.is_country(code)


@pytest.mark.parametrize("code", ["", "ML", "mli", "XXX", "QQQ", "MLI ", "Mali", "466", "EUR"])
def test_what_is_no_code_of_a_country_is_not_taken_for_one(code):
    assert not i18n.is_country(code)


def test_every_country_of_the_vocabulary_has_a_name_by_its_code():
    for code, alpha2 in v.COUNTRIES.items():
        assert i18n.is_country(code)
        assert i18n.country_text(code) == i18n.territory_text(alpha2) != code


def test_a_country_is_named_in_the_language_of_the_reader():
    assert i18n.country_text("DZA") == "Algeria"
    i18n.activate("fr")
    assert i18n.country_text("DZA") == "Algérie"
    assert i18n.country_text("TCD") == "Tchad"


def test_a_code_of_no_country_stands_for_itself():
    assert i18n.country_text("QQQ") == "QQQ"
    assert not i18n.country_text("")
