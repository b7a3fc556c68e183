"""The words of a clause as the forms see them: contractions written out, signs as words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from petsage_builder.language.clauses.lexicon import EMPTY
from petsage_builder.language.clauses.wordings import as_a_clause
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
    """A sentence's words as a clause: without those that say only that it follows another one or asks for something."""
    return Clause.of(as_a_clause(list(_written_out(sentence))))


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
