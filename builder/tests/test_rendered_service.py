"""The service and the router of a module with entities, as they are rendered."""

import ast
from types import SimpleNamespace
from typing import Any

import pytest

from petsage_builder.language.parse import parse
from petsage_builder.project.blueprint import shipped_blueprint
from petsage_builder.project.shipped import SHIPPED
from petsage_builder.rendering.models import render_models
from petsage_builder.rendering.router import render_router
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.service import render_service
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from tests.language.test_requests import built

PETS = """
    A pet has a name, a species, a sex, an optional birth date and an optional microchip.
    A pet's name is text of 1 to 80 characters.
    A pet's species is one of dog, cat, rabbit, bird, reptile or other.
    A pet's sex is one of female, male or unknown, and starts as unknown.
    A pet's microchip is text of 15 digits and is unique.
    A pet belongs to a user, its owner.
    Only its owner can see, change or delete a pet.
    Pets are listed by name.
    Pets can be filtered by species and searched by name.
"""
HEALTH_TRACKER = """
    A weight entry belongs to a pet. A weight entry has a weight in kg and a measured time.
    Weight entries are listed newest measured time first.
    A vaccination belongs to a pet. A vaccination has a vaccine, a given date and an optional due date.
    A vaccination's due date is after its given date.
    Access to a weight entry follows its pet. Access to a vaccination follows its pet.
"""
POST = "A post has a title. A post belongs to a user, its author. "
OPEN_POST = f"{POST} Anyone can see, create, change or delete a post. "
Known = dict[str, KnownEntity]


def understood(text: str, feature: str = "blog", known: Known | None = None) -> FeatureSpec:
    return parse(text, feature=feature, description="", known=known)


def scene_of(text: str, feature: str = "blog", known: Known | None = None, blueprint: str = "feature-src") -> Scene:
    return Scene(understood(text, feature, known), shipped_blueprint(blueprint), known or {})


def with_pets(text: str) -> Scene:
    (pet,) = understood(PETS, "pets").entities
    return scene_of(text, "health_tracker", {"pet": KnownEntity("pets", pet)})


def service(scene: Scene) -> ast.Module:
    return ast.parse(render_service(scene))


def defined(tree: ast.Module) -> dict[str, ast.Call]:
    """What a service defines, by name: {"pets": Repository(…)}."""
    found: dict[str, ast.Call] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            found[ast.unparse(target)] = node.value
    return found


def said(call: ast.Call) -> dict[str, str]:
    return {keyword.arg or "": ast.unparse(keyword.value) for keyword in call.keywords}


def repository(scene: Scene, name: str) -> dict[str, str]:
    """What a repository is given by name."""
    return said(defined(service(scene))[name])


def handlers(text: str) -> dict[str, ast.AsyncFunctionDef]:
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.AsyncFunctionDef)}


def decorator(handler: ast.AsyncFunctionDef) -> ast.Call:
    (call,) = handler.decorator_list
    assert isinstance(call, ast.Call)
    return call


def asked(handler: ast.AsyncFunctionDef) -> str | None:
    """Whom a handler asks for."""
    kinds = {ast.unparse(argument.annotation) for argument in handler.args.args if argument.annotation}
    return next((kind for kind in ("CurrentUser", "OptionalUser") if kind in kinds), None)


def refusals(scene: Scene) -> dict[str, str]:
    """The problems that each operation names."""
    found = {name: said(decorator(handler)) for name, handler in handlers(render_router(scene)).items()}
    return {name: words.get("responses", "") for name, words in found.items()}


def operations(text: str) -> list[tuple[str, str]]:
    """Each operation's method and path in a router's text."""
    (router,) = (call for name, call in defined(ast.parse(text)).items() if name == "router")
    prefix = ast.literal_eval(said(router).get("prefix", "''"))
    calls = map(decorator, handlers(text).values())
    return [(ast.unparse(call.func).split(".")[1].upper(), prefix + ast.literal_eval(call.args[0])) for call in calls]


def test_pets_are_their_owners_and_listed_as_the_request_says() -> None:
    assert repository(scene_of(PETS, "pets"), "pets") == {
        "visible": "Pet.owner_id == CALLER",
        "order": "[Pet.name]",
        "filters": "[equal(Pet.species), search(Pet.name)]",
    }


def test_records_of_a_pet_follow_the_pet_of_the_other_feature() -> None:
    scene = with_pets(HEALTH_TRACKER)

    assert "from petsage.features.pets.service import pets" in render_service(scene)
    assert repository(scene, "weight_entries") == {
        "visible": "WeightEntry.pet.has(pets.visible)",
        "changeable": "WeightEntry.pet.has(pets.changeable)",
        "parent": "Parent(WeightEntry.pet_id, pets)",
        "order": "[WeightEntry.measured_time.desc()]",
    }


CONDITIONS = [
    ("Only its author can see or change a post.", {"visible": "Post.author_id == CALLER", "deletable": "false()"}),
    (
        """Anyone can see posts. Signed-in users can create a post. Only its author can change a post.
        Only its author or admins can delete a post.""",
        {
            "visible": "true()",
            "changeable": "Post.author_id == CALLER",
            "deletable": "or_(CALLER_IS_ADMIN, Post.author_id == CALLER)",
        },
    ),
    (
        "Anyone can see posts. Signed-in users can create a post. Only admins can change or delete posts.",
        {"visible": "true()", "changeable": "CALLER_IS_ADMIN", "creatable": "CALLER.is_not(None)"},
    ),
    (
        "Signed-in users can see posts. Only admins can create, change or delete posts.",
        {"visible": "CALLER.is_not(None)", "changeable": "CALLER_IS_ADMIN"},
    ),
    ("Anyone can see, create, change or delete a post.", {"visible": "true()"}),
    ("Anyone can see a post.", {"visible": "true()", "changeable": "false()"}),
]


@pytest.mark.parametrize(("access", "expected"), CONDITIONS)
def test_access_becomes_conditions_and_what_follows_from_another_is_left_out(
    access: str, expected: dict[str, str]
) -> None:
    found = repository(scene_of(POST + access), "posts")

    assert {name: condition for name, condition in found.items() if name != "rules"} == expected


def test_what_no_client_can_send_is_not_checked() -> None:
    assert "rules" not in repository(scene_of(f"{POST} Anyone can see a post."), "posts")


def test_each_verb_can_follow_a_parent_in_its_own_way() -> None:
    text = "A like belongs to a pet. A like has a mood. Whoever can see its pet can see or create a like. "
    scene = with_pets(text + "Whoever can change its pet can delete a like. Nobody can change a like.")

    conditions = repository(scene, "likes")

    assert conditions["visible"] == conditions["creatable"] == "Like.pet.has(pets.visible)"
    assert conditions["changeable"] == "false()"
    assert conditions["deletable"] == "Like.pet.has(pets.changeable)"


FOLLOWING = "A comment has a text. A comment belongs to a post. Access to a comment follows its post."


@pytest.mark.parametrize(
    ("text", "visible", "changeable"),
    [
        (f"{POST} Only its author can see or change a post.", "Comment.post.has(posts.visible)", None),
        (f"{POST} Anyone can see posts. Only admins can change posts.", "true()", "Comment.post.has(posts.changeable)"),
        (OPEN_POST, "true()", None),
        (
            f"{OPEN_POST} A deleted post can be restored for 3 days.",
            "Comment.post.has(posts.visible)",
            None,
        ),
    ],
)
def test_what_follows_a_parent_says_no_more_than_differs(text: str, visible: str, changeable: str | None) -> None:
    found = repository(scene_of(f"{text} {FOLLOWING}"), "comments")

    assert (found["visible"], found.get("changeable")) == (visible, changeable)


def test_a_repository_is_defined_before_those_that_follow_it() -> None:
    text = f"{FOLLOWING} {OPEN_POST}"

    assert list(defined(service(scene_of(text)))) == ["posts", "comments"]


def test_a_reference_to_what_is_defined_later_waits_for_it() -> None:
    text = f"{OPEN_POST} A post may belong to a topic. A topic has a name. Anyone can see or create topics."
    scene = scene_of(text)

    assert repository(scene, "posts")["rules"] == ("[RefersTo(Post.topic_id, lambda: topics)]")
    assert "topics: Repository[TopicRead] = Repository(" in render_service(scene)


def test_a_reference_to_what_is_defined_before_is_direct() -> None:
    text = f"A topic has a name. Anyone can see or create topics. {OPEN_POST} A post may belong to a topic."

    assert "RefersTo(Post.topic_id, topics)" in repository(scene_of(text), "posts")["rules"]


def test_rules_stand_in_one_order() -> None:
    scene = scene_of(
        f"""{POST} A post has a low and a high. A post's low is a whole number. A post's high is a whole number and is
        more than its low. Only its author can see, change or delete a post. An author has at most 50 posts.
        A topic has a name. Anyone can see topics. A post may belong to a topic.
        Every change to a post is kept. Log every created or deleted post."""
    )

    assert repository(scene, "posts")["rules"] == (
        "[Check(high_after_low), AtMost(50, per=Post.author_id), RefersTo(Post.topic_id, lambda: topics), "
        "post_history, Logged('post', 'created', 'deleted')]"
    )


def test_what_each_target_has_once_is_no_limit_to_count() -> None:
    text = f"{POST} Only its author can see, change or delete a post. An author has one post."

    assert "rules" not in repository(scene_of(text), "posts")


def check(text: str, name: str) -> Any:
    """A check of a rendered service, which raises ValueError where the rule is broken."""
    (function,) = (node for node in service(scene_of(text)).body if isinstance(node, ast.FunctionDef))
    space: dict[str, Any] = {"InvalidError": ValueError, "Fault": lambda place, message: (place, message)}
    exec("from __future__ import annotations\n" + ast.unparse(function), space)
    return space[name]


STAY = "A stay has an optional arrival date and an optional departure date. Anyone can see or create a stay. "
BOUNDS = [
    ("after", [(2, 1)], [(1, 1), (1, 2)], "must be after the arrival date"),
    ("on or after", [(2, 1), (1, 1)], [(1, 2)], "must be on or after the arrival date"),
    ("before", [(1, 2)], [(1, 1), (2, 1)], "must be before the arrival date"),
    ("on or before", [(1, 2), (1, 1)], [(2, 1)], "must be on or before the arrival date"),
]


@pytest.mark.parametrize(("bound", "kept", "broken", "message"), BOUNDS)
def test_a_check_tells_which_field_breaks_the_rule(
    bound: str, kept: list[tuple[int, int]], broken: list[tuple[int, int]], message: str
) -> None:
    name = {"after": "after", "on or after": "at_least", "before": "before", "on or before": "at_most"}[bound]
    text = f"{STAY} A stay's departure date is {bound} its arrival date."
    holds = check(text, f"departure_date_{name}_arrival_date")

    for departure, arrival in [*kept, (1, None), (None, 1), (None, None)]:
        holds(SimpleNamespace(departure_date=departure, arrival_date=arrival))
    for departure, arrival in broken:
        with pytest.raises(ValueError, match=message) as caught:
            holds(SimpleNamespace(departure_date=departure, arrival_date=arrival))
        assert caught.value.args[0][0] == ("body", "departure_date")


def test_two_entities_with_the_same_rule_check_it_in_functions_of_their_own() -> None:
    rule = "has a given date and a due date. Anyone can create a {0}. A {0}'s due date is after its given date."
    text = " ".join(f"A {name} {rule.format(name)}" for name in ("loan", "fine"))
    functions = [node.name for node in service(scene_of(text)).body if isinstance(node, ast.FunctionDef)]

    assert functions == ["due_date_after_given_date", "fine_due_date_after_given_date"]


def test_what_is_kept_and_linked_and_stepped_through_is_defined() -> None:
    scene = scene_of(
        f"""{OPEN_POST} A deleted post can be restored for 30 days. Every change to a post is kept.
        A post is new, "in review" or published. A new post can be in review. A post can be published.
        A post has many tags, and a tag has many posts. A tag has a word. Anyone can see tags."""
    )
    found = defined(service(scene))

    assert list(found) == ["post_history", "posts", "post_steps", "tags", "post_tags"]
    assert ast.unparse(found["posts"]).startswith("RestorableRepository(Post, PostRead, days=30, visible=true()")
    assert ast.unparse(found["post_steps"].args[2]) == (
        "{PostStatus.IN_REVIEW: {PostStatus.NEW}, PostStatus.PUBLISHED: {PostStatus.NEW, PostStatus.IN_REVIEW}}"
    )
    assert ast.unparse(found["post_tags"]) == "Links(PostTag.post_id, PostTag.tag_id, of=posts, to=tags)"


def test_the_database_computes_what_is_said_of_a_thing_s_own_fields() -> None:
    scene = scene_of(
        """A line has a price in EUR, a quantity, a start date and an end date. Anyone can see, create or change lines.
        A line's total is its price times its quantity minus 0.5.
        A line's days are the days from its start date to its end date."""
    )

    assert repository(scene, "lines")["columns"] == (
        "{'total': (number(Line_.price) * number(Line_.quantity) - number('0.5')).rounded(2), "
        "'days': days_between(Line_.start_date, Line_.end_date)}"
    )
    assert repository(scene, "lines")["rules"] == (
        "[Within('total', of=['price', 'quantity'], least=-1000000000000, most=1000000000000)]"
    )


def test_what_others_are_computed_from_has_a_name_before_they_use_it() -> None:
    scene = scene_of(
        """An order has a rate. An order's rate is a number from 0 to 1. Anyone can see orders.
        An order's tax is its net times its rate. An order's net is the sum of its items' totals.
        An item has a price in EUR and a quantity. An item belongs to an order. Access to an item follows its order.
        An item's total is its price times its quantity."""
    )
    found = defined(service(scene))

    assert list(found) == ["total_of_item", "net_of_order", "orders", "items"]
    assert ast.unparse(found["net_of_order"]) == "sum_of(total_of_item, Item_.order_id)"
    assert repository(scene, "orders")["columns"] == (
        "{'tax': (number(net_of_order) * number(Order.rate)).rounded(2), 'net': net_of_order}"
    )


def test_the_database_computes_what_is_counted_and_summed_up() -> None:
    scene = scene_of(
        """An order has a number. Anyone can see orders. An order's total is the sum of its lines' amounts.
        An order's line count is the number of its lines. An order line belongs to an order.
        An order line has an amount in EUR. Access to an order line follows its order."""
    )

    assert repository(scene, "orders")["columns"] == (
        "{'total': sum_of(OrderLine.amount, OrderLine.order_id), 'line_count': count_of(OrderLine.order_id)}"
    )


@pytest.mark.parametrize("blueprint", sorted(SHIPPED))
def test_the_router_has_the_operations_of_the_spec(blueprint: str) -> None:
    for spec, known in built():
        rules = shipped_blueprint(blueprint)
        scene = Scene(spec, rules, known)
        text = render_router(scene)

        paths = [(endpoint.method, rules.entities.prefix + scene.path_of(endpoint)) for endpoint in spec.endpoints]
        assert operations(text) == paths


def test_the_routers_paths_share_their_beginning_where_they_have_one() -> None:
    assert "APIRouter(prefix=\"/pets\", tags=['Pets'])" in render_router(scene_of(PETS, "pets"))
    assert "APIRouter(tags=['Health tracker'])" in render_router(with_pets(HEALTH_TRACKER))


def test_without_a_file_for_the_service_the_router_holds_it() -> None:
    text = render_router(scene_of(PETS, "pets", blueprint="layered"))

    assert "pets = Repository(" in text
    assert "import pets" not in text


ASKED = [
    ("Only admins can create a post. Anyone can see posts.", "CurrentUser", None),
    ("Signed-in users can create a post. Only admins or its author can see posts.", "CurrentUser", "CurrentUser"),
    ("Anyone can create or see posts.", None, None),
    ("Anyone can create or see posts. Log every created post.", "OptionalUser", None),
    ("Signed-in users can see a topic. Anyone can see or create posts.", "OptionalUser", None),
]


@pytest.mark.parametrize(("access", "create", "see"), ASKED)
def test_a_handler_asks_for_whom_it_must_know(access: str, create: str | None, see: str | None) -> None:
    topic = "" if "topic" not in access else "A topic has a name. A post may belong to a topic. "
    named = "Whoever creates a post names its author."
    found = handlers(render_router(scene_of(f"{POST} {named} {topic} {access}")))

    assert asked(found["create_post"]) == create
    assert asked(found["get_post"]) == see


def test_who_asks_matters_where_a_thing_may_be_without_what_lets_everybody_see_it() -> None:
    topic = "A topic has a name. Anyone can see or create topics. Anyone can create posts."
    seen = "Only its author or whoever can see its topic can see a post. Whoever creates a post names its author."
    required, optional = (
        handlers(render_router(scene_of(f"{POST} A post {belongs} to a topic. {topic} {seen}")))
        for belongs in ("belongs", "may belong")
    )

    assert (asked(required["get_post"]), asked(optional["get_post"])) == (None, "OptionalUser")


def test_what_anyone_can_delete_and_its_author_sees_is_listed_for_its_author_when_it_was_deleted() -> None:
    access = (
        "Only its author can see a post. Anyone can create or delete a post. Whoever creates a post names its author."
    )
    found = handlers(render_router(scene_of(f"{POST} {access} A deleted post can be restored for 30 days.")))

    assert (asked(found["delete_post"]), asked(found["list_deleted_posts"])) == (None, "CurrentUser")


def test_what_an_operation_can_refuse_is_documented_and_nothing_else() -> None:
    assert refusals(scene_of(PETS, "pets")) == {
        "list_pets": "",
        "create_pet": "problems(409)",
        "get_pet": "",
        "change_pet": "problems(409)",
        "delete_pet": "problems(409)",
    }


def test_who_may_see_and_not_touch_is_forbidden_to() -> None:
    text = f"{POST} Anyone can see posts. Signed-in users can create a post. Only its author can change or delete it."
    found = refusals(scene_of(text.replace("delete it", "delete a post")))

    assert found["create_post"] == found["get_post"] == ""
    assert found["change_post"] == "problems(403)"
    assert found["delete_post"] == "problems(403, 409)"


def test_a_limit_is_met_by_creating_and_not_by_changing_what_stays_with_its_owner() -> None:
    text = f"{POST} Only its author can see, change or delete a post. An author has at most 50 posts."
    found = refusals(scene_of(text))

    assert (found["create_post"], found["change_post"]) == ("problems(409)", "")


def test_a_step_is_an_operation_of_its_own() -> None:
    text = f"{POST} Only its author can see or change a post. A post is new, kept or published. A post can be published"
    found = handlers(render_router(scene_of(f"{text} or kept.")))

    assert ast.unparse(found["create_post"].body[1]).endswith("author_id=user.id, status=PostStatus.NEW)")
    assert said(decorator(found["publish_post"])) == {"summary": "'Publish a post'", "responses": "problems(409)"}
    assert ast.get_docstring(found["publish_post"]) == "Possible while it is new or kept."


def test_where_nobody_can_see_a_thing_creating_it_names_no_place() -> None:
    found = handlers(render_router(scene_of("A note has a text. Anyone can create notes.")))

    assert ast.unparse(found["create_note"].body[-1]) == "return Created(note)"


def test_a_list_says_its_order_and_whose_it_is() -> None:
    listing = handlers(render_router(with_pets(HEALTH_TRACKER)))["list_weight_entries"]

    assert ast.get_docstring(listing) == "Newest measured time first."
    assert said(decorator(listing))["summary"] == '"List a pet\'s weight entries"'


def test_a_list_of_what_only_owners_see_is_mine() -> None:
    summary = said(decorator(handlers(render_router(scene_of(PETS, "pets")))["list_pets"]))["summary"]

    assert summary == "'List my pets'"


def test_who_sees_the_parent_is_not_forbidden_to_create_where_that_is_enough() -> None:
    text = "A like belongs to a pet. A like has a mood. Whoever can see its pet can see or create a like."

    assert refusals(with_pets(text))["create_like"] == ""


def test_an_entity_whose_plural_is_its_singular_hides_no_repository() -> None:
    found = handlers(render_router(scene_of("A sheep has a name. Anyone can see or create sheep.")))

    assert ast.unparse(found["create_sheep"].body[1]) == "thing = await sheep.create(transaction, new)"


def test_what_follows_another_things_access_in_some_states_alone_has_a_condition_of_its_own() -> None:
    scene = scene_of(
        """A list has a name. A list belongs to a user, its owner. Only its owner can see, change or delete a list.
        An entry has a name. An entry belongs to a list. An entry is open or done. An open entry can be done.
        Access to an entry follows its list. Nobody can change a done entry."""
    )

    assert repository(scene, "entries")["changeable"] == (
        "ByState(Entry.status, ({EntryStatus.OPEN}, Entry.list_.has(lists.changeable)))"
    )


def test_the_parent_whose_changers_take_a_step_is_related_to() -> None:
    pets = "A pet has a name. A pet belongs to a user, its owner. Only its owner can see, change or delete a pet."
    walk = "A walk belongs to a pet. Signed-in users can see or create a walk. A walk is planned or done."
    scene = scene_of(f"{pets} {walk} Only whoever can change its pet can mark a planned walk done.")

    assert "pet: Mapped[Pet] = relationship()" in render_models(scene)
    assert "Walk.pet.has(pets.changeable)" in ast.unparse(service(scene))
