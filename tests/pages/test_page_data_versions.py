"""The history of a dataset on the Data page, and what stands above a page at an older version."""

import csv
import io

import pytest
from data_pages import OWNER, browse, load
from import_fixtures import csv_text
from record_fixtures import GED

from sahel_map.people import Person, Role
from sahel_map.server import collection
from sahel_map.server.headers import OWNER_COOKIE
from sahel_map.store import open_store

pytest_plugins = ["dataset_fixtures"]


def table(*rows):
    return csv_text([GED | row for row in rows], list(GED)).encode()


FIRST = table({"id": "1", "best": "3", "high": "9"}, {"id": "2"})
SECOND = table({"id": "1", "best": "4", "high": "9"}, {"id": "2"}, {"id": "3"})


@pytest.fixture
def shelf_of(monkeypatch, tmp_path):
    browse(monkeypatch, tmp_path / "imports")


@pytest.fixture
def twice(shelf_of, visit):  # noqa: ARG001  (where it is loaded)
    """A dataset that was loaded twice: its key, and the page that shows it."""
    page = visit(page="data")
    key = load(page, "made.csv", FIRST)
    load(page, "made.csv", SECOND, import_into=key)
    return key, page


def version_notice(page):
    return [text for text in [*page.notices, *(w.value for w in page.app.warning)]
            if "ersion" in text]  # fmt: skip


@pytest.mark.usefixtures("shelf_of")
def test_the_bundled_data_have_no_history(visit):
    page = visit(page="data")

    assert "History" not in page.words
    assert not [box for box in page.app.selectbox if box.key == "version-choice"]


@pytest.mark.usefixtures("shelf_of")
def test_what_was_loaded_once_has_one_version(visit):
    page = visit(page="data")

    load(page, "made.csv", FIRST)

    assert any("There is one version so far" in caption for caption in page.captions)


def test_each_import_stands_in_the_history_with_what_it_did(twice):
    _key, page = twice

    history = page.table("number")

    assert list(history["number"]) == [2, 1]
    assert list(history["events"]) == [3, 2]
    assert history["added"].tolist() == ["1", ""]
    assert history["changed"].tolist() == ["1", ""]
    assert "who" not in history


def test_what_changed_is_said_record_by_record(twice, files):
    key, page = twice
    page.run()

    changes = page.table("old")

    seen = changes[["record", "act", "column", "old", "new"]].to_numpy().tolist()
    assert ["ged-1", "change", "fatalities_best", "3", "4"] in seen
    assert ["ged-3", "new record", "", "", ""] in seen
    assert "2 records differ between version 1 and version 2." in page.captions
    text = files["sahel-map-changes-1-2.csv"].decode("utf-8-sig")
    assert {(row["record"], row["act"]) for row in csv.DictReader(io.StringIO(text))} == {
        ("ged-1", "change"), ("ged-3", "add"),
    }  # fmt: skip
    assert key


def test_choosing_a_version_shows_it_on_every_page(twice):
    key, page = twice

    page.set("selectbox", "version-choice", 1)

    assert page.query == {"data": key, "version": "1"}
    [notice] = version_notice(page)
    assert notice.startswith("Version 1 of 2, of ")
    page.go("attacks")
    assert "2 events" in page.sentence
    assert version_notice(page) == [notice]


def test_the_way_back_leads_to_the_newest(twice):
    key, page = twice
    page.set("selectbox", "version-choice", 1)

    page.press(key="version-back")

    assert page.query == {"data": key}
    assert version_notice(page) == []


def test_a_link_opens_a_page_at_a_version(twice, visit):
    key, _page = twice

    page = visit(page="attacks", data=key, version="1")

    assert version_notice(page)[0].startswith("Version 1 of 2, of ")
    assert "2 events" in page.sentence


def test_a_version_that_is_not_there_is_said_and_the_newest_shown(twice, visit):
    key, _page = twice

    page = visit(page="attacks", data=key, version="7")

    assert version_notice(page) == [
        "There is no version 7 of these data; the newest is shown instead."
    ]
    assert "3 events" in page.sentence


@pytest.mark.usefixtures("shelf_of")
def test_a_version_of_bundled_data_that_have_none_is_said(visit):
    page = visit(page="attacks", version="3")

    assert version_notice(page) == [
        "There is no version 3 of these data; the newest is shown instead."
    ]


def test_a_version_does_not_open_what_is_somebody_elses(twice, visit, monkeypatch, tmp_path):
    key, _page = twice
    cookies = browse(monkeypatch, tmp_path / "imports")
    cookies.update(dict.fromkeys(cookies, "another browser"))

    page = visit(page="attacks", data=key, version="1")

    assert "is not yours to see" in page.words
    assert "made" not in page.sentence


def test_the_names_of_the_team_are_for_the_team(twice, visit, monkeypatch):
    key, _page = twice
    with open_store().ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE version SET who_name='ana@x.org', note='better'")
    collection.share(key, collection.Reader(OWNER), visibility="public")
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "optional")
    monkeypatch.setattr("sahel_map.ui.login.person", lambda: Person("s", "ben", Role.viewer))
    inside = visit(page="data", data=key, version="1")
    monkeypatch.setattr("sahel_map.ui.login.person", Person)
    outside = visit(page="data", data=key, version="1")

    assert "ana@x.org" in version_notice(inside)[0].replace("\\", "")
    assert list(inside.table("number")["who"]) == ["ana@x.org"] * 2
    assert "ana@x.org" not in outside.words.replace("\\", "")
    assert "better" not in outside.words


@pytest.mark.usefixtures("shelf_of")
def test_rows_that_came_under_a_licence_are_compared_for_their_owner_alone(visit, monkeypatch):
    page = visit(page="data")
    key = load(page, "made.csv", FIRST, import_licence="restricted")
    load(page, "made.csv", SECOND, import_into=key, import_licence="open")
    collection.share(key, collection.Reader(OWNER), visibility="public")
    mine = visit(page="data", data=key)
    monkeypatch.setattr(
        "streamlit.runtime.context.ContextProxy.cookies",
        property(lambda _self: {OWNER_COOKIE: "another browser"}),
    )

    theirs = visit(page="data", data=key)

    assert list(mine.table("number")["number"]) == [2, 1]
    assert len(mine.table("old")) == 2
    assert theirs.query["data"] == key
    assert any("There is one version so far" in caption for caption in theirs.captions)
    assert "since-version" not in [box.key for box in theirs.app.selectbox]
