"""A host that requires a login, for tests without a browser.

Test files that use it name this file in ``pytest_plugins``.
"""

import pytest
from login_rows import HERE, SECRET

from sahel_map.server import noted, passes


@pytest.fixture
def host(monkeypatch, tmp_path):
    """A host that requires a login, and how to change that."""

    def put(**variables):
        for name, text in variables.items():
            monkeypatch.setenv(f"SAHEL_MAP_{name.upper()}", text)

    lists = {f"{role}s": f"*@{role}s.example" for role in ("admin", "editor", "viewer")}
    put(login="required", secret=SECRET, public_url=HERE, imports=str(tmp_path / "imports"))
    put(**lists)
    monkeypatch.setattr(passes, "REFUSALS", noted.Allowance(most=5, seconds=3600))
    monkeypatch.setattr(passes, "TAKEN", noted.Lately(seconds=60))
    return put
