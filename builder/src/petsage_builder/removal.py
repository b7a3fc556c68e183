"""Takes a feature out of a project."""

from petsage_builder.landing import land
from petsage_builder.plan import plan_removal
from petsage_builder.project import Project
from petsage_builder.receipts import find_receipt


def remove(project: Project, feature: str, *, discard_edits: bool = False) -> list[str]:
    """Removes a feature's files, wiring and receipt, all or nothing, and gives the paths that changed.

    The caller holds the project's lock.

    Raises:
        CannotBuildError: the feature was not built here.
        HandEditsError: a file was edited by hand and `discard_edits` is not set, or the app still uses the feature.
    """
    receipt = find_receipt(project.folder, feature)
    changes = plan_removal(project, receipt, discard_edits=discard_edits).changes
    land(project.folder, changes)
    return [change.path for change in changes]
