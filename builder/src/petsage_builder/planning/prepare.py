"""A feature, or several that land together, known before anything is written."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from petsage_builder.errors import PetsageError, Problem
from petsage_builder.language.understand import understand
from petsage_builder.planning.asked import asked_of
from petsage_builder.planning.following import followed
from petsage_builder.planning.foundation import refuse_unfit_foundation
from petsage_builder.planning.plan import Plan, plan_build
from petsage_builder.project.formatting import format_files
from petsage_builder.project.project import Project
from petsage_builder.rendering.render import render_module, wiring_of
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Understanding
from petsage_builder.terms.module import Change, Module, composed


@dataclass(frozen=True)
class Prepared:
    """All that is known of a feature before anything is written."""

    request: FeatureRequest
    spec: FeatureSpec
    module: Module
    plan: Plan

    @property
    def feature(self) -> str:
        """The feature's name."""
        return self.request.feature


def changes_of(prepared: Iterable[Prepared]) -> tuple[Change, ...]:
    """What several features change, each planned on those before it."""
    return composed(change for one in prepared for change in one.plan.changes)


def prepare(
    request: FeatureRequest,
    understood: Understanding,
    project: Project,
    *,
    drop: Collection[str] = (),
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
) -> Prepared:
    """What building a request into a project would make and change; `drop` names what may be lost.

    Raises:
        CannotBuildError: the project has no foundation for entities, or an older one.
        NotUnderstoodError: the spec changed in a way that would lose rows.
        HandEditsError: hand edits and the new text disagree, which is neither settled nor is `keep_edits` set.
    """
    if not understood.spec.is_static:
        refuse_unfit_foundation(project)
    module = formatted_module(understood, project, drop)
    wiring = wiring_of(request.feature, project.blueprint)
    spec, follow = understood.spec, followed(understood.spec, project)
    plan = plan_build(project, request, spec, module, wiring, follow=follow, keep_edits=keep_edits, settled=settled)
    return Prepared(request, spec, module, plan)


def rebuilt(
    features: Sequence[str],
    project: Project,
    *,
    requests: Mapping[str, FeatureRequest] = MappingProxyType({}),
    edited_too: bool = False,
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
) -> Iterator[Prepared]:
    """Those of the features, built on each other in this order, that their requests make something else of now.

    `requests` are of features that have another one than they were built from. With `edited_too`, also those whose hand
    edits no build has taken in yet.

    Raises:
        PetsageError: as `prepare` does, or a request is not understood any more; every problem names its feature.
    """
    for feature in features:
        receipt = project.landed.found(feature)
        try:
            request = requests.get(feature) or asked_of(receipt, project)
            understood = understand(request, project.known_entities())
            prepared = prepare(request, understood, project, keep_edits=keep_edits, settled=settled)
        except PetsageError as error:
            raise type(error)(*(_of_feature(feature, problem) for problem in error.problems)) from error
        if prepared.plan.changes and (edited_too or prepared.module.files != receipt.texts):
            project = after(project, prepared)
            yield prepared


def after(project: Project, prepared: Prepared) -> Project:
    """The project as it will be when a feature has landed."""
    return project.after(prepared.plan.changes, {prepared.feature: prepared.plan.landed})


def make_module(request: FeatureRequest, project: Project) -> Module:
    """The module that a request becomes in a project; the same every time."""
    return formatted_module(understand(request, project.known_entities()), project)


def formatted_module(understood: Understanding, project: Project, drop: Collection[str] = ()) -> Module:
    """The module that a request becomes in a project, as the project's own formatter leaves it."""
    spec = understood.spec
    module = render_module(spec, project.blueprint, project.known_entities(), understood.assumed)
    files = dict(module.files)
    if not spec.is_static or _had_entities(spec.feature, project):
        from petsage_builder.planning.migrating import migrations_of

        files |= migrations_of(spec, project, drop)
    return dataclasses.replace(module, files=format_files(files, project.formatting_context(files)))


def _had_entities(feature: str, project: Project) -> bool:
    return feature in project.landed.features and not project.landed.spec(feature).is_static


def _of_feature(feature: str, problem: Problem) -> Problem:
    return dataclasses.replace(problem, place=f"feature {feature}, {problem.place}")
