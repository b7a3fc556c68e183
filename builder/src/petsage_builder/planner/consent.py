"""A payload of free text, through a planner, to one of sentences that its sender has agreed to."""

import dataclasses
from collections.abc import Callable, Mapping

from petsage_builder.errors import NotUnderstoodError, Problem, StoppedError
from petsage_builder.language.understand import understand
from petsage_builder.planner.draft import Draft, Writer, drafted
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.feature import KnownEntity


def draft_for(request: FeatureRequest, known: Mapping[str, KnownEntity], write: Writer) -> Draft:
    """Sentences for a request's free text.

    Raises:
        NotUnderstoodError: the requirements are no text, or no draft of them is understood.
    """
    if not isinstance(request.requirements, str):
        raise NotUnderstoodError(Problem("payload.requirements", "are no free text", "leave out --planner"))

    def parse(requirements: str) -> object:
        return understand(dataclasses.replace(request, requirements=requirements), known)

    return drafted(request.requirements, write, parse)


def planned(
    request: FeatureRequest, known: Mapping[str, KnownEntity], write: Writer, agrees: Callable[[Draft], bool]
) -> FeatureRequest:
    """The request with the sentences that stand for its free text, where `agrees` says so.

    Raises:
        NotUnderstoodError: as `draft_for`.
        StoppedError: it was not agreed.
    """
    draft = draft_for(request, known, write)
    if not agrees(draft):
        raise StoppedError(Problem("draft", "not agreed to", "the project is untouched"))
    return dataclasses.replace(request, requirements=draft.requirements)
