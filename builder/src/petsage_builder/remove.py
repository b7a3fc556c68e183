"""Takes a feature out of a project: its files, its wiring and its tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from petsage_builder.errors import CannotBuildError, PetsageError, Problem
from petsage_builder.landing import land
from petsage_builder.planning.plan import plan_removal
from petsage_builder.project.landed import Landed
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import Receipt
from petsage_builder.spec.roles import roles_of
from petsage_builder.terms import names
from petsage_builder.terms.module import Change


@dataclass(frozen=True)
class Removal:
    """What was taken out: the paths that changed, and the tables with how many rows each had.

    `undo` is what a database that still has the tables needs; empty where the feature has none.
    """

    changed: tuple[str, ...]
    rows: Mapping[str, int]
    undo: str


def remove(project: Project, feature: str, *, discard_edits: bool = False, discard_data: bool = False) -> Removal:
    """Removes a feature's tables, files, wiring and receipt; the caller holds the project's lock.

    The tables go first. Should the rest fail, the project is as it was, and `alembic upgrade heads` makes them again.

    Raises:
        CannotBuildError: the feature was not built here, something builds on it, or the database can't be asked.
        HandEditsError: a file was edited by hand and `discard_edits` is not set, the app still uses the feature, or
            its tables have rows and `discard_data` is not set.
    """
    receipt = _removable(project, feature)
    changes = plan_removal(project, receipt, discard_edits=discard_edits).changes
    rows, undo = _drop_tables(project, receipt, discard_data=discard_data)
    try:
        land(project.folder, changes)
    except PetsageError as error:
        if not rows:
            raise
        gone = Problem(", ".join(rows), "dropped already", "`alembic upgrade heads` makes the tables again")
        raise type(error)(*error.problems, gone) from error
    return Removal(tuple(change.path for change in changes), rows, undo)


def preview_of_removal(project: Project, feature: str) -> tuple[Change, ...]:
    """What removing a feature would change in the tree, files that were edited by hand among it.

    Raises:
        CannotBuildError: the feature was not built here, or something builds on it.
        HandEditsError: the app still uses the feature.
    """
    return plan_removal(project, _removable(project, feature), discard_edits=True).changes


def _removable(project: Project, feature: str) -> Receipt:
    """The receipt of a feature that nothing else builds on."""
    receipt = project.landed.found(feature)
    if others := list(_referring(project.landed, feature)):
        raise CannotBuildError(*others)
    return receipt


def _referring(landed: Landed, feature: str) -> Iterator[Problem]:
    """The other features that refer to an entity of this one, or grant something to a role that it declares."""
    spec = landed.spec(feature)
    own = {entity.name for entity in spec.entities}
    for other in landed.features:
        if other != feature:
            for entity in landed.spec(other).entities:
                targets = {link.target for link in entity.belongs_to} | {link.target for link in entity.many_to_many}
                advice = f"remove {other} first"
                for target in sorted(targets & own):
                    message = f"its {entity.name} refers to the {target} of {feature}"
                    yield Problem(f"feature {other}", message, advice)
                for role in sorted(set(roles_of(entity)) & set(spec.roles.names)):
                    message = f"its {entity.name} is for {names.plural(role)}, a role of {feature}"
                    yield Problem(f"feature {other}", message, advice)


def _drop_tables(project: Project, receipt: Receipt, *, discard_data: bool) -> tuple[Mapping[str, int], str]:
    """The dropped tables with how many rows each had, and the command that does it in another database."""
    from petsage_builder.planning.migrating import revisions_of

    revisions = revisions_of(receipt, project)
    if not revisions:
        return {}, ""
    from petsage_builder.landing.database.drop import drop_tables
    from petsage_builder.schema.tables import tables_of

    tables = [table.name for table in tables_of(receipt.meaning())]
    rows = drop_tables(
        project.folder,
        project.interpreter,
        project.blueprint.layout.alembic,
        receipt.feature,
        revisions,
        tables,
        discard_data=discard_data,
    )
    return rows, f"alembic downgrade {receipt.feature}@base"
