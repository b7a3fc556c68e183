"""Projects to land into, and what landing makes of them."""

import shutil
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from petsage_builder.landing import land, recover
from petsage_builder.terms.module import Change

from ..conftest import PATIENCE
from .disks import Step, steps_of

Tree = dict[str, tuple[int, bytes | None]]


@dataclass(frozen=True)
class Scene:
    """A project's files, with their permissions, and the changes to land."""

    files: dict[str, tuple[int, bytes]]
    changes: tuple[Change, ...]

    def lay_out(self, root: Path) -> Path:
        """Makes the project in `root`."""
        for path, (mode, content) in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
            (root / path).chmod(mode)
        return root

    def ends(self, room: Path) -> tuple[Tree, Tree]:
        """The project before the landing, and after one that nothing disturbs."""
        root = self.lay_out(fresh(room / "ends"))
        before = tree(root)
        land(root, self.changes)
        return before, tree(root)

    def steps(self, room: Path) -> list[Step]:
        """What landing it asks of the disk."""
        return steps_of(partial(land, self.lay_out(fresh(room / "steps")), self.changes))

    def last_step(self, room: Path) -> int:
        """The step by which the landing is concluded; all files are changed before it."""
        return self.steps(room).index(Step("write", ".petsage/journal/landed"))


def recovered(root: Path) -> Tree:
    """The project after a recovery, which waits for nothing and leaves nothing to another."""
    started = time.monotonic()
    recover(root)
    assert time.monotonic() - started < PATIENCE
    assert recover(root) is None
    return tree(root)


def fresh(folder: Path) -> Path:
    """An empty folder, whatever was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def tree(root: Path) -> Tree:
    """Everything below a folder: permissions, and content where it is a file."""
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in root.rglob("*")
    }


_FEATURE = {
    "app/features/pets/__init__.py": b"",
    "app/features/pets/router.py": b"router = APIRouter()\n",
    "app/features/pets/tests/test_pets.py": b"def test_pets(): ...\n",
    ".petsage/pets.yaml": b"feature: pets\n",
}
_HAND_WRITTEN = {"README.md": (0o640, b"Hand-written.\n")}
_PLAIN, _WIRED = b"app = FastAPI()\n", b"app = FastAPI()\napp.include_router(router)\n"

BUILD = Scene(
    {**_HAND_WRITTEN, "app/main.py": (0o755, _PLAIN), "app/old.py": (0o644, b"old\n")},
    (
        *(Change(path, None, content) for path, content in _FEATURE.items()),
        Change("app/main.py", _PLAIN, _WIRED),
        Change("app/old.py", b"old\n", None),
    ),
)

REMOVE = Scene(
    {
        **_HAND_WRITTEN,
        **{path: (0o644, content) for path, content in _FEATURE.items()},
        "app/features/pets/__pycache__/router.cpython-311.pyc": (0o644, b"bytecode"),
        "app/main.py": (0o755, _WIRED),
    },
    (
        *(Change(path, content, None) for path, content in _FEATURE.items()),
        Change("app/main.py", _WIRED, _PLAIN),
    ),
)

in_each_scene = pytest.mark.parametrize("scene", [BUILD, REMOVE], ids=["build", "remove"])
