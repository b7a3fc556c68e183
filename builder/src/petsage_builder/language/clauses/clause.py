"""The words of a clause as the forms see them: contractions written out, signs as words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from petsage_builder.language.clauses.lexicon import EMPTY
from petsage_builder.language.words import Word

_CONTRACTIONS = {
    "can't": "cannot", "won't": "will not", "isn't": "is not", "aren't": "are not", "doesn't": "does not",
    "don't": "do not", "mustn't": "must not", "shouldn't": "should not", "hasn't": "has not", "haven't": "have not",
    "couldn't": "could not", "wasn't": "was not", "weren't": "were not", "needn't": "need not", "didn't": "did not",
}  # fmt: skip
_SPELLED = {"e-mail": "email", "e-mails": "emails", "&": "and", "sub-task": "subtask"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Some words that stand together.

    `texts` are in small letters, `set` has each of them once, and `memo` keeps what was found among them.
    """

    words: tuple[Word, ...]
    texts: tuple[str, ...]
    set: frozenset[str]
    memo: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Clause":
        texts = tuple(word.text for word in words)
        return cls(tuple(words), texts, frozenset(texts))

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def written(self) -> str:
        """The words as they were written, with the blanks that belong between them."""
        return re.sub(r" (?=[,;:)'])|(?<=\() ", "", " ".join(word.written for word in self.words))

    def cut(self, start: int, end: int | None = None) -> "Clause":
        """The words from one place to another."""
        return Clause.of(self.words[start:end])

    def after(self, other: "Clause") -> "Clause":
        """Another clause's words with these behind them."""
        return Clause.of(other.words + self.words)


def clause_of(sentence: Sequence[Word]) -> Clause:
    """A sentence's words, without those that say only that it follows another one, and a story as what it tells."""
    words = list(_written_out(sentence))
    return Clause.of(_told_of(words) or words)


_WISHES = """
    can|may|want to|would like to|need to|wish to|want to be able to|should be able to|must be able to|am able to
    |will be able to|am allowed to
"""
_WANTING = sorted((wish.split() for wish in _WISHES.split("|")), key=len, reverse=True)


def _told_of(words: list[Word]) -> list[Word]:
    """ "As a clerk, I want to see my bookings" as "a clerk can see their own bookings"; nothing where it isn't so."""
    texts = [word.text for word in words]
    if texts[:1] != ["as"] or texts[1:2] not in (["a"], ["an"]) or "i" not in texts:
        return []
    subject = texts.index("i")
    wish = next((one for one in _WANTING if texts[subject + 1 : subject + 1 + len(one)] == one), None)
    who = [word for word in words[1:subject] if word.text != ","]
    told: list[Word] = []
    for word in words[subject + 1 + len(wish) :] if wish else ():
        is_mine = word.text == "my"
        if word.text != "own" or not told or told[-1].text != "own":
            told += [replace(word, text=text, written=text) for text in ("their", "own")] if is_mine else [word]
    return [*who, replace(words[subject], text="can", written="can"), *told] if told else []


def _written_out(sentence: Sequence[Word]) -> Iterator[Word]:
    for index, word in enumerate(sentence):
        if word.kind == "possessive" and word.text == "'s" and _is_verb(sentence, index):
            yield replace(word, kind="word", text="is", written="is")
        elif word.kind == "other":
            for sign in word.text:
                yield replace(word, text=_SPELLED.get(sign, sign), written=sign)
        elif word.kind != "word":
            yield word
        elif word.text not in EMPTY:
            for text in (_CONTRACTIONS.get(word.text) or _SPELLED.get(word.text, word.text)).split():
                yield replace(word, text=text, written=word.written if text == word.text else text)


def _is_verb(sentence: Sequence[Word], index: int) -> bool:
    """ "it's" and "that's" have a verb in them, all other nouns an owner."""
    return index > 0 and sentence[index - 1].text in ("it", "that", "there", "who")
