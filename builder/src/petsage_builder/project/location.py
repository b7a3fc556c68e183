"""Where a project is."""

from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem

RULES_FILE = "petsage.toml"


class NoProjectError(CannotBuildError):
    """There is no project here, nor near."""


def find_project(start: Path) -> Path:
    """The folder of the project at `start`: that folder, above it as git does, or in the one folder directly below it.

    Raises:
        NoProjectError: there is no project there.
        CannotBuildError: there is more than one.
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
    raise (CannotBuildError if below else NoProjectError)(
        Problem(
            str(start),
            f"no project to build into ({RULES_FILE}: {found})",
            "`petsage new DIR` makes one, or name it with --project DIR",
        )
    )


def folders_up(project: Path) -> list[Path]:
    """The project's folder and those above it, up to its repository's top: where its tools look for what is theirs."""
    above = [project, *project.parents]
    top = next((folder for folder in above if (folder / ".git").exists()), project)
    return above[: above.index(top) + 1]
