"""The forms of the language as a person would write them, to suggest the nearest one."""

import re
from collections.abc import Mapping, Set
from difflib import SequenceMatcher, get_close_matches
from math import sqrt

from petsage_builder.kinds.all import KINDS
from petsage_builder.language.words import Sentence, Word
from petsage_builder.terms.names import title, with_article

LOOKED_AT = 40
"""How many words of a sentence are looked at."""

FORMS = (
    "A {entity} has a {field}.",
    "A {entity} has a {field} and an optional {other field}.",
    "A {entity} has a {field} in [kg].",
    "A {entity} has a {field} and whether it is [active].",
    *(f"A {{entity}}'s {{field}} is {example}." for kind in KINDS for example in kind.examples),
    "A {entity}'s {field} is optional.",
    "A {entity}'s {field} starts as [unknown].",
    "A {entity}'s {field} is unique.",
    "A {entity}'s {field} is unique per [owner].",
    "A {entity}'s {field} is unique regardless of capitals.",
    "A {entity}'s {field} is after its {other field}.",
    "A {entity}'s {field} is not in the future.",
    "A {entity} belongs to a {other}.",
    "A {entity} belongs to a user, its [owner].",
    "A {entity} may belong to a {other}.",
    "A {other} has one {entity}.",
    "A {entity} has many {others}, and a {other} has many {entities}.",
    "Deleting a {other} deletes its {entities}.",
    "Deleting a {other} keeps its {entities}.",
    "A {other} with {entities} cannot be deleted.",
    "Only its [owner] can see, create, change or delete a {entity}.",
    "Access to a {entity} follows its {other}.",
    "Anyone can see {entities}.",
    "Only admins can create, change or delete {entities}.",
    "Signed-in users can create a {entity}.",
    "Nobody can delete a {entity}.",
    "Users are [customers], [staff] or [managers], and start as [customers].",
    "Only [managers] can delete a {entity}.",
    "Whoever creates a {entity} becomes its [owner].",
    "Whoever creates a {entity} names its [owner].",
    "{Entities} are listed by {field}.",
    "{Entities} are listed newest first.",
    "{Entities} are listed newest {field} first.",
    "{Entities} are listed by {field}, then newest first.",
    "{Entities} are listed with their total.",
    "{Entities} are found by their {field}.",
    "{Entities} can be filtered by {field}.",
    "{Entities} can be filtered by {field} and searched by {other field}.",
    "A {entity} is [requested], [confirmed] or [cancelled], and starts as [requested].",
    "A [requested] {entity} can be [confirmed] or [cancelled].",
    "Only [managers] can [confirm] a [requested] {entity}.",
    "Its [owner] can [cancel] a {entity} until 24 hours before its {field}.",
    "A [requested] {entity} expires 48 hours after it was created.",
    "A [sent] {entity} becomes [overdue] after its {field}.",
    "Signed-in users can [favourite] a {entity} once.",
    "A user has a unique [username] and an optional [biography].",
    "Anyone can see a user's [username] and [biography].",
    "An [owner] has at most 50 {entities}.",
    "An [owner] has at most 2 [open] {entities}.",
    "A {other} has at most its {field} of {entities}.",
    "{Entities} of a {other} do not overlap between their {field} and {other field}.",
    "[Confirmed] {entities} of a {other} do not overlap from their {field} through their {other field}.",
    "A {entity} can be created only for an [active] {other}.",
    "A {entity}'s {field} is made from its {other field}.",
    "A {entity}'s {field} changes with its {other field}.",
    "If a {entity} is [returned], its {field} must be given.",
    "If a {entity}'s {other field} is [damaged], its {field} must be given.",
    "A {entity}'s {field} is the time since its {other field}.",
    "A {entity}'s {field} is the number of its {others}.",
    "A {entity}'s {field} is its {other field} times its [quantity].",
    "A {entity}'s {field} are the days from its {other field} to its [end date].",
    "A {entity}'s {field} are at most 28.",
    "A {entity}'s {field} is the sum of its {others}' [amounts].",
    "A {entity} is shown with its {other}.",
    "A {entity} is shown with its {other}'s {field} and its {others}.",
    "A deleted {entity} can be restored for 30 days.",
    "Every change to a {entity} is kept.",
    "Log every created {entity}.",
    "A {entity} was formerly called a [visit].",
    "A {entity}'s {field} was formerly called [alias].",
    "A {entity}'s {field} [mailed] was formerly called [sent].",
)

_SLOT = re.compile(r"(?P<article>\b[Aa]n? )?\{(?P<name>[^}]+)\}")
_EXAMPLE = re.compile(r"(?:\b[Aa]n? )?\[([^]]+)\]")
_WORDS = re.compile(r"'s|'|[\w-]+|,|_")
_NOUN, _NUMBER = "_", "#"


def _shape(form: str) -> list[str]:
    """The words of a form with one sign for each noun and for each number."""
    plain = _EXAMPLE.sub(_NOUN, _SLOT.sub(_NOUN, form)).lower().replace("_ _", _NOUN).replace("0.01", "1")
    return [_NUMBER if word.isdigit() else word for word in _WORDS.findall(plain)]


_SHAPES = {form: _shape(form) for form in FORMS}
ARTICLES = frozenset(["a", "an", "the"])
STRUCTURAL = frozenset(word for shape in _SHAPES.values() for word in shape) | ARTICLES | {"must"}
"""Every word that some form has of its own."""

_WEIGHTS = {word: 1 / sum(word in shape for shape in _SHAPES.values()) for shape in _SHAPES.values() for word in shape}
"""A word counts the more the fewer forms have it."""


def nearest_form(sentence: Sentence, nouns: Set[str]) -> str:
    """The form that shares most with a sentence, in the order of the words; `nouns` are the words of known nouns.

    Empty where all that they share are words that many forms have.
    """
    matcher = SequenceMatcher(b=_shape_of(sentence, nouns), autojunk=False)

    def shared(form: str) -> list[str]:
        shape = _SHAPES[form]
        matcher.set_seq1(shape)
        return [word for block in matcher.get_matching_blocks() for word in shape[block.a : block.a + block.size]]

    def likeness(form: str) -> float:
        return sum(map(_weight, shared(form))) / sqrt(1 + sum(map(_weight, _SHAPES[form])))

    nearest = max(FORMS, key=likeness)
    return nearest if any(word not in _LINKING for word in shared(nearest)) else ""


_LINKS = "_ # ' 's , a an and are as at be by can from has have in is its many most not of on or the to user with"
_LINKING = frozenset(_LINKS.split())
"""Words that say little of what a sentence means."""


def _weight(word: str) -> float:
    return _WEIGHTS[word]


def _shape_of(sentence: Sentence, nouns: Set[str]) -> list[str]:
    """The words of a sentence: misspelled ones as they were meant, and a sign for each noun and for each number."""
    shape: list[str] = []
    after_article = True
    for word in sentence[:LOOKED_AT]:
        sign = _sign(word, is_noun=word.text in nouns or (after_article and word.text not in STRUCTURAL))
        after_article = sign in ARTICLES
        if sign != _NOUN or shape[-1:] != [_NOUN]:
            shape.append(sign)
    return [word for index, word in enumerate(shape) if word not in ARTICLES or shape[index + 1 : index + 2] != [_NOUN]]


def _sign(word: Word, *, is_noun: bool) -> str:
    if word.kind == "number":
        return _NUMBER
    if word.text in STRUCTURAL:
        return word.text
    return _NOUN if is_noun else meant(word.text) or word.text


def meant(word: str) -> str | None:
    """The language's word that a misspelled one was meant to be; people get the first letter right."""
    close = get_close_matches(word, [other for other in STRUCTURAL if other[0] == word[0]], n=1, cutoff=0.75)
    return close[0] if close else None


def filled_in_so_far(form: str, nouns: Mapping[str, str]) -> str:
    """The beginning of the form with nouns in its slots, up to the first slot that there is no noun for."""
    unknown = (slot.start() for slot in _SLOT.finditer(form) if slot["name"].lower() not in nouns)
    return filled_in(form[: next(unknown, len(form))], nouns)


def filled_in(form: str, nouns: Mapping[str, str]) -> str:
    """The form with nouns in its slots, each with its article: {"entity": "order"} gives "An order has …"."""

    def fill(slot: re.Match[str]) -> str:
        noun = nouns[slot["name"].lower()]
        if slot["article"]:
            noun = with_article(noun)
        return title(noun) if (slot["article"] or slot["name"])[0].isupper() else noun

    return _SLOT.sub(fill, form).replace("[", "").replace("]", "")
