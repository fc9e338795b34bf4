"""The headline rule: one measure, one event, from the lowest to the highest that anybody says."""

import pandas as pd
import pytest

from sahel_map.claims import HEADLINE, convert_claims, convert_numbers, headlines, of_event, spread

POSTS = ["diboli", "kayes", "sandare", "nioro", "gogui", "molodo", "niono"]
COLUMNS = ["event_ids", "measure", "low", "high", "scope"]


def claimed(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Return claims as a dataset holds them, from the columns that the rule reads."""
    table = pd.DataFrame(rows, columns=COLUMNS, dtype=str)
    return convert_claims(table.assign(claim_id=[f"c{n}" for n in range(len(rows))]))


def soldiers(low: str, high: str, event_id: str = "a", scope: str = "event") -> tuple:
    """Return a claim of soldiers killed."""
    return (event_id, "soldiers_killed", low, high, scope)


def headline(claims: pd.DataFrame, measure: str = "soldiers_killed", event_id: str = "a") -> tuple:
    """Return the range of one event with None for a missing end."""
    row = headlines(claims, pd.Series({event_id: measure})).loc[event_id]
    low, high, is_open = (row[name] for name in HEADLINE)
    return (None if pd.isna(low) else low, None if pd.isna(high) else high, bool(is_open))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([("3", "3")], (3, 3, False)),
        ([("0", "0")], (0, 0, False)),
        ([("3", "3"), ("5", "5")], (3, 5, False)),
        ([("30", "40"), ("35", "60")], (30, 60, False)),
        ([("20", "")], (20, None, True)),
        ([("20", ""), ("20", "")], (20, None, True)),
        ([("30", "30"), ("100", "")], (30, 100, True)),
        ([("20", ""), ("50", "50")], (20, 50, False)),
        ([("20", ""), ("60", "")], (20, 60, True)),
        ([("", "40")], (None, 40, False)),
        ([("", "40"), ("", "30")], (None, 40, False)),
        ([("20", ""), ("", "100")], (20, 100, False)),
        ([("100", ""), ("", "60"), ("30", "30")], (30, 100, True)),
        ([("0", "0"), ("", "")], (0, 0, False)),
        ([("", "")], (None, None, False)),
    ],
)
def test_a_headline_runs_from_the_lowest_to_the_highest_number_and_owns_up_to_an_open_end(
    numbers, expected
):
    assert headline(claimed(*(soldiers(low, high) for low, high in numbers))) == expected


def test_the_order_of_the_claims_makes_no_difference():
    rows = [soldiers("100", ""), soldiers("", "60"), soldiers("30", "30")]

    assert headline(claimed(*rows)) == headline(claimed(*reversed(rows))) == (30, 100, True)


def test_both_sides_are_never_added_and_other_measures_are_ignored():
    claims = claimed(
        soldiers("3", "5"),
        ("a", "militants_killed", "80", "80", "event"),
        ("a", "civilians_killed", "12", "12", "event"),
        ("a", "people_killed", "100", "100", "event"),
        ("a", "people_wounded", "40", "40", "event"),
        ("a", "tankers_destroyed", "20", "130", "event"),
    )

    assert headline(claims) == (3, 5, False)
    assert headline(claims, "militants_killed") == (80, 80, False)
    assert headline(claims, "militia_killed") == (None, None, False)


def test_an_event_that_counts_nothing_has_no_headline():
    assert headline(claimed(soldiers("3", "5")), "") == (None, None, False)


@pytest.mark.parametrize("scope", ["part", "several", "cumulative"])
def test_a_number_about_less_or_more_than_the_event_never_enters(scope):
    other = soldiers("1", "400", scope=scope)

    assert headline(claimed(other)) == (None, None, False)
    assert headline(claimed(soldiers("3", "5"), other)) == (3, 5, False)


def test_eighty_for_seven_posts_gives_none_of_them_a_toll():
    army = (";".join(POSTS), "militants_killed", "80", "80", "several")
    at_kayes = ("kayes", "militants_killed", "16", "16", "event")
    measures = pd.Series("militants_killed", index=POSTS)

    nothing = headlines(claimed(army), measures)
    one = headlines(claimed(army, at_kayes), measures)

    assert nothing["fatalities_low"].isna().all()
    assert nothing["fatalities_high"].isna().all()
    assert not nothing["fatalities_open"].any()
    assert one["fatalities_high"].dropna().to_dict() == {"kayes": 16}


def test_each_event_has_its_own_claims_and_its_own_measure():
    claims = claimed(
        soldiers("1", "2", "a"),
        soldiers("7", "7", "b"),
        ("b", "civilians_killed", "9", "", "event"),
    )

    table = headlines(claims, pd.Series({"b": "civilians_killed", "a": "soldiers_killed", "c": ""}))

    expected = pd.DataFrame(
        {
            "fatalities_low": pd.array([9, 1, None], dtype="Int64"),
            "fatalities_high": pd.array([None, 2, None], dtype="Int64"),
            "fatalities_open": [True, False, False],
        },
        index=["b", "a", "c"],
    )
    pd.testing.assert_frame_equal(table, expected)


def test_a_claim_about_an_event_that_is_not_there_is_of_no_consequence():
    assert headline(claimed(soldiers("3", "3"), soldiers("9", "9", "gone"))) == (3, 3, False)


def test_without_claims_every_headline_is_missing():
    table = headlines(claimed(), pd.Series({"a": "soldiers_killed"}))

    assert table.isna().to_numpy().tolist() == [[True, True, False]]
    assert [str(kind) for kind in table.dtypes] == ["Int64", "Int64", "bool"]


def test_no_events_have_no_headlines():
    table = headlines(claimed(soldiers("3", "3")), pd.Series([], dtype=str))

    assert list(table.columns) == list(HEADLINE)
    assert len(table) == 0


def test_a_spread_without_any_number_is_missing():
    assert spread(claimed(("a", "outcome", "", "", "event"))) == (None, None, False)


def test_claims_are_converted_and_keyed_by_their_name():
    claims = claimed(("b; a", "soldiers_killed", "3", "", "several"))

    assert claims.at["c0", "event_ids"] == ("b", "a")
    assert claims.at["c0", "low"] == 3
    assert claims.at["c0", "high"] is pd.NA
    assert claims.index.name is None


def test_decimals_keep_their_digits_and_the_rows_that_came_in_are_not_changed():
    rows = pd.DataFrame({"low": ["0.5", ""], "high": ["", "12"]})
    before = rows.copy(deep=True)

    numbers = convert_numbers(rows, "Float64")

    expected = pd.DataFrame(
        {
            "low": pd.array([0.5, None], dtype="Float64"),
            "high": pd.array([None, 12], dtype="Float64"),
        }
    )
    pd.testing.assert_frame_equal(numbers, expected)
    pd.testing.assert_frame_equal(rows, before)


def test_the_claims_of_an_event_are_its_own_and_those_it_shares():
    claims = claimed(
        soldiers("3", "3"), soldiers("80", "80", "b;a", "several"), soldiers("9", "9", "aa")
    )

    assert list(of_event(claims, "a").index) == ["c0", "c1"]
    assert list(of_event(claims, "aa").index) == ["c2"]
    assert of_event(claims, "nowhere").empty
    assert of_event(claims.iloc[:0], "a").empty


def test_every_bundled_headline_is_what_its_own_claims_give(data):
    measured = data.events[data.events["fatalities_measure"] != ""]
    for event in measured.itertuples():
        claims = data.claims_of(event.event_id)
        own = claims[(claims["scope"] == "event") & (claims["measure"] == event.fatalities_measure)]
        numbers = [*own["low"].dropna(), *own["high"].dropna()]
        shown = [n for n in (event.fatalities_low, event.fatalities_high) if not pd.isna(n)]
        assert set(shown) <= set(numbers), event.event_id
        assert not numbers or max(shown) == max(numbers), event.event_id


def test_no_bundled_headline_takes_a_number_given_for_several_places(data):
    shared = data.claims[data.claims["scope"] == "several"]
    army = shared[shared["measure"].eq("militants_killed") & shared["low"].eq(80)]
    posts = {event_id for ids in army["event_ids"] for event_id in ids}

    assert len(posts) == 7
    assert 80 not in set(data.events.loc[list(posts), "fatalities_high"].dropna())
