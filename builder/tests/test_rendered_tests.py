"""The tests of a built module: each rule of a request has one, and what isn't asked for has none."""

import ast
from pathlib import Path

import yaml
from hypothesis import given, settings

from petsage_builder.blueprint import shipped_blueprint
from petsage_builder.entities.scene import Scene
from petsage_builder.entities.tests import render_tests
from petsage_builder.language.parse import parse
from petsage_builder.spec.access import Access, Grant
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.types import Text
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
    text = rendered(f"{PET} A pet's name is text of 2 to 40 characters. A user has at most 1 pet.")

    assert '("name", ["xx"]),' in text
    assert '("name", ["x" * 40]),' in text


def test_a_thing_called_client_is_not_taken_for_who_asks() -> None:
    text = rendered("A client has a name and belongs to a user, its owner. Only its owner can see or change a client.")

    assert "import Client as AppClient" in text
    assert "(client: AppClient" in text


def test_who_is_refused_is_said_for_everybody() -> None:
    text = rendered(PET)

    assert '("alice", 200, 200, 204),' in text
    assert '("bob", 404, 404, 404),' in text
    assert '("admin", 404, 404, 404),' in text


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
        known |= {entity.name: KnownEntity(spec.feature, entity) for entity in spec.entities}

        assert len(found) == len(set(found)), path.name


@settings(max_examples=40, deadline=None)
@given(specs())
def test_every_spec_has_tests_that_are_python(spec: FeatureSpec) -> None:
    if not spec.is_static:
        ast.parse(render_tests(Scene(spec, BLUEPRINT, PROJECT)))
