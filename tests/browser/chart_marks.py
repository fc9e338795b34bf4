"""Marks of charts by what they stand for: to a screen reader a chart is one picture."""

from playwright.sync_api import expect


def chart_mark(tab, path, name, *, last=False):
    """Return the first or last mark of the page's charts that stands for a name.

    Args:
        tab: The browser tab.
        path: The kind of mark: line or path.
        name: The name in the row that the mark draws.
        last: Whether to return the last of them.
    """
    marks = tab.page.locator(f"[data-testid=stVegaLiteChart] svg {path}")
    expect(marks.first).to_be_attached()
    names = marks.evaluate_all("(marks) => marks.map((mark) => mark.__data__?.datum?.name)")
    found = [place for place, its in enumerate(names) if its == name]
    return marks.nth(found[-1 if last else 0])
