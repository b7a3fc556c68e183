"""Staging: what is copied, what is left out, where changes go, and that nothing stays behind."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from petsage_builder.errors import CannotBuildError, HandEditsError
from petsage_builder.proving.copying import copy_project
from petsage_builder.proving.staging import stage
from petsage_builder.terms.module import Change

from .conftest import PATIENCE, tree


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that stagings are made in."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    write(folder, {"main.py": "app = 1\n", "src/shop/__init__.py": "", "README.md": "A shop\n"})
    return folder


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def staged(project: Path) -> set[str]:
    """The paths of all files in a staging of the project."""
    with stage(project) as staging:
        return set(tree(staging.folder))


def test_a_staging_has_the_project_s_files(project: Path) -> None:
    with stage(project) as staging:
        assert tree(staging.folder) == tree(project)
        assert staging.folder.name == project.name


def test_modes_and_times_of_files_are_kept(project: Path) -> None:
    (project / "main.py").chmod(0o750)
    os.utime(project / "main.py", (1, 2))
    with stage(project) as staging:
        status = (staging.folder / "main.py").stat()
    assert (stat.S_IMODE(status.st_mode), status.st_mtime) == (0o750, 2)


def test_nobody_else_can_look_into_a_staging(project: Path) -> None:
    with stage(project) as staging:
        assert stat.S_IMODE(staging.private.stat().st_mode) == 0o700
        assert staging.folder.is_relative_to(staging.private)


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        "src/__pycache__/main.cpython-311.pyc",
        ".mypy_cache/a",
        ".ruff_cache/a",
        ".pytest_cache/a",
        ".hypothesis/a",
        ".tox/a",
        "app.db",
        "data/app.db-wal",
        "data/app.db-shm",
        ".petsage/journal/begun.json",
    ],
)
def test_what_is_not_the_project_s_own_text_is_left_out(project: Path, path: str) -> None:
    write(project, {path: "x"})
    assert path not in staged(project)


@pytest.mark.parametrize("path", [".petsage/receipts/pets.yaml", ".env", "src/journal/a.py", "data/seed.sqlite3"])
def test_what_only_looks_like_it_is_copied(project: Path, path: str) -> None:
    write(project, {path: "x"})
    assert path in staged(project)


@pytest.mark.parametrize("marker", [".venv/pyvenv.cfg", "my-environment/pyvenv.cfg", "node_modules/left/pad.js"])
def test_an_environment_is_linked_to_and_not_copied(project: Path, marker: str) -> None:
    write(project, {marker: "x"})
    with stage(project) as staging:
        environment = staging.folder / Path(marker).parts[0]
        assert environment.is_symlink()
        assert (staging.folder / marker).read_text() == "x"


@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_inside_the_project_is_a_link_inside_the_copy(project: Path, absolute: bool) -> None:
    target = project / "main.py" if absolute else Path("../../main.py")
    (project / "src" / "shop" / "link.py").symlink_to(target)
    with stage(project) as staging:
        link = staging.folder / "src" / "shop" / "link.py"
        assert link.is_symlink()
        assert link.resolve() == staging.folder / "main.py"


def test_a_link_that_leaves_the_project_is_left_out(project: Path, tmp_path: Path) -> None:
    write(tmp_path, {"secret/key": "x"})
    (project / "far").symlink_to(tmp_path / "secret")
    (project / "near").symlink_to("far/key")
    with stage(project) as staging:
        assert names(staging.folder) == ["README.md", "main.py", "src"]


def test_special_files_are_left_out(project: Path) -> None:
    os.mkfifo(project / "pipe")
    assert "pipe" not in staged(project)


def test_a_project_that_is_too_large_is_refused_and_its_heaviest_folder_named(project: Path, tmp_path: Path) -> None:
    write(project, {"data/heap": "x" * 5000})
    with pytest.raises(CannotBuildError, match=r"too large .*most of it is in data"):
        copy_project(project, tmp_path / "copy", max_bytes=4000)


def test_a_project_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBuildError, match="can't be copied: No such file or directory"), stage(tmp_path / "no"):
        pass


def test_the_tools_settings_of_a_workspace_above_come_along(tmp_path: Path) -> None:
    write(tmp_path, {"shop/.git/HEAD": "", "shop/ruff.toml": "line-length = 70", "shop/secret.txt": "x"})
    write(tmp_path, {"shop/parts/api/main.py": "", "shop/parts/web/index.js": "", "pyproject.toml": ""})
    with stage(tmp_path / "shop" / "parts" / "api") as staging:
        above = {str(path.relative_to(staging.private / "tree")) for path in (staging.private / "tree").rglob("*.*")}
    assert above == {"shop/ruff.toml", "shop/parts/api/main.py"}


def test_changes_create_change_and_delete_files(project: Path) -> None:
    with stage(project) as staging:
        staging.apply(
            [
                Change("src/new/deep/a.py", None, b"a"),
                Change("main.py", b"app = 1\n", b"app = 2\n"),
                Change("src/shop/__init__.py", b"", None),
            ]
        )
        expected = {"README.md": b"A shop\n", "main.py": b"app = 2\n", "src/new/deep/a.py": b"a"}
        assert tree(staging.folder) == expected
        assert not (staging.folder / "src" / "shop").exists()


def test_the_project_itself_is_not_written(project: Path) -> None:
    before = tree(project)
    with stage(project) as staging:
        staging.apply([Change("main.py", b"app = 1\n", b"app = 2\n"), Change("README.md", b"A shop\n", None)])
    assert tree(project) == before


def test_paths_that_leave_the_project_are_all_refused_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/a": ""})
    (project / "link").symlink_to(tmp_path / "elsewhere")
    changes = [Change(path, None, b"x") for path in ("../a.py", "/a.py", "link/b.py", "src/../../c.py", "fine.py")]
    with stage(project) as staging, pytest.raises(CannotBuildError) as raised:
        staging.apply(changes)
    assert [problem.place for problem in raised.value.problems] == ["../a.py", "/a.py", "link/b.py", "src/../../c.py"]
    assert names(tmp_path / "elsewhere") == ["a"]


def test_files_that_are_not_what_the_changes_start_from_are_all_refused(project: Path) -> None:
    changes = [Change("main.py", b"old", b"new"), Change("README.md", None, b"new"), Change("no.py", b"old", b"new")]
    with stage(project) as staging, pytest.raises(HandEditsError) as raised:
        staging.apply(changes)
    assert [problem.place for problem in raised.value.problems] == ["main.py", "README.md", "no.py"]


@pytest.mark.parametrize("path", ["src", "main.py/a.py"])
def test_a_path_that_can_not_be_a_file_is_refused(project: Path, path: str) -> None:
    with stage(project) as staging, pytest.raises(CannotBuildError, match="can't be written"):
        staging.apply([Change(path, None, b"x")])


def test_paths_of_the_copy_are_shown_as_paths_from_the_project_s_folder(project: Path) -> None:
    with stage(project) as staging:
        text = f'File "{staging.folder}/main.py" in {staging.folder}, {staging.private}/tmp/x'
        assert staging.shown(text) == 'File "main.py" in ., staging/tmp/x'


def test_a_staging_is_removed_at_its_end(project: Path, temporary: Path) -> None:
    with stage(project):
        assert names(temporary)
    assert not names(temporary)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_staging_is_removed_when_the_build_breaks_off(
    project: Path, temporary: Path, error: type[BaseException]
) -> None:
    with pytest.raises(error), stage(project):
        raise error
    assert not names(temporary)


def test_folders_without_rights_are_removed_too(project: Path, temporary: Path) -> None:
    with stage(project) as staging:
        write(staging.folder, {"locked/inner/a": "x"})
        (staging.folder / "locked" / "inner").chmod(0)
        (staging.folder / "locked").chmod(0)
    assert not names(temporary)


@contextmanager
def another_builder(project: Path, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has a staging of the project, and ends a second after the block at the latest."""
    script = f"""
        import pathlib, signal, tempfile, time
        from petsage_builder.proving.staging import stage

        signal.signal(signal.SIGTERM, signal.default_int_handler)
        tempfile.tempdir = {str(temporary)!r}
        with stage(pathlib.Path({str(project)!r})):
            print("staged", flush=True)
            time.sleep(600)
    """
    with subprocess.Popen([sys.executable, "-c", dedent(script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_staging_is_removed_when_its_process_is_interrupted(
    project: Path, temporary: Path, number: signal.Signals
) -> None:
    with another_builder(project, temporary) as builder:
        builder.send_signal(number)
        builder.wait(PATIENCE)
    assert not names(temporary)


def test_what_a_killed_builder_left_is_removed_at_the_next_start(project: Path, temporary: Path) -> None:
    with another_builder(project, temporary) as builder:
        builder.kill()
    assert len(names(temporary)) == 1
    with stage(project) as staging:
        assert names(temporary) == [staging.private.name]


def test_the_staging_of_a_living_builder_is_left_alone(project: Path, temporary: Path) -> None:
    with another_builder(project, temporary), stage(project):
        assert len(names(temporary)) == 2


def test_folders_of_others_are_left_alone(project: Path, temporary: Path) -> None:
    write(temporary, {"petsage-other/a": "", "petsage-staging-file": ""})
    with stage(project):
        pass
    assert names(temporary) == ["petsage-other", "petsage-staging-file"]
