"""The Data page: a file is recognised, previewed, imported and shown, without a browser."""

import pytest
from data_pages import OWNER, browse, choose, entry, figures, keys, load, look, refuse, widget
from upload_fixtures import ACLED, OWN, TABLE, UCDP, acled, acled_row, own

from sahel_map.errors import DataError
from sahel_map.server import collection
from sahel_map.server.headers import OWNER_COOKIE

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 250000000\n"


@pytest.fixture(autouse=True)
def cookies(monkeypatch, tmp_path):
    """Return the cookies of the browser, to be changed by the test."""
    return browse(monkeypatch, tmp_path / "imports")


@pytest.fixture
def imports(tmp_path):
    """Return the folder of this test's datasets."""
    return tmp_path / "imports"


def test_the_bundled_data_are_what_is_shown_at_first(visit, data):
    page = visit(page="data")

    assert f"Bundled data · {len(data.events)} events · open" in page.words.replace("\\", "")
    assert page.app.button(key="show-host").disabled
    assert not page.app.metric


@pytest.mark.parametrize(
    ("content", "name"), [(ACLED, "ACLED"), (UCDP, "UCDP GED"), (OWN, "Sahel Map table")]
)
def test_a_known_file_is_recognised_by_its_content(visit, content, name):
    page = look(visit(page="data"), "whatever.bin", content)

    assert [said.value for said in page.app.success] == [f"Recognised as {name}."]
    assert not [key for key in keys(page) if key.startswith("map-")]


def test_a_preview_shows_the_rows_as_they_are_read(visit):
    page = look(visit(page="data"), "table.csv", TABLE)

    shown = page.table("Jour")
    assert list(shown["Jour"]) == ["2025-07-01", "2025-07-02", "2025-07-03", "someday"]
    assert "The first rows as they are read (CSV, utf-8):" in page.captions


def test_columns_of_an_unknown_table_are_guessed_and_asked_about(visit):
    page = look(visit(page="data"), "table.csv", TABLE)

    assert page.notices == ["A table of no known format: say below which column is which."]
    guesses = {"map-date_start": "Jour", "map-place": "Lieu", "map-country": "Pays",
               "map-event_type": "Nature", "map-actor": "Auteur", "map-lat": ""}  # fmt: skip
    assert {start: widget(page, start).value for start in guesses} == guesses
    assert widget(page, "map-date_start").options[1:] == TABLE.split(b"\n")[0].decode().split(",")


def test_each_kind_of_event_can_be_given_a_type(visit):
    page = visit(page="data")

    key = load(page, "table.csv", TABLE, map_lat="Nord", map_lon="Est", type_3_1="abduction")

    shown = visit(data=key).table("type")
    assert sorted(shown["type"]) == ["Abduction", "Ambush", "Ambush"]


def test_a_country_that_no_column_holds_can_be_given_to_all_rows(visit):
    page = look(visit(page="data"), "table.csv", b"Day,Place\n2025-07-01,Invented town\n")

    choose(page, "map-country-all", "NER")
    page.press(key="import")

    assert list(visit(data=page.query["data"]).table("country")["country"]) == ["Niger"]


def test_without_a_date_the_import_says_what_is_missing(visit):
    page = look(visit(page="data"), "table.csv", TABLE)
    choose(page, "map-date_start", "")

    page.app.button(key="import").click()
    page.app.run()

    [said] = [error.value for error in page.app.error]
    assert "Say which column holds the date" in said
    assert page.query == {}


def test_headings_that_repeat_or_are_empty_do_no_harm(visit):
    table = b"Date,Type,Type,,\n2025-01-01,Ambush,b,,\n2025-01-02,Attack,d,,\n"

    key = load(visit(page="data"), "table.csv", table)

    assert entry(key).about["events_count"] == 2


def test_another_file_is_asked_about_anew(visit):
    page = look(visit(page="data"), "first.csv", TABLE)
    choose(page, "map-lat", "Nord")

    look(page, "second.csv", TABLE.replace(b"Auteur", b"Cible"))

    assert widget(page, "import-title").value == "second"
    assert widget(page, "map-lat").value == ""
    assert widget(page, "map-target").value == "Cible"


def test_an_import_is_shown_by_the_whole_dashboard_and_stands_in_the_link(visit):
    page = visit(page="data")

    key = load(page, "made.csv", ACLED, import_title="Made up")

    assert "Loaded dataset: Made up, 3 events." in page.notices[0].replace("\\", "")
    assert page.query == {"data": key}
    page.go("attacks")
    places = {event["where"].partition(",")[0] for event in page.map_view["events"]}
    assert places == {"Invented town 1", "Invented town 2", "Invented town 4"}
    assert page.query == {"data": key}


def test_a_file_that_was_imported_is_not_offered_for_import_again(visit):
    page = visit(page="data")

    load(page, "made.csv", ACLED)

    assert "import" not in keys(page)
    assert "Shown" in [button.label for button in page.app.button]


def test_a_report_accounts_for_every_row_with_examples(visit):
    page = visit(page="data")

    load(page, "made.csv", ACLED)

    assert figures(page) == {"Rows read": "5", "New events": "3", "Replaced": "0",
                             "Rows merged": "1", "Rejected": "1", "Events now": "3"}  # fmt: skip
    rejected, merged = (table.value for table in page.app.dataframe)
    assert rejected.to_dict("records") == [
        {"what": "A date in the future", "column": "event_date", "rows": 1,
         "examples": "4: 2099-01-01"}
    ]  # fmt: skip
    assert merged.to_dict("records") == [{"what": "The same row again", "rows": 1}]


def test_rejected_rows_are_given_back_byte_for_byte(visit, files):
    load(visit(page="data"), "made.csv", ACLED)

    given = files["rejected-made.csv"]
    as_it_came = ACLED.split(b"\n")[4]
    assert as_it_came in given
    assert ACLED.split(b"\n")[1] not in given


def test_a_report_for_download_keeps_the_owner_out(visit, files):
    load(visit(page="data"), "made.csv", ACLED)

    assert b'"rows_read": 5' in files["import-report.json"]
    assert collection.owner_digest(OWNER).encode() not in files["import-report.json"]


def test_only_the_countries_that_are_asked_for_come_in(visit):
    page = visit(page="data")

    load(page, "made.csv", ACLED, import_countries=["NER"])

    assert figures(page)["Events now"] == "1"
    assert "3 rows of other countries were left aside." in page.captions


def test_acled_has_no_choice_of_licence_and_the_page_says_why(visit, files):
    page = look(visit(page="data"), "made.csv", ACLED)

    assert not [key for key in keys(page) if key.startswith("import-licence")]
    assert "ACLED's terms let you work with its rows and not pass them on" in page.words
    page.press(key="import")
    assert entry(page.query["data"]).restricted
    page.go("attacks")
    assert set(files) & {"sahel-map-events.csv", "sahel-map-counts.csv"} == {"sahel-map-counts.csv"}


def test_tables_of_restricted_rows_are_marked_for_the_style_sheet(visit):
    key = load(visit(page="data"), "made.csv", ACLED)

    assert any('class="rows-stay"' in body for body in visit(data=key).html)
    assert not any('class="rows-stay"' in body for body in visit().html)


@pytest.mark.parametrize(("content", "licence"), [(UCDP, "open"), (OWN, "own"), (TABLE, "own")])
def test_other_files_have_a_choice_of_licence(visit, content, licence):
    page = look(visit(page="data"), "made.csv", content)

    assert widget(page, "import-licence").value == licence


def test_a_way_leads_back_to_the_bundled_data(visit, data):
    page = visit(page="data")
    key = load(page, "made.csv", OWN)

    page.press(key="dataset-back")
    assert page.query == {}
    page.press(key=f"show-{key}")
    assert page.query == {"data": key}
    page.press(key="show-host")

    assert page.query == {}
    assert page.go("attacks").rows < len(data.events) + 1


def test_a_deleted_dataset_is_gone_and_the_bundled_data_are_back(visit, imports):
    page = visit(page="data")
    key = load(page, "made.csv", OWN)
    before = [path for path in imports.iterdir() if path.is_dir()]

    page.press(key=f"delete-{key}")

    assert [path.name for path in before] == [key]
    assert [path for path in imports.iterdir() if path.is_dir()] == []
    assert page.query == {}
    assert page.app.button(key="show-host").disabled


def test_a_shared_dataset_is_seen_by_other_browsers(visit, cookies):
    page = visit(page="data")
    key = load(page, "made.csv", own({}, {"event_id": "off-the-globe", "lat": "95"}))
    assert "Download the rejected rows" in page.words

    page.press(key=f"share-{key}")

    cookies[OWNER_COOKIE] = "another browser"
    other = visit(page="data", data=key)
    assert not other.app.warning
    assert figures(other)["Rejected"] == "1"
    assert f"delete-{key}" not in keys(other)
    assert "Download the rejected rows" not in other.words


def test_sharing_can_be_ended(visit, cookies):
    page = visit(page="data")
    key = load(page, "made.csv", OWN)
    page.press(key=f"share-{key}")

    page.press(key=f"share-{key}")

    cookies[OWNER_COOKIE] = "another browser"
    with pytest.raises(DataError):
        entry(key, "another browser")


def test_a_restricted_dataset_cannot_be_shared(visit):
    page = visit(page="data")

    acled_key = load(page, "made.csv", ACLED)
    table_key = load(page, "table.csv", TABLE, import_licence="restricted")

    assert not [key for key in keys(page) if key in {f"share-{acled_key}", f"share-{table_key}"}]


def test_a_dataset_of_another_browser_is_explained_and_not_shown(visit, cookies, data):
    key = load(visit(page="data"), "made.csv", ACLED)

    cookies[OWNER_COOKIE] = "another browser"
    page = visit(data=key)

    [said] = [warning.value for warning in page.app.warning]
    assert "This dataset is not here, or it is not yours to see" in said
    assert "The bundled data are shown instead." in said
    assert {event["id"] for event in page.map_view["events"]} <= set(data.events.index)


@pytest.mark.parametrize("key", ["../../data", "a" * 16, "x" * 500, "<script>alert(1)</script>"])
def test_a_key_that_nobody_gave_is_explained(visit, key):
    page = visit(data=key)

    [said] = [warning.value for warning in page.app.warning]
    assert "This dataset is not here" in said


def test_a_browser_without_the_cookie_is_told_what_that_means(visit, cookies):
    assert not [w for w in visit(page="data").app.warning if "no cookie" in w.value]

    del cookies[OWNER_COOKIE]
    page = visit(page="data")

    assert [w for w in page.app.warning if "keeps no cookie" in w.value]
    key = load(page, "made.csv", ACLED)
    assert page.go("attacks").query == {"data": key}
    assert len(page.map_view["events"]) == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"<!DOCTYPE html><html><body>Sign in</body></html>", LFS, b"%PDF-1.7\n%\xe2\xe3\n1 0 obj",
     b"No data has been found"],
    ids=["empty", "page", "pointer", "pdf", "nothing"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence(visit, content, imports):
    page = visit(page="data")

    [said] = refuse(page, "events.csv", content)

    assert "events.csv" in said.replace("\\", "")
    assert "Traceback" not in page.words
    assert "import" not in keys(page)
    assert list(imports.iterdir()) == []


def test_a_file_whose_rows_are_all_rejected_changes_nothing(visit):
    page = look(visit(page="data"), "late.csv", acled(acled_row(1, event_date="2099-01-01")))

    page.app.button(key="import").click()
    page.app.run()

    [said] = [error.value for error in page.app.error]
    assert "gives no event" in said
    assert page.query == {}
    assert collection.entries(collection.Reader(OWNER)) == []
