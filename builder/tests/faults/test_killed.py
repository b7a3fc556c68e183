"""A kill at any step leaves the project before or after, once the next run has begun."""

from functools import partial
from itertools import count
from pathlib import Path

from petsage_builder.landing import land, recover
from petsage_builder.terms.module import Change

from .disks import at, cut_off, dies, watched
from .processes import start, wait
from .scenes import Scene, fresh, in_each_scene, recovered, tree
from .soak import STRIDE


@in_each_scene
def test_a_landing_killed_at_any_step_is_before_or_after(scene: Scene, tmp_path: Path) -> None:
    before, after = scene.ends(tmp_path)
    ends = []
    for step in count():
        root = scene.lay_out(fresh(tmp_path / "project"))
        if wait(start(partial(land, root, scene.changes, watched(at(step, dies))))) == 0:
            break
        ends.append(recovered(root))
    assert [end for end in ends if end not in (before, after)] == []
    landed = [end == after for end in ends]
    assert landed == sorted(landed), "once landed, always landed"
    assert set(landed) == {False, True}


@in_each_scene
def test_a_recovery_cut_off_at_any_step_is_finished_by_the_next(scene: Scene, tmp_path: Path) -> None:
    ends = scene.ends(tmp_path)
    for step in count(step=STRIDE):
        for later in count():
            root = scene.lay_out(fresh(tmp_path / "project"))
            if not cut_off(step, partial(land, root, scene.changes)):
                return
            again = cut_off(later, partial(recover, root))
            assert recovered(root) in ends, f"mixed after cuts at step {step} and at step {later} of the recovery"
            if not again:
                break


@in_each_scene
def test_a_landing_takes_an_interrupted_one_back_first(scene: Scene, tmp_path: Path) -> None:
    _, after = scene.ends(tmp_path)
    root = scene.lay_out(fresh(tmp_path / "project"))
    assert cut_off(scene.last_step(tmp_path), partial(land, root, scene.changes))
    land(root, scene.changes)
    assert tree(root) == after


@in_each_scene
def test_what_is_written_by_hand_before_the_recovery_stays(scene: Scene, tmp_path: Path) -> None:
    for step in count(step=STRIDE):
        root = scene.lay_out(fresh(tmp_path / "project"))
        if not cut_off(step, partial(land, root, scene.changes)):
            break
        (root / "app/notes.md").write_bytes(b"mine")
        assert recovered(root)["app/notes.md"][1] == b"mine"


def test_the_copies_of_a_private_file_are_private_at_every_step(tmp_path: Path) -> None:
    scene = Scene({"secret": (0o600, b"old")}, (Change("secret", b"old", b"new"),))
    for step in count():
        root = scene.lay_out(fresh(tmp_path / "project"))
        if not cut_off(step, partial(land, root, scene.changes)):
            break
        copies = [path.stat().st_mode & 0o777 for path in root.glob(".petsage/journal/0.*")]
        assert set(copies) <= {0o600}
