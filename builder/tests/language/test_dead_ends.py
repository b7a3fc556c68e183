"""What nobody could ever do is said before it is built, unless the request itself says so."""

import re

import pytest

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.language.parse import understood
from petsage_builder.spec.understanding import Understanding
from petsage_builder.spec.validate import spec_from_data

ORDERS = "An order belongs to a user, its customer. Only its customer can see, create or delete an order."
PAGES = """A page has a text. A page belongs to a user, its writer. A page is draft, shown or old.
    A draft page can be shown. A shown page can be old."""
LINES = "An order line belongs to an order. An order line has a quantity. Access to an order line follows its order."
NOTES = "A note has a text. A note belongs to a user, its writer."


def read(text: str) -> Understanding:
    return understood(text, feature="shop", description="")


def faults(text: str) -> list[Problem]:
    with pytest.raises(NotUnderstoodError) as raised:
        read(text)
    return list(raised.value.problems)


DEAD = {
    f"{PAGES} Only its writer can change a page. Anyone can see a draft or old page.": (
        "nobody could see a shown page"
    ),
    f"{PAGES} Anyone can see pages. Only its writer can change a draft page.": (
        "nobody could mark a shown page old: nobody can change one"
    ),
    f"{ORDERS} {LINES}": "nobody could ever create, change or delete an order line: nobody can change an order",
    NOTES: "nobody could see or create a note",
    f"{NOTES} Only its writer can see a note. Nobody can change a note. Nobody can create a note. A deleted note can"
    " be restored for 3 days.": "nobody could delete a note or restore it",
    f"{NOTES} Only its writer can see or create a note. A note is open or done. A note can be done.": (
        "nobody could take a step of a note: nobody can change one"
    ),
    f"{NOTES} Only its writer can see or create a note. A tag has a name. Anyone can see tags. Nobody can create a tag."
    " A tag has many notes, and a note has many tags.": "nobody could link tags with notes: nobody can change one",
}


@pytest.mark.parametrize(("text", "message"), DEAD.items(), ids=list(DEAD.values()))
def test_what_nobody_could_do_is_a_fault_and_each_way_out_is_accepted(text: str, message: str) -> None:
    (problem,) = faults(text)

    assert problem.message == message
    ways = re.findall(r"`([^`]+)`", problem.advice)
    assert len(ways) == 2
    for way in ways:
        assert read(f"{text} {way}").spec.entities


def test_that_nobody_can_do_something_may_be_said() -> None:
    frozen = read(f"{NOTES} Only its writer can see a note. Nobody can create, change or delete a note.")

    assert [endpoint.action for endpoint in frozen.spec.endpoints] == ["list", "get"]


@pytest.mark.parametrize(
    "access",
    [
        "Only its writer can see or create a note. Only admins can change a note.",
        "Only its writer or admins can see a note. Only its writer can create a note. Only admins can change a note.",
        "Anyone can see a note. Only its writer can create a note. Only admins can change a note.",
        "Only its writer can see, create or change a note. Only admins can delete a note.",
    ],
)
def test_who_sees_may_be_more_than_who_changes(access: str) -> None:
    assert read(f"{NOTES} {access}").spec.entities


def test_all_faults_are_told_at_once() -> None:
    found = faults(f"{NOTES} Notes are listed by size. {ORDERS} {LINES}")

    assert [problem.message.split(":")[0] for problem in found] == [
        "nobody could see or create a note",
        "'size' is not a field of note",
        "nobody could ever create, change or delete an order line",
    ]


def test_data_says_that_nobody_can_by_an_empty_list() -> None:
    note = {"name": "note", "fields": [{"name": "text", "type": {"kind": "text"}}]}
    said = {"access": {"see": [{"to": "anyone"}], "create": []}}

    with pytest.raises(NotUnderstoodError, match="nobody could see or create a note"):
        spec_from_data("notes", "", [note], {})
    assert spec_from_data("notes", "", [note | said], {}).entity("note").access.create == ()
