"""One name, in each spelling that it needs."""

import pytest
from fastapi.routing import APIRoute

from petsage_builder.foundation import health, spelling
from petsage_builder.foundation.identity import router as identity
from petsage_builder.foundation.identity.accounts import accounts_router
from petsage_builder.foundation.tables import Base
from petsage_builder.kinds.text import Text
from petsage_builder.rendering import naming
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.terms.names import (
    OWN_TABLES,
    constant,
    in_json,
    in_query,
    kebab,
    one_of_several,
    pascal,
    plural,
    singular,
    snake,
    table,
    title,
    with_article,
)
from petsage_builder.terms.verbs import verb_of

PLURALS = {
    "pet": "pets",
    "weight entry": "weight entries",
    "child": "children",
    "person": "people",
    "status": "statuses",
    "address": "addresses",
    "class": "classes",
    "lens": "lenses",
    "virus": "viruses",
    "species": "species",
    "shaman": "shamans",
    "german": "germans",
    "roman": "romans",
    "epoch": "epochs",
    "agenda": "agendas",
    "feces": "feces",
    "time of day": "times of day",
}


@pytest.mark.parametrize(("one", "several"), PLURALS.items())
def test_a_name_has_a_plural(one: str, several: str) -> None:
    assert plural(one) == several


@pytest.mark.parametrize(("one", "several"), PLURALS.items())
def test_a_plural_has_a_singular(one: str, several: str) -> None:
    assert singular(several) == one


@pytest.mark.parametrize(
    ("several", "one"),
    [("persons", "person"), ("people", "person"), ("social media", "social medium"), ("data", "datum")],
)
def test_every_plural_that_people_say_is_of_one_noun(several: str, one: str) -> None:
    assert one_of_several(several) == one


@pytest.mark.parametrize("word", ["pet", "lens", "virus", "species", "weight entry", "bus", "address"])
def test_the_singular_of_a_singular_is_itself(word: str) -> None:
    assert singular(word) == word


def test_a_name_has_a_spelling_for_each_use() -> None:
    name = "weight entry"

    assert [snake(name), pascal(name), kebab(name), title(name)] == [
        "weight_entry",
        "WeightEntry",
        "weight-entry",
        "Weight entry",
    ]


@pytest.mark.parametrize("name", ["class", "from", "order", "id", "type", "list", "created at", "json", "metadata"])
def test_a_name_that_is_taken_gets_an_underscore(name: str) -> None:
    assert snake(name) == name.replace(" ", "_") + "_"


@pytest.mark.parametrize("name", ["class", "from", "order", "type", "limit", "json", "version", "deleted at", "search"])
def test_bodies_have_the_user_s_word(name: str) -> None:
    assert in_json(name) == spelling.in_json(snake(name)) == name.replace(" ", "_")


@pytest.mark.parametrize("name", ["id", "created at", "updated at"])
def test_bodies_keep_what_every_thing_has(name: str) -> None:
    assert in_json(name) == spelling.in_json(snake(name)) == name.replace(" ", "_") + "_"


@pytest.mark.parametrize(
    ("name", "asked"), [("class", "class"), ("limit", "limit_"), ("cursor", "cursor_"), ("id", "id_")]
)
def test_queries_keep_what_every_list_has(name: str, asked: str) -> None:
    assert in_query(name) == spelling.in_query(snake(name)) == asked
    assert in_query(name, "_from") == f"{name}_from"


@pytest.mark.parametrize("name", ["name", "date", "time", "email", "profile", "model number", "orders"])
def test_a_name_that_is_free_stays_as_it_is(name: str) -> None:
    assert snake(name) == name.replace(" ", "_")


@pytest.mark.parametrize(("name", "spelled"), [("warning", "Warning_"), ("session", "Session_"), ("order", "Order")])
def test_a_class_name_that_is_taken_gets_an_underscore(name: str, spelled: str) -> None:
    assert pascal(name) == spelled


def test_a_value_may_begin_with_a_digit() -> None:
    assert (constant("10 to 20"), snake("10 to 20")) == ("N10_TO_20", "n10_to_20")


@pytest.mark.parametrize("letter", ["i", "o"])
def test_no_name_is_a_letter_that_looks_like_a_digit(letter: str) -> None:
    assert constant(letter) == pascal(letter) == f"{letter.upper()}_"


@pytest.mark.parametrize(
    "phrase", ["a pet", "an order", "an hour", "a user", "a unit", "an uncle", "an umbrella", "a one time code"]
)
def test_the_article_goes_by_the_sound(phrase: str) -> None:
    assert with_article(phrase.split(" ", 1)[1]) == phrase


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("confirmed", "confirm"),
        ("completed", "complete"),
        ("cancelled", "cancel"),
        ("canceled", "cancel"),
        ("shipped", "ship"),
        ("replied", "reply"),
        ("paid", "pay"),
        ("sent", "send"),
        ("active", "activate"),
        ("in progress", "mark in progress"),
        ("sharpened", "mark sharpened"),
        ("created", "mark created"),
        ("changed", "mark changed"),
        ("listed", "mark listed"),
        ("deleted", "mark deleted"),
    ],
)
def test_a_state_is_reached_by_its_verb(state: str, verb: str) -> None:
    assert verb_of(state) == verb


def test_what_every_project_has_keeps_its_names() -> None:
    operations = {
        route.name
        for route in (*identity.router.routes, *accounts_router().routes, *health.router.routes)
        if isinstance(route, APIRoute)
    } | {"change_me"}
    models = [mapper.class_ for mapper in Base.registry.mappers]
    tables = {model.__tablename__ for model in models if "foundation.identity" in model.__module__}
    account = Entity(name="account", fields=(FieldSpec(name="name", type=Text()),))

    assert operations == naming.OPERATIONS
    assert naming.handler("delete", account) == "delete_account_"
    assert tables | {"alembic_version"} == OWN_TABLES
    assert table("attempts") == "attempts_"
