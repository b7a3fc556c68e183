"""The typed meaning: what it holds, what it refuses, and what follows from it."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.text import Text
from petsage_builder.language.understand import understand
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.access import Access, Grant, Reach, reach
from petsage_builder.spec.entity import BelongsTo, Entity, FieldSpec, Lifecycle, ManyToMany, Step, Unique
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.validate import spec_from_data

NAME = FieldSpec(name="name", type=Text())
OWNER = Grant(to="owner", relation="owner")
PET = Entity(
    name="pet",
    fields=(NAME,),
    belongs_to=(BelongsTo(target="user", role="owner", on_delete="cascade"),),
    access=Access(see=(OWNER,), create=(OWNER,), change=(OWNER,), delete=(OWNER,)),
)
KNOWN = {"pet": KnownEntity("pets", PET)}


def spec(*entities: Entity) -> FeatureSpec:
    return FeatureSpec(feature="visits", description="Visits.", entities=entities)


def problems(*entities: dict[str, Any]) -> list[str]:
    """What is wrong with some entities given as data."""
    with pytest.raises(NotUnderstoodError) as refused:
        spec_from_data("visits", "Visits.", {"entities": list(entities)}, KNOWN)
    return [str(problem) for problem in refused.value.problems]


def followed(relation: str) -> Access:
    see, change = (Grant(to="parent", relation=relation, may=may) for may in ("see", "change"))
    return Access(see=(see,), create=(change,), change=(change,), delete=(change,))


# ---- one meaning, one value


def test_numbers_have_one_spelling() -> None:
    assert Number(minimum=Decimal("0.10"), maximum=Decimal("1E2")) == Number(
        minimum=Decimal("0.1"), maximum=Decimal(100)
    )
    assert Number(minimum=Decimal("-0")).model_dump_json() == Number(minimum=Decimal(0)).model_dump_json()


@pytest.mark.parametrize(("given", "spelled"), [(1.50, "1.5"), ("1.50", "1.5"), (2, "2"), ("-0", "0")])
def test_a_default_has_one_spelling(given: Any, spelled: str) -> None:
    assert FieldSpec(name="rate", type=Number(), default=given).default == spelled


def test_what_has_no_order_is_equal_in_any_order() -> None:
    one = Entity(name="pet", fields=(NAME,), filters=("b", "a"), uniques=(Unique(names=("b", "a")),))
    other = Entity(name="pet", fields=(NAME,), filters=("a", "b", "a"), uniques=(Unique(names=("a", "b")),))

    assert one == other


def test_anyone_includes_everybody() -> None:
    assert Access(see=(OWNER, Grant(to="anyone"), Grant(to="admins"))).see == (Grant(to="anyone"),)


def test_signed_in_users_include_owners_and_admins_but_not_who_can_see_a_parent() -> None:
    parent = Grant(to="parent", relation="post", may="see")

    assert Access(see=(OWNER, parent, Grant(to="signed-in users"))).see == (parent, Grant(to="signed-in users"))


def test_a_spec_is_read_from_json_and_from_python_alike() -> None:
    made = spec(PET)

    assert FeatureSpec.model_validate_json(made.model_dump_json()) == made
    assert FeatureSpec.model_validate(made.model_dump(mode="json")) == made


@pytest.mark.parametrize(("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_an_amount_has_the_decimals_of_its_currency(currency: str, decimals: int) -> None:
    assert Amount(currency=currency).decimals == decimals


def test_a_number_knows_how_many_digits_it_needs() -> None:
    assert Number(minimum=Decimal("0.01"), maximum=Decimal(150), decimals=2).digits == 5


# ---- what is refused


def test_every_problem_is_said_with_its_path() -> None:
    found = problems(
        {
            "name": "visit",
            "fields": [
                {"name": "room", "type": {"kind": "number", "minimum": 5, "maximum": 1}},
                {"name": "kind", "type": {"kind": "choice", "values": ["a", "b"]}, "default": "c"},
            ],
            "belongs_to": [{"target": "clinic", "role": "clinic"}],
            "filters": ["size"],
        }
    )

    assert [line.split(": ")[0] for line in found] == [
        "requirements.entities[0].fields[0].type",
        "requirements.entities[0].fields[1].default",
        "requirements.entities[0].filters",
        "requirements.entities[0].belongs_to[0]",
    ]


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ({"name": "visit"}, "a visit has nothing"),
        ({"name": "Visit", "fields": []}, "string should match pattern"),
        ({"name": "visit", "fields": [{"name": "a", "type": "string"}]}, "type: has to be a mapping (as in"),
        ({"name": "visit", "fields": {"a": "string"}}, "fields: has to be a list (`petsage schema` has the keys"),
        ({"name": "visit", "fields": [{"name": "a"}]}, "type: is missing (as in"),
        ({"name": "visit", "size": 3}, "size: is not a key that is known"),
        ({"name": "visit", "history": "yes"}, "history: has to be true or false"),
        ({"name": "visit", "fields": [{"name": "a", "type": {"kind": "money"}}]}, "'money' is no kind of field (as in"),
        ({"name": "pet", "fields": [{"name": "a", "type": {"kind": "date"}}]}, "'pet' is already an entity"),
        ({"name": "token", "fields": [{"name": "a", "type": {"kind": "date"}}]}, "where people sign in"),
        (
            {"name": "visit", "fields": [{"name": "a", "type": {"kind": "amount", "currency": "XXY"}}]},
            "'XXY' is not a currency in use",
        ),
        (
            {"name": "visit", "fields": [{"name": "pet id", "type": {"kind": "date"}}],
             "belongs_to": [{"target": "pet", "role": "pet"}]},
            "visit has 'pet' twice",
        ),
        (
            {"name": "visit", "belongs_to": [{"target": "pet", "role": "pet"}],
             "access": {"see": [{"to": "owner", "relation": "pet"}]}},
            "'pet' can't be the owner here",
        ),
        (
            {"name": "visit", "belongs_to": [{"target": "pet", "role": "pet"}], "access": {"see": [{"to": "owner"}]}},
            "access to 'owner' says too much or too little",
        ),
        (
            {"name": "visit", "belongs_to": [{"target": "pet", "role": "pet", "on_delete": "unlink"}]},
            "a visit must have its pet",
        ),
        (
            {"name": "visit", "fields": [{"name": "a", "type": {"kind": "number", "maximum": "1E+12", "decimals": 6}}]},
            "would need 19 digits",
        ),
        (
            {"name": "visit", "fields": [{"name": "cost", "type": {"kind": "number"}},
             {"name": "cost from", "type": {"kind": "text"}}], "filters": ["cost", "cost from"]},
            "two filters of visit would both be called 'cost_from'",
        ),
        (
            {"name": "visit", "fields": [{"name": "size", "type": {"kind": "choice", "values": ["1", "n1"]}}]},
            "'1' and 'n1' of 'size' would have the same name in code",
        ),
        (
            {"name": "visit", "fields": [{"name": "a", "type": {"kind": "date"}}],
             "many_to_many": [{"target": "user"}]},
            "visits can't be linked to users directly",
        ),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused(entity: dict[str, Any], problem: str) -> None:
    assert problem in "\n".join(problems(entity))


def test_two_entities_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="the same name in code"):
        spec(PET, PET)


def test_entities_that_need_each_other_first_are_refused() -> None:
    hen = Entity(name="hen", belongs_to=(BelongsTo(target="egg", role="egg"),))
    egg = Entity(name="egg", belongs_to=(BelongsTo(target="hen", role="hen"),))

    with pytest.raises(ValidationError, match="a hen would need a hen to exist first"):
        spec(hen, egg)


def test_two_entities_are_linked_once() -> None:
    tag = Entity(name="tag", fields=(NAME,), many_to_many=(ManyToMany(target="pet"),))
    pet = PET.model_copy(update={"many_to_many": (ManyToMany(target="tag"),)})

    assert spec(PET, tag).entity("tag").many_to_many
    with pytest.raises(ValidationError, match="tags and pets are linked twice"):
        spec(pet, tag)


def test_a_feature_does_not_clash_with_what_it_was_before() -> None:
    data = PET.model_dump(mode="json")

    assert spec_from_data("pets", "Pets.", [data], KNOWN).entity("pet") == PET


# ---- what follows


def test_access_is_followed_to_where_somebody_decides() -> None:
    visit = Entity(name="visit", belongs_to=(BelongsTo(target="pet", role="pet"),), access=followed("pet"))
    bill = Entity(name="bill", belongs_to=(BelongsTo(target="visit", role="visit"),), access=followed("visit"))
    entities = {"pet": PET, "visit": visit}

    assert reach(bill, "delete", entities.__getitem__) == (Reach(("visit", "pet"), OWNER),)
    assert reach(PET, "see", entities.__getitem__) == (Reach((), OWNER),)


def test_a_child_is_created_and_listed_under_its_parent() -> None:
    visit = Entity(name="visit", belongs_to=(BelongsTo(target="pet", role="pet"),), access=followed("pet"))

    assert [f"{one.method} {one.path}" for one in spec(visit).endpoints] == [
        "GET /pets/{pet_id}/visits",
        "POST /pets/{pet_id}/visits",
        "GET /visits/{visit_id}",
        "PATCH /visits/{visit_id}",
        "DELETE /visits/{visit_id}",
    ]


def test_what_nobody_may_do_has_no_endpoint() -> None:
    vet = Entity(name="vet", fields=(NAME,), access=Access(see=(Grant(to="anyone"),)))

    assert [one.action for one in spec(vet).endpoints] == ["list", "get"]


def test_who_can_only_see_can_neither_restore_nor_link() -> None:
    anyone = (Grant(to="anyone"),)
    tags = (ManyToMany(target="tag"),)
    vet = Entity(name="vet", fields=(NAME,), many_to_many=tags, restore_days=30, access=Access(see=anyone))

    assert [one.action for one in spec(vet).endpoints] == ["list", "get", "list linked", "list linking"]


def test_each_step_restoring_history_and_links_have_endpoints() -> None:
    anyone = (Grant(to="anyone"),)
    steps = (Step(source="new", target="paid"), Step(source="paid", target="in transit"))
    order = Entity(
        name="order",
        fields=(NAME,),
        many_to_many=(ManyToMany(target="tag"),),
        access=Access(see=anyone, change=anyone, delete=anyone),
        lifecycle=Lifecycle(states=("new", "paid", "in transit"), initial="new", steps=steps),
        restore_days=30,
        history=True,
    )

    paths = [f"{one.method} {one.path} {one.target}".strip() for one in spec(order).endpoints]

    assert paths[4:] == [
        "POST /orders/{order_id}/pay paid",
        "POST /orders/{order_id}/mark-in-transit in transit",
        "POST /orders/{order_id}/restore",
        "GET /deleted-orders",
        "GET /orders/{order_id}/history",
        "GET /orders/{order_id}/tags tag",
        "GET /tags/{tag_id}/orders tag",
        "PUT /orders/{order_id}/tags/{tag_id} tag",
        "DELETE /orders/{order_id}/tags/{tag_id} tag",
    ]


def test_a_spec_without_entities_is_static() -> None:
    assert spec().is_static
    assert not spec(PET).is_static


def test_the_schema_is_complete_json_schema() -> None:
    schema = FeatureSpec.model_json_schema()

    assert {"FeatureSpec", "Entity"} & {schema["title"], *schema["$defs"]} == {"FeatureSpec", "Entity"}


# ---- from a request


@pytest.mark.parametrize(
    "requirements",
    [
        "A pet has a name. Anyone can see or create pets.",
        {
            "entities": [
                {
                    "name": "pet",
                    "fields": [{"name": "name", "type": {"kind": "text"}}],
                    "access": {"see": [{"to": "anyone"}], "create": [{"to": "anyone"}]},
                }
            ]
        },
    ],
)
def test_sentences_and_data_mean_the_same(requirements: Any) -> None:
    made = understand(FeatureRequest("pets", "Pets.", requirements), {}).spec

    anyone = (Grant(to="anyone"),)
    pet = Entity(name="pet", fields=(NAME,), access=Access(see=anyone, create=anyone))
    assert made == FeatureSpec(feature="pets", description="Pets.", entities=(pet,))


def test_no_requirements_mean_a_static_endpoint() -> None:
    assert understand(FeatureRequest("smoke_test", "Alive?", None), {}).spec.is_static


def test_data_cannot_rename_the_feature() -> None:
    assert spec_from_data("pets", "Pets.", {"feature": "other", "entities": []}, {}).feature == "pets"
