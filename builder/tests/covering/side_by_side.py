"""Many specs in one request, so that one build proves all of them."""

import re
from collections.abc import Sequence

from petsage_builder.language.sentences import sentences_of
from petsage_builder.spec.feature import FeatureSpec

WOODS = ("ash", "birch", "cedar", "elm", "fir", "larch", "oak", "pine")
"""A word for each spec, which comes before the names of its entities."""
_NAMES = re.compile(r"\b(shelf|shelves|book|books|page|pages)\b", re.IGNORECASE)


def side_by_side(specs: Sequence[FeatureSpec]) -> str:
    """The requirements of at most eight specs of a chain, each with entities of its own."""
    said = ["\n".join(sentences_of(spec)) for spec in specs]
    assert len(said) <= len(WOODS)
    return "\n".join(_NAMES.sub(rf"{wood} \1", text) for wood, text in zip(WOODS, said, strict=False))
