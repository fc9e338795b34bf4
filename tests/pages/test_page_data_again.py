"""The Data page: a newer file into a dataset that is there, and words that can be translated."""

import gettext as catalogues

import pytest
from data_pages import browse, choose, entry, figures, load, look, widget
from upload_fixtures import ACLED, OWN, TABLE, acled, acled_row

from sahel_map import i18n
from sahel_map.importers.folder import DatasetFolder

FIRST = acled(acled_row(1), acled_row(2), acled_row(3), acled_row(4))
NEWER = acled(
    acled_row(1, timestamp="1762105600", fatalities="7"),
    acled_row(2),
    acled_row(4),
    acled_row(5),
)
"""The first is edited, the second and fourth stay, the third is gone, the fifth is new."""


@pytest.fixture(autouse=True)
def cookies(monkeypatch, tmp_path):
    return browse(monkeypatch, tmp_path / "imports")


def test_a_newer_file_brings_a_dataset_up_to_date(visit):
    page = visit(page="data")
    key = load(page, "first.csv", FIRST, import_title="Made up")

    again = load(page, "newer.csv", NEWER, import_into=key)

    assert again == key
    assert figures(page) == {"Rows read": "4", "New events": "1", "Replaced": "1",
                             "Rows merged": "2", "Rejected": "0", "Events now": "5"}  # fmt: skip
    gone = "1 earlier event is no longer in the file; it is kept and flagged."
    assert gone in page.captions
    deaths = visit(data=key).table("low").set_index("place")["low"]
    assert deaths["Invented town 1"] == 7
    assert deaths["Invented town 3"] == 3


def test_without_a_choice_a_newer_file_makes_a_dataset_of_its_own(visit):
    page = visit(page="data")
    key = load(page, "first.csv", FIRST)

    again = load(page, "newer.csv", NEWER)

    assert again != key
    assert figures(page)["Events now"] == "4"


def test_a_dataset_keeps_its_title_licence_and_countries(visit):
    page = visit(page="data")
    key = load(
        page, "first.csv", OWN, import_title="Made up", import_licence="restricted",
        import_countries=["MLI"], import_full=True,
    )  # fmt: skip

    look(page, "newer.csv", OWN)
    assert widget(page, "import-title").value == "newer"
    choose(page, "import-into", key)

    assert widget(page, "import-title").value == "Made up"
    assert widget(page, "import-licence").value == "restricted"
    assert widget(page, "import-countries").value == ["MLI"]
    assert widget(page, "import-full").value is True


def test_a_shared_dataset_stays_shared(visit):
    page = visit(page="data")
    key = load(page, "first.csv", OWN)
    page.press(key=f"share-{key}")

    load(page, "newer.csv", OWN, import_into=key)

    assert entry(key).about["shared"] is True


def test_a_dataset_of_another_format_is_not_offered(visit):
    page = visit(page="data")
    load(page, "first.csv", FIRST)

    look(page, "table.csv", TABLE)

    assert not [box for box in page.app.selectbox if box.label == "Load into"]


def test_a_refused_newer_file_leaves_the_dataset_as_it_was(visit):
    page = visit(page="data")
    key = load(page, "first.csv", FIRST)
    before = DatasetFolder(entry(key).path).file("events").read_bytes()

    look(page, "late.csv", acled(acled_row(1, event_date="2099-01-01")))
    choose(page, "import-into", key)
    page.app.button(key="import").click()
    page.app.run()

    assert [error.value for error in page.app.error]
    assert DatasetFolder(entry(key).path).file("events").read_bytes() == before


class _Marked(catalogues.NullTranslations):
    """A language whose words are the English ones between marks."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, many, n):
        return f"⟦{one if n == 1 else many}⟧"


TOLD = ("markdown", "caption", "success", "info", "warning", "header", "subheader")
ASKED = ("text_input", "selectbox", "multiselect", "checkbox", "file_uploader")


def _said(page):
    """Return what the Data page says in its own words."""
    app = page.app
    said = [one.value for kind in TOLD for one in app.get(kind)]
    said += [one.label for kind in (*ASKED, "metric", "button") for one in app.get(kind)]
    said += [one.help for kind in ASKED for one in app.get(kind)]
    said += [one.proto.label for one in app.get("download_button")]
    return {text for text in said if any(sign.isalpha() for sign in text)}


@pytest.mark.parametrize(("name", "content"), [("made.csv", ACLED), ("table.csv", TABLE)])
def test_every_word_of_the_page_can_be_translated(visit, monkeypatch, name, content):
    monkeypatch.setattr(i18n, "_translations", lambda _language: _Marked())
    page = look(visit("fr", page="data"), name, content)

    kinds_of_event = {"Embuscade", "Vol de vaches"}
    before = {text for text in _said(page) - kinds_of_event if "⟦" not in text}
    page.press(key="import")
    after = {text for text in _said(page) if "⟦" not in text}

    assert len(_said(page)) > 10
    assert before | after == set()
