"""What somebody writes by hand while a landing runs, or after one was killed, is never overwritten."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from petsage_builder.errors import HandEditsError, PetsageError
from petsage_builder.landing import land, recover

from .disks import Act, Around, Step, cut_off, watched
from .scenes import BUILD, fresh, tree

FEATURE, FACE, ROUTER = "app/features/pets", "app/features/pets/__init__.py", "app/features/pets/router.py"
MAIN, OLD = "app/main.py", "app/old.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project to build into."""
    return BUILD.lay_out(fresh(tmp_path / "project"))


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A project whose files were all changed by a landing that was killed before it was concluded."""
    return killed_project(tmp_path)


def test_a_file_that_is_edited_just_before_its_turn_is_refused(root: Path) -> None:
    before = tree(root)
    with pytest.raises(HandEditsError, match=f"^{MAIN}: changed while the build ran"):
        land(root, BUILD.changes, watched(ahead_of(ROUTER, lambda: (root / MAIN).write_bytes(b"mine"))))
    assert tree(root) == before | {MAIN: (before[MAIN][0], b"mine")}


def test_a_file_that_appears_just_before_its_turn_is_refused(root: Path) -> None:
    with pytest.raises(HandEditsError, match=f"^{ROUTER}: changed while the build ran"):
        land(root, BUILD.changes, watched(ahead_of(FACE, lambda: (root / ROUTER).write_bytes(b"mine"))))
    assert (root / ROUTER).read_bytes() == b"mine"


def test_a_file_that_is_edited_just_after_its_turn_stays_when_the_landing_is_taken_back(root: Path) -> None:
    def edit() -> None:
        (root / ROUTER).write_bytes(b"mine")
        (root / MAIN).write_bytes(b"mine too")

    with pytest.raises(HandEditsError, match=ROUTER):
        land(root, BUILD.changes, watched(ahead_of(".petsage/pets.yaml", edit)))
    assert [(root / path).read_bytes() for path in (ROUTER, MAIN)] == [b"mine", b"mine too"]


def test_a_folder_that_becomes_a_symlink_just_before_its_turn_is_not_followed(root: Path, tmp_path: Path) -> None:
    outside = fresh(tmp_path / "outside")

    def lead_outside() -> None:
        shutil.rmtree(root / FEATURE)
        (root / FEATURE).symlink_to(outside)

    with pytest.raises(PetsageError):
        land(root, BUILD.changes, watched(ahead_of(ROUTER, lead_outside)))
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("path", [MAIN, OLD])
def test_an_edit_after_a_kill_stays_and_what_the_file_was_is_kept_aside(path: str, killed: Path) -> None:
    (killed / path).write_bytes(b"mine")
    (kept,) = told_by_recovery(killed, path)
    assert (killed / path).read_bytes() == b"mine"
    assert ((killed / kept).stat().st_mode & 0o777, (killed / kept).read_bytes()) == BUILD.files[path]
    assert recover(killed) is None


def test_an_edit_of_a_new_file_after_a_kill_stays_and_all_else_is_taken_back(root: Path, tmp_path: Path) -> None:
    before = tree(root)
    killed = killed_project(tmp_path)
    (killed / ROUTER).write_bytes(b"mine")
    assert told_by_recovery(killed, ROUTER) == []
    left = tree(killed)
    assert left.pop(ROUTER)[1] == b"mine"
    assert {path: left[path] for path in left if path not in ("app/features", FEATURE)} == before


def test_a_file_that_was_deleted_by_hand_after_a_kill_stays_away(killed: Path) -> None:
    (killed / MAIN).unlink()
    (kept,) = told_by_recovery(killed, MAIN)
    assert not (killed / MAIN).exists()
    assert (killed / kept).read_bytes() == BUILD.files[MAIN][1]


def test_an_edit_outlives_a_recovery_that_is_cut_off_at_any_step(tmp_path: Path) -> None:
    for later in count():
        killed = killed_project(tmp_path)
        (killed / MAIN).write_bytes(b"mine")
        try:
            cut_off(later, partial(recover, killed))
        except HandEditsError:
            break
        with suppress(HandEditsError):
            recover(killed)
        assert (killed / MAIN).read_bytes() == b"mine"
        assert [kept.read_bytes() for kept in killed.glob(f".petsage/kept/*/{MAIN}")] == [BUILD.files[MAIN][1]]


def ahead_of(path: str, hand: Callable[[], object]) -> Around:
    """Lets something happen just before a file gets its new content."""

    def around(step: Step, act: Act) -> None:
        if step.target == path:
            hand()
        act()

    return around


def killed_project(room: Path) -> Path:
    """Lays out the project in `room` and kills a landing in it when every file is changed."""
    root = BUILD.lay_out(fresh(room / "project"))
    assert cut_off(BUILD.last_step(room), partial(land, root, BUILD.changes))
    return root


def told_by_recovery(root: Path, path: str) -> list[str]:
    """Where recovery says that what `path` was is kept."""
    with pytest.raises(HandEditsError, match=f"^{path}: was edited") as caught:
        recover(root)
    (problem,) = caught.value.problems
    return [word for word in problem.advice.split() if word.startswith(".petsage/kept/")]
