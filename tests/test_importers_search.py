"""What a search looks through: folded as words are, whatever texts stand beside."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sahel_map.boundaries import fold
from sahel_map.importers.canonical import SCHEMA
from sahel_map.importers.geoparquet import search_column

ENCODABLE = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(ENCODABLE, max_size=12) | st.sampled_from(
    ["Ténénkou – attaque", "ÉCLAIR", "straße", "l’armée", "Kayes", "", "e\u0301te\u0301", "﷽", "ﬁn"]
)


def searched(titles, summaries):
    given = {"title": titles, "summary": summaries}
    columns = [
        pa.array(given.get(field.name, [""] * len(titles)), field.type)
        if pa.types.is_string(field.type)
        else pa.nulls(len(titles), field.type)
        for field in SCHEMA
    ]
    return search_column(pa.Table.from_arrays(columns, schema=SCHEMA)).to_pylist()


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_texts_are_folded_alike_in_any_company(texts):
    together = searched(*zip(*texts, strict=True))

    assert together == [searched([title], [summary])[0] for title, summary in texts]


@given(st.lists(st.text(st.characters(max_codepoint=0x24F), max_size=12), min_size=1, max_size=4))
def test_letters_are_folded_as_the_words_of_a_search(texts):
    found = searched(texts, [""] * len(texts))

    assert [" ".join(text.split()) for text in found] == [fold(text) for text in texts]


def test_accents_ligatures_and_apostrophes_are_found_by_plain_words():
    titles = ["Ténénkou – l’ATTAQUE", "Kayes", "straße"]

    found = searched(titles, ["été", "", "Nioro du Sahel"])

    assert [text.split() for text in found] == [
        ["tenenkou", "–", "l'attaque", "ete"],
        ["kayes"],
        ["strasse", "nioro", "du", "sahel"],
    ]


def test_where_a_text_is_missing_nothing_is_searched():
    assert searched(["Kayes", "Nioro"], [None, "x"])[0] is None
