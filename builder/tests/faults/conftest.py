"""Where the fault tests happen."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from .soak import SOAK

_MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, if there is one: these tests cut the power themselves, and need not wait for a disk."""
    if SOAK or not os.access(_MEMORY, os.W_OK):
        yield tmp_path
    else:
        with TemporaryDirectory(dir=_MEMORY) as folder:
            yield Path(folder)


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    usual = os.umask(0o022)
    yield
    os.umask(usual)
