"""What makes no difference, and what does, in how a request is written."""

import pytest

from .asking import meaning, shown

PLAIN = 'A visit has a first name, a "check in date" and an optional note. A visit\'s first name is text of 9 digits.'

VARIANTS = {
    "capitals": """
        A VISIT has a First Name, a CHECK-IN date and AN optional NOTE. A Visit's FIRST name IS text of 9 digits.
    """,
    "articles": """
        The visit has some first name, the check-in date, an optional note. Each visit's first name is text of 9 digits.
    """,
    "curly apostrophe": """
        A visit has a first name, a check-in date and an optional note. A visit\u2019s first name is text of 9 digits.
    """,
    "commas": """
        A visit has a first name, a check-in date, and an optional note. A visit's first name is text of 9 digits.
    """,
    "lines": """
        A visit has a first name,
           a check-in date
        and an optional note. A visit's first
        name is text of 9 digits.
    """,
    "bullets": """
        - A visit has a first name, a check-in date and an optional note
        - A visit's first name is text of 9 digits
    """,
    "numbers": """
        1. A visit has a first name, a check-in date and an optional note.
        2. A visit's first name is text of 9 digits.
    """,
    "numbers without full stops": """
        1) A visit has a first name, a check-in date and an optional note
        2) A visit's first name is text of
           9 digits
    """,
    "paragraphs": """
        A visit has a first name, a check-in date and an optional note

        A visit's first name is text of 9 digits
    """,
    "order": """
        A visit's first name is text of 9 digits. A visit has a first name, a check-in date and an optional note.
    """,
    "underscores": """
        A visit has a first_name, a check_in_date and an optional note. A visit's first_name is text of 9 digits.
    """,
    "quotes": """
        A "visit" has a "first name", a "check in date" and an optional "note". A "visit"'s "first name" is text of
        9 digits.
    """,
    "windows": PLAIN.replace(". A", ".\r\nA"),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_the_same_can_be_written_in_many_ways(variant: str) -> None:
    assert meaning(variant) == meaning(PLAIN)


@pytest.mark.parametrize(
    "name",
    ["time of day", "date of birth", "first name", "order line", "list of things", "text", "number", "its", "has", "a"],
)
def test_a_word_of_the_language_can_be_part_of_a_name(name: str) -> None:
    spec = meaning(f'A visit has a "{name}". Visits can be filtered by "{name}".')

    assert [field.name for field in spec.entity("visit").fields] == [name]
    assert shown(f'A visit has a "{name}".')


@pytest.mark.parametrize("name", ["time of day", "date of birth", "first name", "text", "number", "due date"])
def test_names_are_quoted_only_where_they_must_be(name: str) -> None:
    assert f"A visit has a {name}." in shown(f"A visit has a {name}.")


def test_a_name_that_would_be_read_otherwise_is_quoted() -> None:
    assert 'A visit has a "check in date".' in shown("A visit has a check-in date.")


def test_a_state_and_an_entity_that_can_be_read_in_two_ways_are_told_apart() -> None:
    text = """
    A visit has a room. A visit is home first or done. A visit that is home first can be done.
    A first visit has a room. A first visit is home or done. A first visit that is home can be done.
    """
    assert "A visit that is home first can be done." in shown(text)
    assert "A first visit that is home can be done." in shown(text)


def test_a_number_that_ends_a_sentence_is_no_bullet() -> None:
    text = "A visit has a room. A visit's room is a whole number from 1 to\n5. Visits are listed by room."

    assert "A visit's room is a whole number from 1 to 5." in shown(text)


def test_an_entity_of_another_feature_can_be_spoken_of() -> None:
    visit = meaning("A visit has a room. A visit belongs to a pet. Access to a visit follows its pet.").entity("visit")

    assert visit.parent is not None
    assert visit.parent.target == "pet"
