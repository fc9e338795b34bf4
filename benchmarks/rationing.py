"""Let processes take turns at one core, as if each had a slower core of its own.

    python -m benchmarks.rationing SLICES PID …

A round has so many slices; each process runs in one of them and is stopped in the others, so that
four processes in four slices have a quarter of a core each, and one process in four slices has a
quarter, too. It ends with its standard input, and lets all of them run.
"""

import itertools
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from sahel_map.settings import ROOT

__all__ = ["rationed"]

_SLICE: Final = 0.01
"""Seconds: short beside what a reader waits for, long beside what a change of process costs."""

_PATIENCE: Final = 10.0


def _tell(pids: Sequence[int], sign: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, sign)


def _rotate(pids: Sequence[int], slices: int) -> None:
    try:
        _tell(pids, signal.SIGSTOP)
        for turn in itertools.cycle(range(slices)):
            running = pids[turn : turn + 1]
            _tell(running, signal.SIGCONT)
            if select.select([sys.stdin], [], [], _SLICE)[0]:
                return
            _tell(running, signal.SIGSTOP)
    finally:
        _tell(pids, signal.SIGCONT)


@contextmanager
def rationed(pids: Sequence[int], slices: int) -> Iterator[None]:
    """Let processes run one at a time, each in one of so many slices, until the block ends.

    Raises:
        ValueError: There are more processes than slices.
    """
    if len(pids) > slices:
        message = f"{len(pids)} processes do not fit into {slices} slices"
        raise ValueError(message)
    command = [sys.executable, "-m", "benchmarks.rationing", str(slices), *map(str, pids)]
    rationing = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    try:
        yield
    finally:
        if rationing.stdin is not None:
            rationing.stdin.close()
        rationing.wait(_PATIENCE)


if __name__ == "__main__":
    _rotate([int(pid) for pid in sys.argv[2:]], int(sys.argv[1]))
