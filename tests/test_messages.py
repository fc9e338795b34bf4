"""The French catalogues are complete: every string of code and data, no more, no less."""

import ast
import importlib.util
import string

import pytest
from babel.messages.pofile import read_po

from sahel_map import settings, vocabulary

PARTS = ["interface", "data"]


@pytest.fixture(scope="module")
def messages():
    """The script that keeps the catalogues: it knows what has to be in them."""
    path = settings.ROOT / "scripts" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages_script", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalogues(messages):
    """Both French catalogues, as they stand."""
    read = {}
    for part in PARTS:
        with (messages.CATALOGUES / f"{part}.po").open("rb") as handle:
            read[part] = read_po(handle, locale="fr")
    return read


def ids(catalogue) -> set:
    """Return the source strings of a catalogue, plural ones as pairs."""
    return {message.id for message in catalogue if message.id}


def forms(message) -> list[str]:
    """Return the translations of a message, one for each plural form."""
    return list(message.string) if message.pluralizable else [message.string]


def fields(text: str) -> set[str]:
    """Return the placeholders of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_string_of_the_code_has_a_french_entry_and_no_entry_is_left_over(
    messages, catalogues
):
    assert ids(catalogues["interface"]) == set(messages.interface_messages())


def test_every_string_of_the_data_has_a_french_entry_and_no_entry_is_left_over(
    messages, catalogues
):
    wanted = {text for text, _ in messages.data_messages()}
    wanted |= set(messages._column_texts(messages.NAME_FIELDS))
    in_code = ids(catalogues["interface"])

    assert ids(catalogues["data"]) == {text for text in wanted if text not in in_code}


@pytest.mark.parametrize("part", PARTS)
def test_no_translation_is_empty_doubtful_or_obsolete(catalogues, part):
    entries = [message for message in catalogues[part] if message.id]

    assert [m.id for m in entries if not all(text.strip() for text in forms(m))] == []
    assert [m.id for m in entries if m.fuzzy] == []
    assert list(catalogues[part].obsolete) == []
    assert len(entries) > 100


@pytest.mark.parametrize("part", PARTS)
def test_a_translation_has_the_placeholders_of_its_source(catalogues, part):
    wrong = []
    for message in catalogues[part]:
        if not message.id or "python-brace-format" not in message.flags:
            continue
        sources = message.id if message.pluralizable else (message.id,)
        for number, text in enumerate(forms(message)):
            if fields(text) != fields(sources[min(number, len(sources) - 1)]):
                wrong.append((message.id, text))

    assert wrong == []


def test_every_string_with_placeholders_is_marked_as_one(catalogues):
    unmarked = [
        message.id
        for message in catalogues["interface"]
        if message.id
        and "{" in str(message.id)
        and "}" in str(message.id)
        and "python-brace-format" not in message.flags
    ]

    assert unmarked == []


def test_plural_messages_have_both_french_forms(catalogues):
    plural = [m for m in catalogues["interface"] if m.id and m.pluralizable]

    assert plural
    assert [m.id for m in plural if len(m.string) != 2] == []


def test_labels_and_meanings_of_every_code_are_among_the_strings(messages):
    known = set(messages.interface_messages())
    untranslated = {"JNIM", "FLA", "Africa Corps / Wagner", "CSP-DPA, FLA", "{n}"}
    tables = (
        vocabulary.CATEGORIES,
        vocabulary.EVENT_TYPES,
        vocabulary.ACTORS,
        vocabulary.GEO_PRECISION,
        vocabulary.CONFIDENCE,
        vocabulary.DATE_PRECISION,
        vocabulary.SOURCE_KINDS,
        vocabulary.MEASURES,
        vocabulary.SCOPES,
        vocabulary.CLAIMANT_KINDS,
        vocabulary.CONTRADICTION_TOPICS,
        vocabulary.CONTRADICTION_KINDS,
        vocabulary.INDICATOR_TOPICS,
        vocabulary.QUALIFIERS,
        vocabulary.UNITS,
        vocabulary.STATUSES,
        vocabulary.SPELL_KINDS,
        vocabulary.SPELL_STATUSES,
        vocabulary.SPELL_PRECISION,
        vocabulary.PASSAGES,
        vocabulary.AGREEMENT_KINDS,
        vocabulary.FUEL_KINDS,
        vocabulary.COUNT_SCOPES,
        vocabulary.ROAD_MODES,
        vocabulary.SHARES_OF,
        vocabulary.ALIGNMENT,
    )
    texts = {
        text for table in tables for term in table.values() for text in (term.label, term.meaning)
    }

    assert texts - known - {""} == untranslated


@pytest.mark.parametrize(
    "path", sorted((settings.ROOT / "sahel_map" / "ui").rglob("*.py")), ids=lambda path: path.stem
)
def test_no_page_joins_words_with_the_colon_of_english(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    joined = [
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for before, part in zip(node.values, node.values[1:], strict=False)
        if isinstance(before, ast.FormattedValue) and isinstance(part, ast.Constant)
    ]

    colons = [text for text in joined if text.lstrip("*").startswith(": ")]
    assert colons == []
