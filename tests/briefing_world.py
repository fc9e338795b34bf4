"""Ways to work numbers out of the bundled tables anew, for what the briefings say of them."""

import csv
import datetime as dt
import math
import re
from collections import Counter
from types import SimpleNamespace

import pyproj

from sahel_map.basis import Basis
from sahel_map.measures.expansion import Terms
from sahel_map.measures.sieges import besieged_towns
from sahel_map.measures.slicing import Cutting

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")


def world(folder, ground):
    """Return the tables as plain rows, and ways to ask for what is worked out of them."""
    read = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            read[path.stem] = list(csv.DictReader(handle))
    return SimpleNamespace(**read, ground=ground)


def word(number) -> str:
    """Return a small number as a word."""
    return WORDS[int(number)]


def claim(w, event, claimant, measure, end="low") -> int:
    """Return an end of the one claim that somebody makes of an event."""
    ends = {
        row[end]
        for row in w.claims
        if event in row["event_ids"].split(";")
        and (row["claimant"], row["measure"]) == (claimant, measure)
        and row[end]
    }
    return int(ends.pop()) if len(ends) == 1 else -1


def indicator(w, name, end="low") -> int:
    """Return an end of a published number."""
    return int(next(row[end] for row in w.indicators if row["indicator_id"] == name))


def position(w, contradiction, holder) -> int:
    """Return the number that somebody holds in a contradiction."""
    return next(
        int(row["low"])
        for row in w.positions
        if (row["contradiction_id"], row["holder"]) == (contradiction, holder)
    )


def fuel(w, name, column) -> str:
    """Return a cell of a milestone."""
    return next(row[column] for row in w.fuel if row["milestone_id"] == name)


def roads(w, day, *statuses):
    """Return how many roads to Bamako there are, then how many have each status on a day."""
    data = w.ground.narrowed(Basis()).data
    states = w.ground.statuses(Basis(), 10.0).on(dt.date.fromisoformat(day))["status"]
    feeding = data.roads.corridors["feeds_bamako"]
    counts = Counter(states[feeding.reindex(states.index)])
    return int(feeding.sum()), *(counts[status] for status in statuses)


def first_of_all(found):
    """Return the counts of ``roads`` as notes tell them: the first, how many in all, the rest."""
    return found[1], found[0], *found[2:]


def attacks_on_convoys(w, *, leads) -> int:
    """Return how many attacks on convoys lie wholly between September and 9 November 2025."""
    return sum(
        row["event_type"] == "convoy_attack"
        and row["date_start"] >= "2025-09-01"
        and row["date_end"] <= "2025-11-09"
        and (row["confidence"] == "unverified") == leads
        for row in w.events
    )


def posts(w, region) -> int:
    """Return how many army positions of a region were attacked on 1 July 2025."""
    return sum(
        row["date_start"] == row["date_end"] == "2025-07-01"
        and row["event_type"] in {"armed_attack", "complex_attack"}
        and row["admin1_stated"] == region
        for row in w.events
    )


def part(w, name, region_set="southwest"):
    """Return the attacks of a phase: all, inside, share, Wilson interval and band, in percent."""
    found, _problems = w.ground.spread(Basis(), Cutting("phase"), Terms(region_set=region_set))
    at = [cut.slice_id for cut in found.slices].index(name)
    n, inside = (int(found.table.iloc[at][column]) for column in ("attacks", "inside"))
    z, p = 1.959964, inside / n
    middle, spread = p + z**2 / 2 / n, z * math.sqrt(p * (1 - p) / n + z**2 / 4 / n**2)
    ends = [(middle + sign * spread) / (1 + z**2 / n) for sign in (-1, 1)]
    band = found.band("share", at)
    shares = [p, *ends, band["low"], band["high"]]
    return n, inside, *(round(100 * share) for share in shares)


def by_region(w, year) -> Counter:
    """Return how many verified events of Mali in a year lie in each joined region."""
    events = w.ground.narrowed(Basis()).data.events
    verified = {row["event_id"] for row in w.events if row["confidence"] != "unverified"}
    return Counter(
        row.admin1
        for row in events.itertuples()
        if row.event_id in verified
        and row.country == "MLI"
        and row.date_start.year == row.date_end.year == year
    )


def sieges(w, day):
    """Return how many towns are under siege for certain, and possibly."""
    towns = besieged_towns(w.ground.narrowed(Basis()).data.roads, dt.date.fromisoformat(day))
    return int((towns["state"] == "confirmed").sum()), len(towns)


def tonka_km(w) -> int:
    """Return the geodesic distance from Tonka to Timbuktu."""
    at = {row["place_id"]: (row["lon"], row["lat"]) for row in w.places}
    ends = [float(value) for name in ("tonka", "timbuktu") for value in at[name]]
    return round(pyproj.Geod(ellps="WGS84").inv(*ends)[2] / 1000)


def told_days(w) -> list[str]:
    """Return the days of September that sources give for the fuel ban, as they are claimed."""
    notes = [
        row["note"]
        for row in w.claims
        if row["event_ids"] == "2025-09-03-blockade" and row["measure"] == "date"
    ]
    days = {int(day) for note in notes for day in re.findall(r"(\d+) September", note)}
    return sorted(map(str, days), key=int)


def voices(w):
    """Return what five voices say of the tankers burned near Lakamané."""
    held = "lakamane-convoy-tankers"
    holders = ("RFI", "hauliers", "ACLED", "source close to JNIM", "Tanakra")
    return [position(w, held, holder) for holder in holders]


def july(w):
    """Return the army positions attacked on 1 July 2025, in Kayes and in Ségou region."""
    return posts(w, "Kayes"), posts(w, "Ségou")


def listed(w, *, leads) -> int:
    """Return how many events are unverified leads, or are not."""
    return sum((row["confidence"] == "unverified") == leads for row in w.events)


def filled(text, values) -> str:
    """Return words with their numbers; a number given as a text stays as it is."""
    return text.format(*values)
