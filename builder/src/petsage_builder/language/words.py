"""Text cut into sentences, and sentences into words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["word", "number", "quoted", "constant", "possessive", "comma", "other"]

_TYPOGRAPHY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2022": "*"})
"""Curly quotes, the long dash and the bullet, each as the one character that a keyboard has for it."""

_PATTERNS = {
    "numbered": r"^[ \t]*[0-9]{1,3}[.)][ \t]+",
    "bullet": r"^[ \t]*[-*][ \t]+",
    "blank": r"\n[ \t]*(?=\n)",
    "space": r"\n|[^\S\n]+",
    "quoted": r'"(?P<inside>[^"\n]{1,1000})"',
    "constant": r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?(?!\w)|[0-9]{1,2}:[0-9]{2}(?!\w)",
    "number": r"(?:(?<!\w)-)?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?!\w)",
    "span": r"(?<=[0-9])-(?=[0-9])",
    "word": r"[A-Za-z]+n't(?!\w)|\w+(?:[-/]\w+)*",
    "possessive": r"'s?(?!\w)",
    "comma": r",",
    "short": r"(?<=\bmax)\.(?=\s+[0-9a-z])|(?<=\bmin)\.(?=\s+[0-9a-z])|(?<=\bapprox)\.(?=\s+[0-9a-z])",
    "stop": r"[.!](?=\s|\Z)",
    "sign": r"%|°[CF]?|[€$£¥]",
    "other": r"[^\w\s,]+?(?=[\w\s,]|[.!](?:\s|\Z)|\Z)|.",
}
_WORD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.MULTILINE | re.DOTALL)
_SIGNS = {"%": "percent", "°C": "celsius", "°F": "fahrenheit", "°": "degrees",
          "€": "eur", "£": "gbp", "$": "dollars", "¥": "yen sign"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence, in small letters unless it was quoted; `written` has its capitals, `at` its place."""

    kind: Kind
    text: str
    at: int
    written: str


Sentence = tuple[Word, ...]

MOST_WORDS = 1_000


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text. A full stop, an empty line or a new bullet ends one, and so do `MOST_WORDS` words."""
    words: list[Word] = []
    numbered = False
    for found in _WORD.finditer(text.translate(_TYPOGRAPHY)):
        kind = found.lastgroup or ""
        if kind == "numbered" and words and not numbered:
            number = found.group().strip(" \t.)")
            words.append(Word("number", number, found.start(), number))
            kind = "stop"
        if kind in ("stop", "blank", "bullet", "numbered") or len(words) == MOST_WORDS:
            if words:
                yield tuple(words)
            words, numbered = [], kind == "numbered"
        elif kind not in ("space", "short"):
            words.append(_word(kind, found))
    if words:
        yield tuple(words)


def _word(kind: str, found: re.Match[str]) -> Word:
    text, at = found.group(), found.start()
    match kind:
        case "quoted":
            return Word("quoted", found["inside"], at, found["inside"])
        case "number":
            return Word("number", text.replace(",", ""), at, text.replace(",", ""))
        case "span":
            return Word("word", "to", at, "to")
        case "sign":
            return Word("word", _SIGNS[text], at, _SIGNS[text])
        case "word" if text.isascii():
            return Word("word", text.lower(), at, text)
        case "constant" | "possessive" | "comma":
            return Word(kind, text, at, text)
        case _:
            return Word("other", text, at, text)


def lines_of(text: str, sentence: Sentence) -> list[Sentence]:
    """A sentence cut where a line of the text begins with a capital, as a sentence does."""
    starts = [0]
    for index, (before, word) in enumerate(pairwise(sentence), 1):
        if "\n" in text[before.at : word.at] and word.written[:1].isupper() and before.text != ":":
            starts.append(index)
    return [sentence[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def written_in(text: str, sentence: Sentence) -> str:
    """A sentence as it stands in the text, in one line."""
    last = sentence[-1]
    end = last.at + len(last.written) + 2 * (last.kind == "quoted")
    return " ".join(text[sentence[0].at : end].split())
