"""Text in the requirements language to a feature spec."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.language.assuming.all_rules import assumptions
from petsage_builder.language.beyond import is_left_open
from petsage_builder.language.complete import Places, completed
from petsage_builder.language.creators import ambiguous_creators
from petsage_builder.language.faults import LanguageFault, place, problems
from petsage_builder.language.meaning import gather
from petsage_builder.language.misread import Misread, misread_faults
from petsage_builder.language.outline import outline
from petsage_builder.language.own_words import with_own_words
from petsage_builder.language.reader import read
from petsage_builder.language.rights import said_of_states
from petsage_builder.language.roles import data_of
from petsage_builder.language.scene import Scene
from petsage_builder.language.statements import Statement
from petsage_builder.language.words import MOST_WORDS, Sentence, lines_of, sentences, written_in
from petsage_builder.spec.access import Verb
from petsage_builder.spec.dead_ends import dead_ends
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, FaultySpecError
from petsage_builder.spec.feature import MOST_ENTITIES, FeatureSpec, KnownEntity
from petsage_builder.spec.understanding import Rewording, Understanding
from petsage_builder.spec.validate import features_by_entity, former_names, users_around, validated
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import as_name

MOST_SENTENCES = 1_000

Known = Mapping[str, KnownEntity]


def parse(text: str, *, feature: str, description: str, known: Known | None = None) -> FeatureSpec:
    """The spec alone that some sentences mean, without asking whether people could do anything with it.

    Raises:
        NotUnderstoodError: with everything else that is wrong, each with its line and column.
    """
    return _read_whole(text, feature, description, known or {}).meaning()


def understood(text: str, *, feature: str, description: str, known: Known | None = None) -> Understanding:
    """What some sentences mean, and what they leave open; `known` are the project's entities by name.

    No sentence, or "None.", is a static endpoint.

    Raises:
        NotUnderstoodError: with everything that is wrong, each with its line and column.
    """
    reading = _read_whole(text, feature, description, known or {})
    if not reading.misread:
        reading.faults += reading.dead_ends()
    spec = reading.meaning()
    reworded = tuple(Rewording(written_in(text, sentence), said) for sentence, said in reading.reworded)
    left_open = tuple(written_in(text, sentence[3:]) for sentence in sentences(text) if is_left_open(sentence[:-1]))
    return Understanding(spec, tuple(assumptions(reading.scene.drafts, spec)), reworded, left_open)


@dataclass
class _Reading:
    """A text as far as it was understood, and what is wrong with it."""

    text: str
    scene: Scene
    misread: list[Misread]
    outlines: Mapping[str, Entity]
    places: Places
    spec: FeatureSpec | None
    faults: list[LanguageFault]
    reworded: list[tuple[Sentence, tuple[str, ...]]]

    def meaning(self) -> FeatureSpec:
        if self.spec is None or self.misread or self.faults:
            found = misread_faults(self.misread, self.scene)
            left = _not_caused_by(self.misread, self.faults)
            raise NotUnderstoodError(*problems(self.text, [*found, *left]))
        return self.spec

    def dead_ends(self) -> list[LanguageFault]:
        """What nobody could do, as far as relations and access are known."""
        drafts = self.scene.drafts
        entities = self.spec.entities if self.spec else tuple(self.outlines[name] for name in drafts)
        around = {**self.outlines, **{entity.name: entity for entity in entities}}

        def is_said(entity: Entity, verb: Verb, state: str = "") -> bool:
            draft = drafts.get(entity.name)
            return draft is None or verb in draft.access or (verb, state) in said_of_states(draft)

        found = dead_ends(entities, around.__getitem__, is_said)
        return [_in_the_text(fault, self.places, self.scene) for fault in found]


def _read_whole(text: str, feature: str, description: str, known: Known) -> _Reading:
    features = features_by_entity(known, feature)
    around = users_around(known, feature)
    own = with_own_words(*read_all(text), features, around.declared)
    read_as, misread = own.read_as, own.misread
    scene = gather(
        [statement for _, statement in read_as], features, around.declared, former_names(known, feature), around.fields
    )
    if len(scene.drafts) > MOST_ENTITIES:
        raise NotUnderstoodError(Problem("requirements", f"more than {MOST_ENTITIES} entities", "split the feature"))
    sentence_of = {id(statement): sentence for sentence, statement in read_as}
    misread += [(sentence_of[id(statement)], error) for statement, error in scene.misread]
    people = {*around.declared, *scene.roles}
    drawn = {name: outline(draft, people) for name, draft in scene.drafts.items()}
    outlines = {name: other.entity for name, other in known.items()} | drawn
    data, places = completed(scene.drafts.values(), outlines)
    roles, places_of_roles = data_of(scene)
    data, places = data | roles, places | places_of_roles
    spec, faults = None, list(scene.faults)
    faults += [
        fault for name, draft in scene.drafts.items() for fault in ambiguous_creators(draft, drawn[name], people)
    ]
    try:
        spec = validated({"feature": feature, "description": description} | data, features, around)
    except FaultySpecError as error:
        faults += [_in_the_text(fault, places, scene) for fault in error.faults]
    return _Reading(text, scene, misread, outlines, places, spec, faults, own.reworded)


def _cut(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    for sentence in sentences(text):
        found.append(sentence)
        if len(found) > MOST_SENTENCES:
            problem = Problem("requirements", f"more than {MOST_SENTENCES} sentences", "split the feature")
            raise NotUnderstoodError(problem)
        if len(sentence) == MOST_WORDS:
            problem = Problem(
                place(text, sentence[0].at), f"a sentence of {MOST_WORDS} words or more", "make it several"
            )
            raise NotUnderstoodError(problem)
    return [] if [word.text for sentence in found for word in sentence] == ["none"] else found


def read_all(text: str) -> tuple[list[tuple[Sentence, Statement]], list[Misread]]:
    """Each sentence of a text with the statement that it makes, and those that make none.

    Raises:
        NotUnderstoodError: the text is too long.
    """
    read_as: list[tuple[Sentence, Statement]] = []
    misread: list[Misread] = []
    for sentence in _cut(text):
        if not is_left_open(sentence):
            _read_one(sentence, lines_of(text, sentence), read_as, misread)
    return read_as, misread


def _read_one(
    sentence: Sentence, lines: list[Sentence], read_as: list[tuple[Sentence, Statement]], misread: list[Misread]
) -> None:
    """Reads a sentence; one that is none over several lines is read line by line, as full stops are often left out."""
    try:
        read_as.append((sentence, read(sentence)))
    except MisreadError as error:
        if len(lines) == 1:
            misread.append((sentence, error))
        for line in lines if len(lines) > 1 else ():
            _read_one(line, [line], read_as, misread)


def _in_the_text(fault: Fault, places: Places, scene: Scene) -> LanguageFault:
    """A fault of the spec's data where the nearest part around it was said."""
    path = fault.path
    while path and path not in places:
        path = path[:-1]
    entity = list(scene.drafts)[int(fault.path[1])] if fault.path[:1] == ("entities",) else ""
    return LanguageFault(
        places.get(path, 0), fault.message, fault.advice, frozenset(filter(None, [fault.about or entity]))
    )


def _not_caused_by(misread: list[Misread], faults: list[LanguageFault]) -> Iterator[LanguageFault]:
    """The faults that would be there even if the misread sentences defined each noun that they mention."""
    text = f" {' '.join(as_name(word.text) for sentence, _ in misread for word in sentence)} "
    for fault in faults:
        if not any(f" {noun} " in text for noun in fault.about):
            yield fault
