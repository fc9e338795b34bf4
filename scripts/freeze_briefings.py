"""Refresh what the bundled briefings show, after the data or their steps changed.

Run it as ``python scripts/freeze_briefings.py``; the tests fail while it is needed. Titles and
notes are never touched: where a number in them is no longer true, the tests say so.
"""

import datetime as dt
import sys
from dataclasses import replace

from sahel_map import settings, store
from sahel_map.briefing import Frozen, changes, freeze, read_briefing, write_briefing
from sahel_map.briefing.bundled import FOLDER
from sahel_map.scenes import Ground, look


def refresh() -> int:
    """Rewrite the files whose views changed, and return how many problems they have."""
    data = store.load(settings.data_dir())
    ground = Ground.of(data)
    faults = 0
    for path in sorted((settings.data_dir() / FOLDER).glob("*.json")):
        opened = read_briefing(path.read_bytes(), data=data)
        old, steps = opened.briefing, []
        for problem in opened.problems:
            print(f"{path.name}: {problem}", file=sys.stderr)
        for number, step in enumerate(old.steps, start=1):
            sight = look(step.scene, ground)
            for told in changes(step.frozen, sight):
                print(f"{path.name}, {number}: {told}")
            steps.append(replace(step, frozen=freeze(sight)))
        faults += len(opened.problems)
        same = tuple(steps) == old.steps and old.data.version == data.version
        made = old.data.made if same else dt.datetime.now(tz=dt.UTC).date()
        new = replace(old, steps=tuple(steps), data=Frozen.of(data, made=made))
        if not opened.problems:
            path.write_bytes(write_briefing(new))
    return faults


if __name__ == "__main__":
    sys.exit(1 if refresh() else 0)
