"""Datasets of people who log in: who sees, shares, publishes and deletes which."""

import pytest
from dataset_rows import KEY, OWNER

from sahel_map.errors import DataError, ForbiddenError
from sahel_map.importers.folder import DatasetFolder
from sahel_map.ledger import audit
from sahel_map.people import Person, Role
from sahel_map.server.collection import (
    Reader,
    as_seen,
    find,
    governed,
    remove,
    share,
    sweep,
)
from sahel_map.settings import imports_dir
from sahel_map.store import Ref, open_store

pytest_plugins = ["dataset_fixtures"]

NOT_HERE = "not yours to see"

ANA = Person("https://login.example ana", "ana", Role.editor)
BEN = Person("https://login.example ben", "ben", Role.editor)
EVA = Person("https://login.example eva", "eva", Role.admin)
VAL = Person("https://login.example val", "val", Role.viewer)
PUBLIC = Reader("the cookie of anybody")


@pytest.fixture
def team(monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "optional")


def of(person):
    return Reader("some cookie", person)


@pytest.fixture
def owned(lay, team):  # noqa: ARG001  (people log in)
    """Put a dataset of Ana's on the shelf."""

    def put(kind="ucdp", **says):
        return lay(kind, KEY, ANA.own, owner_name="ana", **says)

    return put


def seers():
    """Return who finds the dataset."""
    found = []
    for name, reader in {
        "ana": of(ANA), "ben": of(BEN), "val": of(VAL), "eva": of(EVA), "public": PUBLIC,
    }.items():  # fmt: skip
        try:
            find(KEY, reader)
        except DataError:
            continue
        found.append(name)
    return found


@pytest.mark.parametrize(
    ("kind", "says", "who"),
    [
        ("ucdp", {}, ["ana"]),
        ("ucdp", {"visibility": "team"}, ["ana", "ben", "val", "eva"]),
        ("ucdp", {"visibility": "public"}, ["ana", "ben", "val", "eva", "public"]),
        ("ucdp", {"shared": True}, ["ana", "ben", "val", "eva", "public"]),
        ("ucdp", {"visibility": "private", "shared": True}, ["ana"]),
        ("ucdp", {"visibility": "everybody"}, ["ana"]),
        ("acled", {"visibility": "team"}, ["ana", "ben", "val", "eva"]),
        ("acled", {"visibility": "public"}, ["ana"]),
        ("acled", {"shared": True}, ["ana"]),
    ],
)
def test_with_a_login_a_dataset_is_seen_by_whom_it_is_for(owned, kind, says, who):
    owned(kind, **says)

    assert seers() == who


def test_where_a_login_is_required_the_public_sees_nothing(owned, monkeypatch):
    owned(visibility="public")
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "required")

    assert seers() == ["ana", "ben", "val", "eva"]


def test_without_a_login_what_is_for_the_team_is_for_its_owner_alone(lay):
    lay("ucdp", visibility="team")

    find(KEY, Reader(OWNER))
    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader("the secret of another browser"))


def test_an_owner_shares_with_the_team_and_only_an_admin_publishes(owned):
    owned()

    share(KEY, of(ANA), visibility="team")
    with pytest.raises(ForbiddenError, match="admin"):
        share(KEY, of(ANA), visibility="public")
    with pytest.raises(DataError, match="Only its owner"):
        share(KEY, of(BEN), visibility="private")
    assert seers() == ["ana", "ben", "val", "eva"]

    share(KEY, of(EVA), visibility="public")
    assert "public" in seers()


def test_a_restricted_dataset_goes_to_the_team_and_no_further(owned):
    owned("acled")
    share(KEY, of(ANA), visibility="team")

    with pytest.raises(DataError, match="never a restricted one"):
        share(KEY, of(EVA), visibility="public")

    assert seers() == ["ana", "ben", "val", "eva"]


def test_an_admin_deletes_what_they_do_not_see_and_nobody_else_does(owned):
    folder = owned()

    with pytest.raises(DataError, match="not yours to see"):
        remove(KEY, of(BEN))
    assert [entry.key for entry in governed(of(EVA))] == [KEY]
    assert governed(of(BEN)) == []
    remove(KEY, of(EVA))

    assert not folder.exists()


def test_who_shared_and_deleted_what_is_noted(owned):
    owned()

    share(KEY, of(ANA), visibility="team")
    remove(KEY, of(ANA))

    with open_store().ledger.begin() as connection:
        noted = [(row["who_name"], row["act"], row["subject"]) for row in audit.entries(connection)]
    assert noted == [("ana", "delete", KEY), ("ana", "share", KEY)]


def test_datasets_of_people_are_not_swept(owned):
    folder = owned()

    assert sweep(folder.stat().st_mtime + 10_000 * 3600) == 0
    assert folder.is_dir()


@pytest.mark.parametrize(("reader", "veiled"), [(of(ANA), False), (of(VAL), False), (PUBLIC, True)])
def test_the_public_sees_a_delayed_dataset_through_a_veil(owned, reader, veiled):
    owned(visibility="public", delay_days=30)

    assert as_seen(Ref(KEY, 1), reader) == Ref(KEY, 1, veiled)
    assert as_seen(Ref(), reader) == Ref()


@pytest.mark.parametrize("name", ["SAHEL_MAP_DELAY_DAYS", "SAHEL_MAP_ROUND_KM"])
def test_the_public_sees_a_delayed_host_through_a_veil(monkeypatch, name):
    monkeypatch.setenv(name, "10")

    assert as_seen(Ref(), PUBLIC).veiled
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "optional")
    assert as_seen(Ref(), PUBLIC).veiled
    assert not as_seen(Ref(), of(VAL)).veiled


def test_no_key_in_an_address_lifts_the_veil(owned):
    owned(visibility="public", delay_days=30)

    for name in (KEY, f"{KEY}~", f"{KEY}@1", f"{KEY}@1~"):
        assert as_seen(find(name, PUBLIC).ref, PUBLIC).veiled


def test_rows_that_came_under_a_licence_stay_under_it(owned):
    owned("acled", visibility="team")
    open_store().versions(KEY)
    DatasetFolder(imports_dir() / KEY).amend(
        licence_class="open", visibility="public", imported_at="2026-09-01"
    )

    assert find(KEY, PUBLIC).visibility == "public"
    with pytest.raises(DataError, match="not yours to see"):
        find(f"{KEY}@1", PUBLIC)
    assert find(f"{KEY}@1", of(ANA)).restricted
