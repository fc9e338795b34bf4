"""The view: every choice of the reader, in one place, mirrored in the URL.

``bind="query-params"`` would put the *label* of a choice into the URL, so that a link would
depend on the language it was copied in and break when a label is reworded. Here the URL holds
codes. Each widget is controlled: it shows the view's value and hands changes back to it, so a
choice survives a change of page or language. Session state is touched in this module alone.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from sahel_map.i18n import LANGUAGES, activate, current
from sahel_map.scenes.parameters import NOT_SHOWN, PARAMS

__all__ = [
    "by_reader",
    "carry",
    "change",
    "close_view",
    "controlled",
    "first_run",
    "found",
    "get",
    "held",
    "hold",
    "kept",
    "leave",
    "left",
    "open_view",
    "play",
    "playing",
    "query",
    "restore",
    "returned",
    "shown",
    "stand",
    "steps_since",
    "values",
    "write_url",
]

_VIEW: Final = "view"
_MET: Final = "met"
_CHANGED: Final = "view-changed"
_WRITTEN: Final = "view-url"
_WORDED: Final = "view-worded"
_PLAYING: Final = "view-playing"
_FOUND: Final = "view-found"
_WHOLE: Final = "view-whole"


def _read_url() -> dict[str, Any]:
    view = {}
    for name, param in PARAMS.items():
        texts = st.query_params.get_all(name)
        view[name] = param.read(texts) if texts else param.default
    return view


def _url_of(view: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        name: param.texts(view[name])
        for name, param in PARAMS.items()
        if view[name] != param.default
    }


def _url_now() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _moved(now: dict[str, list[str]]) -> bool:
    """Return whether the reader went to another URL, rather than we or a change of page.

    A run that a widget caused may still carry the URL from before our last change, when the
    browser has not had it yet: what the reader does then counts, not the URL.
    """
    caused = st.session_state.pop(_CHANGED, False)
    return not caused and bool(now) and now != st.session_state[_WRITTEN]


def open_view(*, part: bool = False) -> None:
    """Take the view from the URL when the reader came by a link or went back; set the language.

    Runs at the start of every script and fragment run.

    Args:
        part: Whether a part of the page runs. To another URL the whole page goes; a part may run
            late, with the URL from before our last change, on a server that is busy.
    """
    if _VIEW not in st.session_state or (_moved(_url_now()) and not part):
        st.session_state[_VIEW] = _read_url()
    if not part:
        if not st.session_state.get(_WHOLE, True):
            # The run before was cut short by the reader: of widgets that it did not come to, the
            # browser may know no value, and would report the first choice as the reader's own.
            st.session_state[_WORDED] = {}
        st.session_state[_WHOLE] = False
    st.session_state[_FOUND] = {}
    view = st.session_state[_VIEW]
    if view["lang"] is None:
        browser = (st.context.locale or "").partition("-")[0]
        view["lang"] = browser if browser in LANGUAGES else "en"
    activate(view["lang"])
    # Written at once: a fragment that runs within the page opens the view a second time.
    write_url()


def close_view() -> None:
    """Write the view into the address at the end of the run of a whole page."""
    write_url()
    st.session_state[_WHOLE] = True


def first_run() -> bool:
    """Return whether this is the first time that a session asks."""
    first = _MET not in st.session_state
    st.session_state[_MET] = True
    return first


def play(page: str | None) -> None:
    """Let the days or slices of a page run, or stop them."""
    st.session_state[_PLAYING] = page


def playing(page: str | None = None) -> bool:
    """Return whether days or slices run: those of a page, or any."""
    runs = st.session_state.get(_PLAYING)
    return bool(runs) and page in {None, runs}


def by_reader() -> bool:
    """Return whether a widget caused this run; asked before the view is opened."""
    return bool(st.session_state.get(_CHANGED))


def write_url() -> None:
    """Mirror the view in the URL, but not while the days run: each would be a step of Back."""
    if playing():
        return
    wanted = _url_of(st.session_state[_VIEW])
    if wanted != _url_now():
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted


def query(**changed: Any) -> dict[str, list[str]]:  # noqa: ANN401
    """Return the view as it stands in an address, with some choices changed."""
    return _url_of(st.session_state[_VIEW] | changed)


def get(name: str) -> Any:  # noqa: ANN401  (each parameter has its own type)
    """Return one choice of the view."""
    return st.session_state[_VIEW][name]


def change(**choices: Any) -> None:  # noqa: ANN401
    """Set choices of the view; also without any, say that a widget caused this run."""
    st.session_state[_VIEW].update(choices)
    st.session_state[_CHANGED] = True


def carry(**choices: Any) -> None:  # noqa: ANN401
    """Set choices of the view in a run that no widget caused."""
    st.session_state[_VIEW].update(choices)


def values() -> dict[str, Any]:
    """Return every choice of the view by its name."""
    return dict(st.session_state[_VIEW])


def stand(choices: Mapping[str, Any], **more: Any) -> None:  # noqa: ANN401
    """Go to another view: its choices, and the defaults of all others that say what is shown.

    Args:
        choices: Values by name.
        more: Choices besides, such as the step of a briefing.
    """
    plain = {name: param.default for name, param in PARAMS.items() if name not in NOT_SHOWN}
    change(**{**plain, **choices, **more})


def restore(*names: str) -> None:
    """Put choices back to their defaults."""
    change(**{name: PARAMS[name].default for name in names})


def _take(name: str) -> None:
    param, value = PARAMS[name], st.session_state[name]
    if isinstance(value, list):
        value = tuple(value)
    if value is None:
        value = param.default
    texts = param.texts(value) if value not in (None, ()) else []
    # A word of the language before a switch is no choice of the reader's.
    if texts and param.read(texts) != value:
        value = get(name)
    # On a busy server Streamlit may tell again what it has told: that is no act of the reader's.
    if value != get(name):
        change(**{name: value})


def controlled(name: str) -> dict[str, Any]:
    """Return the arguments that tie a widget to a choice: its key and its change handler."""
    value = get(name)
    plain = list(value) if isinstance(value, tuple) else value
    return {**shown(name, plain), "on_change": _take, "args": (name,)}


def shown(key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the key of a widget that shows a value derived from the view."""
    # Only where it differs, since setting a value anew would disturb somebody who is typing; but
    # also in a new language, since browsers know a choice by its words alone.
    worded = st.session_state.setdefault(_WORDED, {})
    if worded.get(key) != current() or st.session_state.get(key) != value:
        st.session_state[key] = value
    worded[key] = current()
    return {"key": key}


def kept(key: str, first: str) -> str:
    """Return a text that the session keeps, beside the view; ``first`` when there is none yet."""
    return str(st.session_state.setdefault(key, first))


def hold(key: str, value: Any) -> None:  # noqa: ANN401
    """Keep something for the session, beside the view."""
    st.session_state[key] = value


def held(key: str) -> Any:  # noqa: ANN401
    """Return what the session keeps under a key, None where it keeps nothing."""
    return st.session_state.get(key)


def found(key: str, find: Callable[[], str]) -> str:
    """Return what is found out once in a run, however often it is asked for."""
    known = st.session_state[_FOUND]
    if key not in known:
        known[key] = find()
    return str(known[key])


def leave(key: str, text: str) -> None:
    """Leave a message for the run that follows."""
    st.session_state[key] = text


def left(key: str) -> str:
    """Return the message that the run before has left, once."""
    return str(st.session_state.pop(key, ""))


def steps_since(key: str, load: Any, total: int) -> int:  # noqa: ANN401  (what a map sent)
    """Return how many steps a map reports beyond those it reported before.

    Args:
        key: The map.
        load: What tells this loading of the map from earlier ones.
        total: All steps since it was loaded.
    """
    before = st.session_state.get(f"{key}-steps", (load, 0))
    st.session_state[f"{key}-steps"] = (load, total)
    return total - (before[1] if before[0] == load else 0)


def returned(key: str) -> Any:  # noqa: ANN401  (what a component sent back)
    """Return what a chart, table or map last reported under its key."""
    return st.session_state.get(key)
