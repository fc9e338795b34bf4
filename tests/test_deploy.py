"""What an administrator installs, held against the software it is for."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from sahel_map import settings
from sahel_map.server import stopping
from sahel_map.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "sahel-map@.service").read_text(encoding="utf-8")


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def seconds(text):
    return float(re.fullmatch(r"(\d+)s?", str(text))[1])


def written(value):
    """Return a default as it is written in the environment."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, Path):
        return str(value.relative_to(ROOT))
    return "" if value is None else str(value)


def test_the_example_has_every_setting_with_its_default_and_no_other():
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    told = dict(re.findall(r"^#(SAHEL_MAP_\w+)=(.*)$", text, flags=re.MULTILINE))

    fields = Settings.model_fields.items()
    assert told == {f"SAHEL_MAP_{name.upper()}": written(one.default) for name, one in fields}


def test_what_the_example_says_is_what_the_settings_say():
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    words = " ".join(text.replace("\n# ", " ").split())

    for field in Settings.model_fields.values():
        assert field.description in words


@pytest.mark.parametrize("text", [UNIT, DOCKERFILE, (DEPLOY / "compose.yaml").read_text("utf-8")])
def test_only_settings_that_exist_are_set(text):
    used = set(re.findall(r"\bSAHEL_MAP_[A-Z_]+\b", text))

    assert used <= {f"{settings.PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_who_stops_the_server_waits_longer_than_the_server_does():
    longest = stopping.LONGEST + 10

    assert seconds(compose()["services"]["app"]["stop_grace_period"]) > longest
    assert seconds(re.search(r"^TimeoutStopSec=(.*)$", UNIT, re.MULTILINE)[1]) > longest


def test_the_image_runs_as_nobody_who_matters_and_takes_packages_by_their_hashes():
    last = DOCKERFILE.rpartition("FROM ")[2]

    assert re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)[1] != "0"
    assert "npm" not in last
    assert "pip install" not in last
    assert "pip install --require-hashes -r requirements.lock" in DOCKERFILE
    assert "/healthz" in last


def test_images_are_named_by_a_tag_that_says_which():
    named = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    named += [one["image"] for one in compose()["services"].values() if "build" not in one]

    assert all(re.fullmatch(r"[\w/.-]+:[\w.-]*\d[\w.-]*", name) for name in named), named


def test_everything_that_is_copied_is_let_through():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = [line.removeprefix("!") for line in ignored if line.startswith("!")]

    assert "*" in ignored
    assert all((ROOT / name).exists() for name in kept), kept
    for needed in ("requirements.lock", "frontend/package-lock.json", "app.py", "sahel_map"):
        assert needed in kept


@pytest.mark.parametrize("name", ["database", "app", "proxy"])
def test_no_service_can_write_where_it_need_not_or_become_more_than_it_is(name):
    service = compose()["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"


def test_no_secret_stands_in_the_files_and_the_database_is_not_to_be_reached_from_without():
    services = compose()["services"]

    assert "password" not in (DEPLOY / "compose.yaml").read_text("utf-8").lower().replace(
        "postgres_password=...", ""
    )
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert services["database"]["networks"] == ["within"]
    assert compose()["networks"]["within"]["internal"] is True


def test_each_service_waits_until_what_it_needs_is_well():
    services = compose()["services"]

    assert services["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["proxy"]["depends_on"] == {"app": {"condition": "service_healthy"}}
    assert "healthcheck" in services["database"]


def test_proxy_and_dashboard_agree_on_path_port_and_network():
    services, networks = compose()["services"], compose()["networks"]
    app, proxy = services["app"], services["proxy"]["environment"]
    subnet = networks["before"]["ipam"]["config"][0]["subnet"]

    assert proxy["BASE_PATH"] == "/" + app["command"][app["command"].index("--base-path") + 1]
    assert "server app:8501 " in proxy["REPLICAS"]
    assert app["environment"]["FORWARDED_ALLOW_IPS"] == subnet
    assert re.fullmatch(proxy["REPLICA_ADDRESSES"], subnet.replace("0/24", "9") + ":8501")
    assert not re.fullmatch(proxy["REPLICA_ADDRESSES"], "172.30.77.9:5432")


def test_every_variable_of_the_template_is_told_by_the_compose_file():
    template = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{([A-Z_]+)\}", template)) - {"CAPITALS"}

    given = compose()["services"]["proxy"]["environment"]
    assert used == set(given)
    assert all(f"#   {name} " in template for name in used)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_unit(tmp_path):
    unit = tmp_path / "sahel-map@8501.service"
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE)
    unit.write_text(re.sub(r"^WorkingDirectory=.*$", "", text, flags=re.MULTILINE), "utf-8")

    told = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    assert "sahel-map@" not in told.stderr
