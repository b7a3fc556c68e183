"""The migrations of a feature: those that landed stay as they are, what a changed spec needs comes as the next one."""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from petsage_builder.planning.evolving import Evolution, evolution
from petsage_builder.planning.history import History, history_of, migration_path, order
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import Receipt
from petsage_builder.rendering.migration import Migration, first_revision, render_first, render_next
from petsage_builder.schema.change import Rename
from petsage_builder.schema.changes import fills_of
from petsage_builder.schema.table import Table
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.feature import FeatureSpec

FOUNDATION = "identity_0001"
"""The revision that makes the tables of accounts."""


def migrations_of(spec: FeatureSpec, project: Project, drop: Collection[str] = ()) -> dict[str, str]:
    """The texts of a feature's migrations by path, oldest first; `drop` names what may be lost.

    Raises:
        NotUnderstoodError: the spec changed in a way that would lose rows.
        CannotBuildError: another branch has made of the feature what can't be brought together with what is here.
    """
    receipt = project.landed.receipt(spec.feature)
    history = history_of(receipt, project) if receipt else None
    if history and history.texts:
        following = _following(history, spec, project, drop)
        return {**history.texts, **{migration_path(one.revision, project): one.text for one in following}}
    tables = tables_of(spec)
    if not tables:
        return {}
    text = render_first(spec.feature, tables, _depends_on(tables, spec, project), _core(project), fills_of(spec))
    return {migration_path(first_revision(spec.feature), project): text}


def _following(history: History, spec: FeatureSpec, project: Project, drop: Collection[str]) -> list[Migration]:
    """The migrations that are missing."""
    found = evolution(history.meaning, spec, project, drop, twice=history.twice)
    if not found and len(history.heads) == 1:
        return []
    number = 1 + max(order(revision)[0] for revision in history.heads)
    return render_next(
        spec.feature,
        number,
        found.changes,
        sorted({*_depends_on(tables_of(spec), spec, project), *_made_by_former_names(found, spec, project)}),
        _core(project),
        follows=history.heads,
        first=found.renames,
        looks=found.looks,
    )


def _made_by_former_names(found: Evolution, spec: FeatureSpec, project: Project) -> Iterator[str]:
    """The newest revisions of the features that refer to tables which are called otherwise now.

    They have to run before, for they speak of the tables by their former names.
    """
    former = {change.before for change in found.renames if isinstance(change, Rename) and change.before != change.table}
    for feature in project.landed.features if former else ():
        columns = [column for table in tables_of(project.landed.spec(feature)) for column in table.columns]
        if feature != spec.feature and former & {one.references.table for one in columns if one.references}:
            yield from _newest(feature, project)


def _core(project: Project) -> str:
    layout = project.blueprint.for_project().layout
    return layout.dotted(layout.core)


def revisions_of(receipt: Receipt, project: Project) -> list[str]:
    """What the migrations are called that landed for a feature, oldest first."""
    versions = PurePosixPath(migration_path("", project)).parent
    return [path.stem for path in (PurePosixPath(file.path) for file in receipt.files) if path.parent == versions]


def _depends_on(tables: tuple[Table, ...], spec: FeatureSpec, project: Project) -> tuple[str, ...]:
    """The newest revisions of the features whose tables are referred to."""
    owners = {known.entity.table: known.feature for known in project.known_entities().values()}
    referred = {column.references.table for table in tables for column in table.columns if column.references}
    features = {owners[table] for table in referred if table in owners} - {spec.feature}
    newest = {revision for feature in features for revision in _newest(feature, project)}
    return tuple(sorted({*newest, *([FOUNDATION] if "users" in referred else [])}))


def _newest(feature: str, project: Project) -> tuple[str, ...]:
    receipt = project.landed.receipt(feature)
    return (receipt and history_of(receipt, project).heads) or (first_revision(feature),)
