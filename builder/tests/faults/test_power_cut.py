"""A power cut at any moment, whatever part of the unsynced writes it takes, leaves the project before or after."""

from collections.abc import Iterable
from functools import partial
from itertools import count
from pathlib import Path

from petsage_builder.landing import land, recover

from .disks import cut_off, recording, watched
from .power import History, as_seen, lay_out
from .scenes import Scene, Tree, fresh, in_each_scene, recovered, tree
from .soak import STRIDE


@in_each_scene
def test_a_landing_that_loses_unsynced_writes_is_before_or_after(scene: Scene, tmp_path: Path) -> None:
    before, after = scene.ends(tmp_path)
    root = scene.lay_out(fresh(tmp_path / "project"))
    history = History(tree(root))
    land(root, scene.changes, watched(recording(history.add)))
    assert ends_after_cuts(history, range(history.steps), tmp_path) == [before, after]
    assert ends_after_cuts(history, [history.steps], tmp_path) == [after], "durable when `land` has returned"


@in_each_scene
def test_a_recovery_that_loses_unsynced_writes_is_before_or_after(scene: Scene, tmp_path: Path) -> None:
    ends = scene.ends(tmp_path)
    for step in count(step=STRIDE):
        root = scene.lay_out(fresh(tmp_path / "project"))
        if not cut_off(step, partial(land, root, scene.changes)):
            break
        history = History(tree(root))
        recover(root, watched(recording(history.add)))
        assert ends_after_cuts(history, range(history.steps + 1), tmp_path) == [tree(root)]
        assert tree(root) in ends


def ends_after_cuts(history: History, moments: Iterable[int], room: Path) -> list[Tree]:
    """What recovery makes of all that power cuts at these moments may leave: every tree once, as they come."""
    looks = {as_seen(stored): stored for moment in moments for stored in history.cuts(moment)}
    ends: list[Tree] = []
    for stored in looks.values():
        end = recovered(lay_out(fresh(room / "cut"), stored))
        if end not in ends:
            ends.append(end)
    return ends
