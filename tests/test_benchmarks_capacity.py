"""The model from readers to replicas, and the tables that its figures come from."""

import math
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from benchmarks import capacity_model as model
from benchmarks import capacity_tables as tables
from benchmarks import processors
from benchmarks.capacity import DOCUMENT, MARKS, main
from benchmarks.capacity_model import Costs, Habits
from benchmarks.capacity_runs import Cores, Run
from benchmarks.rationing import rationed
from benchmarks.report import write

COSTS = Costs(first=0.06, change=0.05, database=0.001, proxy=0.002)
HABITS = Habits(every=10, stay=600, share=0.6)


def run(replicas, sessions, seconds, *, database=0.5):
    """Return a run of 10 s with 100 changes that took so long each."""
    spent = Cores(replicas=5, database=database, nginx=0.2, clients=0.3, machine=7)
    return Run(
        replicas=replicas,
        sessions=sessions,
        changes=[seconds] * 100,
        lasted=10,
        first=0.06,
        spent=spent,
        busiest=sessions,
        memory=3.5e8,
        database_memory=7e7,
    )


def test_a_replica_carries_what_its_share_of_a_core_pays_for():
    assert model.sessions(COSTS, HABITS) == pytest.approx(0.6 / (0.05 / 10 + 0.06 / 600))


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_is_of_one_core(share):
    with pytest.raises(ValueError, match="share"):
        model.sessions(COSTS, Habits(share=share))


@pytest.mark.parametrize(("there", "needed"), [(0, 1), (1, 1), (117, 1), (118, 2), (500, 5)])
def test_replicas_are_whole_and_one_at_least(there, needed):
    assert model.replicas(there, COSTS, HABITS) == needed


def test_readers_there_at_once_follow_from_visits():
    assert model.readers(3000, HABITS) == 500


def test_cores_count_database_and_proxy():
    assert model.cores(500, COSTS, HABITS) == pytest.approx(500 * (0.053 / 10 + 0.06 / 600))


def test_a_database_that_nothing_was_seen_of_feeds_any_number():
    assert model.database_feeds(COSTS) == pytest.approx(50)
    assert math.isinf(model.database_feeds(Costs(0.06, 0.05, 0, 0.002)))


def test_what_a_run_cost_is_told_for_each_change():
    assert run(1, 50, 0.2).costs == Costs(first=0.06, change=0.05, database=0.005, proxy=0.002)
    assert run(1, 50, 0.2).rate == 10
    assert run(1, 50, 0.2).cores == Cores(0.5, 0.05, 0.02, 0.03, 0.7)


def test_replicas_carry_what_was_in_time_before_anything_was_late():
    runs = [run(1, 40, 0.4), run(1, 20, 0.1), run(1, 80, 1.0), run(1, 120, 0.9), run(2, 20, 1.4)]

    found = tables.carried(runs, 1.0)

    assert found[1].sessions == 40
    assert found[2] is None


def test_the_table_sets_each_number_of_replicas_beside_one():
    runs = [run(1, 40, 0.4), run(1, 80, 1.5), run(4, 120, 0.4), run(4, 140, 0.6)]

    text = tables.carried_table(runs, processors=2, target=1.0)

    assert "| 1 | 40 | 1.0 times | 10.0 | 0.40 s | 0.50 | 0.05 | 30% |" in text
    assert "| 4 | at least 140 | 3.5 times |" in text


def test_where_nothing_was_in_time_the_table_says_so():
    text = tables.carried_table([run(1, 40, 2.0)], processors=2, target=1.0)

    assert text.splitlines()[2].startswith("| 1 | none |")
    assert text.splitlines()[2].count("|") == text.splitlines()[0].count("|")


def test_rows_of_runs_are_as_long_as_their_headings():
    lines = tables.runs_table([run(1, 40, 2.0)], processors=2, target=1.0).splitlines()

    assert {line.count("|") for line in lines} == {15}
    assert lines[2].endswith("| **no** |")


def test_the_sentences_say_who_the_limit_is():
    text = tables.shares([run(1, 40, 0.4)], processors=2)

    assert "used at most 0.05 of one core" in text
    assert "busy when about 10 replicas are" in text
    assert "used 30% of its 2 cores" in text
    assert "was not the limit" in text
    assert "less than the clock" in tables.shares([run(1, 40, 0.4, database=0)], processors=2)


def test_the_example_is_the_model_with_the_figures_of_the_runs():
    text = tables.example([run(1, 40, 0.4), run(1, 80, 1.5)], 1.0, HABITS)

    assert "sessions = 0.6 / (0.0500 / 10 + 0.0600 / 600) = 118 at one replica" in text
    assert "replicas = ceil(500 / 118) = 5" in text
    assert "the model gives 80 sessions at 1 replica; 40 were in time, 80 were not." in text


@pytest.mark.parametrize("name", MARKS)
def test_the_document_has_a_place_for_each_block(name, tmp_path):
    copy = tmp_path / "scaling.md"
    copy.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")

    write("figures of a test", copy, MARKS[name])
    write("figures of another", copy, MARKS[name])

    assert f"{MARKS[name].begin}\n\nfigures of another\n\n{MARKS[name].end}" in copy.read_text()
    assert "figures of a test" not in copy.read_text()


@pytest.mark.parametrize(
    "given",
    [
        ["--sessions", "1"],
        ["--sessions", "101", "--each"],
        ["--slices", "2"],
        ["--rounds", "0"],
        ["--events", "5", "--slices", "4"],
    ],
)
def test_what_cannot_be_measured_is_refused(given, capsys):
    with pytest.raises(SystemExit):
        main(given)

    assert given[0] in capsys.readouterr().err


def test_the_time_of_children_that_ended_counts():
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"
    process = subprocess.Popen([sys.executable, "-c", f"{work}; input()"], stdin=subprocess.PIPE)
    try:
        own = psutil.Process(process.pid)
        deadline = time.monotonic() + 30
        while own.children() or own.cpu_times().children_user == 0:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert processors.seconds(process.pid) > own.cpu_times().user + own.cpu_times().system
        assert processors.memory(process.pid) == pytest.approx(own.memory_info().rss, rel=0.1)
    finally:
        process.communicate(b"\n")


@pytest.fixture
def burning():
    """Two processes that take all the processor they get."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    yield [process.pid for process in started]
    for process in started:
        process.kill()
        process.wait()


def test_rationed_processes_have_their_part_of_a_core_and_go_on_afterwards(burning):
    with rationed(burning, 4):
        time.sleep(1)
        before, began = [processors.seconds(pid) for pid in burning], time.monotonic()
        time.sleep(2)
        spent = [processors.seconds(pid) - one for pid, one in zip(burning, before, strict=True)]
        lasted = time.monotonic() - began

    # A busy machine gives less, never more.
    assert all(0 < one <= 0.35 * lasted for one in spent)
    assert all(psutil.Process(pid).status() != psutil.STATUS_STOPPED for pid in burning)


def test_more_processes_than_slices_are_refused():
    with pytest.raises(ValueError, match="do not fit"), rationed([os.getpid()] * 3, 2):
        pass


def test_whoever_rations_ends_with_its_input_and_lets_all_run(burning):
    command = [sys.executable, "-m", "benchmarks.rationing", "2", *map(str, burning)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    time.sleep(1)
    process.communicate(timeout=20)

    assert process.returncode == 0
    for pid in burning:
        assert psutil.Process(pid).status() != psutil.STATUS_STOPPED
        os.kill(pid, signal.SIGCONT)
