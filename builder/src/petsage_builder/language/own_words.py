"""Sentences in people's own words, read into sentences of the language; what has several readings is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache

from petsage_builder.language.alike import meaning_of
from petsage_builder.language.beyond import beyond
from petsage_builder.language.clauses.nouns import Nouns
from petsage_builder.language.clauses.partly import Part
from petsage_builder.language.clauses.reading import Reading
from petsage_builder.language.clauses.text import (
    is_denied,
    named_again,
    nouns_of,
    read_clauses,
    read_partly,
    read_whole,
    roles_in,
)
from petsage_builder.language.misread import Misread
from petsage_builder.language.reader import read
from petsage_builder.language.statements import (
    COMPUTING,
    AboutEntity,
    AboutFields,
    AccessSaid,
    Bounded,
    Fact,
    Filtered,
    Has,
    IsCalculated,
    IsNumberOf,
    IsTotal,
    Listed,
    Searched,
    StartsIn,
    Statement,
    States,
    StepsSaid,
    Typed,
)
from petsage_builder.language.strange import is_a_pronoun, is_strange, strange
from petsage_builder.language.words import Sentence, sentences
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.names import is_plural, one_of_several, with_article

MOST_OFFERED = 3
_MOST_WORDS = 60
_MOST_READ = 200
"""How long a sentence can be, and how many of them are read so."""

ReadAs = tuple[Sentence, Statement]


@dataclass
class OwnWords:
    """A text's sentences as far as they could be read, those that could not, and how the former were read."""

    read_as: list[ReadAs]
    misread: list[Misread]
    reworded: list[tuple[Sentence, Reading]] = field(default_factory=list)


def with_own_words(
    read_as: Sequence[ReadAs], misread: Sequence[Misread], features: Mapping[str, str], roles: Iterable[str] = ()
) -> OwnWords:
    """Adds what the clauses of a text say; `features` are the project's entities, `roles` what its users are.

    What is a sentence of the language stays one; where its clauses say something else, it is asked which was meant.
    """
    roles = frozenset(roles) | {role for _, statement in read_as for role in roles_in(statement)}
    computed = frozenset(_computed(statement for _, statement in read_as))
    doubted = {
        id(sentence): statement
        for sentence, statement in read_as
        if _is_doubtful(sentence, statement, roles)
        or _bounds_a_field(statement, computed)
        or (is_strange(statement) and not _has_quotes(sentence))
    }
    exact = [(sentence, statement) for sentence, statement in read_as if id(sentence) not in doubted]
    unread = [*((sentence, None) for sentence, _ in read_as if id(sentence) in doubted), *misread]
    far = [
        (sentence, error)
        for number, (sentence, error) in enumerate(misread)
        if number >= _MOST_READ or len(sentence) > _MOST_WORDS
    ]
    unread = [one for one in unread if one not in far]
    nouns = nouns_of([sentence for sentence, _ in unread], [statement for _, statement in exact], features, roles)
    beside = [(sentence, statement) for sentence, statement in exact if _is_of_things(statement, nouns)]
    doubted |= {id(sentence): statement for sentence, statement in beside}
    if beside:
        exact = [one for one in exact if one not in beside]
        unread = [*((sentence, None) for sentence, _ in beside), *unread]
        nouns = nouns_of([sentence for sentence, _ in unread], [statement for _, statement in exact], features, roles)
    told = named_again([*(sentence for sentence, _ in read_as), *(sentence for sentence, _ in unread)], nouns)
    if told:
        again = [told.get(id(sentence), sentence) for sentence, _ in unread]
        nouns = nouns_of(again, [statement for _, statement in exact], features, roles)
    found = OwnWords([], far)
    typed = _typed(statement for _, statement in exact)
    for sentence, statement in exact:
        ways = read_whole(sentence, nouns) if len(sentence) <= _MOST_WORDS else []
        ways = [way for way in ways if _is_read(way)]
        alone = _each_alone(statement, nouns)
        said = _meaning(alone)
        is_settled = _has_quotes(sentence) or _is_settled(statement, typed, nouns) or _bounds(statement)
        if ways and not is_settled and not any(said <= _meaning_of_all(way) for way in ways):
            found.misread.append((sentence, _asked(sentence, ways)))
        else:
            found.read_as += [(sentence, one) for one in alone]
    said = _meaning(statement for _, statement in found.read_as)
    for sentence, error in unread:
        ways = read_clauses(told.get(id(sentence), sentence), nouns)
        doubtful = doubted.get(id(sentence))
        alone = _each_alone(doubtful, nouns) if doubtful else []
        if alone and any(_meaning(alone) == _meaning_of_all(way) for way in ways):
            found.read_as += [(sentence, one) for one in alone]
        elif len(ways) == 1 and _is_read(ways[0]):
            new = [one for one in _statements(ways[0], sentence) if not _meaning([one]) <= said]
            said |= _meaning(new)
            found.read_as += [(sentence, one) for one in new]
            found.reworded.append((sentence, ways[0]))
        elif ways:
            asked = _asked(sentence, ways)
            found.misread.append((sentence, asked if asked.advice or error is None else error))
        elif doubtful:
            if reason := (
                (not _has_quotes(sentence) and strange(doubtful))
                or _is_no_lifecycle(sentence, doubtful)
                or _is_in_no_state(doubtful, nouns)
            ):
                reason.rest = _of_the_rest(sentence, nouns)
                found.misread.append((sentence, (not reason.rest and beyond(sentence)) or reason))
            elif is_denied(sentence, nouns):
                found.misread.append((sentence, _of_the_rest(sentence, nouns) or MisreadError(sentence[0].at, "")))
            else:
                found.read_as += [(sentence, one) for one in alone]
        elif error:
            error.rest = _of_the_rest(sentence, nouns)
            found.misread.append((sentence, (not error.rest and beyond(sentence)) or error))
    return found


def _of_the_rest(sentence: Sentence, nouns: Nouns) -> MisreadError | None:
    """What to say of the words that are not read, where some clauses are, or some of what a thing has."""
    part = read_partly(sentence, nouns)
    if part is None or not _is_read(part.reading):
        return None
    if part.denied:
        return _denied(part)
    rest = listed([f"'{one.written}'" for one in part.rest])
    advice = f"write `{' '.join(part.reading)}` instead of this sentence, and say what is left in sentences of its own"
    return MisreadError(
        part.rest[0].words[0].at, f"{rest} {'is' if len(part.rest) == 1 else 'are'}n't understood", advice=advice
    )


def _denied(part: Part) -> MisreadError:
    """What to say of "clerks cannot delete rooms"."""
    advice = f"write `{' '.join(part.reading)}` instead of this sentence" if part.reading else "leave it out"
    why = f"'{part.rest[0].written}' says what nobody can do anyway who isn't given it"
    return MisreadError(part.rest[0].words[0].at, why, advice=f"{advice}; what is given to others is said of them")


def _each_alone(statement: Statement, nouns: Nouns) -> list[Statement]:
    """Rights to several things, "films and actors", as one statement for each: none of them is a state of the last."""
    if isinstance(statement, AccessSaid) and all(map(nouns.is_thing, statement.things)):
        return [replace(statement, things=(thing,)) for thing in statement.things]
    return [statement]


def _is_doubtful(sentence: Sentence, statement: Statement, roles: Set[str]) -> bool:
    """Whether a sentence of the language may have been meant otherwise.

    It has the form of a lifecycle, but one state or no "or", or speaks of "no" thing; or it gives a right to what
    nothing says that users are.
    """
    match statement:
        case AboutEntity(entity) if is_a_pronoun(entity):
            return True
        case AboutEntity(entity, facts) if entity not in ("user", "users"):
            states = [fact for fact in facts if isinstance(fact, States)]
            is_a_list = any(len(fact.values) == 1 or all(word.text != "or" for word in sentence) for fact in states)
            starts = len(facts) == 1 and any(isinstance(fact, StartsIn) and is_plural(fact.state) for fact in facts)
            return is_a_list or starts or any(map(_has_a_second_by, facts))
        case StepsSaid((first, *_)):
            return first.startswith("no ")
        case AccessSaid(_, who):
            return any(one.role and one_of_several(one.role) not in roles for one in who)
        case _:
            return False


def _computed(statements: Iterable[Statement]) -> Iterator[str]:
    """The fields that some sentence says are computed."""
    for statement in statements:
        if isinstance(statement, AboutFields) and any(isinstance(claim, COMPUTING) for claim in statement.claims):
            yield from map(one_of_several, statement.fields)


def _bounds(statement: Statement) -> bool:
    return isinstance(statement, AboutFields) and any(isinstance(claim, Bounded) for claim in statement.claims)


def _bounds_a_field(statement: Statement, computed: Set[str]) -> bool:
    """Whether it bounds what isn't computed, as people do who mean its type."""
    return (
        isinstance(statement, AboutFields)
        and _bounds(statement)
        and any(one_of_several(field) not in computed for field in statement.fields)
    )


def _has_a_second_by(fact: Fact) -> bool:
    """Whether lists are filtered "by camp and by status", where no field is called "by status"."""
    return isinstance(fact, Filtered | Searched) and any(way.startswith("by ") for way in fact.by)


def _is_of_things(statement: Statement, nouns: Nouns) -> bool:
    """Whether what can be done is said of several things, "films and actors", and not of one in several states.

    Or of what nothing is called, as "new films" and "the list of films", or of one whose states no sentence of the
    language says, so that what it "can be" may be all of them.
    """
    match statement:
        case AboutEntity(entity, facts) if entity not in ("user", "users"):
            is_of_lists = all(isinstance(fact, States | Listed | Filtered | Searched) for fact in facts)
            is_of_another = nouns.is_of_another(entity)
            return (is_of_lists and not nouns.is_thing(entity)) or is_of_another
        case StepsSaid((one,), _, None):
            of_a_thing = nouns.is_thing(one) and not nouns.known(one_of_several(one)).declared
            return of_a_thing or bool(nouns.owners(one_of_several(one)) and not nouns.is_thing(one))
        case StepsSaid((_, *_, last), _, None):
            return nouns.is_thing(last)
        case _:
            return False


def _is_no_lifecycle(sentence: Sentence, statement: Statement) -> MisreadError | None:
    """What to say of several states without an "or", which are what a sentence that means something else looks like."""
    facts = statement.facts if isinstance(statement, AboutEntity) else ()
    if not any(isinstance(fact, States) and len(fact.values) > 1 for fact in facts):
        return None
    return MisreadError(sentence[0].at, "this would be states, but they have no 'or'",
                        advice="say `or` before the last state, or say it in sentences of its own")  # fmt: skip


def _is_in_no_state(statement: Statement, nouns: Nouns) -> MisreadError | None:
    """What to say of "selected films", where nothing says that a film can be selected."""
    if not isinstance(statement, AboutEntity) or nouns.is_thing(statement.entity) or not statement.entity.is_bare:
        return None
    entity = one_of_several(statement.entity)
    thing = next((one for one in nouns.things if entity.endswith(f" {one}") and one != entity), None)
    if thing is None or not any(isinstance(fact, States) for fact in statement.facts):
        return None
    state = entity.removesuffix(f" {thing}")
    states = [names.spoken(one) for one in nouns.known(thing).states]
    said = f", as in `{with_article(thing).capitalize()} is {', '.join(states)} or {state}.`" if states else ""
    why = f"nothing says that {with_article(thing)} can be '{state}'"
    return MisreadError(statement.entity.at, why, advice=f"say all that {with_article(thing)} can be{said}")


def _has_quotes(sentence: Sentence) -> bool:
    """Whether somebody wrote the language on purpose: nobody else puts a name in quotes."""
    return any(word.kind == "quoted" for word in sentence)


def _is_settled(statement: Statement, typed: frozenset[str], nouns: Nouns) -> bool:
    """Whether a field is called as a thing is, about which the language asks itself, or as somebody, and has a type.

    Or it names values, whose words may be any, also such as clauses leave out: "one of pet or a pet"; or it says how
    things are listed, where a field may be called as a moment is: "listed highest at first"; or what is computed, where
    lines may be order lines.
    """
    is_of_users = isinstance(statement, AboutEntity) and statement.entity in ("user", "users")
    if is_of_users or _values(statement) or _is_computed(statement):
        return True
    facts = statement.facts if isinstance(statement, AboutEntity) else ()
    if any(isinstance(fact, Listed | Filtered | Searched) for fact in facts):
        return True
    items = [str(item.name) for fact in facts if isinstance(fact, Has) for item in fact.items]
    named = [item for item in items if nouns.is_person(item)]
    return any(one_of_several(item) in nouns.things or item in nouns.things for item in items) or (
        bool(named) and typed.issuperset(named)
    )


def _is_computed(statement: Statement) -> bool:
    claims = statement.claims if isinstance(statement, AboutFields) else ()
    return any(isinstance(claim, IsNumberOf | IsTotal | IsCalculated) for claim in claims)


def _values(statement: Statement) -> Iterable[str]:
    """The states and the values of choices that a statement names."""
    match statement:
        case StepsSaid(sources, targets):
            return (*sources, *targets)
        case AccessSaid(deeds=deeds, things=things) if "mark" in deeds:
            return things
        case AboutFields(_, _, claims):
            return [value for claim in claims if isinstance(claim, Typed) for value in claim.type.get("values", ())]
        case _:
            return ()


def _typed(statements: Iterable[Statement]) -> frozenset[str]:
    """The names of the fields whose type some statement says."""
    about = [one for one in statements if isinstance(one, AboutFields)]
    return frozenset(str(field) for one in about for field in one.fields if any(map(_is_type, one.claims)))


def _is_type(claim: object) -> bool:
    return isinstance(claim, Typed)


def _asked(sentence: Sentence, ways: Sequence[Reading]) -> MisreadError:
    """What to say where there is no single reading that can be built."""
    buildable = [" ".join(way) for way in ways if _is_read(way)]
    if len(ways) > 1 or buildable:
        offered = " or ".join(f"`{way}`" for way in buildable[:MOST_OFFERED])
        advice = f"write {offered} instead of this sentence" if offered else "say it in several sentences"
        return MisreadError(sentence[0].at, "this can be read in several ways", advice=advice)
    return _not_yet(sentence, ways[0])


def _not_yet(sentence: Sentence, way: Reading) -> MisreadError:
    """What to say of a reading of which not everything can be built."""
    for said in way:
        try:
            read(next(sentences(said)))
        except MisreadError as error:
            if error.instead:
                return _with_a_choice(sentence, way, said, error)
            why = f"this means '{said.rstrip('.')}', which can't be built yet"
            return MisreadError(sentence[0].at, why, advice=_rest(way))
    raise AssertionError("every sentence is one of the language")


def _with_a_choice(sentence: Sentence, way: Reading, said: str, error: MisreadError) -> MisreadError:
    """Which of several an otherwise clear sentence means."""
    head = said[: error.at].rstrip().removesuffix("one of").removesuffix("an amount in").rstrip()
    is_money = all(instead.startswith("an amount in ") for instead in error.instead)
    tail = said[error.at or 0 :].rstrip(".").partition(" of ")[2] if is_money else ""
    ends = f" of {tail}." if tail else "."
    ways = [" ".join([*(one for one in way if one != said), f"{head} {instead}{ends}"]) for instead in error.instead]
    return MisreadError(
        sentence[0].at, error.why, advice=f"write {' or '.join(f'`{one}`' for one in ways)} instead of this sentence"
    )


def _rest(way: Reading) -> str:
    """Advice to say what can be built, and what to leave out."""
    rest = [one for one in way if _is_read((one,))]
    return f"write `{' '.join(rest)}` instead, and leave the rest for later" if rest else ""


def _is_read(way: Reading) -> bool:
    return all(_meaning_of(said) is not None for said in way)


@lru_cache(4096)
def _meaning_of(said: str) -> frozenset[object] | None:
    """What a sentence of the language means; nothing where it is none."""
    try:
        return frozenset(meaning_of(read(next(sentences(said)))))
    except MisreadError:
        return None


def _meaning_of_all(way: Reading) -> frozenset[object]:
    return frozenset(part for said in way for part in _meaning_of(said) or ())


def _statements(way: Reading, sentence: Sentence) -> list[Statement]:
    """The statements that the sentences of a reading make, all at the place of the sentence that was read."""
    at = sentence[0].at
    return [read(tuple(replace(word, at=at) for word in next(sentences(said)))) for said in way]


def _meaning(statements: Iterable[Statement]) -> frozenset[object]:
    return frozenset(part for statement in statements for part in meaning_of(statement))
