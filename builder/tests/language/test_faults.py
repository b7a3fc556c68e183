"""What isn't understood: where, why, and what to write instead."""

import pytest

from .asking import problems

ROOM = "A visit has a room."
STATES = f"{ROOM} A visit is new or done. A new visit can be done."
MADE = f"{ROOM} A visit has a slug and a code. A visit's slug is made from its room."
OWNED = f"{ROOM} A visit belongs to a user, its owner, and belongs to a pet."
LINES = f"{ROOM} A line has a name, and belongs to a visit."

FAULTS = {
    # a sentence that isn't one of the language
    "A visit hs a room.": "column 9: 'hs' is not expected here",
    f"{ROOM} Visits can fly.": "column 32: 'fly' is not expected here",
    f"{ROOM} A visit's room must be splendid.": "column 44: 'splendid' is not expected here",
    "A visit has a café.": "column 15: 'café' is not expected here",
    "A visit has a room, @home.": "column 21: '@ home' isn't understood",
    "A visit has a room A visit belongs to a pet.": "'a' is not expected here (a name has it only in quotes)",
    "A visit has": "column 9: the sentence isn't finished; expected",
    f"{ROOM} A visit's room is text of 1.5 characters.": "column 47: 1.5 can't stand here, only a whole number",
    f"{ROOM} A visit's room is a number with 9 decimals.": "column 53: 9 can't stand here",
    f"{ROOM} A visit's room is an amount in dollars.": "column 52: 'dollars' can be USD or CAD or AUD",
    f"{ROOM} A deleted visit can be restored for 0 days.": "column 57: 0 can't stand here",
    # what people have of their own
    "A user has a password and a name.": "column 3: a user has a password already",
    "A user has an email address.": "a user has 'email address' already, as every account (leave it out)",
    "A user has a name. Anyone can see users.": "who sees users and what they see of them go together",
    "A user has a name. A user's name is unique. A user's name starts as \"Ada\".": "not all users can start with",
    "A user has an age. A user's age is a whole number and is unique.": "no two users have the same is a text",
    "A user has a name. A user's name cannot be changed.": "accounts from before it is asked for have no 'name'",
    "A user has a name. Users can be filtered by name.": "would tell a user's 'name', which nobody is said to see",
    "A user has a name. A user belongs to a user.": "a user can't belong to anything yet",
    f"{ROOM} Anyone can see a visit's room.": "whoever sees a visit sees all of its fields",
    # nouns that stand for nothing
    f"{ROOM} A visit belongs to a clinc.": "column 42: 'clinc' is not defined in this request nor in the project",
    f"{ROOM} Visits are listed by rom.": "column 42: 'rom' is not a field of visit",
    f"{ROOM} A viist's room is text.": "column 23: 'viist' is not defined in this request nor in the project",
    f"{ROOM} Only its owner can see a visit.": "column 30: visit doesn't belong to one 'owner'",
    f"{ROOM} A visit's room is unique per pet.": "column 50: visit doesn't belong to one 'pet'",
    f"{ROOM} A visit has many lines.": "column 38: 'lines' and 'visit' are not related yet",
    f"{ROOM} Deleting a pet deletes its visits.": "column 32: visit doesn't belong to one 'pet'",
    f"{ROOM} A visit's size is the number of its lines.": "column 57: 'lines' is not defined",
    "Log every created visit.": "column 19: 'visit' is not defined in this request nor in the project",
    f"{STATES} A fresh visit can be done.": "column 72: 'fresh' is not a state of visit",
    f"{STATES} A new visit can be lost.": "column 89: 'lost' is not a state of visit",
    f"{ROOM} A new visit can be done.": "visit has no states, so it can't be 'done'",
    # what is another's
    f"{ROOM} A pet has a colour.": "column 23: 'pet' is an entity of the feature 'pets'",
    f"{ROOM} Log every created pet.": "column 39: 'pet' is an entity of the feature 'pets'",
    "A visit has a room and a pet.": "column 26: 'pet' is an entity, and no type is said for this field",
    # contradictions and repetitions
    f"{ROOM} A visit's room is a date. A visit's room is text.": "column 57: the type of 'room' is said in two ways",
    f"{ROOM} A visit's room is text. A visit's room is text.": "column 55: the type of 'room' is said twice",
    "A visit has a room and a room.": "column 26: visit has 'room' twice",
    "A visit has a size in kg. A visit's size is a date.": "column 37: 'size' was introduced in kg",
    "A visit has a size in kg. A visit's size is a number in g.": "column 37: 'size' was introduced in kg",
    "A visit has a fee in EUR. A visit's fee is an amount in USD.": "column 37: 'fee' was introduced in eur",
    f"{ROOM} Anyone can see a visit. Only admins can see a visit.": "column 67: who can see a visit is said twice",
    f"{ROOM} Only admins can see a visit. Anyone can see a visit.": "column 67: who can see a visit is said twice",
    f"{ROOM} Visits are listed by room. Visits are listed newest first.": "the order of visits is said in two ways",
    f"{ROOM} Visits are listed by room, then by rom.": "column 56: 'rom' is not a field of visit",
    f"{ROOM} A visit belongs to a user, its guest. Visits are listed by guest.": (
        "a visit belongs to 'guest', and things can't be listed by that yet (list visits by a field of theirs)"
    ),
    f"{ROOM} Visits are listed by room, then by room.": "visits are listed twice by 'room'",
    f"{ROOM} Visits are listed newest first, then by room.": "nothing counts after that (put it last)",
    f"{ROOM} Visits are listed with their total. Visits are listed with how many there are.": (
        "column 64: that visits are counted is said twice"
    ),
    f"{ROOM} Visits are listed with their total. A visit has a total in EUR.": (
        "column 28: 'total' is a field of visit, which lists show without being told to"
    ),
    f"{LINES} Visits are listed with their total. A visit's total is the number of its lines.": (
        "'total' is a field of visit, which lists show without being told to"
    ),
    "A visit belongs to a pet, its one, and a pet, its two. Deleting a pet deletes its visits.": (
        "column 67: visit doesn't belong to one 'pet'"
    ),
    f"{ROOM} A visit has many clinics, and a clinic has many pets.": "the two halves of this sentence speak of",
    # roles
    f"{ROOM} Users are staff, guests or staff.": "column 48: the role 'staff' is said twice",
    f"{ROOM} Users are staff, and start as guests.": "'guest' is no role that this request declares",
    f"{ROOM} Users are staff or admins.": "'admins' are no role: every project has them",
    # what can't be
    f"{ROOM} A visit's room is a number from 5 to 1.": "column 31: 'room' allows no number",
    f"{ROOM} A visit's room is text of 5 to 2 characters.": "column 31: 'room' allows no length",
    f"{ROOM} A visit's room is a number from 0.001 to 1.": "the bounds of 'room' have more than 2 decimals",
    f"{ROOM} A visit's room is one of a or b, and starts as c.": "'room' can't start as 'c' (it is one of a, b)",
    f"{ROOM} A visit's room is one of a, b or a.": "'room' offers 'a' twice",
    f"{ROOM} A visit's room is a whole number from 1 to 5, and starts as 6.": "its own bounds refuse it",
    f"{ROOM} A visit's room is JSON, and is unique.": "column 31: 'room' is JSON, it can't be unique",
    f"{ROOM} A visit's room is long text. Visits are listed by room.": "'room' is long text, it can't be listed by",
    f"{ROOM} A visit's room is a date. Visits can be searched by room.": "'room' is date, only text can be searched",
    f"{ROOM} A visit's room is not in the future.": "column 31: 'room' is text, so it can't be in the future",
    "A visit has a low count and a high count. A visit's low count starts as 5. A visit's high count starts as 5. "
    "A visit's high count is more than its low count.": "'high count' and 'low count' start as 5 and 5, which",
    "A visit has a start date and an end date. A visit's start date and end date start as today. "
    "A visit's end date is after its start date.": "start as today and today, which the comparison refuses",
    "A visit has a start and an end date. A visit's end date is after its start.": "'end date' can't be compared",
    f"{ROOM} A visit is new.": "column 32: 'new' is the only state of visit",
    f"{ROOM} A visit is new or done.": "column 32: no visit can ever be done",
    f"{STATES} A new visit can be new.": "a new visit is new already",
    f"{STATES} A visit is done, and starts as new.": "'done' is the only state of visit",
    "A visit belongs to a visit.": "column 3: a visit would need a visit to exist first",
    f"{ROOM} A visit belongs to a pet. Deleting a pet keeps its visits.": "a visit must have its pet",
    f"{ROOM} A visit may belong to a visit, its parent. Access to a visit follows its parent.": "follows itself",
    f"{ROOM} A visit belongs to a user. Access to a visit follows its owner.": "'owner' can't be the parent here",
    f"{ROOM} A visit's age is the time since its room.": "'room' is not a date of visit",
    # what is made from another field
    f"{ROOM} A visit's room is made from its title.": "'title' is not a field of visit",
    f"{ROOM} A visit's room is made from its room.": "'room' can't be made from 'room'",
    f"{MADE} A visit's slug is text of 1 to 10 characters.": "'slug' can't be made within its bounds",
    f"{MADE} A visit's slug is a date.": "'slug' is date, and only a line of text can be made",
    f"{MADE} A visit's slug is optional.": "'slug' is always made, so it isn't optional",
    f"{MADE} A visit's slug is unique per owner. A visit belongs to a user, its owner.": (
        "'slug' is made so that no two are the same anywhere"
    ),
    f"{MADE} A visit's code is made from its room.": "'slug' and 'code' are both made",
    f"{MADE} A visit's slug is made from its code.": "what 'slug' is made from is said in two ways",
    f"{MADE} A visit's slug is text of 1 to 201 characters.": "'slug' can't be made within its bounds",
    f"{ROOM} A visit has a slug. A visit's slug changes with its room.": "'slug' is not made from 'room'",
    f"{MADE} A visit's slug changes with its room. A visit's room cannot be changed.": (
        "'slug' can't change with 'room', which never changes"
    ),
    # what things are found by
    f"{ROOM} Visits are found by their title.": "'title' is not a field of visit",
    f"{ROOM} A visit's room is unique. Visits are found by their room.": "'room' can be what no path has room for",
    f"{ROOM} A visit's room is text of 3 digits. Visits are found by their room.": "'room' doesn't tell visits apart",
    f"{MADE} Visits are found by their slug. Visits are found by their slug.": "what visits are found by is said twice",
    # what each person does once
    f"{ROOM} Anyone can see visits. Anyone can like a visit once.": "only who is signed in, or has a role, can like",
    f"{ROOM} Signed-in users can like a visit once.": "nobody sees a visit, so nobody can like it",
    f"{ROOM} Anyone can see visits. Signed-in users can like a visit once. Admins can like a visit once.": (
        "who can like a visit once is said twice"
    ),
    f"{STATES} Anyone can see visits. Signed-in users can finish a visit once.": "'finish' is something else",
    f"{ROOM} A visit is liked or new. Anyone can see visits. Signed-in users can like a liked visit once.": (
        "'liked visit' is not defined"
    ),
    f"{ROOM} A visit has a liked. Admins can see visits. Admins can like a visit once.": "visit has 'liked' twice",
    f"{ROOM} Anyone can see visits. Signed-in users can see a visit once.": "what is done once is one thing",
    f"{ROOM} Anyone can see visits. Admins can rate a visit once. A rating has a name, and belongs to a visit.": (
        "'rate' once could mean that a rating is made once"
    ),
    f"{ROOM} Anyone can see visits. Visits can be filtered by liked.": "'liked' is not a field of visit",
    # what is shown with it
    f"{OWNED} A visit is shown with its owner.": "of a user it has to be said what is shown",
    f"{OWNED} A visit is shown with its owner's name.": "a user has no 'name' that could be shown",
    f"{OWNED} A visit is shown with its pet's name.": "'pet' is an entity of the feature 'pets', and is shown whole",
    f"{OWNED} A visit is shown with its pet and its pet.": "visit is said to be shown with its 'pet' twice",
    f"{OWNED} A visit is shown with its readers.": "column 107: visit doesn't belong to one 'readers'",
    f"{LINES} A visit is shown with its lines' colours.": "'colours' is not a field of line",
    f"{LINES} A line has many pets, and a pet has many lines. A visit is shown with its lines' pets.": (
        "what a line has itself can't be shown within a visit yet"
    ),
    f"{LINES} A visit is shown with its lines, and each line with its tags.": "can't have something shown with it",
    f"A visit has {'x' * 41}.": f"'{'x' * 40}…' is too long for a name",
    "A visit has a status. A visit is new or done. A new visit can be done.": "visit has 'status' twice",
    f"{ROOM} A visit's room is one of a or b. A visit room has a name.": "'visit room' would have the same name",
}


@pytest.mark.parametrize(("text", "problem"), FAULTS.items())
def test_what_is_wrong_is_said_with_its_place(text: str, problem: str) -> None:
    found = problems(text)

    assert [line for line in found if problem in line], found


@pytest.mark.parametrize(("text", "problem"), FAULTS.items())
def test_one_thing_that_is_wrong_is_one_problem(text: str, problem: str) -> None:
    unreached = [line for line in problems(text) if "can ever be" in line and problem not in line]

    assert len(problems(text)) - len(unreached) == 1


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_text() -> None:
    found = problems(
        """
        A visit has a room and a weight.
        A visit has a weight.
        Visits can fly.
        Visits are listed by size.
        A visit's room is a number from 5 to 1.
        A visit belongs to a shop.
        """
    )

    assert [line.split(":")[0] for line in found] == [
        f"requirements, line {line}, column {column}" for line, column in [(3, 23), (4, 20), (5, 30), (6, 19), (7, 30)]
    ]


def test_the_place_is_a_line_and_a_column_of_the_text() -> None:
    found = problems("A visit has a room.\n\n- A visit's room is\n  tall.\n")

    assert found[0].startswith("requirements, line 4, column 3: 'tall' is not expected here")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"{ROOM} A visit belogns to a pet and to.", "A visit belongs to a user."),
        (f"{ROOM} A visit's room is one from a, b.", "A visit's room is one of dog, cat or other."),
        (f"{ROOM} Visits are listed newst of all.", "Visits are listed newest first."),
        (f"{ROOM} Admins ought to create visits.", "Only admins can create visits."),
        (f"{ROOM} A deleted visit can be restored 30 days.", "A deleted visit can be restored for 30 days."),
    ],
)
def test_the_nearest_form_has_the_users_own_nouns(text: str, form: str) -> None:
    assert f"the nearest form is `{form}`" in problems(text)[0]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A visit hs a room.", "A visit has a room."),
        (f"{ROOM} A visit belogns to a pet.", "A visit belongs to a pet."),
        (f"{ROOM} Visits are listed newst first.", "Visits are listed newest first."),
        (f"{ROOM} Visits can be filtred by room.", "Visits can be filtered by room."),
        (f"{ROOM} Admins can creat visits.", "Admins can create visits."),
        (f"{ROOM} A visit's room is unqiue.", "A visit's room is unique."),
    ],
)
def test_a_sentence_with_a_misspelled_word_is_offered_as_it_was_meant(text: str, meant: str) -> None:
    assert f"write `{meant}` instead of this sentence" in problems(text)[0]


def test_no_form_is_offered_that_gives_a_right_to_somebody_who_was_not_named() -> None:
    (found,) = problems(f"{ROOM} Only can see a visit.")

    assert "say who can do what, as in `Only admins can …`" in found


@pytest.mark.parametrize(
    ("who", "advice"),
    [
        ("Onlookers", "write 'staff' or 'guests', or add `Users are onlookers.`"),
        ("Admns", "write 'admins'"),
        ("Satff", "write 'staff', or add `Users are satffs.`"),
    ],
)
def test_who_is_nobody_is_asked_about(who: str, advice: str) -> None:
    text = f"{ROOM} A visit belongs to a user, its owner. Users are staff or guests. {who} can see or create a visit."
    (found,) = problems(text)

    assert f"is no role that people have here ({advice})" in found


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (f"{ROOM} A visit belongs to a clinc.", "write 'clinic', or add `A clinc has a name.`"),
        (f"{ROOM} A visit belongs to a shop.", "add `A shop has a name.`"),
        (f"{ROOM} Visits are listed by rom.", "write 'room', or add `A visit has a rom.`"),
        (f"{ROOM} Only its owner can see a visit.", "add `A visit belongs to a user, its owner.`"),
        ("A visit has a room and a pet.", "leave it out here and add `A visit belongs to a pet.`"),
    ],
)
def test_the_advice_is_a_sentence_that_helps(text: str, advice: str) -> None:
    assert advice in problems(text)[0]


def test_a_noun_of_a_sentence_that_is_not_understood_is_not_missed() -> None:
    found = problems("A visit has a room. A shop hsa a name. A visit belongs to a shop. Shops are listed by name.")

    assert len(found) == 1


def test_many_faults_are_counted() -> None:
    found = problems("Visits can fly. " * 150)

    assert len(found) == 101
    assert "50 more things are wrong" in found[-1]


@pytest.mark.parametrize(
    ("text", "limit"), [("A visit has a room. " * 1001, "1000 sentences"), ("a " * 1001, "1000 words")]
)
def test_a_request_has_its_limits(text: str, limit: str) -> None:
    assert f"{limit}" in problems(text)[0]
