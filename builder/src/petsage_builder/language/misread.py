"""What to say of a sentence that isn't understood."""

import re
from collections.abc import Iterator
from dataclasses import replace

from petsage_builder.language.closed import CLOSED, ClosedWordError
from petsage_builder.language.faults import MOST_REPORTED, LanguageFault
from petsage_builder.language.forms import ARTICLES, FORMS, LOOKED_AT, STRUCTURAL, filled_in, meant, nearest_form
from petsage_builder.language.mending import apart_from_the_name, instead_of_the_rest, is_read, written
from petsage_builder.language.reader import read
from petsage_builder.language.scene import Scene
from petsage_builder.language.words import Sentence, Word
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import listed
from petsage_builder.terms.misreading import MisreadError, shortened
from petsage_builder.terms.names import plural, singular, title
from petsage_builder.terms.noun import as_name
from petsage_builder.terms.part import NAME_LENGTH

_MOST_SHOWN = 8
_MOST_CORRECTED = 4
_BEFORE_A_NAME = ARTICLES | {"optional", "unique", ","}
_SAYABLE = "say what a thing has or is, what people can do with it, or how it is listed: `A {entity} has a {field}.`"
"""What to say where no form is near."""
_VERB = f"(?:{'|'.join(VERBS)})"
_PRONOUNS = frozenset("he her his i it its my our she their they us we you your".split())  # noqa: SIM905
_DEED = re.compile(f"(?<= can ){_VERB}(?:(?:, | or ){_VERB})*")
"""What a form says that somebody can do."""

Misread = tuple[Sentence, MisreadError]


def misread_faults(misread: list[Misread], scene: Scene) -> Iterator[LanguageFault]:
    """What to say of each; after the most that are reported only that they are there."""
    for count, (sentence, error) in enumerate(misread):
        at = sentence[-1].at if error.at is None else error.at
        yield _fault(sentence, error, scene) if count < MOST_REPORTED else LanguageFault(at, error.why)


def _fault(sentence: Sentence, error: MisreadError, scene: Scene) -> LanguageFault:
    """Where the sentence stops being understood, what was expected there, and what to write instead."""
    advice = _known_advice(sentence, error)
    if advice and not (error.rest and error.advice):
        return LanguageFault(sentence[-1].at if error.at is None else error.at, error.why, advice)
    word = _stumbling_block(sentence, error, scene) if error.expected else None
    corrected = _corrected(sentence, error, scene)
    if error.rest and not corrected:
        return LanguageFault(error.rest.at or 0, error.rest.why, error.rest.advice)
    message = f"'{shortened(word.text)}' is not expected here" if word else error.why
    if error.expected:
        message += f"; expected {_listed(error.expected)}"
    at = word.at if word else sentence[-1].at if error.at is None else error.at
    return LanguageFault(at, message, corrected or _nearest(sentence, at, scene))


def _corrected(sentence: Sentence, error: MisreadError, scene: Scene) -> str:
    """Advice to write the sentence with its misspelled words as they were meant; nothing where that doesn't help."""
    for _ in range(_MOST_CORRECTED):
        block = _stumbling_block(sentence, error, scene) if error.expected else None
        found = [block, *(word for word in sentence if word.at == error.at)]
        corrected = next((_with_meant(sentence, word) for word in found if word and _is_misspelled(word)), None)
        if corrected is None:
            return ""
        try:
            read(corrected)
        except MisreadError as another:
            sentence, error = corrected, another
        else:
            said = f"{title(written(corrected))}."
            return f"write `{said}` instead of this sentence" if is_read(said) else ""
    return ""


def _is_misspelled(word: Word) -> bool:
    """Whether a word is another one with a mistake in it; "can't" is no misspelled "can"."""
    is_spelled = word.text in CLOSED or word.text.endswith("n't")
    return word.kind == "word" and not is_spelled and meant(word.text) not in (None, word.text)


def _with_meant(sentence: Sentence, word: Word) -> Sentence:
    correct = meant(word.text) or word.text
    return tuple(replace(one, text=correct, written=correct) if one is word else one for one in sentence)


def _nearest(sentence: Sentence, at: int, scene: Scene) -> str:
    """Advice that shows the form that is nearest; of rights it shows none that the sentence doesn't name."""
    nearest, nouns = nearest_form(sentence, scene.words), _nouns(sentence, scene)
    if not nearest:
        return filled_in(_SAYABLE, nouns)
    form = filled_in(nearest, nouns)
    if deed := _DEED.search(form):
        verbs = [(word.at, verb) for word in sentence for verb in VERBS if _as_meant(word).startswith(verb)]
        done = [verb for place, verb in verbs if place <= at] or [verb for _, verb in verbs[:1]]
        who = set(form[: deed.start()].lower().split()) - {"can", "only"}
        if not done or who.isdisjoint(map(_as_meant, sentence)):
            return "say who can do what, as in `Only admins can …` or `Anyone can see …`"
        form = _DEED.sub(listed(dict.fromkeys(done), "or"), form)
    kept = set(as_name(form).replace("'s", "").strip(".").replace(",", "").split())
    is_all = all(_is_kept(word, kept) for word in sentence)
    return f"the nearest form is `{form}`" + ("" if is_all else "; say what else was meant in sentences of its own")


def _is_kept(word: Word, kept: set[str]) -> bool:
    """Whether a word of the user's is in some form, also in the singular or in the plural."""
    if word.kind not in ("word", "quoted") or _as_meant(word) in STRUCTURAL or word.text in CLOSED:
        return True
    words = as_name(word.text).split()
    return all({one, plural(one), singular(one)} & kept for one in words)


def _as_meant(word: Word) -> str:
    return word.text if word.text in STRUCTURAL else meant(word.text) or word.text


def _known_advice(sentence: Sentence, error: MisreadError) -> str:
    """What to do about a fault whose meaning can be told; nothing where only the nearest form can help."""
    if error.advice or error.at is None:
        return error.advice
    if any(word.at == error.at and word.text == "." for word in sentence):
        return "put a blank after the full stop"
    if error.instead:
        return instead_of_the_rest(sentence, error.at, error.instead)
    is_or = any(word.at == error.at and word.text == "or" for word in sentence)
    if isinstance(error, ClosedWordError) or is_or:
        return apart_from_the_name(sentence, error.at)
    return ""


def _stumbling_block(sentence: Sentence, error: MisreadError, scene: Scene) -> Word | None:
    """The word before the error where a person would stop: a misspelled one, or an unknown one after a known noun.

    A name takes in every word that could be one, so that the parser itself stops later.
    """
    before = [word for word in sentence if error.at is None or word.at < error.at]
    known = [word.text in STRUCTURAL or not scene.words.isdisjoint(as_name(word.text).split()) for word in before]
    strange = [
        index
        for index, word in enumerate(before)
        if word.kind == "word" and not known[index] and (index == 0 or before[index - 1].text not in _BEFORE_A_NAME)
    ]
    misspelled = next((index for index in strange[:LOOKED_AT] if meant(before[index].text)), None)
    after_a_noun = next((index for index in strange if index and known[index - 1]), None)
    found = after_a_noun if misspelled is None else misspelled
    return None if found is None else before[found]


def _listed(expected: tuple[str, ...]) -> str:
    """The words that could stand there, the commonest first."""
    in_order = sorted(expected, key=lambda words: -sum(words.strip("`") in form for form in FORMS))
    more = " …" if len(in_order) > _MOST_SHOWN else ""
    return ", ".join(dict.fromkeys(in_order[:_MOST_SHOWN])) + more


def _nouns(sentence: Sentence, scene: Scene) -> dict[str, str]:
    """The user's own nouns for the slots of a form, those of this sentence first."""
    text = f" {' '.join(as_name(word.text) for word in sentence)} "
    entities = sorted(scene.drafts, key=lambda name: f" {name} " not in text and f" {plural(name)} " not in text)
    entity = next(iter(entities), None) or _first_noun(sentence)
    draft = scene.drafts.get(entity)
    plain_fields = [field for field in draft.items if _is_plain(field)] if draft else []
    fields = sorted(plain_fields, key=lambda name: f" {name} " not in text)
    targets = [link.target for link in draft.links if scene.is_defined(link.target)] if draft else []
    others = [*targets, *(name for name in entities if name != entity), "user"]
    field, other_field = list(dict.fromkeys([*fields, "name", "date"]))[:2]
    slots = {"entity": entity, "other": others[0], "field": field, "other field": other_field}
    return slots | {"entities": plural(entity), "others": plural(others[0])}


def _is_plain(field: str) -> bool:
    """Whether a field's name can stand in every form without quotes."""
    return STRUCTURAL.isdisjoint(field.split()) and CLOSED.isdisjoint(field.split())


def _first_noun(sentence: Sentence) -> str:
    words = (word.text for word in sentence if word.kind == "word" and word.text not in STRUCTURAL | CLOSED | _PRONOUNS)
    return next((word for word in words if word.isalpha() and len(word) <= NAME_LENGTH), "thing")
