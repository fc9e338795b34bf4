"""A change that a button makes on the map, against opening the same view anew by its link."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.browser import chromium, marks, now, settle, the_map, visit
from benchmarks.servers import OURS, serving

__all__ = ["Steps", "measure_steps"]


@dataclass(frozen=True)
class Steps:
    """Milliseconds until a view is painted: by a step, and by opening its link anew."""

    step: Sequence[float]
    link: Sequence[float]
    same_frame: int


def measure_steps(start: str, button: str, links: Sequence[str]) -> Steps:
    """Click a button again and again from a first view, and open views by their links.

    Args:
        start: Address of the first view, below the server's own.
        button: Name of the button.
        links: Addresses of views; the button is clicked as often, and once more to warm up.
    """
    step: list[float] = []
    link: list[float] = []
    same = 0
    with serving(OURS) as app, chromium() as browser:
        with visit(browser, app.url + start) as page:
            marks(page, "ready", "view")
            settle(page)
            the_map(page).evaluate("() => { document.getElementById('map_div').dataset.mine = 1; }")
            for turn in range(len(links) + 1):
                before = now(page)
                page.get_by_role("button", name=button).first.click()
                clicked = marks(page, "input", after=before)["input"]
                painted = marks(page, "view", after=clicked)["view"]
                settle(page)
                mine = the_map(page).evaluate(
                    "() => document.getElementById('map_div').dataset.mine"
                )
                if turn:  # the first warms up
                    step.append(painted - clicked)
                    same += mine == "1"
        for address in links:
            with visit(browser, app.url + address) as page:
                begun = float(page.evaluate("() => performance.timeOrigin"))
                seen = marks(page, "ready", "view")
                link.append(max(seen.values()) - begun)
    return Steps(step, link, same)
