"""What the slots of patterns take: nouns of the text, people, numbers, bounds, lists."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.lexicon import (
    ACTS,
    COMMANDS,
    DEEDS,
    DETERMINERS,
    DONE,
    IN_A_VALUE,
    LISTED,
    MAKING,
    NOT_IN_A_VALUE,
    NUMBERS,
    STATES,
    STEP_VERBS,
    can_be_in_a_name,
)
from petsage_builder.language.clauses.nouns import Nouns
from petsage_builder.language.clauses.patterns import Kind, pattern
from petsage_builder.terms import names
from petsage_builder.terms.noun import as_name
from petsage_builder.terms.part import NAME_LENGTH
from petsage_builder.terms.verbs import participle_of

Found = tuple[Any, int]
_NOT_NEW = frozenset(["user", "admin", "administrator", "system", "app"])
_THEIRS = (
    ("his", "or", "her"),
    ("her", "or", "his"),
    *((one,) for one in ("their", "his", "her", "his/her", "her/his")),
)
_OWN = tuple((*one, "own") for one in (*_THEIRS, ("its",)))
_LONGEST_NAME = 5
"""How many words a name of a text's own has at most."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a thing, with the unit that it was introduced in."""

    thing: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that something can be; both as they were written."""

    least: str | None = None
    most: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a clause calls them: a phrase of the language, who created a thing, or a noun of the text's own.

    `one` says that a certain one is meant ("the author"), `its` that they are the thing's own ("its author"), `of`
    whose they are where that is said ("of the recipe"), `any` that it is any of them.
    """

    kind: Literal["anyone", "nobody", "signed-in users", "admins", "its creator", "noun"]
    noun: str = ""
    one: bool = False
    its: bool = False
    of: str = ""
    any: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """What is done something to: one or all of a kind, in a state where that is said; `own` where it is the doer's.

    It may be in one of several states: then `others` are the rest of them.
    """

    thing: str
    own: bool = False
    state: str = ""
    others: tuple[str, ...] = ()


def _determined(clause: Clause, at: int) -> int:
    """The place behind a determiner, if there is one."""
    if clause.texts[at : at + 2] in (("all", "the"), ("all", "of")):
        return at + 2 + (clause.texts[at + 2 : at + 3] in (("a",), ("the",)))
    return at + 1 if clause.texts[at] in DETERMINERS else at


def thing(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    yield from nouns.things_at(clause.texts, _determined(clause, at))


def things(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """One thing, or several that are joined by commas or "and"."""
    yield from _joined(thing, clause, at, nouns)


def _joined(
    one: Kind, clause: Clause, at: int, nouns: Nouns, joints: Sequence[str] = ("and", "or", ","), at_once: int = 2
) -> Iterator[Found]:
    for value, end in one(clause, at, nouns):
        yield (value,), end
        after = end
        while after < len(clause) and clause.texts[after] in joints:
            after += 1
        if end < after < len(clause) and after - end <= at_once:
            for others, last in _joined(one, clause, after, nouns, joints, at_once):
                yield (value, *others), last


def new_name(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """A name of the text's own, of any length."""
    at = _determined(clause, at)
    yield from _plain_name(clause, at)


def _plain_name(clause: Clause, at: int) -> Iterator[Found]:
    if at < len(clause) and clause.words[at].kind == "quoted":
        if quoted := as_name(clause.words[at].text):
            yield quoted, at + 1
        return
    end = at
    while end < len(clause) and end - at < _LONGEST_NAME and _is_of_a_name(clause, end, is_first=end == at):
        end += 1
        words = as_name(" ".join(clause.texts[at:end]))
        if (
            words[:1].isalpha()
            and words.split()[-1] != "s"
            and clause.texts[end - 1] not in ("of", "the")
            and len(words) <= NAME_LENGTH
        ):
            yield words, end


def _is_of_a_name(clause: Clause, at: int, *, is_first: bool) -> bool:
    word = clause.words[at]
    if word.kind == "number":
        return not is_first
    if word.kind != "word" or not word.text.isascii():
        return False
    is_of = clause.texts[at - 1 : at] == ("of",) and word.text == "the"
    return can_be_in_a_name(word.text) or ((word.text == "of" or is_of) and not is_first)


def name_of_a_thing(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """A name of the text's own for a thing, in the singular; a plural where no determiner stands before it."""
    start = _determined(clause, at)
    if start == at and (clause.texts[at] in COMMANDS or _is_a_deed(clause, at)):
        return
    for name, end in _plain_name(clause, start):
        if not _HAVING.isdisjoint(clause.texts[start:end]):
            return
        is_one = start > at and clause.texts[at] not in ("the", "all", "any")
        yield (name if is_one else names.singular(name)), end


_HAVING = frozenset(["comprise", "comprises", "consist", "consists", "contain", "contains", "include", "includes"])
"""What no thing is called: it says what one has."""


def _is_a_deed(clause: Clause, at: int) -> bool:
    """Whether what begins as a name says what some people do: "members book rooms"."""
    return names.is_plural(clause.texts[at]) and not DEEDS.isdisjoint(clause.texts[at + 1 : at + 2])


def own_new(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """ "their own bookings": a thing that is spoken of as somebody's own is one, defined or not."""
    for name, end in _plain_name(clause, start) if (start := _behind_own(clause, at)) else ():
        yield names.singular(name), end


def _behind_own(clause: Clause, at: int) -> int:
    """The place behind "their own"; 0 where that doesn't stand there."""
    return next((at + len(words) for words in _OWN if clause.texts[at : at + len(words)] == words), 0)


def _behind_theirs(clause: Clause, at: int) -> int:
    """The place behind "their", which means whoever does it where nothing else is spoken of before."""
    if clause.texts[at - 1 : at] in (("and",), (",",), ("or",)):
        return 0
    return next((at + len(words) for words in _THEIRS if clause.texts[at : at + len(words)] == words), 0)


def field(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """ "a room's number", "the number of a room", "room numbers", or "the number" of whichever thing has one."""
    start = _determined(clause, at)
    for found, end in _fields_from(clause, start, nouns) if start < len(clause) else ():
        if names.one_of_several(as_name(" ".join(clause.texts[start:end]))) not in nouns.things:
            yield found, end


def _fields_from(clause: Clause, start: int, nouns: Nouns) -> Iterator[Found]:
    for owner, end in nouns.things_at(clause.texts, start):
        after = end + 1 if end < len(clause) and clause.words[end].kind == "possessive" else end
        for name, last in nouns.fields_at(clause.texts, after):
            if name in (known := nouns.known(owner).fields):
                yield Field(owner, name, known[name]), last
    for name, end in nouns.fields_at(clause.texts, start):
        of = clause.texts[end : end + 1] in (("of",), ("for",))
        for owner, last in thing(clause, end + 1, nouns) if of and end + 1 < len(clause) else ():
            if name in (known := nouns.known(owner).fields):
                yield Field(owner, name, known[name]), last
        for owner in nouns.owners(name):
            yield Field(owner, name, nouns.known(owner).fields[name]), end


def fields(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Fields of one thing."""
    for found, end in _joined(field, clause, at, nouns, ("and", ",")):
        if len({one.thing for one in found}) == 1:
            yield found, end


def whole(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """What is computed, defined or not: "a line's total", "the order total", "the total of an order", "the total"."""
    for owner, end in thing(clause, at, nouns):
        after = end + (end < len(clause) and clause.words[end].kind == "possessive")
        for words, last in _plain_name(clause, after):
            yield (owner, words), last
    start = _determined(clause, at)
    of_a_thing = max((end for _, end in nouns.things_at(clause.texts, start)), default=0) if start < len(clause) else 0
    for words, end in _plain_name(clause, start):
        if end > start and not of_a_thing:
            yield ("", words), end
            if clause.texts[end : end + 1] in (("of",), ("for",)) and end + 1 < len(clause):
                yield from (((owner, words), last) for owner, last in thing(clause, end + 1, nouns))


def own_field(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """A field of what is spoken of: "the price", "its price"."""
    start = at + 1 if clause.texts[at] in ("its", "their") else _determined(clause, at)
    if start < len(clause):
        yield from nouns.fields_at(clause.texts, start)


_OPERATIONS = {
    ("times",): "times", ("x",): "times", ("*",): "times", ("multiplied", "by"): "times",
    ("multiplied", "with"): "times", ("plus",): "plus", ("+",): "plus", ("minus",): "minus", ("less",): "minus",
}  # fmt: skip


def formula(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Fields and numbers with what is between them: "the price times the quantity minus the discount"."""
    for operand, end in (*own_field(clause, at, nouns), *number(clause, at, nouns)):
        for words, sign in _OPERATIONS.items():
            after = end + len(words)
            if clause.texts[end:after] == words and after < len(clause):
                for other, last in (*own_field(clause, after, nouns), *number(clause, after, nouns)):
                    yield (operand, sign, other), last
                for others, last in formula(clause, after, nouns):
                    yield (operand, sign, *others), last


def its_field(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """ "its start date"."""
    if clause.texts[at] in ("its", "their"):
        yield from nouns.fields_at(clause.texts, at + 1)


def other(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Another field as a thing's own or as a certain thing's: "its start date", "the start date of the lesson"."""
    yield from ((("", name), end) for name, end in its_field(clause, at, nouns))
    yield from (((found.thing, found.name), end) for found, end in field(clause, at, nouns))


def moment(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """A date or a moment of something as people call it: "its start", where it has a start date."""
    start = _determined(clause, at) if clause.texts[at] not in ("its", "their") else at + 1
    if start >= len(clause) or at + 1 >= len(clause):
        return
    yield from ((name, end) for name, end in nouns.fields_at(clause.texts, start))
    if clause.texts[at] in ("it", "they") and clause.texts[at + 1] in ("starts", "start", "begins", "begin"):
        for name in ("start date", "start time", "start"):
            if any(name in known.fields for known in nouns.things.values()):
                yield name, at + 2
    for words, end in _plain_name(clause, start):
        for kind in ("date", "time"):
            if any(f"{words} {kind}" in known.fields for known in nouns.things.values()):
                yield f"{words} {kind}", end


def unit_of_time(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    if (unit := names.plural(names.one_of_several(clause.texts[at]))) in ("minutes", "hours", "days", "weeks"):
        yield unit, at + 1


def ones(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Single things, or single people, each after a word that says that it is one: "one visitor and one time slot"."""

    def one(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
        at += clause.texts[at] in ("exactly", "precisely", "to", "for")
        if clause.texts[at : at + 1] not in (("a",), ("an",), ("one",)) or at + 1 >= len(clause):
            return
        start = at + 1 + (clause.texts[at + 1] in ("single", "certain", "particular"))
        yield from nouns.things_at(clause.texts, start)
        for noun, end, is_one in _nouns_of_people(clause, start, nouns):
            if is_one and not nouns.is_thing(noun):
                yield noun, end

    yield from _joined(one, clause, at, nouns, ("and", ",", "to", "with"))


_WHETHER = (("whether", "it", "is"), ("whether", "they", "are"))


def ways(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """What a list is filtered or searched by, up to the end of the clause or a word that isn't any name's."""

    def one(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
        if clause.texts[at : at + 3] in _WHETHER:
            yield from ((f"is {words}", end) for words, end in list(_plain_name(clause, at + 3))[-1:])
            return
        at += clause.texts[at] == "by" and at + 1 < len(clause)
        start = _determined(clause, at) if clause.texts[at] not in ("its", "their") else at + 1
        found = [*nouns.fields_at(clause.texts, start), *nouns.things_at(clause.texts, start)]
        if found:
            yield max(found, key=lambda way: way[1])
        else:
            yield from list(_plain_name(clause, start))[-1:]

    yield from _joined(one, clause, at, nouns, ("and", "or", ",", "by"), at_once=3)


def number(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    word = clause.words[at]
    if word.kind == "number":
        yield word.text, at + 1
    elif word.text in NUMBERS:
        yield NUMBERS[word.text], at + 1


def _value(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """A choice or a state of up to four words, as it was written."""
    if clause.words[at].kind == "quoted":
        yield clause.words[at].written, at + 1
        return
    start = at + 1 if clause.texts[at] in ("a", "an", "either") else at
    for end in range(start + 1, min(len(clause), start + 4) + 1):
        word = clause.words[end - 1]
        is_fit = (
            word.kind in ("word", "number")
            and (can_be_in_a_name(word.text) or word.text in IN_A_VALUE or word.kind == "number")
            and word.text not in NOT_IN_A_VALUE
        )
        is_fit = is_fit and (word.text != "to" or end - 1 == start or clause.texts[end - 2] == "up")
        if not is_fit:
            return
        yield _as_value(clause.cut(start, end)), end


def _as_value(clause: Clause) -> str:
    """A value as the language has it: as it is written where it has capitals, else with its words bound."""
    written = " ".join(word.written for word in clause.words)
    return written if written != written.lower() else "_".join(re.findall("[^ /_-]+", written))


def values(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Two or more values, the last after "or"."""
    for found, end in _joined(_value, clause, at, nouns, ("or", ",")):
        if len(found) > 1 and "or" in clause.texts[at:end]:
            yield found, end


def classes(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Values each of which has an article before it: "a feature, a short or a documentary"."""

    def one(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
        at += clause.texts[at] == "either"
        if clause.texts[at : at + 1] in (("a",), ("an",)):
            yield from _value(clause, at, nouns)

    for found, end in _joined(one, clause, at, nouns, ("or", ",")):
        if len(found) > 1 and "or" in clause.texts[at:end]:
            yield found, end


def listing(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Two or more values up to the end, as they stand behind ":"; the last comma may stand for the "or"."""
    for found, end in _joined(_value, clause, at, nouns, ("or", "and", ",", ";", "/", "|")):
        if len(found) > 1 and end == len(clause):
            yield found, end


def bounds(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    yield from _RANGES(clause, at, nouns)


def _ranges(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    for text, make in _BOUNDS.items():
        for slots, end in _pattern(text).row.match(clause, at, nouns):
            yield make(**dict(slots)), end


_BOUNDS: dict[str, Callable[..., Bounds]] = {
    "[of|from] {a:number} to {b:number}": lambda a, b: Bounds(a, b),
    "[of] between {a:number} and {b:number}": lambda a, b: Bounds(a, b),
    "[of] <at least> {a:number}": lambda a: Bounds(least=a),
    "[of] <at most> {b:number}": lambda b: Bounds(most=b),
    "{a:number} or more|later|higher|above|greater|over": lambda a: Bounds(least=a),
    "{b:number} or less|fewer|earlier|lower|below|under": lambda b: Bounds(most=b),
}
_RANGES = _ranges
_PATTERNS: dict[str, Any] = {}


def _pattern(text: str) -> Any:
    if text not in _PATTERNS:
        _PATTERNS[text] = pattern(text, KINDS)
    return _PATTERNS[text]


def ends(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """A number that something is more or less than, and not equal to, as bounds of it: "more than 0"."""
    for text, make in _ENDS.items():
        for slots, end in _pattern(text).row.match(clause, at, nouns):
            yield make(**dict(slots)), end


_ENDS: dict[str, Callable[..., Bounds]] = {
    "(more|greater|higher|larger|bigger than / above / over) {a:number}": lambda a: Bounds(least=a),
    "positive": lambda: Bounds(least="0"),
    "(less|fewer|lower|smaller than / below / under) {b:number}": lambda b: Bounds(most=b),
}


def length_unit(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    if clause.texts[at] in ("character", "characters", "chars", "char", "letters", "letter", "signs"):
        yield "characters", at + 1
    elif clause.texts[at] in ("digit", "digits"):
        yield "digits", at + 1


def people(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """One or several who do something; never a field and never a thing."""
    yield from _joined(_by_person, clause, at, nouns)


def _by_person(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Somebody, also as in "by the host or by the author"."""
    is_again = clause.texts[at - 1 : at + 1] in (("or", "by"), ("and", "by")) and at + 1 < len(clause)
    yield from person(clause, at + is_again, nouns)


def person(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    for phrase in ("signed-in users", "anyone", "nobody", "admins", "its creator"):
        for _, end in _pattern(f"<{phrase}>").row.match(clause, at, nouns):
            yield Person(phrase), end
    texts = clause.texts
    start = at + 1 if texts[at] in ("the", "its", "their", "a", "an", "any", "all", "every", "each") else at
    if start > at and texts[start : start + 1] == ("assigned",):
        start += 1
    for noun, end, is_one in _nouns_of_people(clause, start, nouns):
        one = is_one and texts[at] in ("the", "its", "their")
        if texts[end : end + 1] == ("of",) and end + 1 < len(texts):
            for owner, last in thing(clause, end + 1, nouns):
                yield Person("noun", noun, one=True, of=owner), last
        yield Person("noun", noun, one=one, its=texts[at] in ("its", "their"), any=texts[at] in ("any", "all")), end
        for _, last in _WHO_MADE_IT.row.match(clause, end, nouns) if one or is_one else ():
            yield Person("noun", noun, one=True, its=True), last
    for owner, end in thing(clause, at, nouns):
        if end < len(clause) and clause.words[end].kind == "possessive":
            for noun, last, is_one in _nouns_of_people(clause, end + 1, nouns):
                if is_one:
                    yield Person("noun", noun, one=True, of=owner), last


def _nouns_of_people(clause: Clause, at: int, nouns: Nouns) -> Iterator[tuple[str, int, bool]]:
    for words, end in list(_plain_name(clause, at))[::-1]:
        one = names.one_of_several(words)
        for noun in dict.fromkeys([words, one]):
            if nouns.is_person(noun) or noun in ("owner", "author"):
                yield noun, end, noun == words
                return


def new_people(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """A noun that may turn out to be one of people: not a thing, and of at most three words."""
    start = at + 1 if clause.texts[at] in ("the", "a", "an", "any", "all", "every", "each") else at
    start += start > at and clause.texts[start : start + 1] == ("assigned",)
    for words, end in _plain_name(clause, start) if start < len(clause) else ():
        noun = names.one_of_several(words)
        if (
            noun not in nouns.things
            and noun.split()[-1] not in _NOT_NEW
            and len(words.split()) <= 3
            and " of " not in words
        ):
            yield noun, end


def roles(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Several nouns that are what users are, "admin" among them; never a thing."""

    def one(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
        for noun, end in new_people(clause, at, nouns):
            if names.is_plural(clause.texts[end - 1]) or noun.split()[-1] == "staff":
                yield noun, end
        if clause.texts[at] in ("admins", "administrators", "admin"):
            yield "admin", at + 1

    for found, end in _joined(one, clause, at, nouns, ("and", "or", ",")):
        if len(set(found)) == len(found) > 1 and not any(map(nouns.is_thing, found)):
            yield found, end


def object_(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """ "their own booking", "a confirmed booking", "all bookings", "bookings that are confirmed", "drafts"."""
    behind = _behind_own(clause, at) or _behind_theirs(clause, at)
    own, start = bool(behind), behind or _determined(clause, at)
    if start < len(clause):
        for state, after in _state(clause, start, nouns):
            for name, end in nouns.things_at(clause.texts, after):
                known = nouns.known(name).states
                if state in known:
                    yield Object(name, own, state), end
        for name, end in nouns.things_at(clause.texts, start):
            yield Object(name, own), end
            yield from _that_is(clause, end, Object(name, own), nouns)
            yield from ((Object(name, own=True), last) for _, last in _THEY_MADE.row.match(clause, end, nouns))
            yield from _behind(clause, end, Object(name, own), nouns)
        yield from _called_by_state(clause, at, nouns)


def _behind(clause: Clause, at: int, found: Object, nouns: Nouns) -> Iterator[Found]:
    """A state that stands behind a thing: "an item in repair"."""
    if clause.texts[at : at + 1] and clause.texts[at] in ("in", "on", "under", "out"):
        for state, end in _state(clause, at, nouns):
            if state in nouns.known(found.thing).states:
                yield replace(found, state=state), end


def _that_is(clause: Clause, at: int, found: Object, nouns: Nouns) -> Iterator[Found]:
    """What stands behind a thing: "that is confirmed"."""
    for _, behind in _WHICH_IS.row.match(clause, at, nouns):
        for states, end in _joined(_state, clause, behind, nouns, ("or", ",")) if behind < len(clause) else ():
            if nouns.known(found.thing).states.keys() >= set(states):
                yield replace(found, state=states[0], others=states[1:]), end


def _called_by_state(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """ "Drafts": things that are called by their state, which only one kind of thing has."""
    start = _determined(clause, at)
    if start >= len(clause) or clause.words[start].kind != "word":
        return
    word = clause.texts[start]
    state, is_one = names.one_of_several(word), start > at and clause.texts[at] in ("a", "an", "each", "every", "any")
    things = [thing for thing in nouns.things if state in nouns.known(thing).states]
    if len(things) == 1 and (word != state or is_one) and not any(nouns.things_at(clause.texts, start)):
        yield Object(things[0], False, state), start + 1


def _in_several_states(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """ "Published and archived recipes"."""
    start = _determined(clause, at)
    for states, after in _joined(state, clause, start, nouns) if start < len(clause) else ():
        for name, end in nouns.things_at(clause.texts, after) if len(states) > 1 else ():
            if all(one in nouns.known(name).states for one in states):
                yield (Object(name, False, states[0], states[1:]),), end


def _state(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    for value, end in _value(clause, at, nouns):
        yield value.lower().replace(" ", "_"), end


def objects(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    if clause.texts[at] == "everything" and nouns.things:
        yield tuple(map(Object, nouns.things)), at + 1
    yield from _joined(object_, clause, at, nouns, ("and", ","))
    if behind := _behind_own(clause, at):
        for found, end in _joined(_bare_thing, clause, behind, nouns, ("and", ",")) if behind < len(clause) else ():
            if len(found) > 1:
                yield tuple(Object(name, own=True) for name in found), end
    yield from _in_several_states(clause, at, nouns)


def _bare_thing(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    yield from nouns.things_at(clause.texts, at)


def state(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """A state that some thing is known to have."""
    for value, end in _state(clause, at, nouns):
        if _is_a_state(value, nouns):
            yield value, end


def verbs(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """What is done to things: "view, edit or remove"."""
    yield from _joined(_verb, clause, at, nouns)


def _verb(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    for verb in _bare(clause.texts[at]):
        particle = clause.texts[at + 1 : at + 2]
        if particle and particle[0] in _PARTICLES and _is_a_state(f"{participle_of(verb)}_{particle[0]}", nouns):
            yield f"{verb} {particle[0]}", at + 2
            return
        if verb in ACTS:
            yield ACTS[verb], at + 1
            return
        if verb in STEP_VERBS or verb in MAKING:
            yield verb, at + 1
            return
    for verb in _bare(clause.texts[at]) if clause.words[at].kind == "word" else ():
        if len(verb) > 2 and _is_a_state(participle_of(verb), nouns):
            yield f"mark {participle_of(verb)}", at + 1
            return


_PARTICLES = frozenset(["in", "out", "off", "up", "back", "over"])
"""What some verbs have behind them: "check in"."""


def _is_a_state(state: str, nouns: Nouns) -> bool:
    return any(state in known.states for known in nouns.things.values())


def _bare(verb: str) -> Iterator[str]:
    """A verb, and what it is without what "a clerk" puts behind it: "approves", "cancels", "denies"."""
    yield verb
    if verb.endswith("ies"):
        yield f"{verb[:-3]}y"
    if verb.endswith("es"):
        yield verb[:-2]
    if verb.endswith("s"):
        yield verb[:-1]


def done(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """What is done to things, by participles: "viewed, edited or removed"."""
    yield from _joined(_participle, clause, at, nouns)


def _participle(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    word, particle = clause.texts[at], clause.texts[at + 1 : at + 2]
    if particle and particle[0] in _PARTICLES and word in STATES and _is_a_state(f"{word}_{particle[0]}", nouns):
        yield f"{STATES[word]} {particle[0]}", at + 2
    elif word in DONE:
        yield DONE[word], at + 1
    elif verb := STATES.get(word):
        yield verb, at + 1
    elif word.endswith("ed") and _is_a_state(word, nouns):
        yield f"mark {word}", at + 1


def word(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    if clause.words[at].kind == "word":
        yield clause.texts[at], at + 1


def act(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """A verb of what people do."""
    if clause.texts[at] in DEEDS:
        yield clause.texts[at], at + 1


def rest(clause: Clause, _at: int, _nouns: Nouns) -> Iterator[Found]:
    """All that follows."""
    yield None, len(clause)


def before(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """All that comes before a participle's "by"."""
    for place in range(at + 1, len(clause)):
        done_ = clause.texts[place - 1]
        is_done = done_ in DONE or done_ in STATES or (done_.endswith("ed") and _is_a_state(done_, nouns))
        if clause.texts[place] == "by" and is_done and done_ not in LISTED:
            yield None, place


def text(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    if clause.texts[at] in ("text", "message", "note"):
        yield clause.texts[at], at + 1


def percentage(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    if clause.texts[at] in ("percentage", "percent"):
        yield "percent", at + 1


def past(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """ "The past" or "the future"."""
    if clause.texts[at] in ("past", "future"):
        yield clause.texts[at], at + 1


def any_case(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """That capitals make no difference."""
    for _, end in _pattern("<whatever capitals>").row.match(clause, at, nouns):
        yield True, end


def only(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """That nobody else may: "only", or "nobody but"."""
    for _, end in _pattern("<only>").row.match(clause, at, nouns):
        yield True, end


def whoever(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """People, where it makes no difference which: not "nobody", and not "only" some."""
    for found, end in people(clause, at, nouns):
        if all(one.kind != "nobody" for one in found):
            yield found, end
    for noun, end in new_people(clause, at, nouns):
        yield noun, end


def maker(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Who made a thing, in words that say so."""
    for found, end in person(clause, at, nouns):
        if found.kind == "its creator":
            yield found, end


def targets(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """One or several states that something can come to; a mark between words is no part of them."""
    yield from _joined(_state, clause, at, nouns, ("or", "and", ","))


def path(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """States that follow one another behind "from draft": "to sent, then to paid or void"."""
    while at < len(clause) and clause.texts[at] in (",", "and", "then", "finally", "later", "eventually"):
        at += 1
    if clause.texts[at : at + 1] in (("to",), ("into",)) and at + 1 < len(clause):
        for after, end in targets(clause, at + 1, nouns):
            yield (after,), end
            for others, last in path(clause, end, nouns) if len(after) == 1 and end < len(clause) else ():
                yield (after, *others), last


def story(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """States that follow one another, each with who brings it about where that is said; the last may be one of some."""
    for states, end in _joined(_state, clause, at, nouns, ("or",)):
        for someone, after in _by_somebody(clause, end, nouns):
            yield ((states, someone),), after
            joint = after
            while joint < len(clause) and clause.texts[joint] in _BETWEEN_STEPS:
                joint += 1
            if _THEN.isdisjoint(clause.texts[after:joint]) or len(states) > 1:
                continue
            for others, last in story(clause, joint, nouns) if joint < len(clause) else ():
                yield ((states, someone), *others), last


_THEN = frozenset(["then", "finally", "later", "eventually"])
_BETWEEN_STEPS = _THEN | {",", "and", "is", "are", "gets", "get", "becomes", "become"}


def _by_somebody(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    yield None, at
    if clause.texts[at : at + 1] == ("by",) and at + 1 < len(clause):
        found = list(person(clause, at + 1, nouns))
        yield from found
        if not found:
            yield from ((Person("noun", noun, one=True), end) for noun, end in new_people(clause, at + 1, nouns))


def direction(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """Which end of an order comes first."""
    at += clause.texts[at] == "the" and at + 1 < len(clause)
    word = clause.texts[at]
    if word in _EXTREMES and clause.texts[at + 1 : at + 2] in (("first",), ("last",)):
        yield _EXTREMES[word] if clause.texts[at + 1] == "first" else _OPPOSITES[_EXTREMES[word]], at + 2
    if word in ("ascending", "descending"):
        yield word, at + 1
    if word == "alphabetically":
        yield "ascending", at + 1


def extreme(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    if clause.texts[at] in _EXTREMES:
        yield _EXTREMES[clause.texts[at]], at + 1


_EXTREMES = {
    "newest": "newest", "latest": "latest", "highest": "highest", "largest": "largest",
    "oldest": "oldest", "earliest": "earliest", "lowest": "lowest", "smallest": "smallest",
    "soonest": "earliest", "biggest": "largest", "greatest": "highest", "cheapest": "lowest",
}  # fmt: skip
_OPPOSITES = {
    "newest": "oldest", "latest": "earliest", "highest": "lowest", "largest": "smallest", "oldest": "newest",
    "earliest": "latest", "lowest": "highest", "smallest": "largest",
}  # fmt: skip


def keys(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Several that a list is ordered by in turn: each a field, or nothing for when things were created, and its end."""
    yield from (found for found in _joined(_key, clause, at, nouns, ("and", "then", ","), 3) if len(found[0]) > 1)


def _key(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    if clause.texts[at] in _EXTREMES and clause.texts[at - 1] != ",":
        extreme = _EXTREMES[clause.texts[at]]
        ends = [("", at + 1), *nouns.fields_at(clause.texts, at + 1)]
        yield from (((field, extreme), end + 1) for field, end in ends if clause.texts[end : end + 1] == ("first",))
        return
    start = at + (clause.texts[at] == "by")
    start += clause.texts[start : start + 1] in (("its",), ("their",), ("the",))
    for field, end in nouns.fields_at(clause.texts, start):
        yield (field, ""), end
        after = end + (clause.texts[end : end + 1] == (",",))
        if after < len(clause):
            yield from (((field, way), last) for way, last in direction(clause, after, nouns))


def name_of_field(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    yield from nouns.fields_at(clause.texts, at)


def role_of_another(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """ "Their family's": what a thing belongs to, by the role or by the name of that one."""
    start = _determined(clause, at) if clause.texts[at] not in ("its", "their") else at + 1
    for words, end in _plain_name(clause, start) if start < len(clause) else ():
        if end < len(clause) and clause.words[end].kind == "possessive":
            yield words, end + 1


def fields_of_another(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    yield from _joined(name_of_field, clause, at, nouns, ("and", ","))


def newest(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """ "Newest first"."""
    for _, end in _pattern("[the] <newest> [ones] first").row.match(clause, at, nouns):
        yield True, end


_THEY_MADE = pattern(
    "[that|which] (they / he or she / she or he) [have|has] [themselves|personally] <made by them>", {}
)
"""That a thing is the own one of whoever does something with it."""
_WHICH_IS = pattern("that|which (is|are|was|were / has|have been) [already|currently|still|now]", {})
"""What says of a thing that it is in a state."""
_WHO_MADE_IT = pattern("who|that <made> it|them", {})
"""Which of some people are spoken of: those whom a thing belongs to."""

KINDS: dict[str, Kind] = {
    "whoever": whoever, "maker": maker, "targets": targets, "story": story, "direction": direction,
    "extreme": extreme, "name_of_field": name_of_field, "person": person, "own_new": own_new, "word": word,
    "act": act, "rest": rest,
    "keys": keys, "before": before, "moment": moment, "unit_of_time": unit_of_time, "thing": thing,
    "things": things, "new": name_of_a_thing, "name": new_name, "field": field, "fields": fields,
    "its_field": its_field, "other": other, "ends": ends, "ones": ones, "roles": roles, "whole": whole,
    "own_field": own_field,
    "formula": formula, "path": path, "ways": ways, "number": number, "values": values, "value": _value,
    "bounds": bounds, "length_unit": length_unit, "listing": listing, "percentage": percentage, "people": people,
    "new_people": new_people, "object": object_, "objects": objects, "state": state, "verbs": verbs, "done": done,
    "only": only, "any_case": any_case, "past": past,
    "classes": classes, "text": text, "called_by_state": _called_by_state, "role_of_another": role_of_another,
    "fields_of_another": fields_of_another, "newest": newest,
}  # fmt: skip
"""Every kind of slot, by its name in patterns."""
