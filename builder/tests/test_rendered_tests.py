"""The tests of a built module: each rule of a request has one, and what isn't asked for has none."""

import ast
from pathlib import Path

import yaml
from hypothesis import given, settings

from petsage_builder.kinds.text import Text
from petsage_builder.language.parse import parse
from petsage_builder.project.blueprint import shipped_blueprint
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.tests import render_tests
from petsage_builder.spec.access import Access, Grant
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from tests.language.strategies import KNOWN, specs

BLUEPRINT = shipped_blueprint("feature-src")
EVERYBODY = (Grant(to="signed-in users"),)
PROJECT = {
    name: KnownEntity(
        feature,
        Entity(
            name=name,
            fields=(FieldSpec(name="name", type=Text()),),
            access=Access(see=EVERYBODY, create=EVERYBODY, change=EVERYBODY, delete=EVERYBODY),
        ),
    )
    for name, feature in KNOWN.items()
}
PET = "A pet has a name. A pet belongs to a user, its owner. Only its owner can see, change or delete a pet."


def rendered(requirements: str) -> str:
    spec = parse(requirements, feature="pets", description="")
    return render_tests(Scene(spec, BLUEPRINT, {}))


def names_in(text: str) -> list[str]:
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and "test_" in node.name]


def new_tests(sentence: str) -> set[str]:
    """The tests that a sentence adds to those of a pet."""
    return set(names_in(rendered(f"{PET} {sentence}"))) - set(names_in(rendered(PET)))


def test_a_rule_adds_its_test() -> None:
    assert new_tests("A pet's name is unique.") == {"test_pet_is_unique_in_name"}
    assert new_tests("An owner has at most 3 pets.") == {"test_an_owner_has_at_most_3_pets"}
    assert new_tests("Pets can be searched by name.") == {
        "test_pets_can_be_searched_by_name",
        "test_the_text_that_pets_are_searched_for_is_bounded",
    }
    assert new_tests("Log every created pet.") == {"test_what_happens_to_a_pet_is_logged_without_its_content"}
    assert new_tests("Every change to a pet is kept.") == {"test_every_change_of_a_pet_is_kept"}


def test_both_bounds_of_a_field_are_tried() -> None:
    text = rendered(f"{PET} A pet's name is text of 2 to 40 characters.")

    refused, accepted = (line for line in text.splitlines() if line.strip().startswith('("name", ['))
    assert '"x", "x" * 41,' in refused
    assert accepted.strip() == '("name", ["xx", "x" * 40]),'


def test_no_more_is_tried_at_once_than_can_be_made() -> None:
    text = rendered(f"{PET} A pet's name is text of 2 to 40 characters. An owner has at most 1 pet.")

    assert '("name", ["xx"]),' in text
    assert '("name", ["x" * 40]),' in text


def test_no_test_makes_more_than_another_limit_of_the_same_relation_allows() -> None:
    pets = f"{PET} A pet is new or sold, and starts as new. A new pet can be sold."
    loose_in_a_state = rendered(f"{pets} An owner has one pet. An owner has at most 3 new pets.")
    loose_in_all = rendered(f"{pets} An owner has at most 5 pets. An owner has at most 2 new pets.")

    assert "has_at_most_1_pet" in loose_in_a_state
    assert "has_at_most_3" not in loose_in_a_state
    assert "has_at_most_2_new_pets" in loose_in_all
    assert "has_at_most_5" not in loose_in_all


ARTICLES = """
An article has a title. An article belongs to a user, its author. Anyone can see articles.
Only its author can change an article.
"""
LIKES = f"""{ARTICLES}
A like belongs to an article and to a user, its fan. A like's article is unique per fan.
Anyone can see likes. Only its fan can create or delete a like.
"""


def test_what_everybody_can_make_once_is_counted_over_several_people() -> None:
    text = rendered(f"{LIKES} An article's like count is the number of its likes.")

    assert 'new_like_(bob, article_id=article["id"])' in text
    assert '["like_count"] == 3' in text


def test_an_average_is_taken_over_several_people() -> None:
    score = "A like has a score. A like's score is a whole number from 1 to 5."
    text = rendered(f"{LIKES} {score} An article's average is the average of its likes' scores.")

    assert 'new_like_(bob, score=2, article_id=article["id"])' in text
    assert '["average"] == 2.0' in text


def test_what_a_user_has_one_of_is_made_by_somebody_new_for_each() -> None:
    text = rendered("""
        A user has one profile. A profile has a bio. Anyone can see profiles.
        Only its owner can create, change or delete a profile.
        A follow belongs to a profile and to a user, its follower. Anyone can see follows.
        Only its follower can create or delete a follow.
    """)

    assert "new_profile(person.another())" in text
    assert "[new_follow(alice)" in text


def test_a_bounded_date_that_is_unique_together_is_another_for_another() -> None:
    text = rendered("""
        An item has a name. Anyone can see items. Only admins can create, change or delete items.
        A rental has a start date and an end date. A rental belongs to an item and to a user, its customer.
        A rental's start date is not in the past. A rental's end date is after its start date.
        A rental's item and start date are unique together.
        Only its customer can see a rental. Signed-in users can create rentals. Only admins can change a rental.
    """)

    (other,) = (line.strip() for line in text.splitlines() if line.strip().startswith("other = new_rental"))
    assert 'start_date="2999-01-11"' in other
    assert 'item_id=one["item_id"]' in other


def test_no_variable_of_a_test_is_left_unused() -> None:
    text = rendered("""
        A follow belongs to a user, its follower, and to a user, its followee.
        A follow's follower and followee are unique together.
        Signed-in users can see follows. Only its follower or its followee can create or delete a follow.
    """)

    for test in (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)):
        used = [node.id for node in ast.walk(test) if isinstance(node, ast.Name)]
        assert used.count("one") != 1


def test_a_thing_called_client_is_not_taken_for_who_asks() -> None:
    text = rendered("A client has a name and belongs to a user, its owner. Only its owner can see or change a client.")

    assert "import Client as AppClient" in text
    assert "(client: AppClient" in text


def test_who_is_refused_is_said_for_everybody() -> None:
    text = rendered(PET)

    assert '("alice", 200, 200, 204),' in text
    assert '("bob", 404, 404, 404),' in text
    assert '("admin", 404, 404, 404),' in text


def test_an_optional_word_of_python_s_can_be_left_out() -> None:
    text = rendered("A pet has an optional class. Anyone can see pets. Signed-in users can create or change a pet.")

    assert 'new_pet(alice, **{"class": None})' in text


def test_what_nobody_can_do_has_no_test() -> None:
    text = rendered("A pet has a name. Anyone can see pets. Only admins can create pets.")

    assert ".patch(" not in text
    assert ".delete(" not in text


def test_no_test_stands_twice_in_the_files_of_real_requests() -> None:
    known: dict[str, KnownEntity] = {}
    for path in sorted(Path(__file__).parent.joinpath("requests").glob("*.yaml")):
        request = yaml.safe_load(path.read_text(encoding="utf-8"))
        spec = parse(request["requirements"], feature=request["feature"], description="", known=known)
        found = names_in(render_tests(Scene(spec, BLUEPRINT, dict(known))))
        known |= {entity.name: KnownEntity(spec.feature, entity, spec.roles) for entity in spec.entities}

        assert len(found) == len(set(found)), path.name


@settings(max_examples=40, deadline=None)
@given(specs())
def test_every_spec_has_tests_that_are_python(spec: FeatureSpec) -> None:
    if not spec.is_static:
        compile(render_tests(Scene(spec, BLUEPRINT, PROJECT)), "test_feature.py", "exec")


def test_a_role_may_be_called_as_a_parameter_of_a_test() -> None:
    people = "Users are statuses, days, values or ways, and start as days. A class has a name. Anyone can see a class."
    rights = (
        "Only statuses can create or delete a class. Only values can change a class. Only ways can like a class once."
    )
    whole = rendered(f"{people} {rights} A deleted class can be restored for 3 days.")

    compile(whole, "test_feature.py", "exec")
    for name in ("status", "value", "way"):
        assert f"def some_{name}(" in whole


def test_what_there_are_too_few_of_for_two_matches_is_shared_by_them() -> None:
    teams = "A team has a name. A team belongs to a user, its owner. Only its owner can see a team."
    match = "A match has a day, and belongs to a team, its home team, and to a team, its away team."
    everybody = "Signed-in users can see, create, change or delete a match."

    few = rendered(f"{teams} An owner has at most 3 teams. {match} {everybody}")
    many = rendered(f"{teams} An owner has at most 4 teams. {match} {everybody}")

    assert '"away_team_id": match["away_team_id"], field: value' in few
    assert '"away_team_id": match["away_team_id"]' not in many


def test_a_rule_is_tried_only_as_often_as_what_it_needs_can_be_made() -> None:
    shelf = "A shelf has a name, and belongs to a user, its owner. Only admins can see, create or delete a shelf."
    book = "A book has a title, and belongs to a shelf and to a user, its owner. A book's title is unique per owner."
    access = "Signed-in users can see, create, change or delete a book. Whoever creates a book names its owner."
    shelves = f"{shelf} Whoever creates a shelf becomes its owner."

    texts = [rendered(f"{shelves} An owner has at most {most} shelves. {book} {access}") for most in (2, 3, 4)]

    tried = [text.split("def test_book_is_unique_in_title_and_owner")[1].split("\n\n\n")[0] for text in texts]
    assert [test.count("post_book(") + test.count("new_book(") for test in tried] == [2, 3, 4]


def test_what_somebody_with_a_role_makes_is_made_of_what_they_make() -> None:
    shelf = "Users are clerks. A shelf has a name. Only clerks can see a shelf. Signed-in users can create a shelf."
    box = "A box has a name. Signed-in users can see or create a box."
    book = "A book belongs to a box and may belong to a shelf. Only whoever can see its shelf can see or create a book."

    helper = rendered(f"{shelf} {box} {book}").split("def post_book")[1].split("def ")[0]

    assert helper.startswith("(clerk: Person,")
    assert "new_box(clerk)" in helper
    assert "admin" not in helper


def test_what_a_thing_may_belong_to_is_filtered_by_and_shown() -> None:
    albums = f"{PET} An album has a title. Signed-in users can see or create an album. A pet may belong to an album."
    before, after = (
        set(names_in(rendered(text)))
        for text in (albums, f"{albums} Pets can be filtered by album. A pet is shown with its album's title.")
    )

    assert after - before == {"test_pets_can_be_filtered_by_album", "test_a_pet_is_shown_with_its_album"}


def test_what_is_computed_from_what_the_test_makes_up_is_kept_within_its_bounds() -> None:
    series = "A series has a price and a bonus. A series' price is an amount in EUR, and is unique."
    access = "Signed-in users can see, create, change or delete a series."

    names = names_in(
        rendered(f"{series} A series' bonus is a number. {access} A series' total is its price times 1.5.")
    )

    assert "test_series_is_unique_in_price" in names


def test_whoever_creates_what_a_thing_belongs_to_makes_it_too() -> None:
    space = "Users are hosts. A space has a name, and belongs to a user, its owner. Only hosts can create a space."
    room = "A room has a name, and belongs to a space. Access to a room follows its space. Anyone can see spaces."

    names = names_in(rendered(f"{space} {room} Only its owner can change or delete a space."))

    assert "test_a_created_room_is_at_its_location" in names


def test_what_is_unique_together_with_a_choice_that_may_be_left_out_differs_in_that_choice() -> None:
    clinic = "A clinic has a name. Signed-in users can see, create or change a clinic. A clinic has at most 3 lenses."
    grade = "A lens has an optional grade. A lens' grade is one of low, high or none, and starts as none."
    lens = f"{grade} A lens may belong to a clinic."
    access = "Only whoever can change its clinic can see, create, change or delete a lens."

    text = rendered(f"{clinic} {lens} {access} A lens' clinic and grade are unique together.")

    test = text.split("def test_lens_is_unique_in_clinic_and_grade")[1].split("\n\n\n")[0]
    one, other = (line.split('grade="')[1].split('"')[0] for line in test.splitlines() if "= new_lens(" in line)
    assert one != other


def test_a_step_that_is_not_allowed_tells_nothing_of_what_is_not_seen() -> None:
    series = (
        "A series has a name. A series is new or done. A new series can be done. Anyone can create or change a series."
    )

    seen, unseen = (rendered(f"{series} {who} can see a series.") for who in ("Anyone", "Nobody"))

    steps = [text.split("and_no_others")[1].split("\n\n\n")[0] for text in (seen, unseen)]
    assert [("409" in test, "404" in test) for test in steps] == [(True, False), (False, True)]


def test_what_a_role_makes_belongs_to_what_somebody_else_makes_where_the_role_may_not() -> None:
    people = "Users are members or clerks, and start as members. A shelf has a name. A book belongs to a shelf."
    shelves = "Only members can create a shelf. Anyone can see a shelf. Signed-in users can change a shelf."
    books = "Only clerks can create a book. Anyone can see a book."

    assert "def post_book(person: Person, clerk: Person," in rendered(f"{people} {shelves} {books}")
    books += " Only clerks can change a shelf."
    alike = shelves.replace("Only members", "Signed-in users").replace(" Signed-in users can change a shelf.", "")
    assert "def post_book(clerk: Person," in rendered(f"{people} {alike} {books}")


def test_things_are_linked_where_both_can_be_made() -> None:
    kennels = "A user has one kennel. A kennel has a name. Only its owner can see, change or delete a kennel."
    dogs = "A dog belongs to a kennel. Access to a dog follows its kennel."
    walks = "Access to a walk follows its kennel. A walk is shown with its dogs."
    dogs = f"{dogs} A walk has many dogs, and a dog has many walks."
    others = walks.replace("Access to a walk follows its kennel", "Only its owner can see or change a walk")

    linking = {"test_a_walk_is_shown_with_its_dogs", "test_a_walk_is_linked_with_dogs"}
    assert not linking & {*names_in(rendered(f"{kennels} {dogs} A walk belongs to a kennel. {walks}"))}
    assert linking <= {*names_in(rendered(f"{kennels} {dogs} A walk belongs to a user, its owner. {others}"))}
