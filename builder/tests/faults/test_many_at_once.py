"""Builders that work in one project at the same time."""

import os
import random
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from petsage_builder.landing import land, project_lock, recover
from petsage_builder.terms.module import Change

from .processes import start, wait
from .scenes import recovered
from .soak import SOAK

ROUNDS = 50 if SOAK else 3


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in which landings are counted."""
    (tmp_path / "count").write_text("0")
    return tmp_path


def test_twenty_at_once_each_land_all_of_theirs(root: Path) -> None:
    for _ in range(ROUNDS):
        assert [wait(process) for process in [start(partial(count_up, root)) for _ in range(20)]] == [0] * 20
    assert counted(root) == 20 * ROUNDS


def test_kills_among_twenty_at_once_leave_no_lock_and_nothing_half_landed(root: Path) -> None:
    chance = random.Random(20)
    for _ in range(ROUNDS):
        processes = [start(partial(count_up, root)) for _ in range(20)]
        for process in processes[::3]:
            time.sleep(chance.uniform(0, 0.03))
            os.kill(process, signal.SIGKILL)
        assert {wait(process) for process in processes} <= {0, -9}
        recovered(root)
        assert counted(root) > 0


def count_up(root: Path) -> None:
    """One more in `count`, and a file for it."""
    with project_lock(root):
        recover(root)
        before = (root / "count").read_bytes()
        number = int(before) + 1
        land(root, [Change("count", before, b"%d" % number), Change(f"counted/{number}", None, b"")])


def counted(root: Path) -> int:
    """How many landed, by either of their files, and nothing else is there."""
    number = int((root / "count").read_bytes())
    assert sorted(path.name for path in root.iterdir()) == ["count", "counted"]
    assert {int(path.name) for path in (root / "counted").iterdir()} == set(range(1, number + 1))
    return number
