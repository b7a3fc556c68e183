"""A text in which things are called as they were before, in the names that they have now."""

import re
from collections.abc import Iterable, Iterator, Mapping

from merge3 import Merge3

from petsage_builder.edits.pieces import Piece, pieces_of
from petsage_builder.spec.renaming import Renames
from petsage_builder.terms import names
from petsage_builder.terms.verbs import verb_of

Texts = Mapping[str, str]
_WORD, _JOINED = re.compile(r"\w+"), re.compile(r"\w+(?:-\w+)+")
_TOKEN = re.compile(r"\w+|\s+|.")
_START = "(?<![A-Za-z0-9])"


class Following:
    """Knows how built texts change where things are called otherwise: from `old` to `new`, files by path."""

    def __init__(self, renames: Renames, old: Texts, new: Texts) -> None:
        self._old, self._new = old, new
        self._said = "\n".join(new.values())
        self._known = _words("\n".join(old.values())) - _words(self._said)
        self._forms = dict(_forms(renames))
        longest_first = sorted(self._forms, key=len, reverse=True)
        forms = "|".join(f"{'' if form[0].isupper() else _START}{re.escape(form)}" for form in longest_first)
        self._pattern = re.compile(rf"(?P<a>{_START}[Aa]n?[ _])?(?<![A-Z])(?P<form>{forms})(?![a-z0-9])")

    def __call__(self, path: str, text: str) -> str:
        """The text of a file: what is as it was built becomes what is built now, and the rest its new words."""
        old, new = self._old.get(path), self._new.get(path)
        if old is None or new is None:
            return self._in_words(text)
        pieces, before, after = (pieces_of(each) if path.endswith(".py") else None for each in (text, old, new))
        if pieces is None or before is None or after is None or len(before) != len(after):
            return self._piece(text, old, new)
        built = {piece.key: pair for piece, pair in zip(before, zip(before, after, strict=True), strict=True)}
        return "".join(self._followed(piece, *built.get(piece.key, (None, None))) for piece in pieces)

    def _followed(self, piece: Piece, old: Piece | None, new: Piece | None) -> str:
        if old is None or new is None:
            return self._in_words(piece.text)
        return self._piece(piece.lead, old.lead, new.lead) + self._piece(piece.core, old.core, new.core)

    def _piece(self, text: str, old: str, new: str) -> str:
        """A part of a text, word by word."""
        if text == old:
            return new
        base, yours, renamed = (_TOKEN.findall(each) for each in (old, text, new))
        found = []
        for group in Merge3(base, yours, renamed).merge_groups():
            if group[0] == "conflict":
                found.append(self._in_words("".join(group[2])))
            else:
                said = "".join(group[1])
                found.append(self._in_words(said) if group[0] == "a" else said)
        return "".join(found)

    def _in_words(self, text: str) -> str:
        """A text by hand in new words, as far as they aren't those of something else, too."""

        def renamed(found: re.Match[str]) -> str:
            form, word = found["form"], _word_around(text, found)
            is_known = form not in self._said if " " in form or "-" in form else word in self._known
            return self._with_article(found["a"] or "", self._forms[form]) if is_known else found[0]

        return self._pattern.sub(renamed, text)

    def _with_article(self, article: str, name: str) -> str:
        if not article:
            return name
        right = names.with_article(name.lower().replace("_", " ")).split()[0]
        return (right.capitalize() if article[0] == "A" else right) + article[-1] + name


def _words(text: str) -> set[str]:
    """The words of a text, also those that hyphens join of others."""
    return {*_WORD.findall(text), *_JOINED.findall(text)}


def _word_around(text: str, found: re.Match[str]) -> str:
    """The whole identifier that a match is part of, or the word of several that hyphens join: a person's own."""
    start, end = found.start("form"), found.end("form")
    while start and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    return text[start:end].strip("-")


def _forms(renames: Renames) -> Iterator[tuple[str, str]]:
    """Every way to write each old name, with the same way to write the new one."""
    for old, new in renames.entities.items():
        yield from _spellings(old, new)
    for within in renames.within.values():
        for old, new in within.parts.items():
            yield from _spellings(old, new)
        for part, values in within.values.items():
            for old, new in values.items():
                yield from ((way(old), way(new)) for way in (str, names.spoken, names.constant))
                if part == "status":
                    yield from _spellings(verb_of(names.spoken(old)), verb_of(names.spoken(new)))


def _spellings(old: str, new: str) -> Iterable[tuple[str, str]]:
    for one, other in ((old, new), (names.plural(old), names.plural(new))):
        for way in (str, _snake, names.snake, names.kebab, names.title, _pascal, names.pascal, _constant):
            yield way(one), way(other)


def _snake(words: str) -> str:
    return words.replace(" ", "_")


def _constant(words: str) -> str:
    return _snake(words).upper()


def _pascal(words: str) -> str:
    return "".join(word.capitalize() for word in words.split())
