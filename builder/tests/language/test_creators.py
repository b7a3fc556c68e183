"""Whom somebody becomes by creating a thing, and whom they name."""

import re

import pytest

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.parse import parse, understood
from petsage_builder.spec.entity import Entity

TRANSFER = "A transfer has an amount in EUR. A transfer belongs to a user, its payer, and to a user, its payee."
PAID = f"{TRANSFER} Signed-in users can create transfers. Only its payer or its payee can see a transfer."


def entity(text: str, name: str) -> Entity:
    return parse(text, feature="bank", description="").entity(name)


def creators(text: str, name: str = "transfer") -> list[str]:
    return [link.role for link in entity(text, name).creators]


def test_the_only_user_who_may_create_a_thing_becomes_that_user() -> None:
    assert creators(f"{TRANSFER} Only its payer can create or see a transfer.") == ["payer"]
    assert creators(f"{TRANSFER} Only its payer or admins can create or see a transfer.") == ["payer"]


@pytest.mark.parametrize(
    ("who", "becomes"),
    [("clerks", []), ("clerks or admins", []), ("guests", ["guest"]), ("signed-in users", ["guest"])],
)
def test_people_of_one_role_name_somebody_of_another_whom_they_create_a_thing_for(who: str, becomes: list[str]) -> None:
    only = "" if who == "signed-in users" else "Only "
    text = f"Users are clerks or guests. A stay has a day. A stay belongs to a user, its guest. {only}{who} can "
    text += "create a stay."
    assert creators(f"{text} Only its guest or clerks can see, change or delete a stay.", "stay") == becomes


def test_of_two_who_may_create_a_thing_both_are_named() -> None:
    assert creators(f"{TRANSFER} Only its payer or its payee can create or see a transfer.") == []


def test_where_several_could_be_meant_it_is_asked_with_each_reading_as_a_sentence() -> None:
    with pytest.raises(NotUnderstoodError) as raised:
        understood(PAID, feature="bank", description="")

    (problem,) = raised.value.problems
    assert problem.message == "whoever creates a transfer could be its payer or payee"
    readings = re.findall(r"`([^`]+)`", problem.advice)
    assert [creators(f"{PAID} {reading}") for reading in readings] == [["payer"], ["payee"], []]


TEAMS = (
    "A team has a name. A team belongs to a user, its owner. Only its owner can see, create, change or delete a team."
)
TEAMS += " A project has a name. Access to a project follows its team."


@pytest.mark.parametrize(
    ("role", "becomes"), [("owner", True), ("author", True), ("assignee", False), ("reviewer", False)]
)
def test_who_creates_a_part_becomes_its_owner_and_names_who_works_on_it(role: str, becomes: bool) -> None:
    text = f"{TEAMS} A project belongs to a team and to a user, its {role}."
    said, otherwise = f"becomes its {role}", f"names its {role}"

    assumed = {one.sentence: one.instead for one in understood(text, feature="teams", description="").assumed}

    assert creators(text, "project") == ([role] if becomes else [])
    said, otherwise = (said, otherwise) if becomes else (otherwise, said)
    assert assumed[f"Whoever creates a project {said}."] == (f"Whoever creates a project {otherwise}.",)


def test_admins_name_for_whom_they_create() -> None:
    loans = "A loan has a date. A loan belongs to a user, its owner. Only its owner can see a loan."

    assert creators(f"{loans} Only admins can create a loan.", "loan") == []


@pytest.mark.parametrize(("may", "becomes"), [("see", True), ("change", False)])
def test_who_can_change_the_parent_names_for_whom_they_create(may: str, becomes: bool) -> None:
    team = TEAMS.partition(" A project")[0]
    seats = f"{team} A seat has a number. A seat belongs to a team and to a user, its holder."
    access = f"Only its holder can see a seat. Whoever can {may} its team can create a seat."

    assert creators(f"{seats} {access}", "seat") == ["holder"] * becomes


MESSAGE = "A message has a text. A message belongs to a user, its sender, and to a user, its recipient."


def test_an_account_takes_along_what_it_created_and_leaves_what_names_it() -> None:
    text = f"{MESSAGE} Only its sender can create a message. Only its sender or its recipient can see a message."

    assert {link.role: link.on_delete for link in entity(text, "message").belongs_to} == {
        "sender": "cascade",
        "recipient": "unlink",
    }


def test_an_account_can_always_be_closed() -> None:
    text = f"{MESSAGE} Only its sender can see or create a message. A recipient with messages cannot be deleted."

    with pytest.raises(NotUnderstoodError) as raised:
        parse(text, feature="mail", description="")

    (problem,) = raised.value.problems
    assert problem.message == "an account can always be closed, also one that is the recipient of messages"
    for reading in re.findall(r"`([^`]+)`", problem.advice):
        assert parse(text.replace("A recipient with messages cannot be deleted.", reading), feature="a", description="")


RECIPE = "A recipe has a title. A recipe belongs to a user, its author. Only its author can create or change a recipe."
MARK = "A mark has a colour. A mark belongs to a recipe and to a user, its owner."


@pytest.mark.parametrize(
    ("access", "on_delete"),
    [
        ("Anyone can see recipes. Only its owner can see or create a mark.", "cascade"),
        ("Anyone can see recipes. Signed-in users can see or create a mark.", "cascade"),
        ("Anyone can see recipes. Only admins can see or create a mark.", "cascade"),
        ("Only its author can see a recipe. Only its owner can see or create a mark.", "refuse"),
        ("Anyone can see recipes. Whoever can change its recipe can see or create a mark.", "cascade"),
    ],
)
def test_no_stranger_stands_in_the_way_of_deleting(access: str, on_delete: str) -> None:
    mark = entity(f"{RECIPE} {MARK} {access}", "mark")

    assert mark.relation("recipe").on_delete == on_delete


def test_people_who_manage_both_are_stopped() -> None:
    wards = "A clinic has a name. A ward has a name. A ward belongs to a clinic."
    wards += " Anyone can see clinics. Anyone can see wards."
    wards += " Only admins can create, change or delete clinics. Only admins can create, change or delete wards."

    assert entity(wards, "ward").relation("clinic").on_delete == "refuse"


def test_no_stranger_stands_in_the_way_of_deleting_what_takes_a_target_along() -> None:
    house = "A house has a name. A house belongs to a user, its owner. Anyone can see houses."
    house += " Only its owner can change or delete a house."
    visit = "A visit has a day. A visit belongs to a house and to a user, its host."
    visit += " Only its host can see, create or change a visit."
    tip = "A tip has an amount in EUR. A tip belongs to a visit and to a user, its payer. Only its payer can see a tip."

    alone = "A visit has a day. A visit belongs to a user, its host. Only its host can see, create or change a visit."
    assert entity(f"{alone} {tip}", "tip").relation("visit").on_delete == "refuse"
    assert entity(f"{house} {visit} {tip}", "tip").relation("visit").on_delete == "cascade"


def test_what_can_only_be_after_itself_is_a_fault_also_where_deleting_is_not_said() -> None:
    text = (
        "A hen has a name. A hen belongs to an egg. An egg has a size. An egg belongs to a hen. A yolk has a colour. "
    )

    with pytest.raises(NotUnderstoodError, match="a hen would need a hen to exist first"):
        parse(f"{text} A yolk belongs to an egg. Anyone can see, create or change yolks.", feature="a", description="")
