"""Roles: who gets which from a login, who may do what with it, and what a pass is good for."""

import time

import pytest
from itsdangerous import URLSafeTimedSerializer

from sahel_map import people
from sahel_map.errors import ForbiddenError, SettingsError
from sahel_map.people import ANYBODY, Act, Person, Role, allow, may, read_pass, role_of, write_pass
from sahel_map.settings import configured

SECRET = "a secret of this test, long enough to sign"  # noqa: S105
ANN = Person("https://id.example ann", "ann@press.example", Role.editor)

WHO_MAY = {
    Act.see: "public viewer editor admin",
    Act.see_team: "viewer editor admin",
    Act.export: "public viewer editor admin",
    Act.load: "editor admin",
    Act.share: "editor admin",
    Act.publish: "admin",
    Act.comment: "viewer editor admin",
    Act.suggest: "editor admin",
    Act.review: "editor admin",
    Act.govern: "admin",
    Act.audit: "admin",
}


@pytest.fixture
def host(monkeypatch):
    """Set the host's variables, and return its settings."""
    monkeypatch.setenv("SAHEL_MAP_SECRET", SECRET)

    def put(**variables):
        for name, text in variables.items():
            monkeypatch.setenv(f"SAHEL_MAP_{name.upper()}", text)
        return configured()

    return put


def of(role):
    return ANYBODY if role is Role.public else Person("https://id.example x", "x", role)


def test_the_table_of_this_test_names_every_act():
    assert set(WHO_MAY) == set(Act)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_with_an_optional_login_each_act_asks_for_its_role(host, act, role):
    host(login="optional")

    assert may(of(role), act) == (role.name in WHO_MAY[act].split())


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_with_a_required_login_the_public_may_do_nothing(host, act, role):
    host(login="required")

    allowed = role is not Role.public and role.name in WHO_MAY[act].split()
    assert may(of(role), act) == allowed


@pytest.mark.parametrize("act", list(Act))
def test_without_a_login_everybody_may_see_load_share_and_take_away_and_nothing_else(host, act):
    host(login="off")

    assert may(ANYBODY, act) == (act in {Act.see, Act.export, Act.load, Act.share})


def test_who_may_not_is_told_which_role_it_takes(host):
    host(login="optional")

    with pytest.raises(ForbiddenError, match="You are editor here; to read the audit log one"):
        allow(ANN, Act.audit)


def test_who_is_not_logged_in_is_told_to_log_in(host):
    host(login="optional")

    with pytest.raises(ForbiddenError, match="Log in to load datasets"):
        allow(ANYBODY, Act.load)


def test_without_a_login_nobody_is_told_to_log_in(host):
    host(login="off")

    with pytest.raises(ForbiddenError, match="Without a login this host cannot tell people apart"):
        allow(ANYBODY, Act.review)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "chief@press.example"}, Role.admin),
        ({"email": "CHIEF@Press.Example"}, Role.admin),
        ({"email": "ann@press.example"}, Role.editor),
        ({"email": "bob@reader.example"}, Role.viewer),
        ({"email": "bob@elsewhere.example"}, None),
        ({"email": "chief@press.example.elsewhere"}, None),
        ({"email": "notchief@press.example"}, Role.editor),
        ({"email": ""}, None),
        ({}, None),
        ({"email": "chief@press.example", "email_verified": True}, Role.admin),
        ({"email": "chief@press.example", "email_verified": False}, None),
        ({"email": "chief@press.example", "email_verified": "false"}, None),
        ({"email": "chief@press.example", "email_verified": "true"}, Role.admin),
    ],
)
def test_lists_give_the_highest_role_that_fits_an_address(host, claims, role):
    settings = host(
        admins="chief@press.example", editors="*@press.example", viewers="*@reader.example"
    )

    assert role_of(claims, settings) == role


def test_everybody_who_logs_in_is_a_viewer_unless_a_list_says_otherwise(host):
    assert role_of({"email": "whoever@anywhere.example"}, host()) is Role.viewer


def test_an_address_that_is_not_verified_makes_nobody_even_a_viewer(host):
    assert role_of({"email": "x@y.example", "email_verified": False}, host()) is None


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("editor", Role.editor),
        (["viewer", "admin", "guests"], Role.admin),
        (["public"], None),
        ("public", None),
        (["Admin"], None),
        ("admins", None),
        (3, None),
        (None, None),
        ({"admin": True}, None),
    ],
)
def test_a_claim_of_the_provider_names_roles_by_their_codes(host, said, role):
    settings = host(role_claim="groups", viewers="nobody@press.example")

    assert role_of({"email": "x@y.example", "groups": said}, settings) is role


def test_a_claim_that_no_setting_names_gives_no_role(host):
    settings = host(viewers="nobody@press.example")

    assert role_of({"email": "x@y.example", "roles": ["admin"]}, settings) is None


def test_of_claim_and_lists_the_higher_role_counts(host):
    settings = host(role_claim="groups", editors="ann@press.example")

    assert role_of({"email": "ann@press.example", "groups": "viewer"}, settings) is Role.editor
    assert role_of({"email": "ann@press.example", "groups": "admin"}, settings) is Role.admin


def test_a_pass_names_who_it_was_written_for(host):
    host()

    assert read_pass(write_pass(ANN)) == ANN


@pytest.mark.parametrize("text", [None, "", "x", "a.b.c", "é", "\x00", "." * 5000])
def test_what_is_no_pass_is_the_publics(host, text):
    host()

    assert read_pass(text) == ANYBODY


def test_a_pass_is_worth_nothing_with_any_of_its_signs_changed(host):
    host()
    text = write_pass(ANN)
    # The last sign of each part carries bits that decoding drops.
    ends = {i - 1 for i, sign in enumerate(text + ".") if sign == "."}

    for i, sign in enumerate(text):
        if i not in ends:
            other = "A" if sign != "A" else "B"
            assert read_pass(text[:i] + other + text[i + 1 :]) == ANYBODY, i


def test_a_pass_of_another_secret_is_the_publics(host):
    host()
    text = write_pass(ANN)

    host(secret=SECRET.replace("test", "host"))

    assert read_pass(text) == ANYBODY


def test_what_the_same_secret_signed_for_something_else_is_no_pass(host):
    host()
    other = URLSafeTimedSerializer(SECRET, salt="cookie").dumps([ANN.subject, ANN.name, "admin"])

    assert read_pass(other) == ANYBODY


@pytest.mark.parametrize("content", [["s", "n", "owner"], ["s", "n"], "admin", {"s": 1}, None])
def test_a_pass_that_says_something_else_is_the_publics(host, content):
    host()

    assert read_pass(people._signer().dumps(content)) == ANYBODY


def test_a_pass_expires(host, monkeypatch):
    host(pass_hours="2")  # noqa: S106
    text = write_pass(ANN)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 7195)
    assert read_pass(text) == ANN
    monkeypatch.setattr(time, "time", lambda: now + 7205)
    assert read_pass(text) == ANYBODY


def test_a_pass_can_be_asked_whether_the_first_half_of_its_time_is_over(host, monkeypatch):
    host(pass_hours="2")  # noqa: S106
    text = write_pass(ANN)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 3595)
    assert read_pass(text, share=0.5) == ANN
    monkeypatch.setattr(time, "time", lambda: now + 3605)
    assert read_pass(text, share=0.5) == ANYBODY


def test_no_pass_is_signed_with_a_short_secret(host):
    host(secret="x" * 31)

    with pytest.raises(SettingsError, match="at least 32 characters"):
        write_pass(ANN)
