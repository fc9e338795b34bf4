"""What the tests of the Data page do with it: load files, read what is said of them."""

from sahel_map.server import collection
from sahel_map.server.headers import OWNER_COOKIE

OWNER = "the secret of a browser that is made up"


def browse(monkeypatch, folder):
    """Keep datasets in a folder, and be a browser with a cookie; return its cookies."""
    cookies = {OWNER_COOKIE: OWNER}
    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(folder))
    monkeypatch.setattr(
        "streamlit.runtime.context.ContextProxy.cookies", property(lambda _self: cookies)
    )
    return cookies


def look(page, name, content):
    """Hand a file to the page; nothing is imported yet."""
    page.app.file_uploader[0].upload(name, content)
    return page.run()


def refuse(page, name, content):
    """Hand over a file that is refused; return the sentences that say why."""
    page.app.file_uploader[0].upload(name, content)
    page.app.run()
    assert not page.app.exception
    return [error.value for error in page.app.error]


def load(page, name, content, **choices):
    """Import a file; return the key under which the view then shows it.

    Choices are widgets of the form by the beginning of their keys, with ``_`` for ``-``.
    """
    look(page, name, content)
    for start, value in choices.items():
        choose(page, start.replace("_", "-"), value)
    page.press(key="import")
    return page.query["data"]


def widget(page, start):
    """Return the widget of the form whose key begins so; keys end with the file's."""
    kinds = ("text_input", "selectbox", "multiselect", "checkbox")
    [found] = [
        one
        for kind in kinds
        for one in page.app.get(kind)
        if (one.key or "").startswith(f"{start}-")
    ]
    return found


def keys(page):
    """Return the keys of all widgets of the page."""
    kinds = ("text_input", "selectbox", "multiselect", "checkbox", "button")
    return [one.key or "" for kind in kinds for one in page.app.get(kind)]


def choose(page, start, value):
    widget(page, start).set_value(value)
    return page.run()


def figures(page):
    """Return the figures of the report by their labels."""
    return {metric.label: metric.value for metric in page.app.metric}


def entry(key, owner=OWNER):
    """Return a dataset as its owner finds it."""
    return collection.find(key, collection.Reader(owner))
