"""A spec with entities becomes the files of its module."""

from collections.abc import Callable

from petsage_builder.errors import CannotBuildError, NotUnderstoodError, Problem
from petsage_builder.project.location import RULES_FILE
from petsage_builder.rendering.docs import render_docs
from petsage_builder.rendering.models import render_models
from petsage_builder.rendering.paths import refuse_shared
from petsage_builder.rendering.router import render_router
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.schemas import render_schemas
from petsage_builder.rendering.service import render_service
from petsage_builder.rendering.spelling import refuse_alike
from petsage_builder.rendering.tests import render_tests

PARTS: dict[str, Callable[[Scene], str]] = {
    "models": render_models,
    "schemas": render_schemas,
    "service": render_service,
    "router": render_router,
    "tests": render_tests,
    "docs": render_docs,
}


def files_of(scene: Scene) -> dict[str, str]:
    """The texts of a module's files by path, before the project's formatter has seen them.

    Raises:
        NotUnderstoodError: nobody may do anything with what the module would have.
        CannotBuildError: the project's rules don't say where tables go, or two collections or fields are called alike.
    """
    if not scene.spec.endpoints and not scene.spec.people:
        name = scene.spec.entities[0].plural
        advice = f"say who can, as in `Signed-in users can see and create {name}.`"
        raise NotUnderstoodError(Problem("requirements", f"nobody could do anything with {name}", advice))
    refuse_shared(scene.spec, scene.known, scene.rules.api)
    refuse_alike(scene.spec, scene.rules.api)
    layout = scene.rules.layout
    if layout.models is None:
        advice = 'add `models = "…/{feature}/tables.py"` under [layout]'
        raise CannotBuildError(Problem(RULES_FILE, "doesn't say where a feature's tables go", advice))
    return {path: render(scene) for part, render in PARTS.items() if (path := getattr(layout, part))}
