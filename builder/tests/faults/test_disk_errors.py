"""Where the system refuses a step, landing ends with an error and the project is what it was; or it has landed."""

from collections.abc import Callable
from errno import EIO, ENOSPC, EROFS
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.landing import land, recover

from .disks import at, cut_off, from_on, refuses, watched
from .scenes import BUILD, Scene, fresh, in_each_scene, recovered, tree
from .soak import STRIDE


@in_each_scene
@pytest.mark.parametrize(("code", "done"), [(ENOSPC, False), (EIO, False), (EIO, True)])
def test_an_error_at_any_step_is_told_and_the_project_is_what_it_was(
    scene: Scene, code: int, done: bool, tmp_path: Path
) -> None:
    before, after = scene.ends(tmp_path)
    for step in range(len(scene.steps(tmp_path))):
        root = scene.lay_out(fresh(tmp_path / "project"))
        if refused(partial(land, root, scene.changes, watched(at(step, refuses(code, done=done))))):
            assert tree(root) == before, f"not taken back after an error at step {step}"
        else:
            assert recovered(root) == after, f"not landed in spite of an error at step {step}"


@in_each_scene
def test_a_disk_that_refuses_everything_from_some_step_on_leaves_no_mixture(scene: Scene, tmp_path: Path) -> None:
    before, after = scene.ends(tmp_path)
    for step in range(len(scene.steps(tmp_path))):
        root = scene.lay_out(fresh(tmp_path / "project"))
        told = refused(partial(land, root, scene.changes, watched(from_on(step, refuses(EROFS)))))
        assert recovered(root) in ((before, after) if told else (after,)), f"mixed after errors from step {step} on"


@in_each_scene
def test_an_error_at_any_step_of_a_recovery_leaves_the_rest_to_the_next(scene: Scene, tmp_path: Path) -> None:
    ends = scene.ends(tmp_path)
    for step in count(step=STRIDE):
        for later in count():
            root = scene.lay_out(fresh(tmp_path / "project"))
            if not cut_off(step, partial(land, root, scene.changes)):
                return
            again = refused(partial(recover, root, watched(at(later, refuses(EIO)))))
            assert recovered(root) in ends
            if not again:
                break


@in_each_scene
def test_a_kill_while_an_error_is_taken_back_leaves_no_mixture(scene: Scene, tmp_path: Path) -> None:
    ends = scene.ends(tmp_path)
    last = scene.last_step(tmp_path)
    for step in (*range(last % STRIDE, last, STRIDE), last, last + 1):
        for later in count(step + 1):
            root = scene.lay_out(fresh(tmp_path / "project"))
            error = at(step, refuses(EIO, done=True))
            if refused(lambda: cut_off(later, partial(land, root, scene.changes), error)):  # noqa: B023
                break
            assert recovered(root) in ends, f"mixed after an error at step {step} and a kill at step {later}"


def test_the_error_says_what_the_system_said_and_that_the_project_is_what_it_was(tmp_path: Path) -> None:
    root = BUILD.lay_out(tmp_path)
    with pytest.raises(CannotBuildError, match=r"No space left on device.*the project is what it was"):
        land(root, BUILD.changes, watched(at(3, refuses(ENOSPC))))


def test_an_error_that_keeps_the_landing_from_being_taken_back_says_what_will(tmp_path: Path) -> None:
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    with pytest.raises(CannotBuildError, match=r"Read-only file system.*the next command takes the landing back"):
        land(root, BUILD.changes, watched(from_on(BUILD.last_step(tmp_path), refuses(EROFS))))


def refused(action: Callable[[], object]) -> bool:
    """Whether the action ends with an error for the user."""
    try:
        action()
    except CannotBuildError:
        return True
    return False
