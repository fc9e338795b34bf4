"""The pages in Streamlit's own test runner: the scripts run, the browser is not there."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from sahel_map.i18n import activate
from sahel_map.settings import ROOT

SCRIPT = ROOT / "sahel_map" / "ui" / "frame.py"
SECONDS = 60


class Visit:
    """One reader's session."""

    def __init__(self, language, query):
        self.app = AppTest.from_file(str(SCRIPT), default_timeout=SECONDS)
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
    """Open the Attacks page by a link."""

    def open_page(language="en", **query):
        return Visit(language, query)

    return open_page


@pytest.fixture(autouse=True)
def _no_head_start(monkeypatch):
    """No browser draws the map here, so nothing need wait for one."""
    monkeypatch.setattr("sahel_map.ui.map_stage._OPENING", 0)
    monkeypatch.setattr("sahel_map.ui.map_stage._REDRAWING", 0)
