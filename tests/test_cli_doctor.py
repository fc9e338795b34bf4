"""``sahel-map doctor``: every setting, what is wrong with this host, and nothing secret."""

import json

import pytest

from sahel_map.server.logins import faults
from sahel_map.settings import Settings, configured

VARIABLES = [f"SAHEL_MAP_{name.upper()}" for name in Settings.model_fields]
LONG = "a-secret-of-some-forty-characters-in-all"


@pytest.fixture
def asked(run, folder, monkeypatch, tmp_path):
    """Ask the doctor about a small folder of data under the given settings."""

    def ask(**given):
        for variable in VARIABLES:
            monkeypatch.delenv(variable, raising=False)
        given = {"IMPORTS": str(tmp_path / "imports"), **given}
        for name, value in given.items():
            monkeypatch.setenv(f"SAHEL_MAP_{name}", value)
        result = run("doctor", "--data", folder, "--format", "json")
        told = json.loads(result.stdout)
        checks = {check["check"]: check for check in told["checks"]}
        return result.exit_code, checks, {row["setting"]: row for row in told["settings"]}

    return ask


def test_every_setting_is_listed_with_what_is_in_force_and_where_it_comes_from(asked):
    _, _, found = asked(UPLOAD_MB="7")

    assert list(found) == VARIABLES
    assert found["SAHEL_MAP_UPLOAD_MB"]["value"] == "7"
    assert found["SAHEL_MAP_UPLOAD_MB"]["default"] == "2048"
    assert found["SAHEL_MAP_UPLOAD_MB"]["origin"] == "environment"
    assert found["SAHEL_MAP_LOGIN"]["origin"] == "default"
    assert all(row["description"] for row in found.values())


def test_nothing_secret_is_printed(asked, run, folder):
    secrets = dict.fromkeys(("SECRET", "OIDC_SECRET", "METRICS_TOKEN"), LONG)
    _, _, found = asked(
        **secrets, STORE="postgresql://team:hushhush@127.0.0.1:1/none", STORE_WAIT="1"
    )
    shown = run("doctor", "--data", folder)

    assert found["SAHEL_MAP_SECRET"]["value"] == "set"
    assert found["SAHEL_MAP_STORE"]["value"] == "postgresql://127.0.0.1:1/none"
    assert LONG not in json.dumps(found) + shown.stdout
    assert "hushhush" not in json.dumps(found) + shown.stdout + shown.stderr


def test_a_host_without_a_team_is_well_and_nothing_is_made_for_the_looking(asked, tmp_path):
    code, checks, _ = asked()

    assert code == 0
    assert all(check["ok"] for check in checks.values())
    assert not (tmp_path / "imports").exists()


def test_a_login_needs_a_provider_a_long_secret_and_https(asked):
    code, checks, _ = asked(LOGIN="required", PUBLIC_URL="http://map.example.org", SECRET=LONG[:31])

    assert code == 1
    assert not checks["login"]["ok"]
    for name in ("SECRET", "OIDC_URL", "OIDC_CLIENT", "OIDC_SECRET"):
        assert f"SAHEL_MAP_{name}: " in checks["login"]["detail"]
    assert not checks["address"]["ok"]


def test_a_login_with_all_it_needs_is_well(asked):
    code, checks, _ = asked(
        LOGIN="optional", SECRET=LONG, PUBLIC_URL="https://map.example.org/sahel",
        OIDC_URL="https://login.example.org", OIDC_CLIENT="sahel", OIDC_SECRET=LONG,
    )  # fmt: skip

    assert code == 0
    assert checks["login"]["state"] == "optional"


@pytest.mark.parametrize(
    ("name", "text"),
    [("OIDC_URL", "login.example.org"), ("OIDC_CLIENT", "  "), ("PUBLIC_URL", "https://?a=1")],
)
def test_what_serve_refuses_the_doctor_does_not_find_well(asked, name, text):
    given = {
        "SECRET": LONG, "PUBLIC_URL": "https://map.example.org", "OIDC_CLIENT": "sahel",
        "OIDC_URL": "https://login.example.org", "OIDC_SECRET": LONG,
    }  # fmt: skip
    code, checks, _ = asked(LOGIN="required", **given | {name: text})

    assert code == 1
    assert checks["login"]["detail"] == "\n".join(faults(configured()))
    assert checks["login"]["detail"].startswith(f"SAHEL_MAP_{name}: ")


def test_a_database_out_of_reach_is_told(asked):
    code, checks, _ = asked(STORE="postgresql://nobody@127.0.0.1:1/none", STORE_WAIT="1")

    assert code == 1
    assert not checks["store"]["ok"]
    assert "cannot be reached" in checks["store"]["detail"]


def test_a_database_with_postgis_is_well_before_its_first_use(asked, database):
    code, checks, _ = asked(STORE=database)

    assert code == 0
    assert checks["schema of the store"]["state"] == "not made yet"
    assert checks["PostGIS"]["state"][0].isdigit()


def test_a_folder_that_cannot_be_written_to_is_told(asked, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, checks, _ = asked(CACHE=str(tmp_path / "file"))

    assert code == 1
    assert checks["cache"]["state"] == "not writable"


@pytest.mark.parametrize("command", [["doctor"], ["events"], ["boundaries", "list"], ["serve"]])
def test_a_setting_that_is_not_allowed_ends_every_command_in_one_sentence(
    command, run, monkeypatch
):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "perhaps")

    result = run(*command)

    assert result.exit_code == 2
    assert "SAHEL_MAP_LOGIN" in result.stderr
    assert "'off', 'optional' or 'required'" in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert "perhaps" not in result.stderr


def test_help_needs_no_settings(run, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "perhaps")

    assert run("--help").exit_code == 0
