"""The tool that a project's environment is made with, and how it installs and runs things."""

import os
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from petsage_builder.errors import CannotBuildError
from petsage_builder.project.files import read_file, toml_document
from petsage_builder.project.location import folders_up

_REQUIREMENTS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements_dev.txt",
    "dev-requirements.txt",
    "requirements/base.txt",
    "requirements/dev.txt",
)
_EXTRAS = ("dev", "test", "tests")


class _Tool(NamedTuple):
    """A tool by what its projects have: files, and its table in `pyproject.toml`."""

    name: str
    files: tuple[str, ...]
    table: str
    install: str
    add: str
    renew: str


_TOOLS = (
    _Tool("uv", ("uv.lock",), "uv", "uv sync", "uv add --dev", "uv venv --clear --python 3.12 && uv sync"),
    _Tool("poetry", ("poetry.lock",), "poetry", "poetry install", "poetry add --group dev", "poetry env use 3.12"),
    _Tool("pdm", ("pdm.lock",), "pdm", "pdm install", "pdm add -dG dev", "pdm use 3.12 && pdm install"),
    _Tool("pipenv", ("Pipfile",), "", "pipenv install --dev", "pipenv install --dev", "pipenv --python 3.12"),
)


@dataclass(frozen=True)
class Tooling:
    """How the project at `folder` installs its libraries, by what its files say; pip where they say nothing else."""

    folder: Path

    @property
    def install(self) -> str:
        """The command that installs the project's libraries."""
        tool, place = self._found
        return self._in(place, tool.install) if tool else self._pip_install

    def add(self, library: str) -> str:
        """The command that installs one more library for the project's tests."""
        tool, place = self._found
        return self._in(place, f"{tool.add} {library}") if tool else f"{self._pip} install {library}"

    @property
    def renew(self) -> str:
        """The commands that make the environment anew with another Python."""
        tool, place = self._found
        return self._in(place, tool.renew) if tool else f"python3.12 -m venv --clear {self._environment}"

    def run(self, program: str, interpreter: Path) -> str:
        """How a person runs a program of the project's environment from a shell in its folder."""
        folder = interpreter.parent
        if str(folder) in os.environ.get("PATH", "").split(os.pathsep):
            return program
        tool, _ = self._found
        if tool and tool.name == "uv" and folder.parent.name == ".venv":
            return f"uv run {program}"
        own = folder.relative_to(self.folder) if folder.is_relative_to(self.folder) else folder
        return shlex.quote(str(own / program))

    @cached_property
    def _found(self) -> tuple[_Tool | None, Path]:
        for folder in folders_up(self.folder):
            tables = _tables(folder)
            for tool in _TOOLS:
                if tool.table in tables or any((folder / name).is_file() for name in tool.files):
                    return tool, folder
        return None, self.folder

    def _in(self, place: Path, command: str) -> str:
        return command if place == self.folder else f"cd {shlex.quote(str(place))} && {command}"

    @property
    def _environment(self) -> str:
        return next((name for name in (".venv", "venv") if (self.folder / name).is_dir()), ".venv")

    @property
    def _pip(self) -> str:
        return f"{self._environment}/bin/pip"

    @property
    def _pip_install(self) -> str:
        made = "" if (self.folder / self._environment).is_dir() else "python3 -m venv .venv && "
        listed = [f"-r {name}" for name in _REQUIREMENTS if (self.folder / name).is_file()]
        return f"{made}{self._pip} install {' '.join(listed) or self._own_distribution}"

    @property
    def _own_distribution(self) -> str:
        project = _section(_pyproject(self.folder), "project")
        extras = [extra for extra in _EXTRAS if extra in _section(project, "optional-dependencies")]
        if not project:
            return "'fastapi[standard]' pytest"
        return f"-e '.[{','.join(extras)}]'" if extras else "-e ."


def _tables(folder: Path) -> set[str]:
    """The tools that have a table in the folder's `pyproject.toml`; being built by uv's backend needs no uv."""
    tables = _section(_pyproject(folder), "tool")
    return {name for name in tables if name != "uv" or _section(tables, name).keys() - {"build-backend"}}


def _section(values: dict[str, Any], name: str) -> dict[str, Any]:
    section = values.get(name)
    return section if isinstance(section, dict) else {}


def _pyproject(folder: Path) -> dict[str, Any]:
    try:
        return toml_document(read_file(folder / "pyproject.toml", "pyproject.toml") or b"", "pyproject.toml")
    except CannotBuildError:
        return {}
