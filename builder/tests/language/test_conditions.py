"""What is said on a condition: what things are created for, and what must be given then."""

import pytest

from .asking import problems, shown

ROOM = "A room has a name, a floor and whether it is active. A room belongs to a user, its keeper."
BOOKING = "A booking has a day, and belongs to a room."
POST = "A post has a title. A post is draft, in review, published or archived. A draft post can be in review. "
POST += "A post that is in review can be published. A published post can be archived."
COMMENT = "A comment has a text, and belongs to a post."

RENTAL = "A rental has an optional reason, an optional policy, a shape, whether it is insured and a note."
RENTAL += " A rental's shape is one of fine, in repair or LOST."
RENTAL += " A rental is reserved, out, in use or damaged. A reserved rental can be out. An out rental can be in use."
RENTAL += " A rental that is in use can be damaged."

LESSON = (
    "A lesson has a title, a capacity and an optional number of seats. A booking has a day, and belongs to a lesson."
)
LESSON += " A lesson's title is text. A booking belongs to a user, its guest."
LESSON += " A booking is requested, confirmed or in use. A requested booking can be confirmed."
LESSON += " A confirmed booking can be in use."

STAY = "A room has a name. A stay has a start date, an end date, a day, a start time of day and an end time of day."
STAY += " A stay belongs to a room and to a user, its guest. A stay is requested, confirmed or in use."
STAY += " A requested stay can be confirmed. A confirmed stay can be in use."

STAY_OF_DAYS = STAY.replace(", a day, a start time of day and an end time of day", "")

FORMS = {
    f"{STAY} Stays of a room do not overlap between their start date and end date.": (
        "Stays of a room do not overlap between their start date and end date."
    ),
    f"{STAY} Stays of the same guest can't overlap from their start date until their end date.": (
        "Stays of a guest do not overlap between their start date and end date."
    ),
    f"{STAY} Requested or in use stays of a room never overlap from their start date through their end date.": (
        "Requested or in use stays of a room do not overlap from their start date through their end date."
    ),
    f"{STAY} Stays of a room that are confirmed must not overlap between their start date and their end date.": (
        "Confirmed stays of a room do not overlap between their start date and end date."
    ),
    f"{STAY} Stays of a room that are not requested do not overlap between start date and end date.": (
        "Confirmed or in use stays of a room do not overlap between their start date and end date."
    ),
    f"{STAY_OF_DAYS} No two confirmed stays of the same room may overlap.": (
        "Confirmed stays of a room do not overlap between their start date and end date."
    ),
    f"{STAY_OF_DAYS} A guest can't have two stays at the same time.": (
        "Stays of a guest do not overlap between their start date and end date."
    ),
    f"{LESSON} A guest has at most 2 bookings that are not requested.": (
        "A guest has at most 2 confirmed or in use bookings."
    ),
    f"{STAY} Stays of a room and a day do not overlap between their start time of day and end time of day.": (
        "Stays of a day and a room do not overlap between their start time of day and end time of day."
    ),
    f"{LESSON} A lesson has at most its capacity of bookings.": "A lesson has at most its capacity of bookings.",
    f"{LESSON} Lessons have up to 3 bookings and a room.": "A lesson has at most 3 bookings.",
    f"{LESSON} Each lesson has at most its capacity of requested or confirmed bookings.": (
        "A lesson has at most its capacity of requested or confirmed bookings."
    ),
    f"{LESSON} A lesson can't have more bookings than its capacity.": "A lesson has at most its capacity of bookings.",
    f"{LESSON} There cannot be more confirmed bookings than the lesson's capacity.": (
        "A lesson has at most its capacity of confirmed bookings."
    ),
    f"{LESSON} At most 2 requested bookings per guest.": "A guest has at most 2 requested bookings.",
    f"{LESSON} A guest has at most 2 bookings that are confirmed or in use.": (
        "A guest has at most 2 confirmed or in use bookings."
    ),
    f'{LESSON} A lesson has at most its "number of seats" of confirmed bookings.': (
        'A lesson has at most its "number of seats" of confirmed bookings.'
    ),
    f"{RENTAL} If a rental is damaged, its reason must be given.": "If a rental is damaged, its reason must be given.",
    f"{RENTAL} When rentals are damaged or in use, then their reason is required.": (
        "If a rental is in use or damaged, its reason must be given."
    ),
    f"{RENTAL} If a rental is not out, its policy must be given.": (
        "If a rental is reserved, in use or damaged, its policy must be given."
    ),
    f"{RENTAL} If a rental is insured, its policy and reason must be set.": (
        "If a rental is insured, its policy must be given."
    ),
    f"{RENTAL} If a rental isn't insured, its policy must be given.": (
        "If a rental is not insured, its policy must be given."
    ),
    f"{RENTAL} If a rental's shape is in repair or lost, its reason must be given.": (
        "If a rental's shape is in repair or LOST, its reason must be given."
    ),
    f"{RENTAL} If a rental's shape is not fine, its reason must be given.": (
        "If a rental's shape is in repair or LOST, its reason must be given."
    ),
    f"{RENTAL} A damaged rental must have a reason.": "If a rental is damaged, its reason must be given.",
    f"{RENTAL} A policy must be provided if a rental is insured.": "If a rental is insured, its policy must be given.",
    f"{RENTAL} When a rental is damaged, a reason is mandatory.": "If a rental is damaged, its reason must be given.",
    f"{ROOM} {BOOKING} A booking can be made only for an active room.": (
        "A booking can be created only for an active room."
    ),
    f"{ROOM} {BOOKING} Bookings may only be made for rooms that are active.": (
        "A booking can be created only for an active room."
    ),
    f"{ROOM} {BOOKING} A booking can't be made for an active room.": "A booking cannot be created for an active room.",
    f"{POST} {COMMENT} A comment can be created only for a draft or published post.": (
        "A comment can be created only for a draft or published post."
    ),
    f"{ROOM} {BOOKING} A booking can be made only for a room that is not active.": (
        "A booking cannot be created for an active room."
    ),
    f"{LESSON} A lesson has at most 1 confirmed booking.": "A lesson has at most 1 confirmed booking.",
    f"{POST} {COMMENT} A comment must not be created for a post that is draft or in review.": (
        "A comment can be created only for a published or archived post."
    ),
    f"{POST} A link belongs to a post, its source, and to a post, its goal."
    " A link can be created only for a published goal.": "A link can be created only for a published goal.",
    f"{ROOM} {BOOKING} Only active rooms can have bookings.": "A booking can be created only for an active room.",
    f"{ROOM} {BOOKING} Bookings can only be placed for active rooms.": (
        "A booking can be created only for an active room."
    ),
    f"{POST} {COMMENT} Comments can be left only on published posts.": (
        "A comment can be created only for a published post."
    ),
    f"{POST} {COMMENT} No comments can be added to archived posts.": (
        "A comment can be created only for a draft, in review or published post."
    ),
}


@pytest.mark.parametrize(("text", "said"), FORMS.items())
def test_what_a_thing_is_created_for_is_read_and_shown_back(text: str, said: str) -> None:
    assert said in shown(text)


FAULTS = {
    f"{STAY} Stays of a house do not overlap between their start date and end date.": "doesn't belong to one 'house'",
    f"{STAY} Stays of a room do not overlap between their start date and end time of day.": "are no beginning and end",
    f"{STAY} Stays of a room do not overlap between their start date and name.": "'name' is not a field of stay",
    f"{STAY} Stays of a day do not overlap between their start date and end date.": "nothing that a stay belongs to",
    f"{STAY} Lost stays of a room do not overlap between their start date and end date.": "'lost' is not a state",
    f"{LESSON} A lesson has at most its size of bookings.": "'size' is not a field of lesson",
    f"{LESSON} A lesson has at most its title of bookings.": "'title' is no field of lesson that is a whole number",
    f"{LESSON} A guest has at most its capacity of bookings.": "can be said by a field of this request's things only",
    f"{LESSON} A lesson has at most 3 lost bookings.": "'lost' is not a state of booking",
    f"{LESSON} A lesson has at most 3 requested, confirmed or in use bookings.": "is always in one of these states",
    f"{LESSON} A lesson has at most its capacity of bookings. A lesson has at most 3 confirmed bookings.": (
        "is said in two ways"
    ),
    f"{RENTAL} If a rental is lost, its reason must be given.": "nothing says whether a rental is 'lost'",
    f"{RENTAL} If a rental is damaged, its cause must be given.": "'cause' is not a field of rental",
    f"{RENTAL} If a rental is damaged, its note must be given.": "'note' of a rental is always given then",
    f"{RENTAL} If a rental's shape is broken, its reason must be given.": "'broken' is no shape",
    f"{RENTAL} If a rental's policy is new, its reason must be given.": "'policy' of rental is no choice",
    f"{RENTAL} If a rental's shape is fine, in repair or LOST, its reason must be given.": (
        "a shape is always one of these"
    ),
    f"{RENTAL} If a rental must be damaged, its reason must be given.": "'must' is not expected here",
    f"{RENTAL} If a rental is damaged, its reason must not be given.": "is not expected here",
    f"{POST} {COMMENT} A comment can be created only for a lost post.": "nothing says whether a post is 'lost'",
    f"{POST} {COMMENT} A comment can be created only for a post.": "what a post must be like isn't said",
    f"{POST} {COMMENT} A comment can be created only for a draft room.": "comment doesn't belong to one 'draft room'",
    f"{ROOM} {BOOKING} A booking can be created only for a closed room.": "nothing says whether a room is 'closed'",
    "A visit has a day, and belongs to a clinic. A visit can be created only for an open clinic.": (
        "can be said of this request's things only"
    ),
    "A visit has a day, and belongs to a user, its guest. A visit can be created only for an active guest.": (
        "can be said of this request's things only"
    ),
    f"{ROOM} {BOOKING} A booking can be created only for an active room. A booking can't be made for an active room.": (
        "is said in two ways"
    ),
    f"{POST} {COMMENT} A comment can be created only for a draft, in review, published or archived post.": (
        "a post is always in one of these states"
    ),
}
"""What is wrong, and a part of what is said of it."""


@pytest.mark.parametrize(("text", "message"), FAULTS.items())
def test_what_is_said_of_nothing_is_a_fault(text: str, message: str) -> None:
    assert message in str(problems(text))
