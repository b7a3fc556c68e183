"""A journal that is not what a landing left is never followed."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError, PetsageError
from petsage_builder.landing import recover

from .scenes import BUILD, Tree, fresh, recovered, tree

ENTRY = {"path": "app/main.py", "before": None, "after": None, "mode": None}
DAMAGED = {
    "missing": None,
    "empty": b"",
    "torn": b'{"entries": [{"pa',
    "binary": b"\xff\x00",
    "deep": b"[" * 30_000,
    "something else": b"null",
    "an entry of something else": json.dumps({"entries": [1], "new_folders": []}).encode(),
    "an entry with a wrong digest": json.dumps({"entries": [ENTRY | {"before": 1}], "new_folders": []}).encode(),
}
each_damage = pytest.mark.parametrize("record", DAMAGED.values(), ids=DAMAGED)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in which no landing was begun."""
    return BUILD.lay_out(fresh(tmp_path / "project"))


@each_damage
def test_before_the_mark_that_it_has_begun_a_damaged_record_is_thrown_away(record: bytes | None, root: Path) -> None:
    before = tree(root)
    write_journal(root, record)
    assert recovered(root) == before


@each_damage
def test_after_that_mark_a_damaged_record_is_told_and_nothing_is_changed(record: bytes | None, root: Path) -> None:
    write_journal(root, record, begun=b"")
    before = tree(root)
    with pytest.raises(
        CannotBuildError, match=r"^\.petsage/journal/record\.json: is damaged.*compare the project with"
    ):
        recover(root)
    assert tree(root) == before


def test_a_damaged_copy_is_told_and_not_put_back(root: Path) -> None:
    write_journal(
        root, record_of("app/main.py", b"what it was", b"app = FastAPI()\n"), begun=b"", **{"0.before": b"what it w"}
    )
    with pytest.raises(CannotBuildError, match=r"^\.petsage/journal/0\.before: is damaged"):
        recover(root)
    assert (root / "app/main.py").read_bytes() == b"app = FastAPI()\n"


@pytest.mark.parametrize(
    "path", ["../outside", "/outside", "app/../../outside", ".git/hooks/pre-commit", "link/outside"]
)
def test_a_journal_that_came_with_a_project_reaches_nothing_outside_and_no_hook(path: str, root: Path) -> None:
    (root / "link").symlink_to("..")
    (root / ".git/hooks").mkdir(parents=True)
    write_journal(root, record_of(path, b"evil", None), begun=b"", **{"0.before": b"evil"})
    before = outside_journal(root)
    with pytest.raises(PetsageError):
        recover(root)
    assert outside_journal(root) == before


def outside_journal(root: Path) -> Tree:
    """The project and the folder that it is in, but for the builder's own files."""
    around = tree(root.parent)
    return {path: around[path] for path in around if not path.startswith("project/.petsage")}


def record_of(path: str, before: bytes, after: bytes | None) -> bytes:
    digests = {"before": sha256(before).hexdigest(), "after": after and sha256(after).hexdigest()}
    return json.dumps({"entries": [ENTRY | {"path": path} | digests], "new_folders": []}).encode()


def write_journal(root: Path, record: bytes | None, **files: bytes) -> None:
    """Makes a journal by hand, as one that a landing began here."""
    journal = root / ".petsage/journal"
    (journal / "origin").mkdir(parents=True)
    status = (journal / "origin").stat()
    (journal / f"of-{status.st_ino}-{status.st_ctime_ns}").touch()
    for name, content in files.items():
        (journal / name).write_bytes(content)
    if record is not None:
        (journal / "record.json").write_bytes(record)
