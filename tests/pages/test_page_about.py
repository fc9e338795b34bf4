"""The About page and the frame around every page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from sahel_map.settings import ROOT
from sahel_map.ui.glossary import GLOSSARY


@pytest.mark.parametrize(
    ("language", "title"), [("en", "About Sahel Map"), ("fr", "À propos de Sahel Map")]
)
def test_about_runs_in_both_languages(visit, data, language, title):
    page = visit(language).go("about")
    assert title in [heading.value for heading in [*page.app.title, *page.app.header]]
    [table] = page.app.dataframe
    assert set(table.value["title"]) == set(data.sources["title"])
    assert table.value["events"].iloc[0] == table.value["events"].max()


def test_about_counts_what_the_data_hold(visit, data):
    text = " ".join(block.value for block in visit().go("about").app.markdown)
    assert f"**{len(data.events)} events**" in text
    assert f"**{len(data.sources)} published sources**" in text


def test_about_explains_every_word_and_links_every_source(visit, data):
    page = visit().go("about")
    words = " ".join(page.html)
    for name in GLOSSARY:
        assert f"<dt>{name}</dt>" in words
    urls = page.app.dataframe[0].value["url"]
    assert set(urls) == set(data.sources["url"])
    assert data.version in page.app.code[0].value


def test_about_has_no_english_left_in_french(visit):
    english = {block.value for block in visit("en").go("about").app.markdown}
    french = {block.value for block in visit("fr").go("about").app.markdown}
    assert english
    assert english.isdisjoint(french)


def test_view_survives_a_change_of_page(visit):
    page = visit(type=["ambush"], show="heat")
    before = page.sentence
    page.go("about").go("attacks")
    assert page.sentence == before
    assert page.query == {"type": "ambush", "show": "heat"}


def test_language_of_the_frame_follows_the_choice(visit):
    page = visit("en")
    assert page.app.text_input(key="q").label == "Search"
    page.speak("fr")
    assert page.app.text_input(key="q").label == "Recherche"
    assert page.app.query_params["lang"] in ("fr", ["fr"])


@pytest.fixture
def data_folder(monkeypatch):
    """Let the pages read another data folder."""

    def use(folder):
        monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))

    return use


def test_broken_rows_are_told_with_their_number(visit, data_folder, folder):
    with (folder / "events.csv").open("a", encoding="utf-8") as handle:
        handle.write("ragged-event,only,three\n")
    data_folder(folder)
    page = visit()
    [warning] = page.app.warning
    assert warning.value.startswith("1 row of the data is broken")
    assert page.rows == 5  # six events, one of them an unverified lead


def test_hostile_text_of_the_data_is_escaped_in_the_panel(visit, data_folder, folder):
    text = (folder / "events.csv").read_text(encoding="utf-8")
    hostile = "<img src=x onerror=alert(1)> ${x}"
    (folder / "events.csv").write_text(text.replace("Gunmen attacked the camp.", hostile), "utf-8")
    data_folder(folder)
    page = visit(event="2025-07-01-west-town")
    assert "&lt;img src=x onerror=alert(1)&gt; ${x}" in page.panel
    assert "<img" not in page.panel


@pytest.mark.parametrize(
    ("language", "words"), [("en", "could not be read"), ("fr", "n’ont pas pu être lues")]
)
def test_missing_data_give_a_sentence_and_no_traceback(data_folder, tmp_path, language, words):
    data_folder(tmp_path / "nowhere")
    app = AppTest.from_file(str(ROOT / "sahel_map" / "ui" / "frame.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert words in app.error[0].value
    assert "events.csv" in app.error[0].value
