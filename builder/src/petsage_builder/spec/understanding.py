"""What a request means, with what was taken for granted apart from what was said."""

from dataclasses import dataclass
from typing import Any

from petsage_builder.spec.feature import FeatureSpec


@dataclass(frozen=True)
class Assumption:
    """Something that was taken for granted because the request didn't say it, as a sentence.

    Each of `instead`, added to the request, says something else; where it is empty the language has no such sentence.
    """

    sentence: str
    instead: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The assumption as JSON data."""
        return {"sentence": self.sentence, "instead": list(self.instead)}


@dataclass(frozen=True)
class Rewording:
    """A sentence in somebody's own words, and the sentences of the language that it was read as."""

    said: str
    sentences: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """The rewording as JSON data."""
        return {"said": self.said, "sentences": list(self.sentences)}


@dataclass(frozen=True)
class Understanding:
    """The meaning of a request; `assumed` is in the spec, too, but was not said.

    `reworded` is how people's own words were read, `left_open` what was said to be not for now.
    """

    spec: FeatureSpec
    assumed: tuple[Assumption, ...] = ()
    reworded: tuple[Rewording, ...] = ()
    left_open: tuple[str, ...] = ()
