"""What things are created for: "A booking can be created only for an active room"."""

import pytest

from .asking import problems, shown

ROOM = "A room has a name, a floor and whether it is active. A room belongs to a user, its keeper."
BOOKING = "A booking has a day, and belongs to a room."
POST = "A post has a title. A post is draft, in review, published or archived. A draft post can be in review. "
POST += "A post that is in review can be published. A published post can be archived."
COMMENT = "A comment has a text, and belongs to a post."

FORMS = {
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
