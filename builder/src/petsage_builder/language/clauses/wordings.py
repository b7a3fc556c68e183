"""Ways to say who can do what, as a clause that says so: a story, what the system allows, what "you" can do."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from petsage_builder.language.clauses.lexicon import DEEDS
from petsage_builder.language.words import Word
from petsage_builder.terms.names import is_plural

_WISHES = """
    can|may|want to|would like to|need to|wish to|want to be able to|should be able to|must be able to|am able to
    |will be able to|am allowed to
"""
_SYSTEM = "system|app|application|platform|product|service|site|software|tool|website"
_ALLOWING = "allow|allows|enable|enables|permit|permits|let|lets"
_POSSIBLE = """
    it must be possible for|it should be possible for|it shall be possible for|it has to be possible for
    |it is possible for|it needs to be possible for
"""
_LIMITING = frozenset(["but", "except", "never", "not", "only", "unless"])
_LONGEST_PERSON = 6
"""How many words there are at most of those who are allowed something."""


def _phrases(text: str) -> list[list[str]]:
    return sorted((phrase.split() for phrase in text.split("|")), key=len, reverse=True)


_WANTING, _POSSIBLY = _phrases(_WISHES), _phrases(_POSSIBLE)
_ALLOWED = frozenset(_ALLOWING.split("|"))
_SYSTEMS = frozenset(_SYSTEM.split("|"))
_MUST = frozenset(["can", "has", "must", "needs", "shall", "should", "to", "will"])


_SAME = {
    ("look", "at"): "see",
    ("looks", "at"): "sees",
    ("is", "never"): "cannot be",
    ("are", "never"): "cannot be",
}
"""Two words that say what other words say."""
_BEFORE_ALWAYS = frozenset("are be can have has is may must shall should".split())  # noqa: SIM905
"""Behind what "always" may be left out, since it says only that something holds."""


def as_a_clause(words: list[Word]) -> list[Word]:
    """What a sentence says, without the way in which it asks for it and without "always" and "at any time"."""
    told = _story(words) or _allowed(words) or _said_to_you(words) or words
    told = _without_us(_own_only(_said_shortly(told)))
    ends = [word.text for word in told[-4:]]
    if ends[-3:] == ["at", "any", "time"] and len(told) > len(ends) and ends[0] not in _LIMITING:
        return told[:-3]
    return told


def _said_shortly(words: list[Word]) -> list[Word]:
    """Words of which two that others say as well are these."""
    told: list[Word] = []
    for word in words:
        same = _SAME.get((told[-1].text, word.text)) if told else None
        if same:
            told[-1:] = [replace(told[-1], text=text, written=text) for text in same.split()]
        elif word.text != "always" or not told or told[-1].text not in _BEFORE_ALWAYS:
            told.append(word)
    return told


_NOT_OF_OTHERS = (
    ["but", "not", "those", "of", "others"], ["but", "not", "those", "of", "other", "people"],
    ["and", "not", "those", "of", "others"], ["but", "not", "the", "ones", "of", "others"],
)  # fmt: skip
"""What says again that somebody's own are not those of others."""


def _own_only(words: list[Word]) -> list[Word]:
    texts = [word.text for word in words]
    for end in _NOT_OF_OTHERS:
        if texts[-len(end) :] == end and "own" in texts:
            return words[: -len(end) - (texts[-len(end) - 1] == ",")]
    return words


def _without_us(words: list[Word]) -> list[Word]:
    """Words without a last "with us" or "to our festival", which is who has the product made."""
    texts = [word.text for word in words]
    for length in (2, 3, 4):
        end = texts[-length:]
        is_us = end[1:] == ["us"] or (end[1:2] == ["our"] and len(end) > 2)
        if len(texts) > length + 2 and end[0] in _TO_US and is_us and not is_plural(texts[-1]):
            return words[:-length]
    return words


_TO_US = frozenset(["at", "for", "in", "of", "to", "with"])


def _story(words: list[Word]) -> list[Word]:
    """ "As a clerk, I want to see my bookings, so that I …" as "a clerk can see their own bookings"."""
    texts = [word.text for word in words]
    if texts[:1] != ["as"] or texts[1:2] not in (["a"], ["an"]) or "i" not in texts:
        return []
    subject = texts.index("i")
    wish = next((one for one in _WANTING if texts[subject + 1 : subject + 1 + len(one)] == one), None)
    who = [word for word in words[1:subject] if word.text != ","]
    rest = _without_the_benefit(words[subject + 1 + len(wish) :]) if wish else []
    return _can(who, words[subject], _own(rest, "my", "i")) if rest else []


_DOING = frozenset(["do", "does", "will"])
"""What a "not" follows that only says what is good: "so that I don't miss one"."""


def _without_the_benefit(words: list[Word]) -> list[Word]:
    """A wish without what it is good for: a story says that apart, and it asks for nothing."""
    texts = [word.text for word in words]
    ends = [at for at in range(len(texts)) if texts[at : at + 2] == ["so", "that"] or texts[at : at + 2] == ["so", "i"]]
    told = [text for before, text in pairwise(["", *texts[ends[0] :]]) if before not in _DOING] if ends else []
    if not ends or not _LIMITING.isdisjoint(told):
        return words
    end = ends[0]
    return words[: end - (texts[end - 1] == ",")] if end else []


def _allowed(words: list[Word]) -> list[Word]:
    """ "The system shall allow tutors to publish offers" as "tutors can publish offers"."""
    texts = [word.text for word in words]
    start = next((len(one) for one in _POSSIBLY if texts[: len(one)] == one), 0)
    if not start:
        at = _behind_the_system(texts)
        if texts[at : at + 1] == [] or texts[at] not in _ALLOWED:
            return []
        start = at + 1
    lets = texts[start - 1] in ("let", "lets")
    for end in range(start + 1, min(start + _LONGEST_PERSON, len(words) - 1)):
        if texts[end] == "to" or (lets and texts[end] in DEEDS):
            return _can(words[start:end], words[end], words[end + (texts[end] == "to") :])
    return []


def _behind_the_system(texts: Sequence[str]) -> int:
    """The place behind "the system shall"; 0 where a sentence begins otherwise."""
    if texts[:1] not in (["the"], ["this"], ["our"]) or _SYSTEMS.isdisjoint(texts[1:2]):
        return 0
    at = 2
    while at < len(texts) and texts[at] in _MUST:
        at += 1
    return at


def _said_to_you(words: list[Word]) -> list[Word]:
    """ "You can edit your comments" as "users can edit their own comments"."""
    if [word.text for word in words[:2]] not in (["you", "can"], ["you", "may"]):
        return []
    users = replace(words[0], text="users", written="users")
    return _can([users], words[1], _own(words[2:], "your", "you"))


def _can(who: Sequence[Word], place: Word, does: Sequence[Word]) -> list[Word]:
    return [*who, replace(place, kind="word", text="can", written="can"), *does] if who and does else []


def _own(words: Sequence[Word], my: str, me: str) -> list[Word]:
    """Words in which somebody speaks of what is theirs, as others speak of it: "my own" as "their own"."""
    told: list[Word] = []
    for word in words:
        if word.text == my:
            told += [replace(word, text=text, written=text) for text in ("their", "own")]
        elif word.text == me:
            told.append(replace(word, text="they", written="they"))
        elif word.text != "own" or not told or told[-1].text != "own":
            told.append(word)
    return told
