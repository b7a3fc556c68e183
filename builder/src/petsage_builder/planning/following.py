"""What landed, in the names that a changed request has for it: how hand edits follow a renaming."""

from collections.abc import Callable

from petsage_builder.edits.following import Following
from petsage_builder.project.formatting import format_files
from petsage_builder.project.project import Project
from petsage_builder.rendering.render import render_module
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.renaming import renamed, renames_between

Follow = Callable[[str, str], str]
"""The text of a file, given with its path, in the new names."""


def as_it_is(_path: str, text: str) -> str:
    """The text, where nothing is called otherwise."""
    return text


def followed(spec: FeatureSpec, project: Project) -> Follow:
    """How what landed of a feature is written in the names of its new spec."""
    if spec.is_static or spec.feature not in project.landed.features:
        return as_it_is
    old = project.landed.spec(spec.feature)
    renames = renames_between(old, spec, project.other_entities(spec.feature))
    if not renames:
        return as_it_is
    return Following(renames, _texts(old, project), _texts(renamed(old, renames), project))


def _texts(spec: FeatureSpec, project: Project) -> dict[str, str]:
    """What this builder makes of a spec."""
    known = project.known_entities()
    former = {was: one for one in known.values() for was in one.entity.formerly}
    files = render_module(spec, project.blueprint, {**former, **known}).files
    return format_files(files, project.formatting_context(files))
