"""An import whose process is killed: the version before is whole, and the next import succeeds."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from postgis_rows import KEY, enter, made_rows, written

from sahel_map.selection import Selection
from sahel_map.store import Ref

pytest_plugins = ["postgis_fixtures"]

TESTS = Path(__file__).parent

SCRIPT = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from postgis_rows import KEY, enter
from sahel_map.store.postgis import PostgisStore, entering, writing

def die(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[5] == "during":
    blocks = writing._event_blocks
    def some(*given):
        for block in blocks(*given):
            yield block[: len(block) // 2]
            die()
    writing._event_blocks = some
else:
    keep = entering.keep_files
    def kept(*given):
        keep(*given)
        die()
    entering.keep_files = kept
store = PostgisStore(sys.argv[2], cache=Path(sys.argv[3]))
enter(store, KEY, Path(sys.argv[4]))
"""


def killed(address, cache, path, when):
    """Import in a process that ends itself in the middle; return how it ended."""
    command = [sys.executable, "-c", SCRIPT, TESTS, address, cache, path, when]
    ended = subprocess.run(command, check=False, capture_output=True, cwd=TESTS.parent,
                           env=dict(os.environ))  # fmt: skip
    return ended.returncode


@pytest.mark.parametrize("when", ["during the rows", "before the end"])
def test_an_import_that_is_killed_changes_nothing(when, database, in_postgis, make_store, tmp_path):
    enter(in_postgis, KEY, written(tmp_path, "old.csv", made_rows(40)))
    newer = written(tmp_path, "new.csv", made_rows(55))

    ended = killed(database, tmp_path / "dead", newer, when.split()[0])

    assert ended == -signal.SIGKILL
    other = make_store("other")
    assert [one.number for one in other.versions(KEY)] == [1]
    assert other.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 40
    assert other.folder(Ref(KEY)).name == in_postgis.folder(Ref(KEY)).name
    assert enter(other, KEY, newer).number == 2
    assert other.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 55


def test_a_first_import_that_is_killed_leaves_no_dataset(database, in_postgis, tmp_path):
    path = written(tmp_path, "first.csv", made_rows(40))

    ended = killed(database, tmp_path / "dead", path, "before")

    assert ended == -signal.SIGKILL
    assert in_postgis.keys() == []
    assert enter(in_postgis, KEY, path).number == 1
