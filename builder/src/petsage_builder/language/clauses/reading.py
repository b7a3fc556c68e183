"""Every reading of a clause, as sentences of the language; where there is none, of the clauses that it is joined of."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, product

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.forms import relations
from petsage_builder.language.clauses.forms.every import FORMS
from petsage_builder.language.clauses.kinds import KINDS
from petsage_builder.language.clauses.lexicon import DEEDS, PHRASES, can_be_in_a_name
from petsage_builder.language.clauses.nouns import EitherOf, Lesson, Nouns
from petsage_builder.language.quoting import sentence
from petsage_builder.language.words import Word

Reading = tuple[str, ...]
"""The sentences of the language that say what a clause says."""

_MOST_JOINTS = 6
_JOINTS = frozenset([";", "and", "but", "while", "whereas", ",", ".", "or"])
_PRONOUNS = frozenset(["it", "they", "them", "one", "ones"])
WITHOUT_A_SUBJECT = frozenset(
    phrase.split()[0]
    for name in ("be", "can", "can be", "cannot", "has", "belongs", "no longer")
    for phrase in PHRASES[name].split("|")
) | {"starts", "start", "begins", "begin", "be", "defaults"}
_MODALS = {"must": "are", "should": "are", "shall": "are", "can": "can be", "may": "can be", "not": "", "never": ""}
"""What a "be" behind "and" says after each of them; behind two of them, as behind "should not", it says nothing."""


_QUALITIES = frozenset(["accessible", "optional", "public", "unique", "visible"])
_BELONGING = (relations.belongs, relations.may_belong, relations.belongs_to_people, relations.may_belong_to_people)


def readings(clause: Clause, nouns: Nouns) -> list[Reading]:
    """Every reading in which each word of the clause is used, each once."""
    return whole_readings(clause, nouns) or _of_each_subject(clause, nouns) or _joined(clause, nouns)


def whole_readings(clause: Clause, nouns: Nouns) -> list[Reading]:
    """Every reading of the words as a single clause."""
    found: dict[frozenset[str], Reading] = {}
    if _is_after_what_is_unsaid(clause, nouns):
        return []
    for parts in FORMS.readings(clause, nouns):
        for chosen in _each_way(parts):
            said = tuple(dict.fromkeys(map(sentence, chosen)))
            if said:
                found.setdefault(frozenset(said), said)
    return list(found.values())


def _is_after_what_is_unsaid(clause: Clause, nouns: Nouns) -> bool:
    """Whether something "can then" be done, and no state is named before from which."""
    if not says_then(clause.texts):
        return False
    then = next(at for at, text in enumerate(clause.texts) if text in ("then", "later"))
    has_states = any(one.state for at in range(len(clause)) for one, _ in KINDS["object"](clause, at, nouns))
    return not has_states and not any(any(KINDS["state"](clause, at, nouns)) for at in range(then))


def says_then(texts: Sequence[str]) -> bool:
    """Whether words say what "can then" be done, after something that was said before."""
    return any(one in ("can", "may") and other in ("then", "later") for one, other in pairwise(texts))


def _each_way(parts: tuple[str | Lesson, ...]) -> Iterator[list[str]]:
    """The marked sentences, once for each way to choose between two of them."""
    choices = [(part.one, part.other) if isinstance(part, EitherOf) else ((part,),) for part in parts
               if isinstance(part, str | EitherOf)]  # fmt: skip
    return (list(chain.from_iterable(chosen)) for chosen in product(*choices))


def _of_each_subject(clause: Clause, nouns: Nouns) -> list[Reading]:
    """The readings of "films and actors are listed by name": what is said of several things is said of each."""
    found: dict[frozenset[str], Reading] = {}
    for things, end in KINDS["things"](clause, 0, nouns):
        if len(set(things)) > 1 and "or" not in clause.texts[:end] and end < len(clause):
            each = [readings(clause.cut(end).after(_naming(thing, clause.words[0].at)), nouns) for thing in things]
            for ways in product(*each):
                said = tuple(dict.fromkeys(part for way in ways for part in way))
                found.setdefault(frozenset(said), said)
    return list(found.values())


def _naming(thing: str, at: int) -> Clause:
    """The words of a thing's name in a clause."""
    return Clause.of(tuple(Word("word", text, at, text) for text in ("a", *thing.split())))


def _joined(clause: Clause, nouns: Nouns) -> list[Reading]:
    """The readings of two clauses that are joined, each of which may be joined of others."""
    found: dict[frozenset[str], Reading] = {}
    places = [at for at, text in enumerate(clause.texts) if text in _JOINTS and 0 < at < len(clause) - 1]
    for at in places if len(places) <= _MOST_JOINTS else ():
        is_or = clause.texts[at] == "or"
        if clause.texts[at - 1] in _JOINTS or (is_or and clause.texts[at + 1] not in DEEDS):
            continue
        first, start = clause.cut(0, at), at + 1
        while start < len(clause) and clause.texts[start] in _JOINTS:
            start += 1
        if not (ones := whole_readings(first, nouns)):
            continue
        for second in seconds(first, clause.cut(start), nouns):
            for one in ones:
                for other in readings(second, nouns):
                    said = tuple(dict.fromkeys(one + other))
                    found.setdefault(frozenset(said), said)
    return list(found.values())


def seconds(first: Clause, second: Clause, nouns: Nouns) -> Iterator[Clause]:
    """The second clause with what it leaves to the first: its subject, or what a pronoun stands for."""
    if not second.texts:
        return
    if second.texts[-1] in ("theirs", "own"):
        yield from _theirs(first, second, nouns)
    pronouns = list(_pronouns(second))
    is_a_deed = second.texts[0] in DEEDS and second.texts[1:2] != ("by",)
    if second.texts[0] in WITHOUT_A_SUBJECT or (is_a_deed and _subject(first, nouns)):
        if subject := _subject(first, nouns):
            yield from _with_subject(first, second, subject, pronouns, nouns)
    elif second.texts[0] in ("to", "optionally") and (subject := _belonging(first, second, nouns)):
        yield subject
    elif second.texts[0] in _QUALITIES and (subject := _subject(first, nouns)):
        yield second.after(_words("are", second)).after(subject)
    elif second.texts[0] == "which" and (subject := _last_noun(first, nouns)):
        yield second.cut(1).after(subject)
    elif pronouns == [0] and (field := _field(first, nouns)):
        yield second.cut(1).after(field)
    elif len(pronouns) == 1:
        (at,) = pronouns
        for antecedent in _antecedents(first, nouns):
            named = antecedent.cut(1) if second.texts[at] == "ones" else antecedent
            yield second.cut(at + 1).after(named.after(second.cut(0, at)))
    elif not pronouns:
        yield second


def _theirs(first: Clause, second: Clause, nouns: Nouns) -> Iterator[Clause]:
    """ "Clerks can see all bookings, but guests only theirs": what they can do with their own."""
    ends = len(second) - (2 if second.texts[-2:] == ("their", "own") else 1)
    can = next((at for at, text in enumerate(first.texts) if text in ("can", "may")), 0)
    who = second.cut(0, ends - (second.texts[ends - 1 : ends] == ("only",)))
    if second.texts[ends:] not in (("theirs",), ("their", "own")) or not can or not len(who):
        return
    if any(end == len(who) for _, end in KINDS["people"](who, 0, nouns)):
        for _, end in KINDS["verbs"](first, can + 1, nouns):
            for things, last in KINDS["objects"](first, end, nouns):
                if len(things) == 1 and last == len(first):
                    own = _words(f"their own {things[0].thing}", second)
                    yield own.after(first.cut(can, end)).after(who)


def _pronouns(clause: Clause) -> Iterator[int]:
    """The places of the pronouns; "one" is none before what it counts."""
    for at, text in enumerate(clause.texts):
        following = clause.texts[at + 1 : at + 2]
        counts = text == "one" and following and can_be_in_a_name(following[0])
        if text in _PRONOUNS and not counts:
            yield at


def _with_subject(
    first: Clause, second: Clause, subject: Clause, pronouns: list[int], nouns: Nouns
) -> Iterator[Clause]:
    """The second clause with the first one's subject, and what its pronoun stands for; "be" as the first has it."""
    if second.texts[0] == "be":
        modals = {_MODALS[text] for text in first.texts if text in _MODALS}
        if len(modals) != 1 or "" in modals:
            return
        second = second.cut(1).after(_words(modals.pop(), second))
    yield second.after(subject)
    if second.texts[-2:] == ("their", "own"):  # what is theirs has been named before
        for antecedent in _antecedents(first.cut(len(subject)), nouns):
            yield antecedent.cut(1).after(second).after(subject)
    if len(pronouns) == 1 and pronouns[0] > 0 and (objects := list(_antecedents(first.cut(len(subject)), nouns))):
        (at,) = pronouns
        for antecedent in objects:
            named = antecedent.cut(1) if second.texts[at] == "ones" else antecedent
            yield second.cut(at + 1).after(named.after(second.cut(0, at))).after(subject)


def _belonging(first: Clause, second: Clause, nouns: Nouns) -> Clause | None:
    """ "A task belongs to a project and optionally to a developer": the second as a clause of its own."""
    start = int(second.texts[0] == "optionally")
    if second.texts[start : start + 1] != ("to",) or not (subject := _subject(first, nouns)):
        return None
    if not any(parts for form in _BELONGING for parts in form.readings(first, nouns)):
        return None
    verb = _words("may belong" if start else "belongs", second)
    return second.cut(start).after(verb).after(subject)


def _words(text: str, before: Clause) -> Clause:
    """Words of our own, at the place of the clause that they are put before."""
    return Clause.of(tuple(Word("word", one, before.words[0].at, one) for one in text.split()))


def _subject(clause: Clause, nouns: Nouns) -> Clause | None:
    """The words that a clause begins with and that say who or what it speaks of, a thing that is new among them."""
    at = int(clause.texts[0] == "only")
    kinds = (KINDS[kind] for kind in ("object", "people", "field", "thing"))
    ends = [end for kind in kinds for _, end in kind(clause, at, nouns)]
    if not ends and clause.texts[0] in ("a", "an", "each", "every"):
        ends = [end for _, end in KINDS["new"](clause, 0, nouns) if clause.texts[end : end + 1] == ("is",)]
    return clause.cut(0, max(ends)) if ends else None


def _field(clause: Clause, nouns: Nouns) -> Clause | None:
    """The field that a clause begins with, where it speaks of no thing."""
    ends = [end for _, end in KINDS["field"](clause, 0, nouns)]
    return clause.cut(0, max(ends)) if ends and not any(_antecedents(clause, nouns)) else None


def _last_noun(clause: Clause, nouns: Nouns) -> Clause | None:
    """The field or the thing that a clause ends on, of which "which" speaks."""
    for at in range(1, len(clause)):
        found = (*nouns.fields_at(clause.texts, at), *nouns.things_at(clause.texts, at))
        if any(end == len(clause) for _, end in found):
            return clause.cut(at).after(_words("the", clause))
    return None


def _antecedents(clause: Clause, nouns: Nouns) -> Iterator[Clause]:
    """What a pronoun behind a clause can stand for: each thing that the clause speaks of."""
    seen: set[str] = set()
    at = 0
    while at < len(clause):
        found = next(nouns.things_at(clause.texts, at), None)
        if found and found[0] not in seen:
            seen.add(found[0])
            yield _naming(found[0], clause.words[at].at)
        at = found[1] if found else at + 1
    for at in range(len(clause) if not seen else 0):
        for found, _ in KINDS["called_by_state"](clause, at, nouns):
            yield _naming(f"{found.state} {found.thing}", clause.words[at].at)
