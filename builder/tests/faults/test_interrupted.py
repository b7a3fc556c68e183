"""Ctrl-C and its like, at any step, leave the project as it was, or come too late."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from petsage_builder.landing import land, recover

from .disks import Act, at, cut_off, watched
from .scenes import BUILD, Scene, fresh, in_each_scene, tree

each_signal = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@in_each_scene
@each_signal
def test_an_interruption_at_any_step_takes_the_landing_back_or_is_too_late(
    scene: Scene, number: signal.Signals, tmp_path: Path
) -> None:
    before, after = scene.ends(tmp_path)
    stopped = []
    for step in range(len(scene.steps(tmp_path))):
        root = scene.lay_out(fresh(tmp_path / "project"))
        try:
            land(root, scene.changes, watched(at(step, partial(interrupted, number))))
            stopped.append(False)
        except KeyboardInterrupt:
            stopped.append(True)
        assert tree(root) == (before if stopped[-1] else after)
    assert stopped == sorted(stopped, reverse=True)
    assert set(stopped) == {False, True}


@each_signal
def test_a_recovery_that_is_interrupted_is_done_before_it_stops(number: signal.Signals, tmp_path: Path) -> None:
    before, _ = BUILD.ends(tmp_path)
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    assert cut_off(BUILD.last_step(tmp_path), partial(land, root, BUILD.changes))
    with pytest.raises(KeyboardInterrupt):
        recover(root, watched(at(0, partial(interrupted, number))))
    assert tree(root) == before


@each_signal
def test_an_interruption_that_the_process_ignores_is_ignored(number: signal.Signals, tmp_path: Path) -> None:
    _, after = BUILD.ends(tmp_path)
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    usual = signal.signal(number, signal.SIG_IGN)
    try:
        land(root, BUILD.changes, watched(at(0, partial(interrupted, number))))
    finally:
        signal.signal(number, usual)
    assert tree(root) == after


@each_signal
def test_after_a_landing_interruptions_do_what_they_did(number: signal.Signals, tmp_path: Path) -> None:
    usual = signal.getsignal(number)
    land(BUILD.lay_out(tmp_path), BUILD.changes)
    assert signal.getsignal(number) == usual


def test_a_landing_in_a_thread_needs_no_handlers(tmp_path: Path) -> None:
    _, after = BUILD.ends(tmp_path)
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    with ThreadPoolExecutor() as threads:
        threads.submit(land, root, BUILD.changes).result()
    assert tree(root) == after


def interrupted(number: signal.Signals, act: Act) -> None:
    """The signal comes just before the step."""
    os.kill(os.getpid(), number)
    act()
