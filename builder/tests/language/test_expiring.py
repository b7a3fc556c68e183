"""States that end by themselves: when, and what is refused."""

import pytest

from petsage_builder.spec.renaming import renamed, renames_between

from .asking import meaning, problems, shown

BOOKING = "A guest house has a name. A booking has a check-in date, a start time, an optional note and a name."
BOOKING += " A booking belongs to a guest house. A booking is requested, offered, confirmed, over or expired."
BOOKING += " A requested booking can be offered. An offered booking can be confirmed. A confirmed booking can be over."

SAID = {
    "A requested booking expires 48 hours after it was created.": "",
    "Requested bookings expire 48 hours after they were created.": (
        "A requested booking expires 48 hours after it was created."
    ),
    "A requested or offered booking expires 1 day before its check in date.": "",
    "A booking that is offered or requested expires 2 weeks after its start time.": (
        "A requested or offered booking expires 2 weeks after its start time."
    ),
    "A confirmed booking becomes expired on its check-in date.": "A confirmed booking expires on its check in date.",
    "A confirmed booking expires at its start time.": "",
    "A confirmed booking expires on its start time.": "A confirmed booking expires at its start time.",
    "A confirmed booking expires after its check-in date.": (
        "A confirmed booking expires 1 day after its check in date."
    ),
    "A confirmed booking expires after its start time.": "A confirmed booking expires at its start time.",
    "A confirmed booking becomes over 1 minute after its start time. A requested booking expires at its start time.": (
        "A confirmed booking becomes over 1 minute after its start time."
    ),
}


@pytest.mark.parametrize(("said", "is_shown"), SAID.items())
def test_a_state_ends_at_a_time(said: str, is_shown: str) -> None:
    assert (is_shown or said) in shown(f"{BOOKING} {'' if 'expire' in said else EXPIRES}{said}")


def test_states_that_end_alike_are_one_sentence() -> None:
    apart = "An offered booking expires 2 hours after it was created."
    apart += " A requested booking expires 2 hours after it was created."

    assert "A requested or offered booking expires 2 hours after it was created." in shown(f"{BOOKING} {apart}")


EXPIRES = "A requested booking expires 48 hours after it was created. "
REFUSED = {
    "A booking expires after its check-in date.": "in which state a booking expires isn't said",
    "A confirmed booking becomes lost after its check-in date.": "'lost' is not a state of booking",
    "A lost booking expires after its check-in date.": "'lost' is not a state of booking",
    "A confirmed booking becomes over before its check-in date.": "how long before isn't said",
    "A confirmed booking becomes over after its note.": "'note' is no date or moment of booking",
    "A confirmed booking becomes over after its end date.": "'end date' is not a field of booking",
    "A requested booking becomes over at its start time.": "when a requested booking ends is said in two ways",
    "An expired booking expires at its start time.": "an expired booking is expired already",
    "An expired booking becomes over at its start time.": "would come by itself, and end by itself",
    "If a booking is expired, its note must be given.": "would become expired by itself, where its note must be given",
    "A guest house has at most 3 expired bookings.": "by itself, where a guest house has only so many",
    "A requested booking never becomes over at its start time.": "'never' is no part",
}


@pytest.mark.parametrize(("said", "why"), REFUSED.items())
def test_what_can_t_be_meant_is_refused(said: str, why: str) -> None:
    found = problems(f"{BOOKING} {EXPIRES}{said}")

    assert any(why in one for one in found), found


def test_what_is_refused_is_told_with_all_else() -> None:
    both = "A confirmed booking becomes lost at its end date."

    assert len(problems(f"{BOOKING} {EXPIRES}{both}")) == 2


def test_an_end_goes_along_where_its_field_and_states_are_renamed() -> None:
    before = meaning(f"{BOOKING} {EXPIRES}A confirmed booking becomes over after its check-in date.")
    after = BOOKING.replace("check-in date", "arrival date").replace("over", "done")
    after += " A requested booking expires 48 hours after it was created. "
    after += "A confirmed booking becomes done after its arrival date."
    after += " A booking's arrival date was formerly called check-in date."
    after += " A booking's state done was formerly called over."
    now = meaning(after)

    (entity,) = (one for one in renamed(before, renames_between(before, now)).entities if one.lifecycle)
    (same,) = (one for one in now.entities if one.lifecycle)
    assert entity.lifecycle
    assert same.lifecycle
    assert entity.lifecycle.expiries == same.lifecycle.expiries
