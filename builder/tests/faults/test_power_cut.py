"""A power cut at any moment, whatever part of the unsynced writes it takes, leaves the project before or after."""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from petsage_builder.errors import HandEditsError
from petsage_builder.landing import land, recover
from petsage_builder.landing.disk import Disk

from .disks import cut_off, recording, watched
from .power import History, Stored, as_seen, lay_out
from .scenes import BUILD, Scene, Tree, fresh, in_each_scene, recovered, tree
from .soak import STRIDE


@pytest.fixture(autouse=True)
def _same_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a cut leaves is laid out anew, and stands for the disk that the landing began on."""
    monkeypatch.setattr(Disk, "identity", lambda disk, path: "same" if disk.names(path) is not None else None)


@in_each_scene
def test_a_landing_that_loses_unsynced_writes_is_before_or_after(scene: Scene, tmp_path: Path) -> None:
    before, after = scene.ends(tmp_path)
    root = scene.lay_out(fresh(tmp_path / "project"))
    history = History(tree(root))
    land(root, scene.changes, watched(recording(history.add)))
    assert ends_after_cuts(history, range(history.steps), tmp_path) == [before, after]


@in_each_scene
def test_a_landing_that_has_returned_loses_nothing(scene: Scene, tmp_path: Path) -> None:
    _, after = scene.ends(tmp_path)
    root = scene.lay_out(fresh(tmp_path / "project"))
    history = History(tree(root))
    land(root, scene.changes, watched(recording(history.add)))
    for stored in history.cuts(history.steps):
        assert tree(lay_out(fresh(tmp_path / "cut"), stored)) == after


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


def test_an_edit_and_what_the_file_was_outlive_a_recovery_that_loses_unsynced_writes(tmp_path: Path) -> None:
    main = "app/main.py"
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    assert cut_off(BUILD.last_step(tmp_path), partial(land, root, BUILD.changes))
    (root / main).write_bytes(b"mine")
    history = History(tree(root))
    with pytest.raises(HandEditsError):
        recover(root, watched(recording(history.add)))
    for stored in looks(history, range(history.steps + 1)):
        left = lay_out(fresh(tmp_path / "cut"), stored)
        with suppress(HandEditsError):
            recover(left)
        assert (left / main).read_bytes() == b"mine"
        assert [kept.read_bytes() for kept in left.glob(f".petsage/kept/*/{main}")] == [BUILD.files[main][1]]


def ends_after_cuts(history: History, moments: Iterable[int], room: Path) -> list[Tree]:
    """What recovery makes of all that power cuts at these moments may leave: every tree once, as they come."""
    ends: list[Tree] = []
    for stored in looks(history, moments):
        end = recovered(lay_out(fresh(room / "cut"), stored))
        if end not in ends:
            ends.append(end)
    return ends


def looks(history: History, moments: Iterable[int]) -> Iterable[Stored]:
    """What power cuts at these moments may leave, without what looks the same."""
    return {as_seen(stored): stored for moment in moments for stored in history.cuts(moment)}.values()
