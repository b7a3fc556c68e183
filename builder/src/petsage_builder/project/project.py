"""The project that is built into: the folder with `petsage.toml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import StringIO
from pathlib import Path, PurePosixPath

from dotenv import dotenv_values
from dotenv.variables import parse_variables

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.blueprint import Blueprint, project_blueprint
from petsage_builder.project.files import read_file
from petsage_builder.project.formatting import settings_of, settings_of_others
from petsage_builder.project.interpreter import find_interpreter
from petsage_builder.project.landed import Landed
from petsage_builder.project.location import RULES_FILE, folders_up
from petsage_builder.project.receipts import Receipt
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import KnownEntity
from petsage_builder.terms.module import Change

_LARGEST_ENVIRONMENT = 2**16
_IMPORT = re.compile(r"^(?:from|import) ([a-z_][\w.]*)", re.MULTILINE)


@dataclass(frozen=True)
class Project:
    """A project's folder, and the Python that a person named for it. What is read from it is read once.

    `ahead` are files that are not written yet, by path: the project as it will be.
    """

    folder: Path
    python: Path | None = None
    ahead: Mapping[str, bytes | None] = field(default_factory=dict, compare=False)

    @cached_property
    def blueprint(self) -> Blueprint:
        """The project's house rules."""
        return project_blueprint(self.folder / RULES_FILE)

    @cached_property
    def interpreter(self) -> Path:
        """The Python that the project runs on."""
        return find_interpreter(self.folder, self.python)

    @cached_property
    def environment(self) -> dict[str, str]:
        """The environment variables that the project says its app needs."""
        text = self._environment_text(self.blueprint.checks.env_file)
        values: dict[str, str | None] = {}
        for name, said in dotenv_values(stream=StringIO(text), interpolate=False).items():
            if said is not None:  # `${NAME}` is what the file itself says above, never what this process knows
                values[name] = "".join(atom.resolve(values) for atom in parse_variables(said))
        return {name: value for name, value in values.items() if value is not None}

    def _environment_text(self, path: str | None) -> str:
        """What stands in the file of environment variables, which may lie above the project, in its repository."""
        if path is None:
            return ""
        try:
            place = (self.folder / path).resolve()
        except (OSError, RuntimeError, ValueError):  # links in a circle; a name that no file can have
            raise _no_environment(path, "there is no such file") from None
        if not place.is_relative_to(folders_up(self.folder)[-1].resolve()):
            raise _no_environment(path, "is not in the project's repository")
        content = read_file(place, path)
        if content is None:
            raise _no_environment(path, "there is no such file")
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise _no_environment(path, "is not UTF-8") from None
        if len(content) > _LARGEST_ENVIRONMENT or "\0" in text:
            raise _no_environment(path, "is no file of environment variables")
        return text

    def formatting_context(self, files: Mapping[str, str]) -> dict[str, str]:
        """What the formatter looks at beside `files`: its settings, and the project's own modules that they import."""
        source = PurePosixPath(self.blueprint.layout.source)
        imported = {source.joinpath(*name.split(".")) for text in files.values() for name in _IMPORT.findall(text)}
        modules = {str(path) for name in imported for path in (name.with_suffix(".py"), name / "__init__.py")}
        near = {str(folder / "__init__.py") for path in (*files, *modules) for folder in PurePosixPath(path).parents}
        stubs = {path: "" for path in sorted(modules | near) if self._has(path)}
        return stubs | self._formatting_settings

    @cached_property
    def _formatting_settings(self) -> dict[str, str]:
        """What decides how code is formatted; nothing where the project does without."""
        if {"format", "lint"}.issubset(self.blueprint.checks.skip):
            return {}
        own = {"ruff.toml": self.formatter} if self.formatter else {}
        return settings_of(folders_up(self.folder)) | own

    @cached_property
    def formatter(self) -> str:
        """The formatter's settings where the project's own are other formatters', as `ruff.toml`; else empty."""
        return settings_of_others(folders_up(self.folder))

    @cached_property
    def landed(self) -> Landed:
        """What has been built here."""
        return Landed(self.folder)

    def known_entities(self) -> dict[str, KnownEntity]:
        """The entities that the project's features have, by name."""
        return self.landed.entities

    def after(self, changes: Iterable[Change], receipts: Mapping[str, Receipt | None]) -> "Project":
        """The project as it will be when these changes and receipts have landed; nothing is written."""
        ahead = {**self.ahead, **{change.path: change.after for change in changes}}
        project = replace(self, ahead=ahead)
        project.__dict__["landed"] = self.landed.after(receipts)
        return project

    def other_entities(self, feature: str) -> list[Entity]:
        """The entities that the features beside this one have."""
        return [known.entity for known in self.known_entities().values() if known.feature != feature]

    def refuse_without_foundation(self) -> None:
        """Entities stand on what `petsage new` puts into the project's core.

        Raises:
            CannotBuildError: it isn't there.
        """
        if not self.has_core:
            message = "entities need PetSage's foundation, which only projects made by `petsage new` have in their core"
            advice = "make such a project, or ask for a static endpoint here (`requirements: none`)"
            raise CannotBuildError(Problem(f"{self.blueprint.for_project().layout.core}/", message, advice))

    @property
    def has_core(self) -> bool:
        """Whether there is what `petsage new` puts into a project's core, of whichever version."""
        core = self.blueprint.for_project().layout.core
        return b"class Repository" in (self.read(f"{core}/repository.py") or b"")

    def read(self, path: str) -> bytes | None:
        """The content of the file at `path` (POSIX, from the project's folder), or `None` where there is none."""
        if path in self.ahead:
            return self.ahead[path]
        try:
            inside = (self.folder / path).resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError, ValueError):  # links in a circle; a name that no file can have
            inside = False
        if not inside:
            message = "goes through a symbolic link that leaves the project"
            raise CannotBuildError(Problem(path, message, "replace the link by a folder"))
        return read_file(self.folder / path, path)

    def _has(self, path: str) -> bool:
        return self.ahead[path] is not None if path in self.ahead else (self.folder / path).is_file()

    def read_text(self, path: str) -> str:
        """The text of the file at `path`, line ends as they are; empty where there is none.

        Raises:
            CannotBuildError: it isn't UTF-8.
        """
        try:
            return (self.read(path) or b"").decode()
        except UnicodeDecodeError as error:
            raise CannotBuildError(Problem(path, "is not UTF-8", "save it as UTF-8")) from error


def _no_environment(path: str, message: str) -> CannotBuildError:
    return CannotBuildError(Problem(f"{RULES_FILE}, checks.env_file, {path}", message, "name one that is there"))
