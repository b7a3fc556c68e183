"""What was once read as part of a name, a choice or a state, and means something else: never built without a word."""

import pytest

from .asking import problems, shown

FAULTS = {
    "A visit has a status of open or closed.": "add `A visit's status is one of open or closed.`",
    "A visit has an e-mail for invoices.": 'write `e-mail`, or `"e mail for invoices"`, instead of',
    "A visit has a room. A visit is assigned automatically, run consecutively.": "it can be said when a state ends",
    "A visit has a room. A visit is free and can become taken or lost.": "'can' is no part of a choice or a state",
    "A visit hs a room, a day and a fee in EUR, and blongs to a user, its guest.": (
        "write `A visit has a room, a day and a fee in EUR, and belongs to a user, its guest.` instead of this sentence"
    ),
    "A visit hs a room a day and a fee in EUR.": "; say what else was meant in sentences of its own)",
    "A visit has a room. Visits are lissted by room.": "leave it out and add `Visits are listed by room.`",
    "A visit has a room. A visit is urgent.": "leave it out and add `A visit has whether it is urgent.`",
    "A visit has a discount value.": "add `A visit's discount value is a number.` or",
    "A visit has a commute time.": "add `A visit's commute time is a duration.` or",
    "A visit has a max guests.": "add `A visit's max guests are a whole number.` or",
    "A visit has a nightly rate.": "add `A visit's nightly rate is an amount in EUR.` or",
    "A visit has a usage limit.": "add `A visit's usage limit is a whole number.` or",
    "A visit has a done ratio.": "or `A visit's done ratio is a whole number in percent from 0 to 100.`",
    "A visit has some estimated hours.": "or `A visit's estimated hours are a duration.`",
    "A visit has two room.": "write `room` instead of `two room`",
    "A visit has a room. A visit belongs to a user, its guest. Only its or guest can see a visit.": (
        "'or' joins two names, and one of them is missing"
    ),
    "A visit has a room. A visit belongs to a user, its guest. Only its gest can see a visit.": "(write 'guest')",
    "A visit has a code, which never counts.": "'which never counts' isn't understood (write `A visit has a code.`",
    "A visit has a code, whose letters count.": "'whose letters count' isn't understood (write `A visit has a code.`",
    "A visit has a code. The due date has to be after the code.": "'to' begins what must be done, and no name",
    "A visit has a code. Members can search the library by code.": "'by' is no part of a name",
    "A visit has a code. Pupils can enroll in visits until visit starts.": "'until' is no part",
    "A visit has a code. The tag must be unique across all visits.": "'across' is no part of a choice or a state",
    "A visit has a code. Until the due date, the owner can delete the visit.": "'until' is no part of a name",
    "A visit has a code. Only the assigned clerk can mark a visit as done.": "'as' is no part of a name",
    "A visit has a code. Sent visits can be taken or lost by clerks.": "'by' is no part of a choice or a state",
    "A visit has a code, if known, a size and a day.": "'if known' isn't understood",
    "A visit has a code and never changes.": "'never changes' isn't understood (write `A visit has a code.`",
    "A visit has a code once given.": "'once' is no part of a name",
    "A visit has a price in pounds.": "write `price in GBP` or `price in lb` instead of `price in pounds`",
    "A visit has a fee in EUR. A visit's fee is a whole number.": "in eur, which doesn't go with this type",
    "A visit has a fee. Only its owner can see a visit.": "add `A visit's fee is an amount in EUR.`",
}


READ = {
    "A visit has a title of at most 80 characters.": "A visit's title is text of 1 to 80 characters.",
    "A visit has a rating from 1 to 5.": "A visit's rating is a whole number from 1 to 5.",
    "A visit has a required title.": "A visit has a title.",
    "A visit has a code that never changes.": "A visit's code is text of 1 to 200 characters, and cannot be changed.",
    "A visit has a code, which never changes.": "A visit's code is text of 1 to 200 characters, and cannot be changed.",
    "A visit has a fee in euros.": "A visit's fee is an amount in EUR from 0 to 1000000000.",
    "A visit has a fee in EUR. A visit's fee is from 0.5 to 20.": "A visit's fee is an amount in EUR from 0.5 to 20.",
    "A visit has a fee in €. A visit's fee is at most 20.": "A visit's fee is an amount in EUR from 0 to 20.",
    "A visit has a room. A visit is requested, then confirmed.": "A requested visit can be confirmed.",
    "A visit has a room and whether it has a projector.": """A visit's "has projector" is yes or no.""",
}


@pytest.mark.parametrize(("text", "meant"), READ.items(), ids=list(READ))
def test_what_people_say_of_a_field_is_read_rightly(text: str, meant: str) -> None:
    assert meant in shown(text)


@pytest.mark.parametrize(("text", "said"), FAULTS.items(), ids=list(FAULTS))
def test_what_is_no_name_is_told_with_what_to_write(text: str, said: str) -> None:
    assert said in "\n".join(problems(text))


def test_a_field_whose_type_is_said_is_not_given_another_by_the_advice() -> None:
    (found,) = problems("A visit has a room. A visit's price is an amount in EUR.")

    assert "(add `A visit has a price.`)" in found
