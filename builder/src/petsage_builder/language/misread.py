"""What to say of a sentence that isn't understood."""

from collections.abc import Iterator

from petsage_builder.language.faults import LanguageFault
from petsage_builder.language.forms import FORMS, STRUCTURAL, filled_in, nearest_form
from petsage_builder.language.scene import Scene
from petsage_builder.language.transformer import MisreadError
from petsage_builder.language.words import Sentence, Word, as_name
from petsage_builder.names import plural

_MOST_SHOWN = 8


def misread_fault(sentence: Sentence, error: MisreadError, scene: Scene) -> LanguageFault:
    """Where the sentence stops being understood, what was expected there, and the nearest form."""
    word = _stumbling_block(sentence, error, scene)
    message = error.why if word is None or word.at == error.at else f"'{word.text}' is not expected here"
    at = word.at if word else error.at if error.at is not None else sentence[-1].at
    if error.expected:
        message += f"; expected {_listed(error.expected)}"
    return LanguageFault(at, message, f"the nearest form is `{_form(sentence, scene)}`")


def _form(sentence: Sentence, scene: Scene) -> str:
    return filled_in(nearest_form(sentence, scene.words), _nouns(sentence, scene))


def _stumbling_block(sentence: Sentence, error: MisreadError, scene: Scene) -> Word | None:
    """The first word before the error that is neither the language's nor a noun that is known.

    A name takes in every word that could be one, so that the parser stops later than a person would.
    """
    known = scene.words
    for word in sentence:
        if error.at is not None and word.at >= error.at:
            return word
        if word.kind == "word" and word.text not in STRUCTURAL and not set(as_name(word.text).split()) & known:
            return word
    return None


def _listed(expected: tuple[str, ...]) -> str:
    """The words that could stand there, the commonest first."""
    in_order = sorted(expected, key=lambda words: -sum(words.strip("`") in form for form in FORMS))
    more = " …" if len(in_order) > _MOST_SHOWN else ""
    return ", ".join(in_order[:_MOST_SHOWN]) + more


def _nouns(sentence: Sentence, scene: Scene) -> dict[str, str]:
    """The user's own nouns for the slots of a form, those of this sentence first."""
    text = f" {' '.join(as_name(word.text) for word in sentence)} "
    entities = sorted(scene.drafts, key=lambda name: f" {name} " not in text and f" {plural(name)} " not in text)
    entity = next(iter(entities), None) or _first_noun(sentence)
    draft = scene.drafts.get(entity)
    fields = sorted(draft.items if draft else (), key=lambda name: f" {name} " not in text)
    targets = [link.target for link in draft.links if scene.is_defined(link.target)] if draft else []
    others = [*targets, *(name for name in entities if name != entity), "user"]
    field, other_field = list(dict.fromkeys([*fields, "name", "date"]))[:2]
    slots = {"entity": entity, "other": others[0], "field": field, "other field": other_field}
    return slots | {"entities": plural(entity), "others": plural(others[0])}


def _first_noun(sentence: Sentence) -> str:
    found: Iterator[str] = (word.text for word in sentence if word.kind == "word" and word.text not in STRUCTURAL)
    return as_name(next(found, "thing"))
