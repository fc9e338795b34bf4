"""The briefings that readers put together: one for each browser, the oldest forgotten."""

from sahel_map.briefing import Briefing, Frozen
from sahel_map.server.drafts import Drafts


def briefing(title):
    return Briefing(title=title, data=Frozen("1"))


def test_each_owner_has_their_own():
    drafts = Drafts(most=5)

    drafts.keep("one", briefing("first"))
    drafts.keep("two", briefing("second"))

    assert drafts.of("one").title == "first"
    assert drafts.of("two").title == "second"
    assert drafts.of("three") is None


def test_a_draft_is_replaced_and_forgotten():
    drafts = Drafts(most=5)
    drafts.keep("one", briefing("first"))

    drafts.keep("one", briefing("again"))
    assert drafts.of("one").title == "again"
    drafts.keep("one", None)
    assert drafts.of("one") is None


def test_of_too_many_the_one_touched_longest_ago_goes():
    drafts = Drafts(most=2)
    drafts.keep("one", briefing("first"))
    drafts.keep("two", briefing("second"))
    drafts.of("one")

    drafts.keep("three", briefing("third"))

    assert drafts.of("two") is None
    assert drafts.of("one").title == "first"


def test_the_secret_of_an_owner_is_not_kept():
    drafts = Drafts(most=2)

    drafts.keep("secret-of-a-browser", briefing("first"))

    assert "secret-of-a-browser" not in repr(vars(drafts))
