"""A payload of free text at a door: planned by a model where somebody asked for it, and shown before it is built."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.project import Project
from petsage_builder.request.payload import FeatureRequest, read_payload

if TYPE_CHECKING:
    from petsage_builder.planner.draft import Draft, Writer


def planned_payload(raw: bytes, project: Project, agrees: "Callable[[Draft], bool]") -> bytes:
    """The payload with sentences in place of its free text, once `agrees` has agreed to them.

    Raises:
        CannotBuildError: no model is named, or it doesn't answer.
        NotUnderstoodError: no draft is understood.
        StoppedError: it was not agreed.
    """
    from petsage_builder.planner.consent import planned

    request = planned(read_payload(raw).request, project.known_entities(), _writer(), agrees)
    return json.dumps(vars(request)).encode()


def drafted_request(request: FeatureRequest, project: Project) -> "Draft":
    """Sentences for the request's free text.

    Raises:
        CannotBuildError: no model is named, or it doesn't answer.
        NotUnderstoodError: no draft is understood.
    """
    from petsage_builder.planner.consent import draft_for

    return draft_for(request, project.known_entities(), _writer())


def _writer() -> "Writer":
    try:
        from petsage_builder.planner.model import model_writer
    except ModuleNotFoundError as error:
        message = f"needs {error.name}, which isn't installed"
        problem = Problem("--planner llm", message, "pip install 'petsage-builder[llm]'")
        raise CannotBuildError(problem) from error
    return model_writer()


def draft_text(draft: "Draft") -> str:
    """A draft for a person: each sentence with the words that it says, and what can't be said."""
    lines = ["As sentences of the requirements language:"]
    for line in draft.lines:
        lines += [f"  {line.sentence}", f"      from: {line.source}"]
    if draft.unsaid:
        lines += ["Not said, since the language can't say it yet:", *(f"  {part}" for part in draft.unsaid)]
    return "\n".join(lines)
