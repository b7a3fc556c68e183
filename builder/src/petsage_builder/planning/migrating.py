"""The migrations of a feature: those that landed stay as they are, what a changed spec needs comes as the next one."""

from collections.abc import Collection
from pathlib import PurePosixPath

from petsage_builder.planning.evolving import evolution
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import Receipt
from petsage_builder.rendering.migration import render_first, render_next
from petsage_builder.schema.table import Table
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.feature import FeatureSpec

FOUNDATION = "identity_0001"
"""The revision that makes the tables of accounts."""


def migrations_of(spec: FeatureSpec, project: Project, drop: Collection[str] = ()) -> dict[str, str]:
    """The texts of a feature's migrations by path, oldest first; `drop` names what may be lost.

    Raises:
        NotUnderstoodError: the spec changed in a way that would lose rows.
    """
    receipt = project.landed.receipt(spec.feature)
    landed = _landed(receipt, project) if receipt else {}
    text = _next(spec, project, receipt, len(landed) + 1, drop)
    return landed | ({_path(spec.feature, len(landed) + 1, project): text} if text else {})


def _next(spec: FeatureSpec, project: Project, receipt: Receipt | None, number: int, drop: Collection[str]) -> str:
    """The migration that is missing; empty where none is."""
    layout, tables = project.blueprint.for_project().layout, tables_of(spec)
    core, depends_on = layout.dotted(layout.core), _depends_on(tables, spec, project)
    if number == 1:
        return render_first(spec.feature, tables, depends_on, core) if tables else ""
    if receipt is None:
        return ""
    found = evolution(receipt.meaning(), spec, project, drop)
    if not found:
        return ""
    return render_next(spec.feature, number, found.changes, depends_on, core, first=found.renames, looks=found.looks)


def revisions_of(receipt: Receipt, project: Project) -> list[str]:
    """What the migrations are called that landed for a feature, oldest first."""
    return [PurePosixPath(path).stem for path in _landed(receipt, project)]


def revision(feature: str, number: int) -> str:
    """What a feature's migration is called: `pets_0001`."""
    return f"{feature}_{number:04}"


def _path(feature: str, number: int, project: Project) -> str:
    return f"{project.blueprint.for_project().layout.migrations}/versions/{revision(feature, number)}.py"


def _landed(receipt: Receipt, project: Project) -> dict[str, str]:
    folder = f"{project.blueprint.for_project().layout.migrations}/versions/"
    return {file.path: file.text for file in receipt.files if file.path.startswith(folder)}


def _depends_on(tables: tuple[Table, ...], spec: FeatureSpec, project: Project) -> tuple[str, ...]:
    """The newest revisions of the features whose tables are referred to."""
    owners = {known.entity.table: known.feature for known in project.known_entities().values()}
    referred = {column.references.table for table in tables for column in table.columns if column.references}
    features = {owners[table] for table in referred if table in owners} - {spec.feature}
    newest = {feature: _newest(feature, project) for feature in features}
    return tuple(sorted({*newest.values(), *([FOUNDATION] if "users" in referred else [])}))


def _newest(feature: str, project: Project) -> str:
    receipt = project.landed.receipt(feature)
    return revision(feature, len(_landed(receipt, project)) if receipt else 1)
