"""The nouns that a text has introduced so far, also while it is still being written."""

from collections.abc import Mapping, Sequence

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.meaning import gather
from petsage_builder.language.parse import read_all
from petsage_builder.spec.feature import KnownEntity
from petsage_builder.spec.validate import features_by_entity


def nouns_of(text: str, known: Mapping[str, KnownEntity]) -> dict[str, Sequence[str]]:
    """The entities that the text defines, each with its fields, in order; what isn't understood counts for nothing."""
    try:
        read_as, _ = read_all(text)
    except NotUnderstoodError:
        return {}
    drafts = gather([statement for _, statement in read_as], features_by_entity(known, "")).drafts
    return {str(name): list(draft.items) for name, draft in drafts.items()}
