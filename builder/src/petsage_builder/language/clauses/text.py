"""A whole text as clauses: its nouns first, whatever the order of its sentences, then every sentence."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from petsage_builder.language import statements as said
from petsage_builder.language.clauses.clause import Clause, clause_of
from petsage_builder.language.clauses.form import Forms
from petsage_builder.language.clauses.forms.every import BOTH, TEACHING
from petsage_builder.language.clauses.kinds import KINDS
from petsage_builder.language.clauses.lexicon import DEEDS, DETERMINERS, PRONOUNS, STATES
from petsage_builder.language.clauses.nouns import (
    Actor,
    FieldOf,
    Lesson,
    LinkOf,
    Nouns,
    StateOf,
    Thing,
    words_of,
)
from petsage_builder.language.clauses.partly import Part, partly
from petsage_builder.language.clauses.partly import is_denied as partly_denied
from petsage_builder.language.clauses.reading import (
    WITHOUT_A_SUBJECT,
    Reading,
    readings,
    says_then,
    seconds,
    whole_readings,
)
from petsage_builder.language.statements import Statement
from petsage_builder.language.words import Sentence, Word
from petsage_builder.terms import names

_MOST_ROUNDS = 5
_JOINTS = frozenset([";", ":", ",", "but", "while", "whereas", "and"])


def nouns_of(
    to_read: Sequence[Sentence], exact: Iterable[Statement], around: Iterable[str], roles: Iterable[str] = ()
) -> Nouns:
    """The nouns of a text: what its sentences of the language say, and what the others teach, over several rounds."""
    known: list[Lesson] = [Actor(role, declared=True) for role in roles]
    known += [lesson for statement in exact for lesson in _lessons(statement)]
    clauses = [clause_of(sentence) for sentence in to_read]
    around = tuple(around)
    nouns = _taught(known, around)
    taught: list[list[Lesson]] = [[] for _ in clauses]
    new: frozenset[str] | None = None
    for _ in range(_MOST_ROUNDS if clauses else 0):
        before = frozenset(chain.from_iterable(taught))
        for number, clause in enumerate(clauses):
            if new is None or not clause.set.isdisjoint(new):
                taught[number] = list(_taught_by(clause, TEACHING, nouns))
        lessons = list(chain.from_iterable(taught))
        if not (learnt := frozenset(lessons) ^ before):
            break
        new = frozenset(word for lesson in learnt for word in words_of(lesson))
        nouns = _taught([*known, *lessons], around)
    every = [lesson for clause in clauses for lesson in _taught_by(clause, BOTH, nouns)]
    return _taught([*known, *every], around) if clauses else nouns


def _taught_by(clause: Clause, forms: Forms, nouns: Nouns) -> Iterator[Lesson]:
    """What a clause teaches who knows the nouns already."""
    for part in _parts(clause, nouns):
        for parts in forms.readings(part, nouns):
            yield from (lesson for lesson in parts if not isinstance(lesson, str))
    yield from _said_of_states(clause, nouns)


def named_again(told: Sequence[Sentence], nouns: Nouns) -> dict[int, Sentence]:
    """Each sentence that speaks of "it", by its id, with the one thing that the one before it is about.

    Where that speaks of several things, or of none, nothing is named, and so it is where the sentence names one itself,
    or where "them" may be people.
    """
    found: dict[int, Sentence] = {}
    in_order = sorted({id(one): one for one in told}.values(), key=lambda sentence: sentence[0].at)
    for before, sentence in pairwise(in_order):
        own = clause_of(sentence)
        at = _pronoun(sentence)
        if at is None or any(any(nouns.things_at(own.texts, at_)) for at_ in range(len(own))):
            continue
        if any(any(nouns.fields_at(own.texts, at_)) for at_ in range(at)):
            continue
        about = clause_of(found.get(id(before), before))
        things = {thing for at_ in range(len(about)) for thing, _ in nouns.things_at(about.texts, at_)}
        are_people = sentence[at].text != "it" and any(map(nouns.is_person, map(names.one_of_several, about.texts[1:])))
        is_had = at == 0 and len(sentence) > 1 and sentence[1].text in _HAVING
        subject = _subject_of(about, nouns) if is_had else ""
        if subject or (len(things) == 1 and not (at and are_people)):
            thing = subject or things.pop()
            named = ("a", *_state_before(about, sentence, thing, nouns), *thing.split())
            words = tuple(Word("word", text, sentence[at].at, text) for text in named)
            found[id(sentence)] = (*sentence[:at], *words, *sentence[at + 1 :])
    return found


def _subject_of(about: Clause, nouns: Nouns) -> str:
    """What a sentence is about of which the next one says that "it has" something; empty where it begins otherwise."""
    for kind in ("thing", "new") if about.texts[0] in DETERMINERS else ():
        for thing, end in KINDS[kind](about, 0, nouns):
            if about.texts[end : end + 1] and about.texts[end] in _GOING_ON:
                return str(thing)
    return ""


_HAVING = frozenset(["has", "have", "contains", "consists", "includes", "belongs"])
_GOING_ON = _HAVING | {"is", "are", "can", "may"}
"""What stands behind the one thing that a sentence is about."""


def _state_before(about: Clause, sentence: Sentence, thing: str, nouns: Nouns) -> Sequence[str]:
    """The state that a thing is in where it "can then" be brought to another: the only one that was spoken of."""
    if not says_then([word.text for word in sentence]):
        return ()
    known = nouns.known(thing).states
    told = {state for at in range(len(about)) for state, _ in KINDS["state"](about, at, nouns) if state in known}
    return told.pop().split("_") if len(told) == 1 else ()


_BEFORE_IT = frozenset(["once", "when", "while", "after", "if", "then", "until"])


def _pronoun(sentence: Sentence) -> int | None:
    """The place of the pronoun that a sentence, or its condition, begins with; or of its only one."""
    first = 1 if sentence[0].text in _BEFORE_IT and len(sentence) > 2 else 0
    if sentence[first].text in ("it", "they"):
        return first
    places = [at for at, word in enumerate(sentence) if word.text in PRONOUNS]
    return places[0] if len(places) == 1 and sentence[places[0]].text in ("it", "they", "them") else None


def read_clauses(sentence: Sentence, nouns: Nouns) -> list[Reading]:
    """Every reading of a sentence."""
    return readings(clause_of(sentence), nouns)


def read_whole(sentence: Sentence, nouns: Nouns) -> list[Reading]:
    """Every reading of a sentence as one clause."""
    return whole_readings(clause_of(sentence), nouns)


def read_partly(sentence: Sentence, nouns: Nouns) -> Part | None:
    """What can be read of a sentence, where it isn't read as a whole."""
    return partly(clause_of(sentence), nouns)


def is_denied(sentence: Sentence, nouns: Nouns) -> bool:
    """Whether a sentence says only that some people cannot do something."""
    return partly_denied(clause_of(sentence), nouns)


def _parts(clause: Clause, nouns: Nouns) -> Iterator[Clause]:
    """A clause, and both sides of each word that may join two in it, the second with what it leaves to the first.

    What stands behind ":" is a list, of the noun before it, and no clause.
    """
    yield clause
    end_of_clauses = clause.texts.index(":") + 1 if ":" in clause.texts else len(clause)
    for at, text in enumerate(clause.texts[:end_of_clauses]):
        if text in _JOINTS or (text == "or" and clause.texts[at + 1] in DEEDS):
            start = at + 1
            while start < len(clause) and clause.texts[start] in _JOINTS:
                start += 1
            if at > 0 and start < len(clause):
                yield clause.cut(0, at)
                if ":" not in clause.texts[start:] or clause.texts[start] in WITHOUT_A_SUBJECT:
                    yield from seconds(clause.cut(0, at), clause.cut(start), nouns)


def _said_of_states(clause: Clause, nouns: Nouns) -> Iterator[Lesson]:
    """What "published ads" teach: a participle of a step before a thing is a state of it."""
    for at, text in enumerate(clause.texts):
        behind = clause.texts[at - 2 : at] if text in STATES and at > 2 else ()
        if behind and behind[0] in ("that", "which") and behind[1] in ("is", "are"):
            for start in range(at - 2):
                for thing, end in nouns.things_at(clause.texts, start):
                    if end == at - 2 and not nouns.known(thing).first:
                        yield StateOf(thing, text, implied=True)
        is_done = STATES.get(text) == text and clause.texts[at - 1] in _MODALS
        for thing, _ in nouns.things_at(clause.texts, at + 1) if text in STATES and not is_done else ():
            known = nouns.known(thing)
            if not known.first or (text in known.states and text not in known.extra):
                yield StateOf(thing, text, implied=True)


_MODALS = frozenset(["can", "may", "must", "should", "to"])
"""What stands before what somebody does: "may set a price" speaks of no set price."""


def _taught(lessons: Iterable[Lesson], around: Iterable[str]) -> Nouns:
    nouns = Nouns(around)
    for lesson in sorted(lessons, key=_is_weak):
        nouns.learn(lesson)
    return nouns


def _is_weak(lesson: Lesson) -> bool:
    """Whether a lesson counts only for what no other one says."""
    match lesson:
        case LinkOf() | StateOf():
            return lesson.implied
        case Thing():
            return lesson.mentioned
        case _:
            return False


def roles_in(statement: Statement) -> Iterator[str]:
    """What a sentence of the language says that users are."""
    if isinstance(statement, said.AboutEntity) and statement.entity in ("user", "users"):
        for fact in statement.facts:
            if isinstance(fact, said.States):
                yield from (names.one_of_several(names.spoken(value)) for value in fact.values)


def _lessons(statement: Statement) -> Iterator[Lesson]:
    """What a sentence of the language teaches."""
    if not isinstance(statement, said.AboutEntity):
        return
    if statement.entity in ("user", "users"):
        yield from (Actor(role, declared=True) for role in roles_in(statement))
        return
    thing = names.singular(statement.entity) if statement.entity.is_bare else str(statement.entity)
    for fact in statement.facts:
        match fact:
            case said.Has(items):
                yield Thing(thing)
                yield from (FieldOf(thing, str(item.name), str(item.unit or "")) for item in items)
            case said.Belongs(to):
                yield Thing(thing)
                for one in to:
                    role = one.role or ("owner" if one.target == "user" else one.target)
                    yield LinkOf(thing, str(one.target), str(role))
            case said.HasAtMost(1, child):
                role = "owner" if thing == "user" else thing
                yield LinkOf(names.one_of_several(child), thing, role)
            case said.States(values) if len(values) > 1:
                yield from (StateOf(thing, names.spoken(value).replace(" ", "_"), declared=True) for value in values)
            case said.StartsIn(state):
                yield StateOf(thing, names.spoken(state).replace(" ", "_"), starts=True, said=True)
