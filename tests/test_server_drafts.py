"""The briefings that readers put together: kept in the store, in memory where it cannot be."""

import pytest

from sahel_map.briefing import Briefing, Frozen
from sahel_map.errors import BriefingError
from sahel_map.server import drafts as module
from sahel_map.server.drafts import Drafts
from sahel_map.store import open_store

pytest_plugins = ["dataset_fixtures"]


def briefing(title):
    return Briefing(title=title, data=Frozen("1"))


@pytest.fixture
def drafts(shelf):  # noqa: ARG001  (where they are kept)
    return Drafts(most=5)


@pytest.fixture
def hasty(monkeypatch):
    """Ask the store every time."""
    monkeypatch.setattr(module, "_FRESH_SECONDS", 0.0)


def test_each_owner_has_their_own(drafts):
    drafts.keep("one", briefing("first"))
    drafts.keep("two", briefing("second"))

    assert drafts.of("one").title == "first"
    assert drafts.of("two").title == "second"
    assert drafts.of("three") is None


def test_a_draft_is_replaced_and_forgotten(drafts):
    drafts.keep("one", briefing("first"))

    drafts.keep("one", briefing("again"))
    assert drafts.of("one").title == "again"
    drafts.keep("one", None)
    assert drafts.of("one") is None


def test_a_draft_outlives_the_server(drafts):
    drafts.keep("one", briefing("first"))

    restarted = Drafts(most=5)

    assert restarted.of("one") == briefing("first")
    assert restarted.of("two") is None


def test_a_draft_that_was_forgotten_does_not_come_back(drafts):
    drafts.keep("one", briefing("first"))
    drafts.keep("one", None)

    assert Drafts(most=5).of("one") is None


@pytest.mark.usefixtures("hasty")
def test_what_another_replica_has_kept_is_seen_here(drafts):
    other = Drafts(most=5)
    drafts.keep("one", briefing("first"))
    assert other.of("one").title == "first"

    drafts.keep("one", briefing("again"))
    assert other.of("one").title == "again"
    drafts.keep("one", None)
    assert other.of("one") is None


@pytest.mark.usefixtures("shelf")
def test_of_too_many_the_one_kept_longest_ago_goes():
    drafts = Drafts(most=2)
    drafts.keep("one", briefing("first"))
    drafts.keep("two", briefing("second"))

    drafts.keep("three", briefing("third"))

    assert drafts.of("one") is None
    assert drafts.of("two").title == "second"
    assert drafts.of("three").title == "third"


@pytest.mark.usefixtures("hasty")
def test_where_nothing_can_be_written_a_draft_stays_in_memory(tmp_path, monkeypatch):
    (tmp_path / "imports").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path / "imports"))
    drafts = Drafts(most=5)

    drafts.keep("one", briefing("first"))

    assert drafts.of("one").title == "first"
    assert Drafts(most=5).of("one") is None


@pytest.mark.usefixtures("hasty")
def test_a_draft_too_large_for_a_file_is_not_replaced_by_the_one_before(drafts, monkeypatch):
    def refuse(_briefing):
        raise BriefingError

    drafts.keep("one", briefing("first"))
    monkeypatch.setattr(module, "write_briefing", refuse)

    drafts.keep("one", briefing("large"))

    assert drafts.of("one").title == "large"


def test_who_has_no_draft_makes_no_file(shelf):
    assert Drafts(most=5).of("one") is None

    assert list(shelf.iterdir()) == []


def test_the_secret_of_an_owner_is_not_kept(shelf):
    drafts = Drafts(most=2)

    drafts.keep("secret-of-a-browser", briefing("first"))

    open_store().close()
    assert "secret-of-a-browser" not in repr(vars(drafts))
    assert not any(b"secret-of-a-browser" in path.read_bytes() for path in shelf.iterdir())
