import threading
import time

import pytest

from sahel_map.server.turns import Turns

SOON = 5
"""Seconds after which a thread that was to go on has not."""


class Threads:
    """Threads that note what they do, in order."""

    def __init__(self):
        self.did = []
        self.threads = []

    def start(self, work):
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self.threads.append(thread)

    def end(self):
        for thread in self.threads:
            thread.join(SOON)
            assert not thread.is_alive()


def waiting(turns, count):
    """Wait until so many threads wait for a turn."""
    until = time.monotonic() + SOON
    while len(turns._waiting) < count:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_the_second_waits_until_the_first_has_ended():
    turns, threads = Turns(longest=SOON), Threads()

    def second():
        with turns.turn():
            threads.did.append("second")

    with turns.turn():
        threads.start(second)
        waiting(turns, 1)
        threads.did.append("first")
    threads.end()

    assert threads.did == ["first", "second"]


def test_turns_are_given_in_the_order_of_arrival():
    turns, threads = Turns(longest=SOON), Threads()

    def arrive(name):
        with turns.turn():
            threads.did.append(name)

    with turns.turn():
        for count, name in enumerate("abcd", start=1):
            threads.start(lambda name=name: arrive(name))
            waiting(turns, count)
    threads.end()

    assert threads.did == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("patience", "order"), [(60, ["late", "patient"]), (0.01, ["patient", "late"])]
)
def test_who_pauses_lets_others_go_first_for_as_long_as_it_has_patience(patience, order):
    turns, threads = Turns(longest=SOON), Threads()
    paused, go_on = threading.Event(), threading.Event()

    def patient():
        with turns.turn():
            with turns.pause(patience=patience):
                paused.set()
                go_on.wait(SOON)
            threads.did.append("patient")

    def late():
        with turns.turn():
            threads.did.append("late")

    threads.start(patient)
    assert paused.wait(SOON)
    with turns.turn():
        go_on.set()
        waiting(turns, 1)
        time.sleep(0.05)
        threads.start(late)
        waiting(turns, 2)
    threads.end()

    assert threads.did == order


def test_nobody_waits_for_a_turn_that_lasts_too_long():
    turns, threads = Turns(longest=0.02), Threads()

    def second():
        with turns.turn():
            threads.did.append("second")

    with turns.turn():
        threads.start(second)
        threads.end()
        threads.did.append("first")

    assert threads.did == ["second", "first"]


def test_the_end_of_a_turn_that_lasted_too_long_does_not_end_the_next():
    turns, threads = Turns(longest=0.02), Threads()
    entered, leave = threading.Event(), threading.Event()

    def second():
        with turns.turn():
            turns._longest = SOON
            entered.set()
            leave.wait(SOON)
            threads.did.append("second")

    def third():
        with turns.turn():
            threads.did.append("third")

    with turns.turn():
        threads.start(second)
        assert entered.wait(SOON)
    threads.start(third)
    waiting(turns, 1)
    leave.set()
    threads.end()

    assert threads.did == ["second", "third"]


def test_a_turn_within_a_turn_does_not_wait_for_itself():
    turns = Turns(longest=SOON)
    began = time.monotonic()

    with turns.turn(), turns.turn():
        taken = time.monotonic() - began

    assert taken < SOON


def test_the_end_of_an_inner_turn_does_not_end_the_outer():
    turns, threads = Turns(longest=SOON), Threads()

    def second():
        with turns.turn():
            threads.did.append("second")

    with turns.turn():
        with turns.turn():
            pass
        threads.start(second)
        waiting(turns, 1)
        threads.did.append("first")
    threads.end()

    assert threads.did == ["first", "second"]


def test_a_block_that_fails_gives_its_turn_back():
    turns, threads = Turns(longest=SOON), Threads()

    with pytest.raises(RuntimeError), turns.turn():
        raise RuntimeError

    threads.start(lambda: turns.turn().__enter__())
    threads.end()


def test_others_run_during_a_pause():
    turns, threads = Turns(longest=SOON), Threads()

    def second():
        with turns.turn():
            threads.did.append("second")

    with turns.turn():
        threads.start(second)
        waiting(turns, 1)
        with turns.pause():
            threads.end()
        threads.did.append("first")

    assert threads.did == ["second", "first"]


def test_a_pause_without_a_turn_takes_none():
    turns, threads = Turns(longest=SOON), Threads()

    with turns.pause():
        pass

    threads.start(lambda: turns.turn().__enter__())
    threads.end()
