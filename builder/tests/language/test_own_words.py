"""People's own words are read as they are meant, or asked about, and never otherwise."""

import random
from pathlib import Path

import pytest

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.own_words import OwnWords, with_own_words
from petsage_builder.language.parse import parse, read_all
from petsage_builder.language.words import written_in

from .asking import meaning, problems, shown

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
PUT_IN = ("not", "only", "never", "unless", "except")

THINGS = """
A room has a number, a floor and whether it is clean.
A booking has an arrival date, a departure date, a note and a rating.
A booking belongs to a room and to a user, its guest. A booking's rating is a whole number.
A request has a subject. A ticket has a subject.
"""

TURNED = {
    "The floor must not be more than 0": "A room's floor is a whole number of at most 0.",
    "The note may not be left empty": "A booking has a note.",
    "The note may never be left empty": "A booking has a note.",
}
"""What a sentence means with another word in it, where that turns it around and it is still read."""

READ = {
    "Each stay consists of a day (optional), a code (unique) and a board (full, half or none).": (
        "A stay's board is one of full, half or none."
    ),
    "Track keys: code (unique), year (1990 or later)": "A key's year is a whole number from 1990 to 2147483647.",
    "For each key we store a code of up to 20 characters.": "A key's code is text of 1 to 20 characters.",
    "For each key, store its code, a width in cm if known, and the date it was made.": (
        "A key has a code, an optional width and a made date."
    ),
    "A key has a code, a day and, if there is one, a website.": "A key has a code, a day and an optional website.",
    "A key has a code (20 characters max) and a colour (red by default).": (
        'A key\'s colour is text of 1 to 200 characters, and starts as "red".'
    ),
    "A key has a code and a day count, which defaults to 3.": ("A key's day count is a whole number, and starts as 3."),
    "Room numbers are unique across all rooms.": "A room's number is unique.",
    "Two bookings of the same room can't have the same arrival date.": "A booking's arrival date is unique per room.",
    "There can only be one booking per room and guest.": "A booking's guest and room are unique together.",
    "The floor must be more than 0.": "A room's floor is a whole number from 1 to 2147483647.",
    "The floor can't go below 2.": "A room's floor is a whole number from 2 to 2147483647.",
    "The floor is one of cellar, ground or top; ground is the default.": (
        "A room's floor is one of cellar, ground or top, and starts as ground."
    ),
    "For a key we record the code (must be unique), a description of the lock, and 1 to 5 stars.": (
        "A key's stars are a whole number from 1 to 5."
    ),
    "A key is for one room and is described by a code.": "A key belongs to a room.",
    "A key is registered with a code and a length in cm.": "A key has a code and a length.",
    "Users are either clerks, porters or cooks.": "Users are clerks, porters or cooks.",
    "The app is used by clerks and porters. New users start out as porters.": (
        "Users are clerks or porters, and start as porters."
    ),
    "Nobody but clerks can delete rooms.": "Only clerks can delete a room.",
    "As a clerk, I want to add rooms.": "Only clerks can create a room.",
    "A ticket goes from open to in progress to closed.": "An in progress ticket can be closed.",
    "A ticket starts as draft and can be sent. Once it is sent, a clerk approves or rejects it.": (
        "Only clerks can approve a sent ticket."
    ),
    "Tickets can be new, paid or void. A new ticket can become paid or void.": "A new ticket can be paid or void.",
    "The departure is the rating times 2.": "A booking's departure is its rating times 2.",
    "The room's score is the sum of its booking ratings.": "A room's score is the sum of its bookings' ratings.",
    "There can't be two rooms with the same number.": "A room's number is unique.",
    "The note should not exceed 300 characters.": "A booking's note is long text of 1 to 300 characters.",
    "Guests can see nothing but their own bookings.": "Only its guest can see or create a booking.",
    "Anyone can browse rooms without logging in.": "Anyone can see a room.",
    "Visitors can view rooms without an account.": "Anyone can see a room.",
    "Bookings are accessible to clerks only.": "Only clerks can see a booking.",
    "Only clerks may add new rooms or edit existing ones.": "Only clerks can create or change a room.",
    "Clerks manage rooms.": "Only clerks can see, create, change or delete a room.",
    "Users can manage their own bookings.": "Only its guest can see, create, change or delete a booking.",
    "The librarian can edit rooms.": "Only librarians can change a room.",
    "A request is pending until a clerk approves or rejects it.": "Only clerks can reject a pending request.",
    "A ticket is open until an agent marks it as closed.": "Only agents can close an open ticket.",
    "Show the most recent bookings first.": "Bookings are listed newest first.",
    "Bookings are ordered by rating, with the highest at the top.": "Bookings are listed highest rating first.",
    "A key has a code (max. 20 characters).": "A key's code is text of 1 to 20 characters.",
    "A key is about one room and has a note.": "A key belongs to a room.",
    "Each request is in exactly one room.": "A request belongs to a room.",
    "A request belongs to a room and to the clerk who made it.": "Whoever creates a request becomes its clerk.",
    "A key belongs to a room and optionally to a booking.": "A key may belong to a booking.",
    "A ticket has a code and is visible to clerks.": "Only clerks can see a ticket.",
    "Rooms are created by clerks.": "Only clerks can create a room.",
    "Deleting a room isn't possible as long as it has bookings.": "A room with bookings cannot be deleted.",
    "No two rooms may have the same number.": "A room's number is unique.",
    "Room numbers must be unique.": "A room's number is unique.",
    "The departure date must be later than the arrival date.": (
        "A booking's departure date is after its arrival date."
    ),
    "The departure date can't be earlier than the arrival date.": (
        "A booking's departure date is on or after its arrival date."
    ),
    "The note can be at most 200 characters long.": "A booking's note is long text of 1 to 200 characters.",
    "The note can't be edited later.": "A booking's note is long text of 1 to 10000 characters, and cannot be changed.",
    "The room's number is immutable.": "A room's number is text of 1 to 200 characters, and cannot be changed.",
    "Users can view and edit their own bookings.": "Only its guest can see, create or change a booking.",
    "Guests only see their own bookings.": "Only its guest can see or create a booking.",
    "Bookings can be viewed by their guest.": "Only its guest can see or create a booking.",
    "Rooms are visible to everybody.": "Anyone can see a room.",
    "The guest can see a booking.": "Only its guest can see or create a booking.",
    "Users can view rooms.": "Signed-in users can see a room.",
    "Housekeepers can see rooms.": "Only housekeepers can see a room.",
    "Housekeepers see all rooms, but only admins may remove one.": "Only admins can delete a room.",
    "Administrators may add, update and remove rooms.": "Only admins can create, change or delete a room.",
    "A booking is first requested, then confirmed and finally checked out.": "A requested booking can be confirmed.",
    "The newest bookings come first.": "Bookings are listed newest first.",
    "Deleted rooms can be brought back within 30 days.": "A deleted room can be restored for 30 days.",
    "The newest bookings should be on top.": "Bookings are listed newest first.",
    "Bookings are listed newest first, with their total.": "Bookings are listed with how many there are.",
    "The list of rooms shows how many rooms there are.": "Rooms are listed with how many there are.",
    "Bookings are sorted by arrival date, latest first.": "Bookings are listed newest arrival date first.",
    "Bookings are sorted first by arrival date, latest first, and then by rating.": (
        "Bookings are listed newest arrival date first, then by rating."
    ),
    "Users can filter rooms by floor and by whether they are clean.": (
        "Rooms can be filtered by floor and whether it is clean."
    ),
    "Users can search for rooms by number.": "Rooms can be searched by number.",
    "When a room gets removed, its bookings are deleted as well.": "Deleting a room deletes its bookings.",
    "A room can't be deleted while it still has bookings.": "A room with bookings cannot be deleted.",
    "A room cannot be removed while there are bookings in it.": "A room with bookings cannot be deleted.",
    "A key has a code. A key has locks: each lock has a shape.": "A lock belongs to a key.",
    "Keys: a key has a code and a colour.": "A key has a code and a colour.",
    "Views of rooms have a text and an optional link.": "A view belongs to a room.",
    "Keys are grouped into rooms.": "A key belongs to a room.",
    "A key is always about one room and is made by one smith. Smiths can see rooms.": (
        "A key belongs to a user, its smith."
    ),
    "A message is a text of at most 200 characters.": "A message's text is text of 1 to 200 characters.",
    "A loan links a room and a due date.": "A loan has a due date.",
    "The arrival date is never in the past.": "A booking's arrival date is a date, and is not in the past.",
    "The note may be left empty.": "A booking has an arrival date, a departure date, an optional note and a rating.",
    "Clerks can do everything with rooms.": "Only clerks can see, create, change or delete a room.",
    "Clerks may look at rooms.": "Only clerks can see a room.",
    "Clerks can see all bookings, but guests only theirs.": "Only its guest or clerks can see a booking.",
    "Every clerk can write only one report per room, with a score from 1 to 10.": (
        "A report's clerk and room are unique together."
    ),
    "Anyone can see rooms. Users can follow a room.": "Signed-in users can follow a room once.",
    "Reports have a title. Clerks can report on rooms.": "A report belongs to a room.",
    "Bookings are listed newest first, with their room's number.": "A booking is shown with its room's number.",
    "Show bookings with their room's number and floor.": "A booking is shown with its room's number and floor.",
    "We want to keep the history of rooms.": "Every change to a room is kept.",
    "Delete a room together with its bookings.": "Deleting a room deletes its bookings.",
    "If a ticket is damaged, a remark is required.": "If a ticket is damaged, its remark must be given.",
    "A key is for one room and is made by one smith. It has a start date and an end date. Smiths can see rooms.": (
        "A key has a start date and an end date."
    ),
    "A key has a start date and an end date. The end must come after the start.": (
        "A key's end date is after its start date."
    ),
    "A key has a code, which must not be used by another key.": "A key's code is unique.",
    "A key has a code and, optionally, a hook.": "A key has a code and an optional hook.",
    "Guests can see their own bookings, but not those of others.": "Only its guest can see or create a booking.",
    "Anyone can browse rooms, even without signing up.": "Anyone can see a room.",
    "The status of a ticket can be open or closed. Agents can close an open ticket.": (
        "Only agents can close an open ticket."
    ),
    "Deleted rooms can be restored within 30 days.": "A deleted room can be restored for 30 days.",
}

OF_BOTH = {
    "Anyone can see rooms and bookings.": "Anyone can see {}.",
    "Only admins can create a room or a booking.": "Only admins can create {}.",
    "Rooms and bookings are visible to everybody.": "Anyone can see {}.",
    "Rooms and bookings are public.": "Anyone can see {}.",
    "Rooms and bookings have a rate.": "{} have a rate.",
    "Rooms and bookings are sorted by code.": "{} are listed by code.",
    "Rooms and bookings are sorted by code and then newest first.": "{} are listed by code, then newest first.",
    "Rooms and bookings can be filtered by code.": "{} can be filtered by code.",
    "Deleted rooms and bookings can be restored for 30 days.": "Deleted {} can be restored for 30 days.",
    "Every change to rooms and bookings is kept.": "Every change to the {} is kept.",
    "Log every created or deleted room and booking.": "Log every created or deleted {}.",
}
"""What is said of rooms and bookings at once, and what is said of each with the name of the thing in it."""


@pytest.mark.parametrize(("said", "meant"), READ.items(), ids=list(READ))
def test_what_people_write_is_read_as_it_is_meant(said: str, meant: str) -> None:
    assert meant in shown(f"{THINGS}{said}")


@pytest.mark.parametrize("said", READ)
def test_the_order_of_the_sentences_is_nothing(said: str) -> None:
    assert sorted(shown(f"{said.rstrip('.')}.\n{THINGS}")) == sorted(shown(f"{THINGS}{said}"))


@pytest.mark.parametrize(("said", "alone"), OF_BOTH.items(), ids=list(OF_BOTH))
def test_what_is_said_of_several_things_is_said_of_each(said: str, alone: str) -> None:
    codes = f"{THINGS} A room has a code. A booking has a code. "

    assert meaning(f"{codes}{said}") == meaning(f"{codes}{alone.format('rooms')} {alone.format('bookings')}")
    assert meaning(f"{codes}{said}") != meaning(codes)


def test_states_beside_a_thing_are_never_left_out() -> None:
    states = "A room is free or taken. A taken room can be free. A free room can be taken."
    (found,) = problems(f"{THINGS} {states} A free or room can be taken.")

    assert "'free' stands beside 'room', and not before it as a state does" in found


def test_what_is_of_another_thing_is_no_thing_of_its_own() -> None:
    said = "Reviews of rooms have between 1 and 5 stars"

    assert readings(f"{THINGS}{said}.")[said].endswith("A review belongs to a room.")


def test_two_sentences_about_different_things_are_both_read() -> None:
    assert {"Anyone can see a room.", "Anyone can see a booking."} <= set(
        shown(f"{THINGS}Rooms are public. Bookings are public.")
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Clerks can reserve any room except the ones that are clean.", "'reserve any room except' says more than a"),
        ("Rooms can be lent to guests for up to 3 days.", "'lent to guests for up to 3 days' says more than a name"),
        ("Tickets can be open or closed. Lost tickets are public.", "nothing says that a ticket can be 'lost'"),
        (
            "A ticket can then be closed. A ticket is open or closed.",
            "this says what can be done then, and not after what",
        ),
        ("A ticket is either a bug, a wish or a question.", "A ticket's kind is one of bug, wish or question."),
        ("We rent out rooms.", "this tells of the product, and asks for nothing"),
        (
            "Clerks can see rooms. Bookings are not visible to clerks.",
            "says what nobody can do anyway who isn't given it",
        ),
        ("A room cannot be removed while it rains in it.", "is not expected here"),
    ],
)
def test_what_sounds_like_a_sentence_of_the_language_and_is_none_is_told(said: str, told: str) -> None:
    assert told in "\n".join(problems(f"{THINGS}{said}"))


NOT_READ = [
    "Guests may not view rooms.",
    "Guests only cancel bookings.",
    "Users can view bookings unless they are confirmed.",
    "Everybody except guests can view rooms.",
    "Rooms are never visible to guests.",
    "Users can view bookings until the arrival date.",
    "The departure date must only sometimes be later than the arrival date.",
    "Rooms have numbers automatically.",
]


@pytest.mark.parametrize("said", NOT_READ)
def test_no_word_is_dropped(said: str) -> None:
    assert problems(f"{THINGS}{said}")


def test_what_has_two_readings_is_asked_with_both_as_sentences() -> None:
    (found,) = problems("A room has a number and several doors. A door has a width.")

    assert "this can be read in several ways" in found
    assert "A door belongs to a room.` or `" in found
    assert "A room has many doors, and a door has many rooms.`" in found


def test_the_one_who_does_something_is_asked_for_where_nobody_says_whose_they_are() -> None:
    (found,) = problems(f"{THINGS}Only the coordinator can delete a room.")

    assert "`Users are coordinators. Only coordinators can delete a room.` or " in found
    assert "`A room belongs to a user, its coordinator. Only its coordinator can delete a room.`" in found


LEFT = {
    "A key has a code, a colour and (in time) a hook.": ("(in time) a hook", "A key has a code and a colour."),
    "Rooms are shown newest first; emergencies always on top.": (
        "emergencies always on top",
        "Rooms are listed newest first.",
    ),
    "Our house is cut into rooms, and each key has a code.": ("Our house is cut into rooms", "A key has a code."),
}


@pytest.mark.parametrize(("said", "left", "read"), [(said, *found) for said, found in LEFT.items()], ids=list(LEFT))
def test_what_is_read_of_a_sentence_is_offered_with_what_is_left(said: str, left: str, read: str) -> None:
    (found,) = problems(f"{THINGS}{said}")

    assert f"'{left}' isn't understood (write `{read}` instead of this sentence" in found


WHOLE = [
    "Guests can see rooms, unless they are confirmed.",
    "Anyone can see rooms, but only if they are free.",
    "Anyone can see rooms and nobody else can.",
]


@pytest.mark.parametrize("said", WHOLE)
def test_no_part_is_offered_that_the_rest_may_narrow(said: str) -> None:
    assert "instead of this sentence" not in "".join(problems(f"{THINGS}{said}"))


def test_what_is_not_for_a_backend_is_said_so_and_can_be_left_open() -> None:
    (found,) = problems(f"{THINGS}Send the guest a reminder.")

    assert "mail and notifications aren't built yet" in found
    assert shown(f"{THINGS}Not now: send the guest a reminder.") == shown(THINGS)


def read_own_words(text: str) -> OwnWords:
    return with_own_words(*read_all(text), {})


def readings(text: str) -> dict[str, str]:
    """How each sentence in people's own words is read."""
    return {written_in(text, sentence): " ".join(said) for sentence, said in read_own_words(text).reworded}


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_what_is_read_of_a_text_is_what_was_judged_right(path: Path) -> None:
    """The texts describe ordinary products; beside each are its meaning, and what is read of it, judged by that."""
    judged = path.with_suffix(".read").read_text().splitlines()

    assert [f"{said} -> {read}" for said, read in readings(path.read_text()).items()] == judged


@pytest.mark.parametrize("said", READ)
def test_a_word_that_limits_is_never_lost(said: str) -> None:
    dice = random.Random(said)
    words, before = said.rstrip(".").split(" "), readings(f"{THINGS}{said}").get(said.rstrip("."))
    for place in range(len(words) + 1):
        put_in = dice.choice(PUT_IN)
        changed = " ".join([*words[:place], put_in, *words[place:]])
        read = readings(f"{THINGS}{changed}").get(changed)
        is_own = put_in == "only" and " own " in said
        is_turned = read == TURNED.get(changed)
        assert read is None or is_turned or (read != before and "only" in (put_in, *read.lower().split())) or is_own, (
            changed
        )


RECIPES = """
A recipe has a title and a show date. A recipe belongs to a user, its author. A recipe is draft, published or archived.
A draft recipe can be published. A published recipe can be archived. Signed-in users can change or delete a recipe.
"""

BY_STATE = {
    "Drafts are only visible to the author.": "Only its author can see a draft recipe.",
    "A draft can only be viewed by its author.": "Only its author can see a draft recipe.",
    "Published recipes are public.": "Anyone can see a published recipe.",
    "A recipe that was published can't be modified.": "Nobody can change a published recipe.",
    "Recipes that are published are visible to everybody.": "Anyone can see a published recipe.",
    "Published and archived recipes are visible to everyone.": "Anyone can see a published or archived recipe.",
    "Once it is published, a recipe can't be edited.": "Nobody can change a published recipe.",
    "Published recipes can no longer be changed.": "Nobody can change a published recipe.",
    "Published or archived recipes can't be removed by anyone.": "Nobody can delete a published or archived recipe.",
    "Published or archived recipes can no longer be edited.": "Nobody can change a published or archived recipe.",
    "A recipe can't be edited once it has been published.": "Nobody can change a published recipe.",
    "Editors can edit recipes while they are draft.": "Users are editors. Editors can change a draft recipe.",
    "While a recipe is draft, its author can change it.": "Its author can change a draft recipe.",
    "Authors can archive their own recipe as long as it's still draft.": "Its author can archive a draft recipe.",
    "Once a recipe is published, editors can edit it.": "Users are editors. Editors can change a published recipe.",
    "An archived recipe can become published.": "An archived recipe can be published.",
    "Only editors can mark a recipe as archived.": "Users are editors. Only editors can archive a recipe.",
    "Once archived, a recipe can be published.": "An archived recipe can be published.",
    "The author can archive a draft up to 2 days before its show.": (
        "Its author can archive a draft recipe until 2 days before its show date."
    ),
}


@pytest.mark.parametrize(("said", "meant"), BY_STATE.items(), ids=list(BY_STATE))
def test_what_depends_on_a_state_is_read_as_it_is_meant(said: str, meant: str) -> None:
    assert meaning(f"{RECIPES}{said}") == meaning(f"{RECIPES}{meant}") != meaning(RECIPES)


@pytest.mark.parametrize("word", PUT_IN)
@pytest.mark.parametrize("said", BY_STATE)
def test_a_word_that_turns_a_right_by_state_around_is_never_dropped(said: str, word: str) -> None:
    words, read = said.split(), meaning(f"{RECIPES}{said}")
    for place in range(1, len(words)):
        changed = " ".join([*words[:place], word, *words[place:]])
        try:
            assert meaning(f"{RECIPES}{changed}") != read, changed
        except NotUnderstoodError:
            continue


def test_how_things_are_listed_is_the_languages_whatever_a_field_is_called() -> None:
    said = "A film has an at. A film's at is a whole number. Films are listed highest at first."
    order = parse(said, feature="films", description="").entity("film").order
    assert (order.by, order.descending) == ("at", True)
