"""Each form of the language, and how it is shown."""

import re

import pytest

from petsage_builder.spec.access import Grant
from petsage_builder.spec.entity import BelongsTo, Lifecycle, Step

from .asking import meaning, problems, shown

FIELD_FORMS = {
    "is text of 1 to 80 characters": "is text of 1 to 80 characters",
    "is text of 1-80 characters": "is text of 1 to 80 characters",
    "is text of up to 80 characters": "is text of 1 to 80 characters",
    "is text of at least 8 characters": "is text of 8 to 200 characters",
    "is text of 15 digits": "is text of 15 digits",
    "is text": "is text of 1 to 200 characters",
    "is long text": "is long text of 1 to 10000 characters",
    "is long text of 10 to 5,000 characters": "is long text of 10 to 5000 characters",
    "is a whole number": "is a whole number",
    "is a whole number from 1 to 5": "is a whole number from 1 to 5",
    "is a whole number between 1 and 5": "is a whole number from 1 to 5",
    "is a whole number of at least 0": "is a whole number from 0 to 2147483647",
    "is a whole number in km": "is a whole number in km",
    "is a number from 0.01 to 150 with 2 decimals": "is a number from 0.01 to 150 with 2 decimals",
    "is a number in °C from -30 to 60 with 1 decimal": "is a number in celsius from -30 to 60 with 1 decimal",
    "is a number in km/h": "is a number in km per h with 2 decimals",
    "is an amount in EUR": "is an amount in EUR from 0 to 1000000000",
    "is an amount in eur of at most 500": "is an amount in EUR from 0 to 500",
    "is yes or no": "is yes or no",
    "is yes or no and starts as true": "is yes or no, and starts as yes",
    "is a date": "is a date",
    "is a time of day": "is a time of day",
    "is a date and time": "is a date and time",
    "is a duration": "is a duration",
    "is a UUID": "is a UUID",
    "is a link": "is a link",
    "is an email address": "is an email address",
    "is a list of text": "is a list of at most 100 texts of 1 to 200 characters",
    "are a list of up to 20 texts of 5 characters": "is a list of at most 20 texts of 5 characters",
    "is JSON": "is JSON",
    "is one of dog, cat or other": "is one of dog, cat or other",
    "is one of Dog, Cat, or Other, and starts as Other": "is one of Dog, Cat or Other, and starts as Other",
    "is one of EUR, USD or JPY and starts as eur": "is one of EUR, USD or JPY, and starts as EUR",
    'is one of "in use", in use-as-is or "DINE_IN"': 'is one of "in use", "in_use_as_is" or DINE_IN',
    "is one of at-home or on_leave, and starts as On leave": "is one of at home or on leave, and starts as on leave",
    'is one of "A+", "A-" or "1/2", and starts as "A-"': 'is one of "A+", "A-" or "1/2", and starts as "A-"',
    "is one of dog, cat and other": "is one of dog, cat or other",
    "is one of in-progress, 10 or 3d": "is one of in progress, 10 or 3d",
    "is one of A, B or C": "is one of A, B or C",
    "starts as unknown": 'is text of 1 to 200 characters, and starts as "unknown"',
    'is text and starts as "Hello, you."': 'is text of 1 to 200 characters, and starts as "Hello, you."',
    "is a whole number and starts as 1,000": "is a whole number, and starts as 1000",
    "is a number and starts at -0.50": "is a number with 2 decimals, and starts as -0.5",
    "is a date and starts as today": "is a date, and starts as today",
    "is a date and starts as 2026-01-31": "is a date, and starts as 2026-01-31",
    "is a date and time and starts as now": "is a date and time, and starts as now",
    "is a time of day and starts as 8:05": "is a time of day, and starts as 08:05",
    "is a duration and starts as 30 minutes": "is a duration, and starts as 30 minutes",
    "is a duration and starts as 0 minutes": "is a duration, and starts as 0 minutes",
    "is a list of text and starts as empty": (
        "is a list of at most 100 texts of 1 to 200 characters, and starts as empty"
    ),
    "is a date and is not in the future": "is a date, and is not in the future",
    "is a date, is not in the past, and starts as today": "is a date, is not in the past, and starts as today",
    "is a date and cannot be in the future": "is a date, and is not in the future",
    "is a date and is in the past": "is a date, and is not in the future",
    "must be a date": "is a date",
}


@pytest.mark.parametrize(("said", "meant"), FIELD_FORMS.items())
def test_a_field_is_what_is_said_of_it(said: str, meant: str) -> None:
    assert f"A visit's thing {meant}." in shown(f"A visit has a thing. A visit's thing {said}.")


FIELDS = "A visit has a room, a start date, an end date, a low mark, a high mark and an optional code."
MARKS = "A visit's low mark is a whole number. A visit's high mark is a whole number."
PAID = "A visit has whether it is paid."
RELATED = "A visit belongs to a user, its owner, and belongs to a pet."
CHILD = "A line has an amount in EUR, a number and a due date, and belongs to a visit."
ROOMS = "A folder has a name. A folder may belong to a folder."

SENTENCES = {
    "A visit has a name, a species, an optional note and a weight in kg.": (
        "A visit has a name, a species, an optional note and a weight."
    ),
    "A visit has optional colours.": "A visit has optional colours.",
    "A visit has a price in EUR. A visit's price is a number from 1 to 5.": (
        "A visit's price is an amount in EUR from 1 to 5."
    ),
    "A visit has a size in kg. A visit's size is a whole number from 1 to 5.": (
        "A visit's size is a whole number in kg from 1 to 5."
    ),
    "A visit has a name and whether it is paid.": "A visit has a name and whether it is paid.",
    "A visit has a name, whether it is a draft and a note.": "A visit has a name, whether it is draft and a note.",
    "Visits have names.": "A visit has names.",
    "A visit has a list of colours.": "A visit has colours.",
    "The visit has a name and belongs to a pet.": "A visit belongs to a pet.",
    "A visit has a paid flag. A visit's paid flag is optional.": "A visit has an optional paid flag.",
    f"{FIELDS} A visit's code is unique.": "A visit's code is unique.",
    "A visit has a unique code.": "A visit's code is unique.",
    f"{FIELDS} {RELATED} A visit's code is unique per owner.": "A visit's code is unique per owner.",
    f"{FIELDS} {RELATED} A visit's pet is unique per user.": "A visit's pet is unique per owner.",
    f"{FIELDS} {RELATED} A visit's room and start date are unique together per pet.": (
        "A visit's room and start date are unique together per pet."
    ),
    f"{FIELDS} A visit's end date is after its start date.": "A visit's end date is after its start date.",
    f"{FIELDS} A visit's end date is later than its start date.": "A visit's end date is after its start date.",
    f"{FIELDS} A visit's end date is not before its start date.": ("A visit's end date is on or after its start date."),
    f"{FIELDS} A visit's start date is on or before its end date.": (
        "A visit's start date is on or before its end date."
    ),
    f"{FIELDS} A visit's start date must not be after its end date.": (
        "A visit's start date is on or before its end date."
    ),
    f"{FIELDS} {MARKS} A visit's high mark is more than its low mark.": (
        "A visit's high mark is more than its low mark."
    ),
    f"{FIELDS} {MARKS} A visit's low mark is at most its high mark.": "A visit's low mark is at most its high mark.",
    f"{FIELDS} A visit belongs to a user.": "A visit belongs to a user, its owner.",
    f"{FIELDS} A visit belongs to a user, its guest.": "A visit belongs to a user, its guest.",
    f"{FIELDS} A visit may belong to a clinic.": "A visit may belong to a clinic.",
    f"{FIELDS} A visit belongs to a pet, its first pet, and to a pet, its second pet.": (
        "A visit belongs to a pet, its second pet."
    ),
    f"{FIELDS} A user has one visit.": "An owner has one visit.",
    f"{FIELDS} A clinic has at most one visit.": "A clinic has one visit.",
    f"{FIELDS} {RELATED} An owner has at most 50 visits.": "An owner has at most 50 visits.",
    f"{FIELDS} A visit has many clinics, and a clinic has many visits.": (
        "A visit has many clinics, and a clinic has many visits."
    ),
    f"{FIELDS} {RELATED} A pet has many visits.": "A visit belongs to a pet.",
    f"{FIELDS} {RELATED} Deleting a pet deletes its visits.": "Deleting a pet deletes its visits.",
    f"{FIELDS} {RELATED} A pet with visits cannot be deleted.": "A pet with visits cannot be deleted.",
    f"{FIELDS} A visit may belong to a pet. Deleting a pet keeps its visits.": "Deleting a pet keeps its visits.",
    f"{FIELDS} {RELATED} Only its owner can see, change or delete a visit.": (
        "Only its owner can see, create, change or delete a visit."
    ),
    f"{FIELDS} {RELATED} Access to a visit follows its pet.": "Access to a visit follows its pet.",
    f"{FIELDS} Anyone can see visits.": "Anyone can see a visit.",
    f"{FIELDS} Only admins can create, change or delete visits.": "Only admins can create, change or delete a visit.",
    f"{FIELDS} Signed-in users can create a visit.": "Signed-in users can create a visit.",
    f"{FIELDS} Nobody can delete a visit. Anyone can see a visit.": "Nobody can create, change or delete a visit.",
    f"{FIELDS} {RELATED} Only its owner or admins can see a visit.": "Only admins or its owner can see a visit.",
    f"{FIELDS} {RELATED} Whoever can see its pet can create a visit.": (
        "Only whoever can see its pet can create a visit."
    ),
    f"{FIELDS} Visits are listed by room.": "Visits are listed by room.",
    f"{FIELDS} Visits are listed newest first.": "Visits are listed newest first.",
    f"{FIELDS} Visits are listed oldest first.": "Visits are listed oldest first.",
    f"{FIELDS} Visits are listed newest start date first.": "Visits are listed newest start date first.",
    f"{FIELDS} Visits are listed by start date, newest first.": "Visits are listed newest start date first.",
    f"{FIELDS} Visits are listed earliest start date first.": "Visits are listed by start date.",
    f"{FIELDS} {MARKS} Visits are listed by low mark, largest first.": "Visits are listed highest low mark first.",
    f"{FIELDS} Visits are listed by room, descending.": "Visits are listed by room, descending.",
    f"{FIELDS} Visits are listed by room, then by start date.": "Visits are listed by room, then by start date.",
    f"{FIELDS} Visits are listed by room, descending, and then newest start date first, then oldest first.": (
        "Visits are listed by room, descending, then newest start date first, then oldest first."
    ),
    f"{FIELDS} A visit has a slug. A visit's slug is made from its room.": (
        "A visit's slug is text of 1 to 200 characters, and is made from its room."
    ),
    f"{FIELDS} A visit has a slug. A visit's slug is made from its room, and changes with its room.": (
        "A visit's slug is text of 1 to 200 characters, is made from its room, and changes with its room."
    ),
    f"{FIELDS} A visit has a slug. The slug is made from the room. The slug is updated whenever the room changes.": (
        "A visit's slug is text of 1 to 200 characters, is made from its room, and changes with its room."
    ),
    f"{FIELDS} A visit has a slug. A visit's slug is made from its room. A visit is found by its slug.": (
        "Visits are found by their slug."
    ),
    f"{FIELDS} A visit has a slug. A visit's slug is made from its room. Visits have their slug in their URL.": (
        "Visits are found by their slug."
    ),
    f"{FIELDS} Anyone can see visits. Signed-in users can favourite and like visits once.": (
        "Signed-in users can favourite a visit once."
    ),
    f"{FIELDS} Anyone can see visits. Admins can star visits once. Visits can be filtered by starred.": (
        "Only admins can star a visit once."
    ),
    f"{FIELDS} A visit has a slug. The slug is derived from the visit's room.": "A visit's slug is unique.",
    f"{FIELDS} {PAID} Visits can be filtered by whether it is paid and by room.": (
        "Visits can be filtered by room and whether it is paid."
    ),
    f"{FIELDS} {PAID} Visits can be filtered by paid.": "Visits can be filtered by whether it is paid.",
    f"{FIELDS} {PAID} Visits are listed by whether they are paid.": "Visits are listed by whether it is paid.",
    f"{FIELDS} Visits are listed with their total.": "Visits are listed with how many there are.",
    f"{FIELDS} A visit has a total in EUR. Visits are listed with how many there are.": (
        "Visits are listed with how many there are."
    ),
    f"{FIELDS} Visits can be filtered by room and start date, and searched by code.": (
        "Visits can be filtered by room and start date, and searched by code."
    ),
    f"{FIELDS} {RELATED} Visits can be filtered by pet. Visits can be filtered by room.": (
        "Visits can be filtered by pet and room."
    ),
    f"{FIELDS} Visits can be searched by code and room.": "Visits can be searched by code and room.",
    f"{FIELDS} A deleted visit can be restored for 30 days.": "A deleted visit can be restored for 30 days.",
    f"{FIELDS} Every change to a visit is kept.": "Every change to a visit is kept.",
    f"{FIELDS} Log every created visit.": "Log every created visit.",
    f"{FIELDS} Log every changed, deleted or created visit.": "Log every created, changed or deleted visit.",
    f"{FIELDS} A visit's age is the time since its start date.": "A visit's age is the time since its start date.",
    f"{FIELDS} {MARKS} A visit's gap is its high mark minus its low mark multiplied by 2.50.": (
        "A visit's gap is its high mark minus its low mark times 2.5."
    ),
    f"{FIELDS} {MARKS} A visit's area is the product of its high mark and its low mark.": (
        "A visit's area is its high mark times its low mark."
    ),
    f"{FIELDS} A visit's nights are the number of days between its start date and its end date.": (
        "A visit's nights are the days from its start date to its end date."
    ),
    f"{FIELDS} {CHILD} A visit's size is the number of its lines.": "A visit's size is the number of its lines.",
    f"{FIELDS} {CHILD} A visit's total is the sum of its lines' amounts.": (
        "A visit's total is the sum of its lines' amounts."
    ),
    f"{FIELDS} {CHILD} A visit's mean is the average of its lines' amounts.": (
        "A visit's mean is the average of its lines' amounts."
    ),
    f"{FIELDS} {CHILD} A visit's due is the earliest of its lines' due dates.": (
        "A visit's due is the earliest of its lines' due dates."
    ),
    f"{FIELDS} {CHILD} A visit's top is the largest of its lines' amounts.": (
        "A visit's top is the largest of its lines' amounts."
    ),
    f"{FIELDS} {RELATED} A visit is shown with its owner's email and its pet.": (
        "A visit is shown with its owner's email address and its pet."
    ),
    f"{FIELDS} {RELATED} {CHILD} Visits are shown with their lines' amount and number, their owner's email address.": (
        "A visit is shown with its lines' amounts and numbers and its owner's email address."
    ),
    f"{FIELDS} A tag has a name. A visit has many tags, and a tag has many visits. A tag is shown with its visits.": (
        "A tag is shown with its visits."
    ),
    f"{ROOMS} A folder is shown with its folder and its folders.": "A folder is shown with its folder and its folders.",
    f"{FIELDS} {CHILD} A visit is shown with its lines. A line is shown with its visit's room.": (
        "A line is shown with its visit's room."
    ),
    "A visit has whether it is paid. Whether a visit is paid starts as no.": "Whether a visit is paid starts as no.",
    "A visit has whether it is a fee. Whether a visit is a fee starts as no.": "Whether a visit is fee starts as no.",
}


@pytest.mark.parametrize(("said", "meant"), SENTENCES.items())
def test_a_sentence_is_shown_as_it_was_meant(said: str, meant: str) -> None:
    assert meant in shown(said)


STATES = "A visit has a reason. A visit is requested, confirmed, completed or cancelled, and starts as requested."
STEPS = {
    "A requested visit can be confirmed or cancelled. A confirmed visit can be completed.": [
        "A requested visit can be confirmed or cancelled.",
        "A confirmed visit can be completed.",
    ],
    "A visit that is requested can be confirmed. Confirmed visits can be completed. A visit can be cancelled.": [
        "A requested visit can be confirmed or cancelled.",
        "A confirmed visit can be completed or cancelled.",
        "A completed visit can be cancelled.",
    ],
}


@pytest.mark.parametrize(("said", "meant"), STEPS.items())
def test_a_lifecycle_has_the_steps_that_are_said(said: str, meant: list[str]) -> None:
    found = [sentence for sentence in shown(f"{STATES} {said}") if " can be " in sentence]

    assert found == meant


def test_a_lifecycle_starts_in_its_first_state() -> None:
    spec = meaning("A visit has a reason. A visit is new or done. A new visit can be done.")

    assert spec.entity("visit").lifecycle == Lifecycle(
        states=("new", "done"), initial="new", steps=(Step(source="new", target="done"),)
    )


def test_the_lines_of_an_order_are_its_order_lines() -> None:
    text = "An order has a number. An order line has an amount in EUR. An order line belongs to an order."

    assert "An order's total is the sum of its order lines' amounts." in shown(
        f"{text} An order's total is the sum of its lines' amounts."
    )


def test_a_field_that_is_computed_is_not_stored() -> None:
    spec = meaning("A visit has a start date and an age. A visit's age is the time since its start date.")

    assert [field.name for field in spec.entity("visit").fields] == ["start date"]


def test_what_gives_access_takes_its_parts_along_when_it_is_deleted() -> None:
    visit = meaning(
        "A visit has a room. A visit belongs to a pet, to a clinic and to a user, its guest. "
        "A visit may belong to a pet, its friend. Access to a visit follows its pet."
    ).entity("visit")

    assert {link.role: link.on_delete for link in visit.belongs_to} == {
        "pet": "cascade",
        "clinic": "refuse",
        "guest": "unlink",
        "friend": "unlink",
    }


def test_a_single_verb_goes_before_what_access_follows() -> None:
    access = (
        meaning(
            "A visit has a room. A visit belongs to a pet. Access to a visit follows its pet. Anyone can see a visit."
        )
        .entity("visit")
        .access
    )

    change = (Grant(to="parent", relation="pet", may="change"),)
    assert (access.see, access.create, access.change, access.delete) == (
        (Grant(to="anyone"),),
        change,
        change,
        change,
    )


def test_who_has_one_thing_is_what_that_thing_belongs_to() -> None:
    visit = meaning("A visit has a room. A pet has one visit.").entity("visit")

    assert visit.belongs_to == (BelongsTo(target="pet", role="pet", at_most=1),)


def test_no_requirement_is_a_static_endpoint() -> None:
    assert meaning("None.").is_static
    assert meaning("").is_static
    assert shown("none") == ["None."]


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("a birth date", "date"),
        ("a deadline", "date"),
        ("a time", "time of day"),
        ("a measured time", "date and time"),
        ("an email", "email address"),
        ("a photo", "link"),
        ("a note", "long text"),
        ("notes", "long text"),
        ("a weight", "number"),
        ("a weight in kg", "number"),
        ("a price in EUR", "amount"),
        ("a stock", "whole number"),
        ("a number of pages", "whole number"),
        ("a latitude", "number"),
        ("whether it is active", "yes or no"),
        ("a consent flag", "yes or no"),
        ("a list of toys", "list of text"),
        ("toys", "list of text"),
        ("some photos", "list of text"),
        ("a species", "text"),
        ("a class", "text"),
    ],
)
def test_a_noun_implies_a_type(noun: str, kind: str) -> None:
    assert meaning(f"A visit has {noun}.").entity("visit").fields[0].type.kind == kind


STAY = """
    Users are clerks, guests or managers. A stay has a due date. A stay belongs to a user, its guest.
    Only its guest, clerks or managers can see a stay. Guests can create stays.
    Only managers can change or delete a stay.
    A stay is asked, held, in house, settled or dropped. An asked stay can be held. A held stay can be in house.
    An in house stay can be settled. An asked or held stay can be dropped.
"""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Clerks can mark an asked stay held.", ["Only clerks can hold an asked stay."]),
        (
            "Only its guest can drop a stay until 24 hours before its due date. Only managers can drop a held stay.",
            [
                "Only managers can drop a held stay.",
                "Only its guest can drop an asked stay until 24 hours before its due date.",
            ],
        ),
        (
            "Managers can drop a stay that is in house or asked from its due date. Its guest can drop an asked stay.",
            [
                "Its guest can drop an asked stay.",
                "Managers can drop an asked or in house stay from its due date.",
            ],
        ),
        (
            "Managers can hold or drop an in house stay. "
            "Clerks can mark a settled stay in house until 1 day after its due date.",
            [
                "Only managers can drop an in house stay.",
                "Only managers can hold an in house stay.",
                "Only clerks can mark a settled stay in house until 1 day after its due date.",
            ],
        ),
    ],
)
def test_who_takes_which_step_from_where_and_when(said: str, meant: list[str]) -> None:
    found = [line for line in shown(f"{STAY} {said}") if re.search(r" can (hold|drop|mark) ", line)]

    assert sorted(found) == sorted(meant)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (
            "Clerks can approve an asked stay.",
            "'approve' is nothing that is done to a stay (write 'hold' or 'settle' or 'drop' or",
        ),
        ("Clerks can hold a wished stay.", "'wished' is not a state of stay"),
        ("Clerks can hold an asked stay until 2 days before its guest.", "'guest' is not a field of stay"),
        ("Anyone can hold an asked stay.", "who is not signed in can't make a stay held"),
        ("Nobody can hold an asked stay.", "nobody could make a stay held"),
        ("Clerks can hold an asked stay. Only managers can hold an asked stay.", "a stay held is said twice"),
        ("Only clerks can hold a stay. Managers can hold an asked stay.", "a stay held is said twice"),
    ],
)
def test_what_no_step_can_be_is_said(said: str, problem: str) -> None:
    assert [line for line in problems(f"{STAY} {said}") if problem in line]


RECIPE = """
    A recipe has a title. A recipe belongs to a user, its author. Users are cooks or editors.
    A recipe is draft, published or archived. A draft recipe can be published. A published recipe can be archived.
"""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "Anyone can see a published recipe. Only its author can see draft or archived recipes. "
            "Only its author can change or delete a recipe.",
            [
                "Anyone can see a published recipe.",
                "Only its author can create, change or delete a recipe.",
                "Only its author can see a draft or archived recipe.",
            ],
        ),
        (
            "Only its author can see, change or delete a recipe. Anyone can see a recipe that is published. "
            "Nobody can change or delete a published recipe.",
            [
                "Anyone can see a published recipe.",
                "Nobody can change or delete a published recipe.",
                "Only its author can create a recipe.",
                "Only its author can see, change or delete a draft or archived recipe.",
            ],
        ),
        (
            "Only its author can see or change a recipe. A published recipe cannot be changed. "
            "Admins can delete recipes. Editors can delete a draft recipe.",
            [
                "Nobody can change a published recipe.",
                "Only admins can delete a published or archived recipe.",
                "Only admins or editors can delete a draft recipe.",
                "Only its author can change a draft or archived recipe.",
                "Only its author can see or create a recipe.",
            ],
        ),
        (
            "Anyone can see recipes. Only its author can change a recipe. Only editors can change a published recipe. "
            "Signed-in users can delete a draft, published or archived recipe.",
            [
                "Anyone can see a recipe.",
                "Only editors can change a published recipe.",
                "Only its author can change a draft or archived recipe.",
                "Only its author can create a recipe.",
                "Signed-in users can delete a recipe.",
            ],
        ),
    ],
)
def test_who_may_do_what_in_which_state(said: str, meant: list[str]) -> None:
    found = [line for line in shown(f"{RECIPE} {said}") if re.search(r" can (see|create|change|delete)\b", line)]

    assert sorted(found) == meant


def test_what_nobody_may_change_takes_its_steps_by_who_may_change_it_otherwise() -> None:
    rights = "Anyone can see recipes. Only its author can change a recipe. Nobody can change a published recipe."

    assert "Only its author can archive a published recipe." in shown(f"{RECIPE} {rights}")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("Anyone can see recipes. Only its author can see a burnt recipe.", "'burnt' is not a state of recipe"),
        (
            "Anyone can see recipes. Cooks can create a draft recipe.",
            "a state makes no difference to who creates recipes",
        ),
        (
            "Only its author can see a recipe. Editors can see a published recipe.",
            "who can see a published recipe is said twice (name everybody in one sentence, with `only`)",
        ),
        (
            "Only cooks can see a draft or published recipe. Only editors can see a published recipe.",
            "who can see a published recipe is said twice",
        ),
        (
            "Anyone can see recipes. Only its author can change a draft recipe until 2 days after its title.",
            "what can be done in some time only are steps",
        ),
    ],
)
def test_what_no_right_by_state_can_be_is_said(said: str, problem: str) -> None:
    assert [line for line in problems(f"{RECIPE} {said}") if problem in line]


REASON = "A visit's reason is text of 1 to 200 characters"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("A visit's reason cannot be changed.", f"{REASON}, and cannot be changed."),
        ("A visit's reason is unique, and never changes.", f"{REASON}, and cannot be changed."),
        ("A visit's pet must not be changed.", "A visit's pet cannot be changed."),
        (
            "A visit has whether it is open. A visit's is open can't be changed.",
            'A visit\'s "is open" cannot be changed.',
        ),
        (
            "A visit has a day. A visit's day is a date, cannot be changed, and starts as today.",
            "A visit's day is a date, starts as today, and cannot be changed.",
        ),
    ],
)
def test_what_is_given_once_is_never_changed(said: str, meant: str) -> None:
    assert meant in shown(f"A visit has a reason. A visit belongs to a pet. {said}")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("A visit's mood cannot be changed.", "'mood' is not a field of visit"),
        (
            "A visit's reason cannot be changed. A visit's reason never changes.",
            "that 'reason' cannot be changed is said twice",
        ),
        ("A visit is open or done. A visit's status cannot be changed.", "'status' is not a field of visit"),
    ],
)
def test_what_cannot_be_fixed_is_said(said: str, problem: str) -> None:
    assert [line for line in problems(f"A visit has a reason. {said}") if problem in line]
