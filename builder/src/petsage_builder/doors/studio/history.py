"""Builds that have ended, kept beyond the Studio that ran them, and what version control knows of those that landed."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from petsage_builder.doors.state import state_folder
from petsage_builder.doors.studio.runs import Run
from petsage_builder.project.receipts import receipt_path

_MOST_KEPT = 50


class History:
    """The builds of one project that were run at a Studio, in the user's folder for state; only the newest stay."""

    def __init__(self, project: Path) -> None:
        name = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:16]
        self._folder = state_folder("studio", name)

    def runs(self) -> dict[str, Run]:
        """What is kept, by id, the oldest first; what can't be read counts for nothing."""
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                found.append(Run.from_data(json.loads(path.read_text(encoding="utf-8"))))
        return {run.id: run for run in sorted(found, key=lambda run: run.begun)}

    def keep(self, run: Run) -> None:
        """Keep a build that has ended."""
        path = self._folder / f"{run.begun.replace(':', '')}-{run.id}.json"
        with suppress(OSError):  # a full disk must not stop a build
            path.write_text(json.dumps(run.to_data()), encoding="utf-8")
            path.chmod(0o600)
            for old in sorted(self._folder.glob("*.json"))[:-_MOST_KEPT]:
                old.unlink()


@dataclass(frozen=True)
class Commit:
    """A commit that changed a feature's receipt."""

    short: str
    day: str
    author: str
    title: str


def commits_of(project: Path, feature: str) -> Iterator[Commit]:
    """The latest commits that landed builds of a feature; none where the project is in no repository."""
    command = ["git", "-c", "log.showSignature=false", "log", "--max-count=20", "--date=short", "--no-color"]
    command += ["--format=%h%x00%ad%x00%an%x00%s", "--", receipt_path(feature)]
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(command, cwd=project, capture_output=True, timeout=10, check=False)
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            yield Commit(*line.split("\0"))
