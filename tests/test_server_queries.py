"""A selection as the query of an address: there and back again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from sahel_map import vocabulary as v
from sahel_map.basis import Basis
from sahel_map.errors import SelectionError
from sahel_map.selection import Selection
from sahel_map.server.queries import from_query, to_query

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def several(values):
    return st.lists(values, max_size=3, unique=True).map(tuple)


SELECTIONS = st.builds(
    Selection,
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    types=several(st.sampled_from(list(v.EVENT_TYPES))),
    actors=several(st.sampled_from(list(v.ACTORS))),
    countries=several(st.sampled_from(["MLI", "BFA", "NGA", "FRA"])),
    regions=several(WORDS),
    sources=several(WORDS),
    precision=st.sampled_from(list(v.GEO_PRECISION)),
    confidence=st.sampled_from(list(v.CONFIDENCE)),
    text=WORDS,
)
BASES = st.builds(Basis, known=st.none() | st.dates(), without=several(WORDS))


@given(selection=SELECTIONS, basis=BASES)
def test_every_selection_on_every_basis_comes_back(selection, basis):
    assert from_query(QueryParams(to_query(selection, basis))) == (selection, basis)


def test_a_query_has_the_names_of_the_links_of_the_pages():
    selection = Selection(
        first=dt.date(2025, 7, 1),
        last=dt.date(2025, 7, 31),
        types=("ambush", "ied"),
        actors=("jnim",),
        countries=("MLI",),
        regions=("Ségou",),
        sources=("by-press",),
        precision="near",
        confidence="high",
        text="gold mine",
    )
    basis = Basis(dt.date(2025, 9, 1), ("by-radio",))

    assert to_query(selection, basis) == (
        "from=2025-07-01&to=2025-07-31&precision=near&confidence=high&q=gold+mine"
        "&type=ambush&type=ied&actor=jnim&country=MLI&region=S%C3%A9gou&source=by-press"
        "&known=2025-09-01&without=by-radio"
    )


def test_what_is_not_chosen_is_not_in_the_query():
    assert not to_query(Selection(), Basis())
    assert from_query(QueryParams("")) == (Selection(), Basis())


def test_a_choice_that_takes_a_default_back_is_in_the_query():
    assert to_query(Selection(confidence="unverified"), Basis()) == "confidence=unverified"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=yesterday", "yesterday is not a date"),
        ("to=2025-13-01", "2025-13-01 is not a date"),
        ("from=", " is not a date"),
        ("known=2025-W01-1", "2025-W01-1 is not a date"),
        ("type=battle", "types: 'battle' is not known"),
        ("type=ambush&type=battle", "types: 'battle' is not known"),
        ("actor=martians", "actors: 'martians' is not known"),
        ("country=ML", "countries: 'ML' is not known"),
        ("country=XXX", "countries: 'XXX' is not known"),
        ("precision=village", "precision: 'village' is not known"),
        ("confidence=sure", "confidence: 'sure' is not known"),
    ],
)
def test_a_value_that_no_filter_allows_is_refused(query, message):
    with pytest.raises(SelectionError, match=message):
        from_query(QueryParams(query))


def test_names_that_mean_nothing_are_left_alone():
    query = QueryParams("theme=dark&scale=2&event=some&__class__=x&first=2025-01-01")

    assert from_query(query) == (Selection(), Basis())
