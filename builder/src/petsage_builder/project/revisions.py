"""What each later migration of a feature was made from: a file for each in `.petsage/revisions/`, never changed.

Two branches that change the same feature add different files: a merge keeps both, whatever becomes of the receipt.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.files import yaml_document
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import FOLDER, BlockDumper

_FOLDER = f"{FOLDER}/revisions"
_HEADER = "# What a migration was made from: it tells what to do where two branches changed a feature.\n"


@dataclass(frozen=True)
class Meant:
    """A feature at one of its migrations: the requirements as they were requested, and the spec's data."""

    requirements: Any
    spec: Mapping[str, Any]


@dataclass(frozen=True)
class Revision:
    """A migration of a feature, and what the feature was before and after it."""

    feature: str
    name: str
    before: Meant
    after: Meant

    def to_yaml(self) -> str:
        """The file's text; the same revision is always the same text."""
        return _HEADER + yaml.dump(asdict(self), Dumper=BlockDumper, sort_keys=False, allow_unicode=True, width=120)


def revision_path(name: str) -> str:
    """Where it is kept what a migration was made from, from the project's folder."""
    return f"{_FOLDER}/{name}.yaml"


def revision_names(project: Project) -> list[str]:
    """The migrations of a project of which it is kept what they were made from."""
    there = {f"{_FOLDER}/{path.name}" for path in (project.folder / _FOLDER).glob("*.yaml")}
    ahead = {path for path in project.ahead if path.startswith(f"{_FOLDER}/")}
    return sorted(PurePosixPath(path).stem for path in there | ahead if project.ahead.get(path, b"") is not None)


def read_revision(project: Project, name: str) -> Revision:
    """What a migration was made from.

    Raises:
        CannotBuildError: that isn't kept, or is damaged.
    """
    place = revision_path(name)
    return _revision(project.read(place) or b"", place)


def _revision(content: bytes, place: str) -> Revision:
    record = yaml_document(content, place)
    try:
        before, after = (Meant(**record[end]) for end in ("before", "after"))
        found = Revision(**{**record, "before": before, "after": after})
    except (TypeError, KeyError) as error:
        raise _damaged(place) from error
    if not isinstance(found.feature, str) or place != revision_path(str(found.name)):
        raise _damaged(place)
    if not isinstance(before.spec, dict) or not isinstance(after.spec, dict):
        raise _damaged(place)
    return found


def _damaged(place: str) -> CannotBuildError:
    return CannotBuildError(
        Problem(place, "what a migration was made from is damaged", "restore it from version control")
    )
