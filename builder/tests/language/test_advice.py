"""What is advised is accepted: it can be read, it helps, and it gives nobody more rights than were said."""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.language.forms import STRUCTURAL, meant
from petsage_builder.language.parse import parse
from petsage_builder.language.parse import understood as understood_whole
from petsage_builder.language.reader import read
from petsage_builder.language.words import Sentence, sentences
from petsage_builder.request.payload import read_payload
from petsage_builder.spec.access import VERBS, Grant
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import as_name

REQUESTS = sorted((Path(__file__).parents[1] / "requests").glob("*.yaml"))
MUTATIONS = 30 if "PETSAGE_SOAK" not in os.environ else 400
"""How many faulty texts are tried of each request."""

_PUT_IN = ("not", "only", "from", "many", "required", "two", "for", "price", "age", "then", "or", "in", "unique")
_ADDED = re.compile(r"\badd ((?:`[^`]+`(?: or )?)+)")
_REPLACED = re.compile(r"write `([^`]+)`(?:, or `([^`]+)`,| or `[^`]+`)* instead of (?:`([^`]+)`|(this sentence))")
_SAID = re.compile(r"\bsay (?:who can, as in )?((?:`[^`]+`(?:, or say |, | or say | or )?)+)")
_OFFERED = re.compile(r"`([^`]+)`")


def is_read(sentence: Sentence) -> bool:
    try:
        read(sentence)
    except MisreadError:
        return False
    return True


def understood(text: str, known: Mapping[str, KnownEntity]) -> FeatureSpec | list[Problem]:
    try:
        return parse(text, feature="tried", description="", known=known)
    except NotUnderstoodError as error:
        return list(error.problems)


def said_in(text: str) -> list[str]:
    """The sentences of a request, each as it was written."""
    starts = [sentence[0].at for sentence in sentences(text)]
    return [text[one:other] for one, other in zip(starts, [*starts[1:], len(text)], strict=True)]


def misspelled(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    return word[:place] + dice.choice(["", word[place] * 2, "x"]) + word[place + 1 :]


def mistaken(said: list[str], dice: random.Random) -> list[str]:
    """The same sentences with one mistake in them."""
    index = dice.randrange(len(said))
    words = said[index].split(" ")
    place = dice.randrange(len(words))
    match dice.randrange(5):
        case 0:
            return said[:index] + said[index + 1 :]
        case 1:
            words.pop(place)
        case 2:
            words[place - 1], words[place] = words[place], words[place - 1]
        case 3:
            words[place] = misspelled(words[place], dice) if words[place] else "a"
        case _:
            words.insert(
                place,
                dice.choice(_PUT_IN),
            )
    return [*said[:index], " ".join(words), *said[index + 1 :]]


def faulty_texts() -> Iterator[tuple[str, str, Mapping[str, KnownEntity], list[Problem]]]:
    """Texts with a mistake: as they were, as they are, what the project has, and what is wrong."""
    known: dict[str, KnownEntity] = {}
    dice = random.Random(9)
    for path in REQUESTS:
        request = read_payload(path.read_bytes()).request
        if not isinstance(request.requirements, str):
            continue
        spec = understood(request.requirements, known)
        assert isinstance(spec, FeatureSpec), (path, spec)
        said = said_in(request.requirements)
        for _ in range(MUTATIONS):
            text = "".join(mistaken(said, dice))
            found = understood(text, known)
            if isinstance(found, list):
                yield request.requirements, text, known, found
        known = known | {entity.name: KnownEntity(request.feature, entity, spec.roles) for entity in spec.entities}


FAULTY = list(faulty_texts())


def test_there_are_mistakes_of_many_kinds() -> None:
    advice = {re.sub("`[^`]*`|'[^']*'", "_", problem.advice) for *_, found in FAULTY for problem in found}

    assert len(FAULTY) > 200
    assert len(advice) > 20


def test_every_sentence_that_is_offered_can_be_read() -> None:
    offered = {
        way for *_, found in FAULTY for problem in found for way in _OFFERED.findall(problem.advice) if way[-1:] == "."
    }

    assert offered
    assert [way for way in sorted(offered) if not all(map(is_read, sentences(way)))] == []


def test_what_is_advised_helps_when_it_is_done() -> None:
    for _, text, known, found in FAULTY:
        before = {problem.message for problem in found}
        for problem in found:
            for done in followed(text, problem):
                after = understood(done, known)
                left = [] if isinstance(after, FeatureSpec) else after
                times = [[other.message for other in each].count(problem.message) for each in (left, found)]
                assert times[0] < times[1], f"{problem}\n{done}"  # the same may be wrong in several places
                for other in left:
                    is_in_what_was_added = offset(done, other.place) > len(text)
                    assert other.message in before or not is_in_what_was_added, f"{problem}\n{other}\n{done}"


def test_advice_that_is_done_again_and_again_comes_to_an_end() -> None:
    for _, text, known, _ in FAULTY[::3]:
        done, now = set[str](), text
        while problems := [] if isinstance(found := meaning(now, known), FeatureSpec) else found:
            done.add(now)
            ways = [list(advised(now, problem)) for problem in problems]
            for problem, either in zip(problems, ways, strict=True):
                assert not either or set(either) - done, f"{problem} leads back\n{text}\n{now}"
            now = next((way for either in ways for way in either if way not in done), "")
            if not now:
                break
            assert len(done) < 15, f"{problems[0]}\n{text}\n{now}"


def test_a_misspelled_sentence_is_offered_with_every_other_word_of_it() -> None:
    offered = 0
    for _, text, _, found in FAULTY:
        for problem in found:
            instead = re.search("write `([^`]+)` instead of this sentence", problem.advice)
            if instead and "is not expected here" in problem.message:
                said = Counter(sentence_at(text, offset(text, problem.place)).split())
                lost = said - Counter(sentence_at(instead[1], 0).split())
                offered += 1
                assert all(meant(word) or word in STRUCTURAL for word in lost), problem
    assert offered > 5


def meaning(text: str, known: Mapping[str, KnownEntity]) -> FeatureSpec | list[Problem]:
    """What a text means, where people could do something with it."""
    try:
        return understood_whole(text, feature="tried", description="", known=known).spec
    except NotUnderstoodError as error:
        return list(error.problems)


def advised(text: str, problem: Problem) -> Iterator[str]:
    """The text with what is advised done, also where it is to say who can do what."""
    yield from followed(text, problem)
    if "instead" not in problem.advice and "leave it out" not in problem.advice:
        for ways in _SAID.findall(problem.advice):
            yield from (f"{text}\n\n{way}" for way in _OFFERED.findall(ways) if "…" not in way)


def followed(text: str, problem: Problem) -> Iterator[str]:
    """The text with what a problem's advice says done, in each way that it says."""
    start = offset(text, problem.place)
    for ways in _ADDED.findall(problem.advice):
        if "instead" not in problem.advice and "leave it out" not in problem.advice:
            yield from (f"{text}\n\n{way}" for way in _OFFERED.findall(ways))
    for found in _REPLACED.finditer(problem.advice):
        new, other, old, _ = found.groups()
        also = "\n\n".join(way for ways in _ADDED.findall(problem.advice) for way in _OFFERED.findall(ways)[:1])
        for way in filter(None, (new, other)):
            if old is None:
                yield replaced(text, start, f"{way} ")
            elif old in text:
                place = text.find(old, start) if old in text[start:] else text.find(old)
                yield f"{text[:place]}{way}{text[place + len(old) :]}\n\n{also}"
    for noun in re.findall("'([^']+)'", problem.message):
        if text[start:].lower().startswith(noun):
            for name in re.findall("'([^']+)'", re.sub("`[^`]*`", "", problem.advice)):
                yield text[:start] + name + text[start + len(noun) :]


def replaced(text: str, start: int, by: str) -> str:
    """The text with something else instead of the sentence around a place."""
    begins = [sentence[0].at for sentence in sentences(text)]
    place = max(begin for begin in begins if begin <= start)
    end = min([begin for begin in begins if begin > start], default=len(text))
    return text[:place] + by + text[end:]


def offset(text: str, place: str) -> int:
    line, column = map(int, re.findall("[0-9]+", place))
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def test_what_is_advised_gives_nobody_more_rights() -> None:
    for original, text, known, found in FAULTY:
        meant = rights(original, known)
        for problem in found:
            without = rights(replaced(text, offset(text, problem.place), ""), known)
            said = sentence_at(text, offset(text, problem.place))
            for done in (*followed(text, problem), *replaced_by_the_nearest_form(text, problem)):
                for (entity, verb), grants in rights(done, known).items():
                    before = meant.get((entity, verb), grants) | without.get((entity, verb), set())
                    more = {grant for grant in grants - before if not is_covered(grant, before)}
                    assert all((who := grant.relation or grant.role) and who in said for grant in more), (
                        f"{problem}\n{more}\n{done}"
                    )


def rights(text: str, known: Mapping[str, KnownEntity]) -> dict[tuple[str, str], set[Grant]]:
    """Who may do what with each entity; nothing where the text isn't understood."""
    spec = understood(text, known)
    entities = spec.entities if isinstance(spec, FeatureSpec) else ()
    return {(entity.name, verb): set(entity.access.to(verb)) for entity in entities for verb in VERBS}


def is_covered(grant: Grant, by: set[Grant]) -> bool:
    """Whether somebody may do it anyway, as one of many."""
    many = {other.to for other in by}
    return "anyone" in many or ("signed-in users" in many and grant.to != "anyone")


def sentence_at(text: str, start: int) -> str:
    """The words of the sentence around a place, as names have them."""
    around = max((one for one in sentences(text) if one[0].at <= start), key=lambda one: one[0].at)
    return " ".join(as_name(word.text) for word in around)


def replaced_by_the_nearest_form(text: str, problem: Problem) -> Iterator[str]:
    """The text with a sentence that isn't understood replaced by the form that is said to be nearest."""
    if found := re.search("the nearest form is `([^`]+)`", problem.advice):
        yield replaced(text, offset(text, problem.place), f"{found[1]} ")
