"""Where a project is, and which Python it runs on: all that is needed to get ready for a build."""

import sys
from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem

RULES_FILE = "petsage.toml"


def find_project(start: Path) -> Path:
    """The folder of the project at `start`: that folder, above it as git does, or in the one folder directly below it.

    Raises:
        CannotBuildError: there is no project there, or more than one.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / RULES_FILE).is_file():
            return folder
    below = sorted(start.glob(f"*/{RULES_FILE}"))
    if len(below) == 1:
        return below[0].parent
    found = (
        "none here, above or one folder below"
        if not below
        else "several below: " + ", ".join(p.parent.name for p in below)
    )
    raise CannotBuildError(
        Problem(
            str(start),
            f"no project to build into ({RULES_FILE}: {found})",
            "`petsage new DIR` makes one, or name it with --project DIR",
        )
    )


def interpreter_of(project: Path) -> Path:
    """The Python that a project runs on: its own environment's where it has one, else the builder's."""
    own = project / ".venv" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)
