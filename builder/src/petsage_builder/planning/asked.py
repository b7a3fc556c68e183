"""The request of a feature, also where two branches have asked for different things."""

from dataclasses import replace
from typing import Any

from merge3 import Merge3

from petsage_builder.errors import PetsageError
from petsage_builder.language.sentences import sentences_of
from petsage_builder.language.understand import understand
from petsage_builder.planning.history import brought_to
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import Receipt
from petsage_builder.project.revisions import Meant
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.meeting import meet


def request_of(receipt: Receipt) -> FeatureRequest:
    """The request that a feature was built from."""
    return FeatureRequest(receipt.feature, receipt.description, receipt.requirements)


def asked_of(receipt: Receipt, project: Project) -> FeatureRequest:
    """The same with what those branches asked for whose migrations its receipt doesn't name.

    On what both have changed, it is its own that is asked for.

    Raises:
        CannotBuildError: what is kept of a migration is damaged.
    """
    request = request_of(receipt)
    here = Meant(receipt.requirements, receipt.spec)
    for one in brought_to(receipt, project):
        here = together(request, one.before, one.after, here, project)
    return replace(request, description=str(here.spec["description"]), requirements=here.requirements)


def together(request: FeatureRequest, before: Meant, first: Meant, last: Meant, project: Project) -> Meant:
    """What a feature is to be of which two branches have made something else; where they disagree, it is the last's.

    It is said in the sentences of both where these can stand together, and otherwise in PetSage's own.
    """
    data = meet(before.spec, first.spec, last.spec).data
    spec = FeatureSpec.from_data(data)
    own = "\n".join(sentences_of(spec))
    said = _merged(before.requirements, first.requirements, last.requirements)
    if said is not None and _means(replace(request, description=spec.description, requirements=said), spec, project):
        return Meant(said, data)
    return Meant(own, data)


def _merged(before: Any, first: Any, last: Any) -> str | None:
    """The lines of two texts that have come from one, where no line was changed by both."""
    if not all(isinstance(each, str) for each in (before, first, last)):
        return None
    groups = list(Merge3(*(each.splitlines(True) for each in (before, first, last))).merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return "".join(line for group in groups for line in group[1])


def _means(request: FeatureRequest, spec: FeatureSpec, project: Project) -> bool:
    try:
        return understand(request, project.known_entities()).spec == spec
    except PetsageError:
        return False
