"""A server that is told to stop while somebody loads a file."""

import json
import re
import signal

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect

from benchmarks.made_acled import write_made_acled

pytestmark = pytest.mark.browser

ROWS = 30_000
PATIENCE = 90
"""Seconds that a stop may take, the import included."""


@pytest.fixture
def host(start_server, tmp_path_factory):
    """A server with a folder of imports of its own."""
    folder = tmp_path_factory.mktemp("imports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAHEL_MAP_IMPORTS", str(folder))
        server = start_server()
    return server, folder


def test_an_import_that_runs_when_the_stop_comes_counts_whole(host, visit, tmp_path):
    server, folder = host
    write_made_acled(tmp_path / "acled.csv", rows=ROWS, dirty=0)
    tab = visit(on=server)
    tab.open()
    tab.page.get_by_role("link", name="Data", exact=True).click()
    tab.page.locator("[data-testid=stFileUploader] input").set_input_files(tmp_path / "acled.csv")
    expect(tab.button("import")).to_be_visible()
    tab.settle()
    tab.press("import")
    expect(tab.page.get_by_text(re.compile("^[0-9 ,\u202f]+ rows read$"))).to_be_visible()

    server._process.send_signal(signal.SIGTERM)

    assert server._process.wait(PATIENCE) == 0
    tab.page.close()
    tab.watch.complaints.clear()  # of the connection that is gone
    [about] = list(folder.glob("*/dataset.json"))
    events = about.parent / json.loads(about.read_text("utf-8"))["events"]
    assert pq.read_metadata(events).num_rows == ROWS
    assert not list(folder.glob(".upload-*"))
