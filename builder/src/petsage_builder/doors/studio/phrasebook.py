"""Sentence forms with the request's own nouns, to be chosen from while writing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from petsage_builder.language.forms import FORMS, filled_in, filled_in_so_far
from petsage_builder.language.nouns import nouns_of
from petsage_builder.request.payload import Requirements
from petsage_builder.spec.feature import KnownEntity
from petsage_builder.terms.names import plural

_FIRST_ENTITY = "thing"
_FIELDS = ("name", "date")
_NEW_FIELDS = ("weight", "date")
_MOST_OFFERED = 8
_MOST_OF_A_FORM = 20
_SHORTEST = 2
"""Letters from which a sentence is gone on with."""

_BEGINNING = re.compile(r"(?:\A|[.!]\s+|\n\s*\n|\n)\s*(?:(?:[-*]|[0-9]{1,3}[.)])\s+)?")
_NEW_NOUN = re.compile(r"(?:an?|the|each|every|some) ((?:\w+ )+)")


@dataclass(frozen=True)
class Offer:
    """Sentences that could stand in place of the text from `start` on, up to where somebody writes."""

    start: int = 0
    sentences: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Phrasebook:
    """The forms, and the nouns to fill them in with: entities with their fields, and all that these can belong to."""

    entities: dict[str, Sequence[str]]
    others: Sequence[str]

    def forms(self) -> list[str]:
        """Every form, filled in with the entity that was defined last, and with one that is there to belong to."""
        entity = next(reversed(self.entities), _FIRST_ENTITY)
        return [next(self._filled(form, [entity])) for form in FORMS]

    def goes_on(self, text: str, at: int) -> Offer:
        """How the sentence can go on that ends at an offset of the text; nothing within a sentence."""
        start = max(found.end() for found in _BEGINNING.finditer(text[:at]))
        written = " ".join(text[start:at].lower().split()) + (" " if text[start:at][-1:].isspace() else "")
        if len(written) < _SHORTEST or text[at : at + 1].strip():
            return Offer()
        found = (islice(self._beginning(form, written), _MOST_OF_A_FORM) for form in FORMS)
        offered = (one for several in zip_longest(*found) for one in several if one)
        return Offer(start, list(islice(dict.fromkeys(offered), _MOST_OFFERED)))

    def _beginning(self, form: str, written: str) -> Iterator[str]:
        """The form filled in so that it begins as written."""
        named = _NEW_NOUN.match(written)
        new = [noun] if named and (noun := named[1].strip()) not in self.entities else []
        for sentence in self._filled(form, [*reversed(self.entities), *new], written):
            if len(sentence) > len(written) + 1:
                yield sentence

    def _filled(self, form: str, entities: Sequence[str], written: str = "") -> Iterator[str]:
        """The form with every choice of nouns with which it begins as written, which is seen noun by noun."""
        for entity in entities:
            fields = _NEW_FIELDS if " has a {field}" in form else self.entities.get(entity) or _FIELDS
            others = [other for other in self.others if other != entity] or ["user"]
            needed = {"field": fields, "other field": (*fields[1:], fields[0]), "other": others}
            slots = {name: nouns for name, nouns in needed.items() if f"{{{name}" in form.lower()}
            fillings: Iterable[Mapping[str, str]] = [{"entity": entity, "entities": plural(entity)}]
            for slot, nouns in slots.items():
                fillings = _filled_further(form, fillings, slot, nouns, written)
            for sentence in (filled_in(form, filling) for filling in fillings):
                if sentence.lower().startswith(written):
                    yield sentence


def _filled_further(
    form: str, fillings: Iterable[Mapping[str, str]], slot: str, nouns: Sequence[str], written: str
) -> Iterator[Mapping[str, str]]:
    """Each filling with each noun in one more slot, where the form can still begin as written."""
    for filling in fillings:
        begun = filled_in_so_far(form, filling).lower()
        if begun.startswith(written) or written.startswith(begun):
            yield from ({**filling, slot: noun, f"{slot}s": plural(noun)} for noun in nouns)


def phrasebook(requirements: Requirements, known: Mapping[str, KnownEntity]) -> Phrasebook:
    """The phrasebook of a request as far as it is written, in a project with the known entities."""
    own = nouns_of(requirements, known) if isinstance(requirements, str) else {}
    return Phrasebook(own, [*own, *(name for name in known if name not in own), "user"])
