"""A journal that came with a clone or a copy is not followed by any command, whatever it says."""

import json
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.landing import land, recover

from ..conftest import REQUEST, Petsage
from ..conftest import tree as files_of
from .disks import cut_off
from .scenes import BUILD, Scene, fresh, in_each_scene, tree
from .test_damaged_journal import record_of

COMMANDS = (["plan", REQUEST], ["build", REQUEST], ["list"], ["show", "a"], ["check"], ["remove", "a"])


@in_each_scene
def test_a_copy_of_an_interrupted_project_is_left_alone(scene: Scene, tmp_path: Path) -> None:
    root, copy = scene.lay_out(fresh(tmp_path / "project")), tmp_path / "copy"
    assert cut_off(scene.last_step(tmp_path), partial(land, root, scene.changes))
    shutil.copytree(root, copy, copy_function=shutil.copy2)
    before = tree(copy)
    with pytest.raises(CannotBuildError, match=r"^\.petsage/journal: was not left here .* then delete"):
        recover(copy)
    with pytest.raises(CannotBuildError, match="was not left here"):
        land(copy, scene.changes)
    assert tree(copy) == before
    assert recover(root) == "a landing that was interrupted has been taken back"


def test_a_project_that_is_moved_on_its_disk_recovers(tmp_path: Path) -> None:
    before, _ = BUILD.ends(tmp_path)
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    assert cut_off(BUILD.last_step(tmp_path), partial(land, root, BUILD.changes))
    root = root.rename(tmp_path / "moved")
    assert recover(root)
    assert tree(root) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_journal_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    root = BUILD.lay_out(fresh(tmp_path / "project"))
    assert cut_off(BUILD.last_step(tmp_path), partial(land, root, BUILD.changes))
    os.chown(root / ".petsage/journal/origin", 1, 1)
    status = (root / ".petsage/journal/origin").stat()
    next(root.glob(".petsage/journal/of-*")).rename(root / f".petsage/journal/of-{status.st_ino}-{status.st_ctime_ns}")
    with pytest.raises(CannotBuildError, match="was not left here"):
        recover(root)


@pytest.mark.parametrize("begun", [True, False], ids=["begun", "not begun"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_no_command_acts_upon_what_came_with_a_clone(
    petsage: Petsage, project: Path, command: list[str], begun: bool
) -> None:
    main = "src/petsage/main.py"
    journal = project / ".petsage/journal"
    (journal / "origin").mkdir(parents=True)
    (journal / "of-1-1").touch()
    record = json.loads(record_of(main, b"", (project / main).read_bytes()))
    record["entries"][0]["before"] = None
    (journal / "record.json").write_text(json.dumps(record))
    if begun:
        (journal / "begun").touch()
    before = files_of(project)
    outcome = petsage(*command, "--project", project)
    assert (outcome.code, outcome.out) == (4, "")
    assert outcome.err.startswith("petsage: .petsage/journal: was not left here by a landing of yours on this machine")
    assert files_of(project) == before
