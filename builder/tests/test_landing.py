"""What landing does to a project, and what it refuses to do."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import petsage_builder
from petsage_builder.errors import CannotBuildError, HandEditsError
from petsage_builder.landing import land, project_lock, recover
from petsage_builder.terms.module import Change

from .conftest import PATIENCE

ROUTER = Change("app/features/pets/router.py", None, b"router\n")
MAIN = Change("app/main.py", b"app\n", b"app with router\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with an app."""
    root = tmp_path / "project"
    (root / "app").mkdir(parents=True)
    (root / "app/main.py").write_bytes(b"app\n")
    return root


def contents(root: Path) -> dict[str, bytes | None]:
    """Everything in a folder: a file's content, `None` for a folder."""
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")}


def test_new_files_are_made_with_their_folders_and_others_replaced_and_deleted(root: Path) -> None:
    (root / "app/old.py").write_bytes(b"old")
    land(root, [ROUTER, MAIN, Change("app/old.py", b"old", None)])
    assert contents(root) == {
        "app": None,
        "app/main.py": b"app with router\n",
        "app/features": None,
        "app/features/pets": None,
        "app/features/pets/router.py": b"router\n",
    }


def test_a_feature_that_lands_and_is_removed_leaves_the_project_as_it_was(root: Path) -> None:
    before = contents(root)
    changes = [ROUTER, MAIN, Change(".petsage/pets.yaml", None, b"feature: pets\n")]
    land(root, changes)
    land(root, [Change(change.path, change.after, change.before) for change in changes])
    assert contents(root) == before


def test_a_new_file_gets_what_the_umask_leaves_of_644(root: Path) -> None:
    usual = os.umask(0o027)
    try:
        land(root, [ROUTER])
    finally:
        os.umask(usual)
    assert (root / ROUTER.path).stat().st_mode & 0o777 == 0o640


def test_a_replaced_file_keeps_its_permissions(root: Path) -> None:
    (root / MAIN.path).chmod(0o775)
    land(root, [MAIN])
    assert (root / MAIN.path).stat().st_mode & 0o777 == 0o775


def test_a_folder_in_which_only_bytecode_is_left_goes(root: Path) -> None:
    land(root, [ROUTER])
    cache = root / "app/features/pets/__pycache__"
    cache.mkdir()
    (cache / "router.cpython-311.pyc").write_bytes(b"bytecode")
    land(root, [Change(ROUTER.path, ROUTER.after, None)])
    assert contents(root) == {"app": None, "app/main.py": b"app\n"}


@pytest.mark.parametrize("name", ["notes.md", "__pycache__/notes.md"])
def test_a_folder_in_which_something_else_is_left_stays(name: str, root: Path) -> None:
    land(root, [ROUTER])
    notes = root / "app/features/pets" / name
    notes.parent.mkdir(exist_ok=True)
    notes.write_bytes(b"mine")
    land(root, [Change(ROUTER.path, ROUTER.after, None)])
    assert notes.read_bytes() == b"mine"


def test_files_that_changed_while_the_build_ran_are_all_named_and_nothing_is_written(root: Path) -> None:
    (root / MAIN.path).write_bytes(b"mine\n")
    (root / "app/features/pets").mkdir(parents=True)
    (root / ROUTER.path).write_bytes(b"mine too\n")
    before = contents(root)
    with pytest.raises(HandEditsError) as caught:
        land(root, [ROUTER, MAIN, Change("app/gone.py", b"gone", None), Change("app/new.py", None, b"new")])
    assert [problem.place for problem in caught.value.problems] == [ROUTER.path, MAIN.path, "app/gone.py"]
    assert all(problem.message == "changed while the build ran" for problem in caught.value.problems)
    assert contents(root) == before


def test_a_file_that_is_not_to_change_must_be_what_it_was_too(root: Path) -> None:
    with pytest.raises(HandEditsError):
        land(root, [ROUTER, Change("app/main.py", b"other", b"other")])
    assert contents(root) == {"app": None, "app/main.py": b"app\n"}


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "..", "../outside", "app/../../outside", "/outside", "./app/x.py", "app//x.py", "app/x.py/"),
        *("app\\x.py", "app/x\0.py", "app/x\n.py", "app/\udc80.py"),
        *(".petsage/journal/begun", ".PetSage/Journal/begun", ".git/hooks/pre-commit", "app/.GIT/config"),
    ],
)
def test_a_path_that_is_not_plainly_inside_the_project_is_refused(path: str, root: Path) -> None:
    before = contents(root.parent)
    with pytest.raises(CannotBuildError, match="isn't a plain path inside the project"):
        land(root, [ROUTER, Change(path, None, b"")])
    assert contents(root.parent) == before


@pytest.mark.parametrize("target", ["../outside", "real"])
@pytest.mark.parametrize("path", ["link/x.py", "link"])
def test_a_symlink_is_refused_wherever_it_leads(path: str, target: str, root: Path) -> None:
    (root.parent / "outside").mkdir()
    (root / "real").mkdir()
    (root / "link").symlink_to(target)
    with pytest.raises(CannotBuildError, match=f"^{path}: a symlink or another strange file is in its way"):
        land(root, [Change(path, None, b"")])
    assert list((root.parent / "outside").iterdir()) == list((root / "real").iterdir()) == []


def test_a_symlink_in_place_of_the_builders_own_folder_is_refused(root: Path) -> None:
    (root.parent / "outside").mkdir()
    (root / ".petsage").symlink_to("../outside")
    with pytest.raises(CannotBuildError):
        land(root, [ROUTER])
    assert list((root.parent / "outside").iterdir()) == []


def test_a_project_that_is_itself_reached_through_a_symlink_is_fine(root: Path) -> None:
    (root.parent / "link").symlink_to("project")
    land(root.parent / "link", [MAIN])
    assert (root / MAIN.path).read_bytes() == MAIN.after


def test_a_folder_or_a_pipe_in_a_files_place_is_refused(root: Path) -> None:
    os.mkfifo(root / "pipe")
    with pytest.raises(CannotBuildError) as caught:
        land(root, [Change("app", b"", None), Change("pipe", b"", None)])
    assert [str(problem) for problem in caught.value.problems] == [
        "app: isn't a regular file",
        "pipe: isn't a regular file",
    ]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("app/pets.py", "app/Pets.py", "app/Pets.py: differs from app/pets.py in case only"),
        ("Pets/a.py", "pets/b.py", "pets: differs from Pets in case only"),
        ("app/pets.py", "app/pets.py", "app/pets.py: is asked for twice"),
        ("app/pets", "app/pets/a.py", "app/pets: is asked for twice"),
        ("app/pets.py", "App/users.py", "App/users.py: differs from app in case only"),
        ("app/pets.py", "app/MAIN.py", "app/MAIN.py: differs from app/main.py in case only"),
    ],
)
def test_paths_that_are_one_file_somewhere_are_refused(one: str, other: str, message: str, root: Path) -> None:
    before = contents(root)
    with pytest.raises(CannotBuildError) as caught:
        land(root, [Change(one, None, b""), Change(other, None, b"")])
    assert message in [str(problem) for problem in caught.value.problems]
    assert contents(root) == before


def test_a_landing_without_a_change_writes_nothing(root: Path) -> None:
    written = root.stat().st_mtime_ns
    land(root, [Change(MAIN.path, MAIN.before, MAIN.before)])
    assert root.stat().st_mtime_ns == written


def test_without_an_interrupted_landing_there_is_nothing_to_recover(root: Path) -> None:
    before = contents(root)
    assert recover(root) is None
    assert contents(root) == before


def test_a_second_builder_waits_and_is_told_why_when_it_takes_too_long(root: Path) -> None:
    started = time.monotonic()
    with (
        project_lock(root),
        pytest.raises(CannotBuildError, match=r"another builder has been at work in this project for 0\.2 s"),
        project_lock(root, wait=0.2),
    ):
        pass
    assert 0.2 <= time.monotonic() - started < PATIENCE


def test_the_lock_is_free_again_and_leaves_no_file(root: Path) -> None:
    before = contents(root)
    with project_lock(root):
        assert contents(root) == before
    with project_lock(root, wait=0):
        pass


def test_the_lock_of_a_killed_builder_is_free(root: Path) -> None:
    hold = f"""
from pathlib import Path
from petsage_builder.landing import project_lock
with project_lock(Path({str(root)!r})):
    print("locked", flush=True)
    input()
"""
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"locked\n"
        with pytest.raises(CannotBuildError), project_lock(root, wait=0):
            pass
        holder.kill()
    with project_lock(root, wait=0):
        pass


def test_a_child_that_lives_on_does_not_keep_the_lock(root: Path) -> None:
    with project_lock(root):
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
    try:
        with project_lock(root, wait=0):
            pass
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_a_project_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(CannotBuildError, match=r"nowhere: No such file or directory"),
        project_lock(tmp_path / "nowhere"),
    ):
        pass


def test_landing_needs_nothing_but_python() -> None:
    sources = str(Path(petsage_builder.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {sources!r}); import petsage_builder.landing"
    subprocess.run([sys.executable, "-S", "-E", "-c", code], check=True)
