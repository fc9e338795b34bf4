"""The smallest rules: what they let in, and how a broken one is worded."""

import datetime as dt

import pandas as pd
import pytest

from sahel_map import rules, schema
from sahel_map.i18n import activate


def passes(check, text: str) -> bool:
    """Return whether a rule lets a value in."""
    return bool(check(pd.Series([text])).check_passed)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("COUNT", ["", "0", "1234567"], ["-1", "1.0", "12345678", "٣", " 3", "about 3"]),
        (
            "DECIMAL",
            ["", "0", "8.5", "999999999999", "0.000001"],
            ["-1", ".5", "1e3", "nan", "1,5"],
        ),
        ("LANGUAGE", ["fr", "und"], ["", "FR", "f", "fren", "fr-FR"]),
        ("OPTIONAL_DAY", ["", "2025-07-01"], ["2025-07", "2025-02-30", " "]),
        ("ISO_DAY", ["2024-02-29"], ["", "2025-02-29", "20250701"]),
        ("PARTIAL_DAY", ["", "2025", "2025-07", "2025-07-31"], ["2025-13", "2025-02-30", "25"]),
        ("IDENTIFIER", ["2025-07-01-west-town", "west.01"], ["", "West", ".a", "a;b"]),
        ("LIST", ["a", "a;b", ";a"], ["", " ", ";"]),
        ("REQUIRED", ["x"], ["", "  "]),
        ("WEB", ["", "https://news.example/a"], ["news.example", "https://a b", "file:///etc"]),
        ("LATITUDE", ["", "-90", "90.0"], ["90.01", "+1", "1e1"]),
        ("LONGITUDE", ["", "-180", "180"], ["180.5", "181"]),
        ("GEONAMES_ID", ["", "123"], ["-1", "GN1"]),
    ],
)
def test_a_rule_lets_in_what_it_says_and_nothing_else(name, good, bad):
    rule = getattr(rules, name)

    assert [text for text in good if not passes(rule, text)] == []
    assert [text for text in bad if passes(rule, text)] == []


def test_what_is_allowed_is_said_in_the_language_of_the_reader():
    packed = schema.EVENTS.columns["confidence"].checks[0].error

    english = rules.allowed_text(packed)
    activate("fr")

    assert english == "one of: high, medium, low, unverified"
    french = rules.allowed_text(packed)
    assert french.replace("\u00a0", " ") == "une de ces valeurs : high, medium, low, unverified"


def test_values_that_look_like_placeholders_are_shown_as_they_are():
    packed = rules.packed_rule("one of: {values}", ["{n}", "{values}"])

    assert rules.allowed_text(packed) == "one of: {n}, {values}"


def test_a_rule_over_one_value_blames_no_other_column():
    assert rules.blamed_column("one of: a, b") is None


def test_a_rule_over_rows_is_reported_under_the_column_it_names():
    check = rules.wide(lambda frame: frame["a"] < frame["b"], "b", "more than a")

    assert rules.blamed_column(str(check.error)) == "b"
    assert rules.allowed_text(str(check.error)) == "more than a"


def test_a_list_drops_blanks_and_keeps_its_order():
    assert rules.split_list(" b ;;a; ") == ["b", "a"]
    assert rules.split_list("") == []


def test_a_list_may_hold_only_the_codes_of_its_column():
    rule = rules.list_among(["a", "b"])

    assert [text for text in ("a", "b;a", " a ;") if not passes(rule, text)] == []
    assert [text for text in ("", "a;c", "a,b") if passes(rule, text)] == []


def test_a_day_is_read_only_in_the_long_iso_form():
    assert rules.parse_day("2025-07-01") == dt.date(2025, 7, 1)
    assert rules.parse_day("20250701") is None
    assert rules.parse_day("2025-W27-2") is None
    assert rules.parse_day("2025-07-01T00:00") is None


def test_what_is_published_is_there():
    assert [name for name in rules.__all__ if not hasattr(rules, name)] == []
