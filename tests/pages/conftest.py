"""The pages in Streamlit's own test runner: the scripts run, the browser is not there."""

import json

import pandas as pd
import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest
from team_fixtures import SETTINGS

from sahel_map.i18n import activate
from sahel_map.settings import ROOT
from sahel_map.store import open_store

SCRIPT = ROOT / "sahel_map" / "ui" / "frame.py"
SECONDS = 60


def _leaves(value):
    """Yield every text and number inside a message, whatever its shape."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        yield str(value)
        return
    for item in value:
        yield from _leaves(item)


def _cells(table):
    """Return the texts of a table: its cells, its columns, its index."""
    cells = [str(cell) for row in table.itertuples(name=None) for cell in row if cell is not None]
    return [*map(str, table.columns), *cells]


def chart_tables(chart):
    """Return the data behind a chart, a table for each data set."""
    sent = [named.data for named in chart.proto.datasets]
    sent += [chart.proto.data] if chart.proto.HasField("data") else []
    return [convert_arrow_bytes_to_pandas_df(data.data) for data in sent]


def _texts(node):
    """Return every text that an element sends to the browser."""
    if node.type == "vega_lite_chart":
        spec = list(_leaves(json.loads(node.proto.spec)))
        return spec + [text for table in chart_tables(node) for text in _cells(table)]
    if node.type == "dataframe":
        return _cells(node.value)
    words = MessageToDict(node.proto)
    if node.type == "date_input":
        words = {name: words.get(name, "") for name in ("label", "help", "value")}
    if node.type == "component_instance":
        words = json.loads(words["jsonArgs"])
    return list(_leaves(words))


class Visit:
    """One reader's session."""

    def __init__(self, language, query, page):
        self.app = AppTest.from_file(str(SCRIPT), default_timeout=SECONDS)
        self.app.switch_page(f"../../pages/{page}.py")
        self.language = language
        self.app.query_params["lang"] = language
        for name, value in query.items():
            self.app.query_params[name] = value
        self.run()

    def run(self):
        """Run the script and return self; a page that fails, fails the test."""
        # The runner words the widgets' choices in this thread, which has a language of its own.
        activate(self.language)
        self.app.run()
        assert not self.app.exception, [error.value for error in self.app.exception]
        assert not self.app.error, [error.value for error in self.app.error]
        return self

    def set(self, kind, key, value):
        getattr(self.app, kind)(key=key).set_value(value)
        return self.run()

    def press(self, *, key=None, label=None):
        """Press a button by its key or, where it has none, by its label."""
        buttons = [b for b in self.app.button if (b.key == key if key else b.label == label)]
        buttons[0].click()
        return self.run()

    def speak(self, language):
        """Switch the language."""
        self.app.button_group(key="lang").set_value(language)
        self.app.run()
        self.language = language
        return self.run()

    def go(self, page):
        self.app.switch_page(f"../../pages/{page}.py")
        return self.run()

    @property
    def texts(self):
        """Every text of the page and its sidebar but the limits of date fields: a list."""
        nodes = [node for node in self.app._tree if getattr(node, "proto", None) is not None]
        return [text for node in nodes for text in _texts(node)]

    @property
    def words(self):
        """All of the page as one text."""
        return "\n".join(self.texts)

    @property
    def captions(self):
        return [caption.value for caption in self.app.caption]

    @property
    def notices(self):
        return [info.value for info in self.app.info]

    @property
    def charts(self):
        """The data behind each chart of the page, one table a chart."""
        return [pd.concat(chart_tables(chart)) for chart in self.app.get("vega_lite_chart")]

    @property
    def html(self):
        return [str(element.proto.body) for element in self.app.get("html")]

    @property
    def sentence(self):
        [text] = [body for body in self.html if 'class="sentence"' in body]
        return text

    @property
    def panel(self):
        """The open event's text, or None."""
        return next((body for body in self.html if "<h3" in body), None)

    @property
    def rows(self):
        """How many events the table has."""
        tables = self.app.dataframe
        return len(tables[-1].value) if tables else 0

    def table(self, column):
        """Return the one table of the page that has a column."""
        [found] = [table.value for table in self.app.dataframe if column in table.value]
        return found

    @property
    def component(self):
        [found] = self.app.get("component_instance")
        return found.proto

    @property
    def map_arguments(self):
        return json.loads(self.component.json_args)

    @property
    def map_view(self):
        """The view that the map script is handed."""
        layer = self.map_arguments["feature_group"]
        start = layer.index("{", layer.index("SahelMap.show("))
        return json.JSONDecoder().raw_decode(layer[start:])[0]

    @property
    def query(self):
        """The query of the address, the language aside."""
        params = self.app.query_params
        return {
            name: value[0] if isinstance(value, list) and len(value) == 1 else value
            for name, value in params.items()
            if name != "lang"
        }


@pytest.fixture
def visit():
    """Open a page by a link, the Attacks page when none is named."""

    def open_page(language="en", page="attacks", **query):
        return Visit(language, query, page)

    return open_page


@pytest.fixture
def files(monkeypatch):
    """Return the files that a page offers for download, by name, made at once."""
    made = {}
    static, deferred = MediaFileManager.add, MediaFileManager.add_deferred

    def add(self, data, *args, **options):
        made[options.get("file_name")] = data
        return static(self, data, *args, **options)

    def add_deferred(self, make, *args, **options):
        made[options.get("file_name")] = make()
        return deferred(self, make, *args, **options)

    monkeypatch.setattr(MediaFileManager, "add", add)
    monkeypatch.setattr(MediaFileManager, "add_deferred", add_deferred)
    return made


@pytest.fixture(autouse=True)
def _no_head_start(monkeypatch):
    """No browser draws the map here, so nothing need wait for one."""
    monkeypatch.setattr("sahel_map.ui.map_stage._OPENING", 0)
    monkeypatch.setattr("sahel_map.ui.map_stage._REDRAWING", 0)
    monkeypatch.setattr("sahel_map.ui.overview._LEAD", 0)


@pytest.fixture
def log_in(monkeypatch, tmp_path):
    """Let the reader be somebody, on a host with a store of its own."""
    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path / "imports"))
    for name, text in SETTINGS.items():
        monkeypatch.setenv(name, text)

    def become(person):
        monkeypatch.setattr("sahel_map.ui.login.person", lambda: person)

    yield become
    open_store().close()
