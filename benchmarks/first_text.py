"""First text: from navigation to the Overview's first words painted, for a new visitor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser

from benchmarks.browser import chromium, marks, visit
from benchmarks.servers import OURS, TEXT, serving

__all__ = ["FirstText", "measure"]

_WORDS: Final = "text"


@dataclass(frozen=True)
class FirstText:
    """Milliseconds from navigation, one entry a run.

    Attributes:
        ours: Until the first words of the Overview are painted.
        figures: Until all of its figures are painted.
        map: Until its map is painted.
        bare: Until the one line of the bare page is painted.
    """

    ours: Sequence[float]
    figures: Sequence[float]
    map: Sequence[float]
    bare: Sequence[float]


def _visit(browser: Browser, url: str, *wanted: str) -> list[float]:
    with visit(browser, url) as page:
        zero = float(page.evaluate("() => performance.timeOrigin"))
        seen = marks(page, *wanted)
        return [seen[name] - zero for name in wanted]


def measure(runs: int) -> FirstText:
    """Visit the Overview and a page with one line in turn, each time as a new visitor."""
    ours, bare = [], []
    with serving(OURS) as app, serving(TEXT) as plain, chromium() as browser:
        for run in range(runs + 1):
            one = _visit(browser, app.url, _WORDS, "figures", "view")
            other = _visit(browser, plain.url, _WORDS)
            if run:  # the first visit warms the servers up
                ours.append(one)
                bare.append(other)
    first, figures, drawn = (list(column) for column in zip(*ours, strict=True))
    return FirstText(first, figures, drawn, [one for [one] in bare])
