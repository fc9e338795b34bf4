"""``sahel-map serve`` with a login: what it asks for first, and the file the server reads."""

import os
import signal
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from sahel_map.cli import hosting
from sahel_map.cli import keeper as keeper_module
from sahel_map.cli.login_file import login_file
from sahel_map.server.logins import admitted, claimed, cookie_secret, faults
from sahel_map.settings import configured

SECRET = "a secret of this test, long enough to sign"  # noqa: S105
WHOLE = {
    "LOGIN": "required",
    "SECRET": SECRET,
    "OIDC_URL": "https://id.example/.well-known/openid-configuration",
    "OIDC_CLIENT": "sahel-map",
    "OIDC_SECRET": 'what "they" gave\\us\n\u00e9\U0001f600\x7f',
    "PUBLIC_URL": "https://map.example/sahel/",
}
PATIENCE = 30


@pytest.fixture
def host(monkeypatch):
    """Set the host's variables; those named with None are not set."""

    def put(**changes):
        for name, text in (WHOLE | changes).items():
            if text is None:
                monkeypatch.delenv(f"SAHEL_MAP_{name}", raising=False)
            else:
                monkeypatch.setenv(f"SAHEL_MAP_{name}", text)
        return configured()

    return put


@pytest.fixture
def served(monkeypatch):
    """Return what ``serve`` would run, and the file it names, as both were meanwhile."""
    seen = {}

    def serve(command, _environment):
        seen["command"] = command
        files = [part.partition("=")[2] for part in command if part.startswith("--secrets.files=")]
        for name in files:
            path = Path(name)
            seen.update(
                path=path,
                text=path.read_text(encoding="utf-8"),
                mode=stat.S_IMODE(path.stat().st_mode),
                folder=stat.S_IMODE(path.parent.stat().st_mode),
            )
        return 0

    monkeypatch.setattr(hosting, "_served", serve)
    return seen


def test_without_a_login_nothing_is_asked_for_and_nothing_written(run, served):
    result = run("serve")

    assert result.exit_code == 0
    assert "path" not in served


@pytest.mark.parametrize("mode", ["optional", "required"])
def test_everything_a_login_lacks_is_named_at_once(host, run, served, mode):
    host(LOGIN=mode, SECRET=None, OIDC_URL=None, OIDC_CLIENT=None, OIDC_SECRET=None,
         PUBLIC_URL=None)  # fmt: skip

    result = run("serve")

    assert result.exit_code == 2
    for name in ("SECRET", "OIDC_URL", "OIDC_CLIENT", "OIDC_SECRET", "PUBLIC_URL"):
        assert f"SAHEL_MAP_{name}:" in result.stderr
    assert served == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SECRET", "x" * 31),
        ("OIDC_URL", "id.example"),
        ("OIDC_URL", "ftp://id.example/x"),
        ("OIDC_CLIENT", "  "),
        ("OIDC_SECRET", ""),
        ("PUBLIC_URL", "map.example"),
        ("PUBLIC_URL", "https://map.example/?a=1"),
        ("PUBLIC_URL", "https://me:word@map.example/"),
    ],
)
def test_a_setting_that_cannot_work_is_named_without_its_value(host, name, text):
    [fault] = faults(host(**{name: text}))

    assert fault.startswith(f"SAHEL_MAP_{name}: ")
    assert not text.strip() or text not in fault


def test_no_secret_stands_in_what_a_refused_start_says(host, run):
    host(SECRET="too short to sign", OIDC_SECRET="what they gave", OIDC_URL="nowhere")  # noqa: S106

    result = run("serve")

    assert result.exit_code == 2
    assert "too short to sign" not in result.output + result.stderr
    assert "what they gave" not in result.output + result.stderr


def test_a_value_that_is_not_allowed_ends_the_command_with_its_name(monkeypatch, run):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "sometimes")

    result = run("serve")

    assert result.exit_code == 2
    assert "SAHEL_MAP_LOGIN" in result.stderr


def test_the_server_is_told_how_people_log_in_and_the_file_is_gone_afterwards(host, run, served):
    host()

    result = run("serve")

    assert result.exit_code == 0
    assert tomllib.loads(served["text"]) == {
        "auth": {
            "redirect_uri": "https://map.example/sahel/oauth2callback",
            "cookie_secret": cookie_secret(configured()),
            "client_id": "sahel-map",
            "client_secret": WHOLE["OIDC_SECRET"],
            "server_metadata_url": WHOLE["OIDC_URL"],
        }
    }
    assert (served["mode"], served["folder"]) == (0o600, 0o700)
    assert not served["path"].parent.exists()


def test_the_command_line_which_all_users_of_the_machine_see_holds_no_secret(host, run, served):
    host()

    run("serve")

    line = " ".join(served["command"])
    assert [text for text in (SECRET, WHOLE["OIDC_SECRET"]) if text in line] == []


def test_the_secret_of_the_cookies_is_derived_and_the_same_on_every_replica(host):
    derived = cookie_secret(host())

    assert SECRET not in derived
    assert derived == cookie_secret(host(OIDC_CLIENT="another"))
    assert derived != cookie_secret(host(SECRET=SECRET + "!"))


def test_the_file_goes_when_the_server_fails(host):
    paths = []

    def fails(settings):
        with login_file(settings) as path:
            paths.append(path)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails(host())
    assert not paths[0].exists()


# Who starts the tests in the background, or under nohup, has these ignored.
_HEARD = (
    "import signal;"
    "signal.signal(signal.SIGINT, signal.default_int_handler);"
    "signal.signal(signal.SIGHUP, signal.SIG_DFL);"
)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_whoever_ends_the_command_leaves_no_secret_behind(host, tmp_path, end):
    host()
    sleeper = tmp_path / "server"
    program = (
        _HEARD + "from sahel_map.cli import app, hosting;"
        f"hosting.shutil.which = lambda *_, **__: {str(sleeper)!r};"
        "app()"
    )
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    sleeper.chmod(0o700)
    folder = tmp_path / "temporary"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve"],
        env=os.environ | {"TMPDIR": str(folder)},
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not list(folder.glob("*/secrets.toml")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.3)  # until the server runs and its end is looked after

        # Of an interruption a terminal tells the command and its server.
        (os.killpg if end == signal.SIGINT else os.kill)(process.pid, end)

        process.wait(PATIENCE)
        assert list(folder.iterdir()) == []
    finally:
        process.kill()
        process.wait()


def _kept(told, *, ignored=""):
    """Run a server that takes a second to end beside its keeper; send the keeper a signal.

    Returns what the server has said, and the keeper's exit code.
    """
    server = (
        "import signal, time\n"
        "def end(*_): time.sleep(1); print('ended', flush=True); raise SystemExit(3)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready', flush=True)\n"
        "time.sleep(4)\n"
        "print('went on', flush=True)\n"
    )
    keeper = [sys.executable, "-I", "-S", keeper_module.__file__, "", sys.executable, "-c", server]
    ignore = f"signal.signal(signal.{ignored}, signal.SIG_IGN);" if ignored else ""
    program = f"{_HEARD}{ignore}import os, sys; os.execv(sys.argv[1], sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", program, *keeper], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(told)
        code = process.wait(PATIENCE)
        return process.stdout.read().split("\n")[0], code


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize(
    ("end", "code"), [(signal.SIGTERM, 3), (signal.SIGHUP, 3), (signal.SIGINT, 0)]
)
def test_the_command_ends_when_its_server_has(end, code):
    assert _kept(end) == ("ended", code)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("end", ["SIGHUP", "SIGINT"])
def test_a_command_that_was_told_to_ignore_a_signal_does(end):
    assert _kept(getattr(signal, end), ignored=end) == ("went on", 0)


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "ann@press.example"}, "ann@press.example"),
        ({"email": "ann@press.example", "email_verified": False, "name": "Ann"}, "Ann"),
        ({"name": "Ann"}, "Ann"),
        ({"name": "chief@press.example"}, "s-1"),
        ({"email": "chief@press.example", "email_verified": False}, "s-1"),
        ({}, "s-1"),
    ],
)
def test_people_are_shown_by_what_the_provider_vouches_for(claims, name):
    assert claimed({"iss": "https://id.example", "sub": "s-1"} | claims).name == name


def test_people_of_two_providers_are_never_the_same():
    one, two = (claimed({"iss": f"https://{host}.example", "sub": "1"}) for host in "ab")

    assert one.subject != two.subject


@pytest.mark.parametrize("claims", [None, {}, {"sub": "1"}, {"iss": "x"}, {"iss": "x", "sub": ""}])
def test_who_has_no_issuer_or_subject_is_admitted_by_no_list(claims):
    assert admitted(claims) is None
