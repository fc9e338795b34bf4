"""Made events in ACLED's shape, and their imports into a store."""

from pathlib import Path

import numpy as np
from import_fixtures import acled_file, imported

from sahel_map.people import Person, Role

KEY = "a-dataset-of-a-test-0001"
EDITOR = Person("issuer|editor", "editor@example.org", Role.editor)
KINDS = (
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Violence against civilians", "Attack"),
    ("Protests", "Peaceful protest"),
    ("Strategic developments", "Looting/property destruction"),
)
ACTORS = (
    "JNIM: Group for Support of Islam and Muslims",
    "Islamic State (Sahel)",
    "Military Forces of Mali (2021-)",
    "Unidentified Armed Group (Mali)",
)
REGIONS = (("Mali", "466", "Mopti"), ("Mali", "466", "Gao"), ("Burkina Faso", "854", "Sahel"),
           ("Niger", "562", "Tillabéri"))  # fmt: skip
WORDS = ("100%", "under_score", "back\\slash", "l'Ouagadougou", "Éclair", 'q"uote', "a,b", "path/x")


def made_rows(n, seed=1, first=0):
    """Return rows in ACLED's shape whose values differ in all that a filter asks for."""
    random = np.random.default_rng(seed)

    def one(of):
        return of[int(random.integers(len(of)))]

    rows = []
    for number in range(first, first + n):
        (kind, sub), (country, iso, region) = one(KINDS), one(REGIONS)
        day = np.datetime64("2023-12-20") + int(random.integers(400))
        rows.append({
            "event_id_cnty": f"MLI{number}",
            "event_date": str(day),
            "year": str(day)[:4],
            "time_precision": str(int(random.integers(1, 4))),
            "event_type": kind,
            "sub_event_type": sub,
            "actor1": one(ACTORS),
            "actor2": one(ACTORS),
            "country": country,
            "iso": iso,
            "admin1": region,
            "location": f"Place {int(random.integers(12))}",
            "latitude": str(14 + int(random.integers(5)) / 4),
            "longitude": str(-4 + int(random.integers(8)) / 4),
            "geo_precision": str(int(random.integers(1, 4))),
            "source": one(("Press A", "Press B; Radio C", "Radio C", "")),
            "notes": f"Something {one(WORDS)} near {one(WORDS)}.\n\\.\nAnd more, number {number}.",
            "fatalities": str(int(random.integers(4))),
        })  # fmt: skip
    return rows


def written(folder: Path, name: str, rows) -> Path:
    """Write rows as a file of ACLED's shape."""
    return acled_file(folder / name, *rows)


def enter(store, key, path, **asked):
    """Import a file into a dataset of a store, as an editor."""
    with store.workplace(key) as folder:
        imported(path, folder, **asked)
        return store.take(key, folder, EDITOR, act="imported")
