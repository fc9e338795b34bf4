import pandas as pd
import pytest

from sahel_map.rows import rows_of


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "name": ["a", "b"],
            "day": pd.to_datetime(["2025-07-01", "2025-07-02"]),
            "deaths": pd.array([3, None], dtype="Int64"),
            "other": [1, 2],
        },
        index=["x", "y"],
    )


def test_rows_have_the_columns_asked_for_by_name(frame):
    first, second = rows_of(frame, "name", "day")

    assert first._fields == ("name", "day")
    assert (first.name, first.day) == ("a", pd.Timestamp("2025-07-01"))
    assert (second.name, second.day.date().isoformat()) == ("b", "2025-07-02")


def test_missing_numbers_stay_missing_and_others_whole(frame):
    first, second = rows_of(frame, "deaths")

    assert first.deaths == 3
    assert isinstance(first.deaths, int)
    assert second.deaths is pd.NA


def test_a_frame_without_rows_has_none(frame):
    assert rows_of(frame.iloc[:0], "name", "day") == []


def test_equal_rows_are_one_key(frame):
    twice = rows_of(pd.concat([frame, frame]), "name", "deaths")

    assert len(set(twice)) == 2
