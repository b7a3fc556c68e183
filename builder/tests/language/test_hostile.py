"""Any text is understood or refused with problems, in little time."""

import string
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.parse import parse

from .strategies import WORD

SIZE = 256 * 1024

HUGE = {
    "full stops": "." * SIZE,
    "short sentences": "a. " * (SIZE // 3),
    "one sentence": "a pet " * (SIZE // 6),
    "entities": "".join(f"A thing{number} has a name. " for number in range(10_000)),
    "fields": "A pet has " + ", ".join(f"a field{number}" for number in range(20_000)),
    "choices": "A pet's kind is one of " + ", ".join(f"v{number}" for number in range(20_000)),
    "digits": "9" * SIZE,
    "digits and a letter": "9" * SIZE + "x",
    "digits and commas": "9," * (SIZE // 2),
    "letters": "n" * SIZE,
    "contractions": "n't" * (SIZE // 3),
    "hyphens": "a-" * (SIZE // 2),
    "quotes": '"' * SIZE,
    "open quotes": '"a' * (SIZE // 2),
    "apostrophes": "'" * SIZE,
    "lines": "\n" * SIZE,
    "blank lines": ("\n" + " " * 100) * (SIZE // 101),
    "signs": "@" * SIZE,
    "pictures": "\N{DOG FACE}" * (SIZE // 4),
    "accents": "e\u0301" * (SIZE // 3),
    "NUL": "\0" * SIZE,
    "misspelled": "".join(f"A pet{number} hs a nme{number}. " for number in range(999)),
    "undefined": "".join(f"Z{number}s are listed by name{number}. " for number in range(999)),
}


def problems_of(text: str) -> list[str]:
    try:
        parse(text, feature="feature", description="")
    except NotUnderstoodError as error:
        return [str(problem) for problem in error.problems]
    return []


HOPELESS = 10
"""Seconds of a processor: what grows faster than the text takes minutes. An idle machine answers in half a second."""


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_huge_text_takes_little_time(text: str) -> None:
    began = time.process_time()
    problems = problems_of(text)

    assert time.process_time() - began < HOPELESS
    assert len(problems) <= 101
    assert all(len(problem) < 1_000 for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "A {{7*7}} has a name.",
        "A pet'; DROP TABLE pets;-- has a name.",
        "A __import__('os').system('true') has a name.",
        "A pet has a ../../etc/passwd.",
        "A pet has a \u202ename.",
        "A pet has a n\u0430me.",
        "A pet has a \ufeffname.",
        'A pet has a "name; drop".',
        "A pet has a name\0.",
        "A p\u00e9t has a name.",
        "A pet has a \u0661.",
    ],
)
def test_a_name_has_only_letters_digits_and_spaces(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        parse(text, feature="feature", description="")


PIECES = st.one_of(
    WORD,
    st.sampled_from(
        ["A pet", "pets", "'s", ",", ".", "and", "has a", "belongs to a", "is one of", "\n", "- ", "1. ", '"']
    ),
    st.text(max_size=3),
)


def names_of(text: str) -> list[str]:
    """The names that are understood in a text; none where it is refused."""
    with suppress(NotUnderstoodError):
        spec = parse(text, feature="feature", description="")
        return [name for entity in spec.entities for name in (entity.name, *(field.name for field in entity.fields))]
    return []


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=80))
@settings(max_examples=500, deadline=None)
def test_any_text_is_refused_or_understood_with_plain_names(text: str) -> None:
    assert set("".join(names_of(text))) <= set(string.ascii_lowercase + string.digits + " ")
