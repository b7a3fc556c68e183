"""What a person runs after a build has landed."""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from petsage_builder.project.project import Project
from petsage_builder.project.tooling import Tooling
from petsage_builder.terms.module import Change


def next_command(changes: Iterable[Change], project: Project) -> str:
    """The command that brings the project's database to new migrations among the changes, or else serves the app.

    It works in a shell where the build was started.
    """
    layout = project.blueprint.for_project().layout
    versions = PurePosixPath(layout.migrations, "versions")
    migrates = any(PurePosixPath(change.path).parent == versions for change in changes if change.after)
    return alembic_command("upgrade heads", project) if migrates else _in_shell(_serving(project), project)


def alembic_command(words: str, project: Project) -> str:
    """A command of Alembic's for the project's database, as `next_command` gives one."""
    path = project.blueprint.for_project().layout.alembic
    settings = "" if path == "alembic.ini" else f" -c {shlex.quote(path)}"
    return _in_shell(f"alembic{settings} {words}", project)


def _in_shell(words: str, project: Project) -> str:
    program, _, arguments = words.partition(" ")
    command = f"{Tooling(project.folder).run(program, project.interpreter)} {arguments}"
    return command if Path.cwd() == project.folder else f"cd {_shown(project.folder)} && {command}"


def _serving(project: Project) -> str:
    layout = project.blueprint.for_project().layout
    folder = f" --app-dir {shlex.quote(layout.source)}" if layout.source != "." else ""
    factory = " --factory" if project.blueprint.app_is_made else ""
    return f"uvicorn{folder} {layout.dotted(layout.app)}:{project.blueprint.app_name}{factory} --reload"


def _shown(folder: Path) -> str:
    relative = os.path.relpath(folder)
    return shlex.quote(relative if not relative.startswith("../..") else str(folder))
