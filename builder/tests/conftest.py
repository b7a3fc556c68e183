"""What the tests share: the command as a person runs it, and projects to run it on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

settings.register_profile("repeatable", derandomize=True)
if "PETSAGE_SOAK" not in os.environ:  # what one machine has seen pass, every other one sees pass, too
    settings.load_profile("repeatable")
    # It draws from what is written in whichever modules a worker has loaded so far: there is no setting for that.
    providers._get_local_constants = lambda: providers._local_constants

REQUEST = json.dumps({"feature": "smoke_test", "description": "Check system is alive.", "requirements": "none"})
SERVICE = "src/petsage/features/smoke_test/service.py"
ROUTER = SERVICE.replace("service", "router")
"""Two of the files that the request becomes in the default blueprint."""

PETSAGE = Path(sys.executable).with_name("petsage")
PATIENCE = 300.0
"""Seconds for what takes one or a few on a machine that has nothing else to do."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Petsage = Callable[..., Outcome]


@pytest.fixture(scope="session")
def petsage() -> Petsage:
    """Runs the command in a process of its own."""

    def run(
        *arguments: object, stdin: str | bytes = "", cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> Outcome:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [PETSAGE, *map(str, arguments)],
            input=raw,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            timeout=2 * PATIENCE,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def project(petsage: Petsage, tmp_path: Path) -> Path:
    """A new project in the default blueprint."""
    folder = tmp_path / "project"
    outcome = petsage("new", folder, "--blueprint", "feature-src")
    assert outcome.code == 0, outcome.err
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"__pycache__", ".git"} & set(path.parts)
    }
