"""Agreement on one event, judged by hand: one number that fits all, or none."""

import pandas as pd
import pytest

from sahel_map.measures.agreement import VERDICTS, agreement

COLUMNS = ["claimant", "measure", "low", "high", "scope"]


def claimed(*rows: tuple) -> pd.DataFrame:
    """Return the claims of one event, from the columns that are compared."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"low": "Int64", "high": "Int64"})


def soldiers(claimant: str, low: int | None, high: int | None, scope: str = "event") -> tuple:
    """Return a claim of soldiers killed."""
    return (claimant, "soldiers_killed", low, high, scope)


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ([("army", 3, 3)], "one voice"),
        ([("army", 3, 3), ("army", 9, 9)], "one voice"),
        ([("army", 3, 3), ("JNIM", 3, 3)], "agree"),
        ([("army", 0, 0), ("JNIM", 0, 0)], "agree"),
        ([("army", 3, 3), ("JNIM", 5, 5)], "differ"),
        ([("army", 3, 5), ("JNIM", 5, 9)], "agree"),
        ([("army", 3, 4), ("JNIM", 5, 9)], "differ"),
        ([("army", 20, None), ("JNIM", 30, 30)], "agree"),
        ([("army", 20, None), ("JNIM", 19, 19)], "differ"),
        ([("army", 20, None), ("JNIM", 100, None)], "agree"),
        ([("army", None, 60), ("JNIM", 60, 60)], "agree"),
        ([("army", None, 60), ("JNIM", 61, None)], "differ"),
        ([("army", None, 60), ("JNIM", None, 2)], "agree"),
        ([("army", 3, 9), ("JNIM", 4, 8), ("RFI", 9, 9)], "differ"),
    ],
)
def test_voices_agree_when_one_number_fits_what_each_of_them_says(claims, verdict):
    table = agreement(claimed(*(soldiers(*claim) for claim in claims)))

    assert table["verdict"].tolist() == [verdict]
    assert verdict in VERDICTS


def test_each_measure_has_its_voices_its_claims_and_its_range():
    table = agreement(
        claimed(
            ("army", "tankers_destroyed", 20, None, "event"),
            soldiers("JNIM", 100, None),
            soldiers("army", 30, 30),
            soldiers("army", None, 60),
            ("army", "militants_killed", 80, 80, "event"),
        )
    )

    expected = pd.DataFrame(
        {
            "measure": ["soldiers_killed", "militants_killed", "tankers_destroyed"],
            "voices": [2, 1, 1],
            "claims": [3, 1, 1],
            "low": pd.array([30, 80, 20], dtype="Int64"),
            "high": pd.array([100, 80, None], dtype="Int64"),
            "open": [True, False, True],
            "verdict": ["differ", "one voice", "one voice"],
        }
    )
    pd.testing.assert_frame_equal(table, expected)


@pytest.mark.parametrize("scope", ["part", "several", "cumulative"])
def test_numbers_about_less_or_more_than_the_event_are_not_compared(scope):
    table = agreement(claimed(soldiers("army", 3, 3), soldiers("JNIM", 400, 400, scope)))

    assert table[["voices", "high", "verdict"]].to_numpy().tolist() == [[1, 3, "one voice"]]


def test_words_without_a_number_are_no_voice():
    table = agreement(
        claimed(
            soldiers("army", 3, 3),
            soldiers("RFI", None, None),
            ("JNIM", "outcome", None, None, "event"),
        )
    )

    assert table[["measure", "voices"]].to_numpy().tolist() == [["soldiers_killed", 1]]


def test_without_numbers_there_is_nothing_to_agree_on():
    table = agreement(claimed(("JNIM", "outcome", None, None, "event")))

    assert table.empty
    assert list(table.columns) == [
        "measure", "voices", "claims", "low", "high", "open", "verdict",
    ]  # fmt: skip


def test_nobody_agrees_on_the_tankers_of_lakamane(data):
    table = agreement(data.claims_of("2025-09-14-lakamane-convoy")).set_index("measure")

    tankers = table.loc["tankers_destroyed"]
    assert (tankers["low"], tankers["high"], tankers["open"]) == (20, 130, False)
    assert tankers["verdict"] == "differ"
    assert tankers["voices"] >= 5
