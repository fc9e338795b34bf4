"""docs/roles.md says what the program does."""

import subprocess
import sys

from sahel_map.settings import ROOT


def test_the_tables_of_the_roles_are_up_to_date():
    command = [sys.executable, str(ROOT / "scripts" / "roles_table.py"), "--check"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, f"run `python scripts/roles_table.py`. {done.stderr}"
