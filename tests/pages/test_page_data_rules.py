"""What admins set and read on the Data page: the rules for the public, and the audit log."""

import shutil

import pytest
from team_fixtures import AWA

from sahel_map.ledger.audit import entries
from sahel_map.people import ANYBODY, Person, Role
from sahel_map.server import collection, lifespan
from sahel_map.store import Ref, open_store

pytest_plugins = ["dataset_fixtures"]

KEY = "a-key-that-nobody-guesses"
ADA = Person("issuer|ada", "ada@example.org", Role.admin)


@pytest.fixture
def dataset(log_in, imports, tmp_path, monkeypatch):
    """Lay a dataset of Awa's on the shelf that the team sees."""
    monkeypatch.setattr(
        "streamlit.runtime.context.ContextProxy.cookies", property(lambda _self: {})
    )

    def lay(kind="ucdp", **says):
        shutil.copytree(imports / kind, tmp_path / "imports" / KEY)
        owner = collection.owner_digest(AWA.own)
        open_store().amend(KEY, owner=owner, owner_name=AWA.name, visibility="team", **says)
        log_in(ADA)

    return lay


def save(page, **values):
    for name, (kind, value) in values.items():
        getattr(page.app, kind)(key=f"rules-{name}-{KEY}").set_value(value)
    [button] = [one for one in page.app.button if one.label == "Save the rules"]
    button.click()
    page.app.run()
    assert not page.app.exception
    return page


def acts():
    with open_store().ledger.begin() as connection:
        return [(one["act"], one["detail"]) for one in entries(connection)]


def test_an_admin_sets_what_the_public_sees(visit, dataset):
    dataset()
    page = visit(page="data")

    save(page, who=("selectbox", "public"), delay=("number_input", 30), grid=("number_input", 10.0))

    about = open_store().about(KEY)
    assert (about["visibility"], about["delay_days"], about["round_km"]) == ("public", 30, 10.0)
    assert [text.value.replace("\\", "") for text in page.app.success] == [
        "The rules are saved, and hold from now on."
    ]
    assert [act for act, _ in acts()][:2] == ["share", "rules"]
    assert acts()[1][1] == {"delay_days": 30, "round_km": 10.0}


def test_the_public_then_sees_it_later_and_coarser_and_is_told_so(visit, dataset, log_in):
    dataset(delay_days=30, round_km=10.0)
    open_store().amend(KEY, visibility="public")
    log_in(ANYBODY)

    page = visit(page="about", data=KEY)

    assert any("The public sees these data 30 days later" in text for text in page.captions)
    shown = lifespan.dataset(str(Ref(KEY, veiled=True)))
    whole = lifespan.dataset(KEY)
    assert shown.events["lat"].tolist() != whole.events["lat"].tolist()
    assert any("30 days later" in code.value for code in page.app.code)


def test_a_restricted_dataset_cannot_be_made_public(visit, dataset):
    dataset("acled")

    page = visit(page="data")

    # What the reader is shown of each choice.
    assert page.app.selectbox(key=f"rules-who-{KEY}").options == [
        "for its owner alone", "for the team",
    ]  # fmt: skip


@pytest.mark.parametrize("person", [AWA, ANYBODY])
def test_rules_and_log_are_for_admins_alone(visit, dataset, log_in, person):
    dataset()
    log_in(person)

    page = visit(page="data")

    labels = [expander.label for expander in page.app.expander]
    assert not {"What the public sees", "Audit log"} & set(labels)


def test_without_a_login_there_are_no_rules(visit, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path))

    page = visit(page="data")

    labels = [expander.label for expander in page.app.expander]
    assert not {"What the public sees", "Audit log"} & set(labels)


def test_the_rules_of_the_host_are_shown(visit, log_in, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DELAY_DAYS", "14")
    monkeypatch.setenv("SAHEL_MAP_ROUND_KM", "2.5")
    log_in(ADA)

    page = visit(page="data")

    [told] = [text for text in page.texts if "SAHEL_MAP_DELAY_DAYS" in text]
    assert "14 days later, points on a grid of 2.5 km" in told


def test_the_audit_log_is_narrowed_by_act(visit, dataset, files):
    dataset()
    page = visit(page="data")
    save(page, who=("selectbox", "private"), delay=("number_input", 3))
    page.run()
    assert page.table("who_name")["act"].tolist()[:2] == ["share", "rules"]

    page.set("text_input", "audit-act", "rules")

    assert page.table("who_name")["act"].tolist() == ["rules"]
    [log] = [body for name, body in files.items() if name and name.startswith("audit-")]
    assert b"ada@example.org,admin,rules" in log
