"""Sentences that would say what a faulty one meant, each of them read before it is offered."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.closed import CLOSED
from petsage_builder.language.reader import read
from petsage_builder.language.words import Sentence, Word, sentences
from petsage_builder.terms import names
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import as_name

_ARTICLES = frozenset(["a", "an", "the", "each", "every", "some"])
_BEFORE_A_NAME = _ARTICLES | {"and", ",", "has", "have", "optional", "unique"}
_HAS = frozenset(["has", "have"])


def written(words: Sequence[Word]) -> str:
    """The words as they were written, but for what is between them."""
    text = ""
    for word in words:
        shown = f'"{word.written}"' if word.kind == "quoted" else word.written
        text += shown if not text or word.kind in ("comma", "possessive") else f" {shown}"
    return text


def instead_of_the_rest(sentence: Sentence, at: int, ways: Sequence[str]) -> str:
    """Advice to let a sentence go on otherwise from where its type begins before `at`."""
    head = [word for word in sentence if word.at < at]
    while head and head[-1].text in ("one", "of", "an", "amount", "in"):
        head.pop()
    offered = [f"{written(head)} {way}" for way in ways]
    return "say " + " or ".join(f"`{way[0].upper()}{way[1:]}.`" for way in offered if is_read(way))


def apart_from_the_name(sentence: Sentence, at: int) -> str:
    """Advice to say what follows a field's name in a sentence of its own; nothing where none is known."""
    texts = [word.text for word in sentence]
    place = next(index for index, word in enumerate(sentence) if word.at >= at)
    if _HAS.isdisjoint(texts[:place]):
        return ""
    has = next(index for index, text in enumerate(texts) if text in _HAS)
    start = max(index for index in range(place) if texts[index] in _BEFORE_A_NAME) + 1
    cut = next((i for i in range(start + 1, place) if texts[i] == "of"), place)
    end = next((i for i in range(place, len(texts)) if _ends_item(texts, i)), len(texts))
    name, rest, item = sentence[start:cut], texts[cut:end], written(sentence[start:end])
    if not name or (len(name) == 1 and name[0].text in CLOSED):
        return ""
    entity = as_name(" ".join(text for text in texts[:has] if text not in _ARTICLES))
    for field, claim in _claims(as_name(written(name)), rest):
        said = f"{names.subject(entity)}'s {field} {claim}"
        if is_read(said):
            return f"write `{field}` instead of `{item}`, and add `{said}.`"
    return f'write `{written(name)}`, or `"{as_name(item)}"`, instead of `{item}`'


def _ends_item(texts: Sequence[str], index: int) -> bool:
    following = texts[index + 1 : index + 2]
    begins = _ARTICLES | {"optional", "unique", "and"}
    return texts[index] in (",", "and") and not begins.isdisjoint(following)


def _claims(field: str, rest: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What can be claimed of a field behind whose name some words stand, such as "that never changes"."""
    if rest[0] in ("that", "which"):
        yield field, " ".join(rest[1:])
    else:
        yield from ((name, f"is {bounds}") for name, bounds in _bounds(field, rest))


def _bounds(field: str, rest: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a field's bounds can mean: "of at most 80 characters", "from 1 to 5", "of open or closed"."""
    said = " ".join(rest).replace(" ,", ",")
    from_on = f"from {said.removeprefix('of ')}" if rest[0] == "of" else said
    last = rest[-1]
    for claim in (f"text {said}", f"a whole number {said}", f"a whole number {from_on}", f"a number {said}"):
        yield field, claim
    if len(rest) > 2:
        counted = f"number of {last}" if field.endswith("number") else field
        for bounds in (said, from_on):
            yield counted, f"a whole number {bounds.removesuffix(last).strip()}"
            yield field, f"a whole number in {last} {bounds.removesuffix(last).strip()}"
    if rest[0] == "of" and "or" in rest:
        yield field, f"one of {said.removeprefix('of ')}"


def is_read(text: str) -> bool:
    """Whether a sentence is one of the language."""
    try:
        read(next(sentences(text)))
    except (MisreadError, StopIteration):
        return False
    return True
