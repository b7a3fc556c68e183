"""The migrations of a feature that a project has: those that its receipt names, and those of another branch."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import Receipt
from petsage_builder.project.revisions import Revision, read_revision, revision_names
from petsage_builder.rendering.migration import FEATURE_LETTERS
from petsage_builder.schema.table import Column
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.meeting import meet

Twice = Mapping[tuple[str, str], tuple[Column, Column]]
"""Columns that two branches have made something else of, by their tables' names and their own: what each made of it."""


_NUMBER = re.compile(r"_([0-9]{4})(?:_[0-9a-f]{6})?$")


@dataclass(frozen=True)
class History:
    """The texts of a feature's migrations by path, oldest first, and those of them that no receipt names.

    `meaning` is what a database holds that has them all; what it has of the columns in `twice` depends on which of them
    was last. `heads` are the revisions that no other follows.
    """

    texts: Mapping[str, str]
    brought: tuple[Revision, ...]
    meaning: FeatureSpec
    heads: tuple[str, ...]
    twice: Twice


def history_of(receipt: Receipt, project: Project) -> History:
    """What there is of a feature's migrations.

    Raises:
        CannotBuildError: what another branch has made of the feature can't be brought together with what is here.
    """
    landed = {file.path: file.text for file in receipt.files if file.path.startswith(_versions(project))}
    brought = brought_to(receipt, project)
    if not brought:
        newest = tuple(PurePosixPath(path).stem for path in list(landed)[-1:])
        return History(landed, (), receipt.meaning(), newest, {})
    texts = landed | {
        migration_path(one.name, project): project.read_text(migration_path(one.name, project)) for one in brought
    }
    texts = dict(sorted(texts.items(), key=lambda item: order(PurePosixPath(item[0]).stem)))
    below = {name for text in texts.values() for name in _followed(text)}
    heads = tuple(name for path in texts if (name := PurePosixPath(path).stem) not in below)
    meaning, twice = _met(receipt, brought)
    return History(texts, brought, meaning, heads, twice)


def brought_to(receipt: Receipt, project: Project) -> tuple[Revision, ...]:
    """The migrations of a feature that are there and that its receipt doesn't name, oldest first."""
    named = {PurePosixPath(file.path).stem for file in receipt.files}
    begins = f"{receipt.feature[:FEATURE_LETTERS]}_"
    others = [name for name in revision_names(project) if name.startswith(begins) and name not in named]
    there = [name for name in others if project.read(migration_path(name, project)) is not None]
    found = [one for one in (read_revision(project, name) for name in there) if one.feature == receipt.feature]
    return tuple(sorted(found, key=lambda one: order(one.name)))


def migration_path(revision: str, project: Project) -> str:
    """Where a migration is, from the project's folder."""
    return f"{_versions(project)}{revision}.py"


def order(revision: str) -> tuple[int, str]:
    """What revisions of a feature are sorted by, so that each comes after those that it follows."""
    found = _NUMBER.search(revision)
    return (int(found[1]) if found else 0, revision)


def _versions(project: Project) -> str:
    return f"{project.blueprint.for_project().layout.migrations}/versions/"


def _followed(text: str) -> Iterator[str]:
    """The revisions that a migration follows."""
    with suppress(SyntaxError, ValueError):
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "down_revision":
                value = ast.literal_eval(node.value)
                yield from (value,) if isinstance(value, str) else value or ()


def _met(receipt: Receipt, brought: Sequence[Revision]) -> tuple[FeatureSpec, Twice]:
    """What a feature is with all that its branches have made of it, and the columns that more than one has changed."""
    data: Mapping[str, object] = receipt.spec
    twice: dict[tuple[str, str], tuple[Column, Column]] = {}
    for one in brought:
        here, before, there = (_meaning(spec, receipt.feature) for spec in (data, one.before.spec, one.after.spec))
        _refuse_same_additions(one, before, here, there)
        data = meet(one.before.spec, data, one.after.spec).data
        twice |= _changed_twice(before, here, there)
    return _meaning(data, receipt.feature), twice


def _meaning(data: Mapping[str, object], feature: str) -> FeatureSpec:
    try:
        return FeatureSpec.from_data(data)
    except ValueError as error:
        message = "what two branches have made of it doesn't go together"
        advice = "take one of their migrations out by hand, with what is kept of it in .petsage/revisions/"
        raise CannotBuildError(Problem(f"feature {feature}", message, advice)) from error


def _refuse_same_additions(one: Revision, before: FeatureSpec, here: FeatureSpec, there: FeatureSpec) -> None:
    """Two migrations that add the same can't both run on a database.

    Raises:
        CannotBuildError: they do.
    """
    was = set(_parts(before))
    if same := sorted((set(_parts(here)) & set(_parts(there))) - was):
        message = f"adds {', '.join(same)}, which a migration of this branch adds, too"
        advice = (
            f"where no database has seen it, take that out of both functions of {one.name}; else downgrade that first"
        )
        raise CannotBuildError(Problem(f"migration {one.name}", message, advice))


def _parts(spec: FeatureSpec) -> Iterator[str]:
    """The tables and columns of a spec, as text."""
    for table in tables_of(spec):
        yield f"table {table.name}"
        yield from (f"{table.name}.{column.name}" for column in table.columns)


def _changed_twice(before: FeatureSpec, here: FeatureSpec, there: FeatureSpec) -> Twice:
    """The columns of a spec that two others have made something else of."""
    was, ours, theirs = (
        {(table.name, column.name): column for table in tables_of(spec) for column in table.columns}
        for spec in (before, here, there)
    )
    common = was.keys() & ours.keys() & theirs.keys()
    return {
        place: (ours[place], theirs[place])
        for place in common
        if len({was[place], ours[place], theirs[place]}) == len((was, ours, theirs))
    }
