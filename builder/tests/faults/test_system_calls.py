"""The same promises, kept by processes with whose system calls strace interferes."""

from functools import partial
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.landing import land, recover

from .disks import cut_off
from .processes import Call, mutating_calls, no_strace, traced
from .scenes import Scene, fresh, in_each_scene, recovered
from .soak import SOAK, STRIDE

pytestmark = pytest.mark.skipif(bool(no_strace()), reason=no_strace())


@in_each_scene
def test_a_landing_killed_at_any_system_call_is_before_or_after(scene: Scene, tmp_path: Path) -> None:
    before, after = scene.ends(tmp_path)
    ends = []
    for call in calls_of_landing(scene, tmp_path):
        root = scene.lay_out(fresh(tmp_path / "project"))
        assert traced(partial(land, root, scene.changes), call.instead("signal=SIGKILL")) == -9
        ends.append(recovered(root))
        assert ends[-1] in (before, after), f"mixed after a kill at {call}"
    assert (ends[0], ends[-1]) == (before, after)


@in_each_scene
def test_a_recovery_killed_at_any_system_call_is_finished_by_the_next(scene: Scene, tmp_path: Path) -> None:
    ends = scene.ends(tmp_path)
    steps = len(scene.steps(tmp_path))
    for step in range(steps) if SOAK else [steps // 2]:
        root = cut_project(scene, tmp_path, step)
        for call in mutating_calls(partial(recover, root), tmp_path / "strace.log"):
            root = cut_project(scene, tmp_path, step)
            assert traced(partial(recover, root), call.instead("signal=SIGKILL")) == -9
            assert recovered(root) in ends, f"mixed after a cut at step {step} and a kill at {call} of the recovery"


@in_each_scene
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EROFS"])
def test_an_error_of_any_system_call_ends_a_landing_with_a_code_that_tells(
    scene: Scene, error: str, tmp_path: Path
) -> None:
    before, after = scene.ends(tmp_path)
    for call in calls_of_landing(scene, tmp_path)[::STRIDE]:
        root = scene.lay_out(fresh(tmp_path / "project"))
        code = traced(partial(land, root, scene.changes), call.instead(f"error={error}"))
        assert (code, recovered(root)) in ((CannotBuildError.exit_code, before), (0, after)), f"{error} at {call}"


@in_each_scene
def test_whatever_is_synced_is_synced_by_the_system(scene: Scene, tmp_path: Path) -> None:
    synced = [step for step in scene.steps(tmp_path) if step.name == "sync"]
    assert len([call for call in calls_of_landing(scene, tmp_path) if call.name == "fsync"]) == len(synced)


def calls_of_landing(scene: Scene, room: Path) -> list[Call]:
    """The system calls of a landing that nothing disturbs."""
    root = scene.lay_out(fresh(room / "project"))
    return mutating_calls(partial(land, root, scene.changes), room / "strace.log")


def cut_project(scene: Scene, room: Path, step: int) -> Path:
    """A project in which a landing came as far as that step."""
    root = scene.lay_out(fresh(room / "project"))
    assert cut_off(step, partial(land, root, scene.changes))
    return root
