"""What the tests of the Expansion page read out of it."""

import html
import json
import shutil

from sahel_map.basis import Basis
from sahel_map.measures.expansion import Terms
from sahel_map.measures.slicing import Cutting
from sahel_map.scenes.choices import _RECENT_YEARS, CALENDAR
from sahel_map.server.lifespan import spread


def maps_of(page):
    """Return the view of each map of the page, as the map script is handed it."""
    views = []
    for component in page.app.get("component_instance"):
        layer = json.loads(component.proto.json_args)["feature_group"]
        start = layer.index("{", layer.index("SahelMap.slices("))
        views.append(json.JSONDecoder().raw_decode(layer[start:])[0])
    return views


def map_of(page):
    [view] = maps_of(page)
    return view


def drawn(view):
    return [event["id"] for event in view["events"]]


def small(page):
    """Return the HTML of each small map."""
    return [body for body in page.html if '<figure class="multiple' in body]


def readings(page):
    return [html.unescape(body) for body in page.html if 'class="reading-list"' in body]


def warnings(page):
    """Return the warnings of the page without that of the sample."""
    return [warning.value for warning in page.app.warning if "curated sample" not in warning.value]


def button(page, key):
    [found] = [button for button in page.app.button if button.key == key]
    return found


def keys(page, start):
    return [b.key for b in page.app.button if (b.key or "").startswith(start)]


def measures(data, by="phase", own="", **terms):
    """Return what the page is to show: the measures of the whole basis."""
    days = data.verified()
    last = days.loc[days["country"] == "MLI", "date_end"].max()
    recent = last.replace(year=last.year - _RECENT_YEARS + 1, month=1, day=1).date()
    cutting = Cutting(by, own, recent if by in CALENDAR else None)
    return spread(Basis(), cutting, Terms(**terms))[0]


def copy_data(source, target, monkeypatch, *without, **written):
    """Copy the data folder without some files, with others written anew, and use the copy."""
    shutil.copytree(source, target)
    for name in without:
        (target / name).unlink()
    for name, text in written.items():
        (target / name.replace("__", ".")).write_text(text, encoding="utf-8")
    monkeypatch.setenv("SAHEL_MAP_DATA", str(target))
    return target
