"""Comments of the team on events."""

import pytest
from ledger_people import AMINATA, BAKARY, CHEICK, DJENEBA

from sahel_map import agreeing
from sahel_map.errors import DataError, ForbiddenError, StoreError
from sahel_map.people import ANYBODY

pytest_plugins = ["ledger_fixtures"]

WEST = "2025-07-01-west-town"
HOSTILE = "'); DELETE FROM comment; -- <script>alert(1)</script>"


def test_the_team_reads_comments_in_their_order(hosted):
    agreeing.comment(hosted, DJENEBA, WEST, "Was it dawn?")
    agreeing.comment(hosted, AMINATA, WEST, f"{HOSTILE}\r\nsecond line")
    agreeing.comment(hosted, AMINATA, "another", "elsewhere")

    found = agreeing.comments(hosted, BAKARY, WEST)

    assert [(one.who_name, one.text) for one in found] == [
        ("djeneba@example.org", "Was it dawn?"),
        ("aminata@example.org", f"{HOSTILE}\nsecond line"),
    ]


def test_the_public_neither_reads_nor_writes_comments(hosted):
    with pytest.raises(ForbiddenError):
        agreeing.comments(hosted, ANYBODY, WEST)
    with pytest.raises(ForbiddenError):
        agreeing.comment(hosted, ANYBODY, WEST, "hello")


@pytest.mark.parametrize(
    ("text", "said"),
    [(" ", "write something"), ("x" * 4001, "at most 4000"), ("a\x07", r"U\+0007")],
)
def test_a_comment_is_a_text(hosted, text, said):
    with pytest.raises(DataError, match=said):
        agreeing.comment(hosted, AMINATA, WEST, text)


def test_a_comment_is_taken_back_by_its_author_or_an_admin(hosted):
    first, second = (agreeing.comment(hosted, AMINATA, WEST, text) for text in ("a", "b"))

    with pytest.raises(ForbiddenError, match="Only its author"):
        agreeing.take_back(hosted, BAKARY, first.id)
    agreeing.take_back(hosted, AMINATA, first.id)
    agreeing.take_back(hosted, CHEICK, second.id)

    assert agreeing.comments(hosted, BAKARY, WEST) == []
    with pytest.raises(StoreError, match="no comment"):
        agreeing.take_back(hosted, AMINATA, first.id)


def test_a_comment_belongs_to_a_dataset_that_is_here(hosted):
    with pytest.raises(StoreError, match="no such dataset"):
        agreeing.comment(hosted, AMINATA, WEST, "hello", dataset="A" * 20)
