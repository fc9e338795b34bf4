"""One suggests, a second decides, and everything that is decided can be read again."""

import pytest
from ledger_people import AMINATA, BAKARY, CHEICK, DJENEBA

from sahel_map import agreeing
from sahel_map.errors import ConflictError, DataError, ForbiddenError, StoreError
from sahel_map.ledger import audit
from sahel_map.people import ANYBODY
from sahel_map.store import load
from sahel_map.store.host import materialise

pytest_plugins = ["ledger_fixtures"]

WEST = "2025-07-01-west-town"
SIEGE = "west-siege"
SOURCE = "Radio Kayes, 2 July"


def retitled(store, title="Attack at dawn", person=AMINATA, record=WEST):
    """Suggest another title of an event."""
    return agreeing.suggest(
        store, person, table="events.csv", record=record, act="change", after={"title": title},
        source=SOURCE,
    )  # fmt: skip


def test_what_a_second_person_accepts_is_the_next_version(hosted, evidence_base, tmp_path):
    made = retitled(hosted)

    number = agreeing.accept(hosted, BAKARY, made.id, made.revision, "Seen it too.")

    folder = materialise(hosted.ledger, number, evidence_base, tmp_path / "cache")
    assert number == 2
    assert load(folder).events.at[WEST, "title"] == "Attack at dawn"
    after = agreeing.proposal(hosted, AMINATA, made.id)
    assert (after.state, after.version, after.revision) == ("accepted", 2, 2)
    said = [(step.what, step.who_name, step.comment)
            for step in agreeing.steps(hosted, AMINATA, made.id)]  # fmt: skip
    assert said == [
        ("open", "aminata@example.org", ""),
        ("accepted", "bakary@example.org", "Seen it too."),
    ]


def test_one_row_differs_and_every_other_keeps_its_bytes(local, evidence_base, tmp_path):
    made = retitled(local)

    number = agreeing.accept(local, BAKARY, made.id, made.revision)

    folder = materialise(local.ledger, number, evidence_base, tmp_path / "cache")
    old, new = (place / "events.csv" for place in (evidence_base, folder))
    assert new.read_bytes() == old.read_bytes().replace(b"Attack on West Town", b"Attack at dawn")


@pytest.mark.parametrize("again", [False, True])
def test_nobody_accepts_what_they_suggested_whatever_their_role(local, again):
    made = retitled(local, person=AMINATA if again else CHEICK)
    if again:
        after = {"title": "Attack at noon"}
        made = agreeing.resubmit(local, CHEICK, made.id, made.revision, after=after, source=SOURCE)

    with pytest.raises(ForbiddenError, match="a second person has to decide"):
        agreeing.accept(local, CHEICK, made.id, made.revision)
    with pytest.raises(ForbiddenError, match="a second person has to decide"):
        agreeing.send_back(local, CHEICK, made.id, made.revision, "no")
    assert agreeing.current(local, "events.csv", WEST)["title"] == "Attack on West Town"


def test_the_first_author_stays_an_author_when_somebody_else_suggests_it_anew(local):
    made = retitled(local)
    after = {"title": "Attack at noon"}
    made = agreeing.resubmit(local, BAKARY, made.id, made.revision, after=after, source=SOURCE)

    for author in (AMINATA, BAKARY):
        with pytest.raises(ForbiddenError):
            agreeing.accept(local, author, made.id, made.revision)
    assert agreeing.accept(local, CHEICK, made.id, made.revision) == 2


@pytest.mark.parametrize("person", [DJENEBA, ANYBODY])
def test_viewers_and_the_public_neither_suggest_nor_decide(local, person):
    made = retitled(local)

    with pytest.raises(ForbiddenError):
        retitled(local, person=person)
    with pytest.raises(ForbiddenError):
        agreeing.accept(local, person, made.id, made.revision)
    with pytest.raises(ForbiddenError):
        agreeing.queue(local, person)


def test_without_a_login_nobody_suggests_anything(local, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "off")

    with pytest.raises(ForbiddenError, match="Without a login"):
        retitled(local, person=CHEICK)


def test_a_new_source_can_be_cited_as_soon_as_it_is_accepted(local):
    row = agreeing.blank("sources.csv") | {
        "title": "Siege lifted", "publisher": "Radio", "kind": "news", "language": "fr",
        "licence": "copyright", "published": "2025-08",
    }  # fmt: skip
    asked = {"table": "blockades.csv", "record": SIEGE, "act": "change", "source": SOURCE,
             "after": {"source_ids": "news-one;radio"}}  # fmt: skip
    with pytest.raises(DataError, match="'radio'"):
        agreeing.suggest(local, AMINATA, **asked)

    made = agreeing.suggest(
        local, AMINATA, table="sources.csv", record="radio", act="add",
        after=row | {"source_id": "radio"}, source=SOURCE,
    )  # fmt: skip
    agreeing.accept(local, BAKARY, made.id, made.revision)
    cited = agreeing.suggest(local, AMINATA, **asked)
    agreeing.accept(local, BAKARY, cited.id, cited.revision)

    assert agreeing.current(local, "blockades.csv", SIEGE)["source_ids"] == "news-one;radio"


def test_a_record_is_removed_where_nothing_rests_on_it(local):
    with pytest.raises(DataError, match=r"claims\.csv, event_ids"):
        agreeing.suggest(
            local, AMINATA, table="events.csv", record=WEST, act="remove", after=None,
            source=SOURCE,
        )  # fmt: skip
    made = agreeing.suggest(
        local, AMINATA, table="agreements.csv", record="old-talks", act="remove", after=None,
        source=SOURCE,
    )  # fmt: skip

    agreeing.accept(local, BAKARY, made.id, made.revision)

    assert agreeing.current(local, "agreements.csv", "old-talks") is None


def test_headline_numbers_follow_an_accepted_claim(local):
    made = agreeing.suggest(
        local, AMINATA, table="claims.csv", record="west.02", act="change",
        after={"low": "12", "high": "12"}, source=SOURCE,
    )  # fmt: skip

    agreeing.accept(local, BAKARY, made.id, made.revision)

    event = agreeing.current(local, "events.csv", WEST)
    assert (event["fatalities_low"], event["fatalities_high"]) == ("3", "12")


def test_what_is_sent_back_is_suggested_anew(hosted):
    made = retitled(hosted)
    with pytest.raises(DataError, match="say what is missing"):
        agreeing.send_back(hosted, BAKARY, made.id, made.revision, " ")

    agreeing.send_back(hosted, BAKARY, made.id, made.revision, "Which hour?")
    sent = agreeing.proposal(hosted, AMINATA, made.id)
    with pytest.raises(ConflictError):
        agreeing.accept(hosted, BAKARY, made.id, sent.revision)
    again = agreeing.resubmit(
        hosted, AMINATA, made.id, sent.revision, after={"title": "Attack at five"}, source=SOURCE
    )

    assert (sent.state, again.state, again.revision) == ("returned", "open", 3)
    assert agreeing.accept(hosted, BAKARY, made.id, again.revision) == 2


def test_only_authors_and_admins_withdraw(local):
    made, other = retitled(local), retitled(local, "Another")

    with pytest.raises(ForbiddenError, match="Only its authors"):
        agreeing.withdraw(local, BAKARY, made.id, made.revision)
    agreeing.withdraw(local, AMINATA, made.id, made.revision)
    agreeing.withdraw(local, CHEICK, other.id, other.revision)

    assert agreeing.queue(local, BAKARY) == []
    states = {one.state for one in agreeing.queue(local, BAKARY, states=("withdrawn",))}
    assert states == {"withdrawn"}


def test_the_queue_is_narrowed_by_author(hosted):
    retitled(hosted)
    mine = retitled(hosted, "Other", person=BAKARY)

    assert [one.id for one in agreeing.queue(hosted, CHEICK, author=BAKARY.subject)] == [mine.id]


def test_the_history_of_a_record_names_who_suggested_and_who_accepted(hosted):
    for title, author, reader in [("One", AMINATA, BAKARY), ("Two", BAKARY, CHEICK)]:
        made = retitled(hosted, title, person=author)
        agreeing.accept(hosted, reader, made.id, made.revision)
    other = agreeing.suggest(
        hosted, AMINATA, table="blockades.csv", record=SIEGE, act="change",
        after={"demands": "None."}, source=SOURCE,
    )  # fmt: skip
    agreeing.accept(hosted, BAKARY, other.id, other.revision)

    changes = agreeing.history(hosted, DJENEBA, "events.csv", WEST)

    assert [
        (one.number, one.act, one.proposed_by, one.accepted_by, one.after["title"])
        for one in changes
    ] == [
        (3, "edited", "bakary@example.org", "cheick@example.org", "Two"),
        (2, "edited", "aminata@example.org", "bakary@example.org", "One"),
        (1, "base", "", "", "Attack on West Town"),
    ]
    assert agreeing.differences(changes[0].before, changes[0].after) == [("title", "One", "Two")]


def test_everything_that_is_decided_stands_in_the_audit_log(hosted):
    made = retitled(hosted)
    agreeing.accept(hosted, BAKARY, made.id, made.revision)

    with hosted.ledger.begin() as connection:
        rows = audit.entries(connection, limit=2)
    assert [(row["act"], row["subject"]) for row in rows] == [
        ("accept", f"events.csv/{WEST}"), ("suggest", f"events.csv/{WEST}"),
    ]  # fmt: skip


def test_a_suggestion_that_nobody_made_is_named(local):
    with pytest.raises(StoreError, match="no suggestion 77"):
        agreeing.accept(local, BAKARY, 77, 1)
