"""The view beside Streamlit: what counts as an act of the reader, and when an address is read."""

import datetime as dt
from types import SimpleNamespace

import pytest

from sahel_map.ui import view

DAY = dt.date(2025, 10, 31)


class Query(dict):
    """Query parameters, each with a list of texts."""

    def get_all(self, name):
        return self.get(name, [])

    def from_dict(self, texts):
        self.clear()
        self.update(texts)


@pytest.fixture
def streamlit(monkeypatch):
    """What the view knows of Streamlit: the session, the address, the browser's language."""
    known = SimpleNamespace(
        session_state={}, query_params=Query(), context=SimpleNamespace(locale="en-GB")
    )
    monkeypatch.setattr(view, "st", known)
    return known


def test_the_page_follows_the_address(streamlit):
    view.open_view()
    streamlit.query_params.from_dict({"on": ["2025-10-31"]})

    view.open_view()

    assert view.get("on") == DAY


def test_a_part_that_runs_late_does_not_go_back_to_an_older_address(streamlit):
    streamlit.query_params.from_dict({"on": ["2025-10-17"]})
    view.open_view()
    view.change(on=DAY)
    view.open_view()
    assert streamlit.query_params["on"] == ["2025-10-31"]
    streamlit.query_params.from_dict({"on": ["2025-10-17"]})

    view.open_view(part=True)

    assert view.get("on") == DAY
    assert streamlit.query_params["on"] == ["2025-10-31"]


@pytest.mark.usefixtures("streamlit")
def test_a_widget_that_tells_the_same_again_is_no_act_of_the_reader():
    view.open_view()
    told = view.controlled("step")

    told["on_change"](*told["args"])

    assert not view.by_reader()


def test_a_widget_that_tells_another_value_is_one(streamlit):
    view.open_view()
    told = view.controlled("step")
    streamlit.session_state["step"] = "month"

    told["on_change"](*told["args"])

    assert view.by_reader()
    assert view.get("step") == "month"


@pytest.mark.usefixtures("streamlit")
def test_what_is_found_out_is_asked_once_in_a_run():
    asked = []

    def find():
        asked.append(1)
        return "found"

    view.open_view()
    assert [view.found("a", find), view.found("a", find)] == ["found", "found"]
    assert len(asked) == 1

    view.open_view()
    view.found("a", find)
    assert len(asked) == 2
