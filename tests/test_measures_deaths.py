"""Deaths of a set of events: sums of ranges, worked out by hand."""

import pandas as pd

from sahel_map.measures.deaths import Deaths, deaths_of


def events(*rows):
    """Events of which only the deaths are known: lowest, highest, whether there may be more."""
    table = pd.DataFrame(rows, columns=["fatalities_low", "fatalities_high", "fatalities_open"])
    return table.astype({"fatalities_low": "Int64", "fatalities_high": "Int64"})


def test_ranges_are_added_end_by_end():
    found = deaths_of(events((3, 5, False), (10, 40, False)))

    assert found == Deaths(low=13, known=45, limited=True, unnumbered=0)
    assert found.high == 45


def test_a_missing_number_is_not_zero():
    missing = deaths_of(events((None, None, False), (2, 2, False)))
    zero = deaths_of(events((0, 0, False), (2, 2, False)))

    assert missing == Deaths(low=2, known=2, limited=True, unnumbered=1)
    assert zero == Deaths(low=2, known=2, limited=True, unnumbered=0)


def test_with_only_a_least_number_nobody_sets_a_limit():
    found = deaths_of(events((10, None, False), (1, 4, False)))

    assert found == Deaths(low=11, known=14, limited=False, unnumbered=0)
    assert found.high is None


def test_with_only_a_highest_number_the_lowest_is_zero():
    found = deaths_of(
        events(
            (None, 40, False),
        )
    )

    assert found == Deaths(low=0, known=40, limited=True, unnumbered=0)


def test_a_file_that_counts_at_least_has_no_limit():
    found = deaths_of(events((7, 7, True), (1, 1, False)))

    assert (found.low, found.known, found.high) == (8, 8, None)


def test_no_event_has_no_deaths_and_misses_none():
    assert deaths_of(events()) == Deaths(low=0, known=0, limited=True, unnumbered=0)


def test_events_that_all_miss_a_number_are_all_counted():
    assert deaths_of(events((None, None, False), (None, None, False))).unnumbered == 2
