"""The tables that specs mean, and the models that say the same to SQLAlchemy."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import petsage_builder
from petsage_builder.kinds.text import Text
from petsage_builder.language.parse import parse
from petsage_builder.language.understand import understand
from petsage_builder.project.blueprint import shipped_blueprint
from petsage_builder.project.formatting import format_files
from petsage_builder.rendering.models import render_models
from petsage_builder.rendering.scene import Scene
from petsage_builder.request.payload import read_payload
from petsage_builder.schema.table import Column, Reference, Table, Unique
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.entity import Entity, FieldSpec, ManyToMany
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.terms.column import ColumnType

REQUESTS = sorted((Path(__file__).parent / "requests").glob("*.yaml"))
EXAMPLES = [Path(__file__).parents[2] / "examples" / name for name in ("pets.yaml", "health_tracker.yaml")]

WHAT_SQLALCHEMY_KNOWS = """
import importlib, json, sys
from sqlalchemy import create_engine, inspect
from petsage.core.tables import Base
for module in ["petsage.core.identity.models", *sys.argv[1:]]:
    importlib.import_module(module)
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
Base.registry.configure()
found = inspect(engine)
print(json.dumps({
    name: {
        "columns": {column["name"]: column["nullable"] for column in found.get_columns(name)},
        "references": {
            key["constrained_columns"][0]: [key["referred_table"], key["options"]["ondelete"]]
            for key in found.get_foreign_keys(name)
        },
        "uniques": sorted(unique["column_names"] for unique in found.get_unique_constraints(name)),
        "live": sorted(index["column_names"] for index in found.get_indexes(name) if index["unique"]),
        "indexes": sorted(index["column_names"] for index in found.get_indexes(name) if not index["unique"]),
        "checks": sorted(check["name"] for check in found.get_check_constraints(name)),
    }
    for name in (table.name for table in Base.metadata.sorted_tables)
}))
"""


def tables(text: str) -> dict[str, Table]:
    """The tables of some sentences, by name."""
    spec = parse(text, feature="feature", description="", known={})
    return {table.name: table for table in tables_of(spec)}


def column(text: str) -> Column:
    """The column of the field `it` of the only entity."""
    (table,) = tables(f"A thing has an it. {text}").values()
    return table.column("it")


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("text of at most 80 characters", ColumnType("string", length=80)),
        ("long text", ColumnType("text")),
        ("a whole number from 1 to 5", ColumnType("integer")),
        ("a whole number from 0 to 3000000000", ColumnType("big integer")),
        ("a number from 0 to 999 with 1 decimal", ColumnType("exact", digits=4, decimals=1)),
        ("an amount in EUR from 0 to 500", ColumnType("exact", digits=5, decimals=2)),
        ("yes or no", ColumnType("boolean")),
        ("a date", ColumnType("day")),
        ("a time of day", ColumnType("time of day")),
        ("a date and time", ColumnType("instant")),
        ("a duration", ColumnType("duration")),
        ("a UUID", ColumnType("identifier")),
        ("a link", ColumnType("string", length=2000)),
        ("an email address", ColumnType("string", length=254)),
        ("a list of texts of 1 to 9 characters", ColumnType("document")),
        ("JSON", ColumnType("document")),
        ("one of red or dark blue", ColumnType("choice", values=("red", "dark_blue"), name="thingit")),
    ],
)
def test_each_type_has_its_column(type_: str, expected: ColumnType) -> None:
    assert column(f"A thing's it is {type_}.") == Column("it", expected, origin="it")


def test_what_is_optional_may_be_empty() -> None:
    assert column("A thing's it is optional.").nullable


def test_columns_stand_in_the_order_of_the_base_the_fields_the_state_the_relations() -> None:
    found = tables(
        "A visit has a reason and belongs to a user. A visit is new or done. A new visit can be done."
        " A deleted visit can be restored for 30 days."
    )

    own = ["id", "created_at", "updated_at", "version", "deleted_at"]
    assert [column.name for column in found["visits"].columns] == [*own, "reason", "status", "owner_id"]
    assert found["visits"].column("status").type == ColumnType("choice", values=("new", "done"), name="visitstatus")


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("Deleting a clinic deletes its vets.", Reference("clinics", "CASCADE")),
        ("Deleting a clinic keeps its vets.", Reference("clinics", "SET NULL")),
        ("A clinic with vets cannot be deleted.", Reference("clinics", "RESTRICT")),
    ],
)
def test_what_deleting_does_is_the_reference_s(sentence: str, reference: Reference) -> None:
    found = tables(f"A clinic has a name. A vet may belong to a clinic. {sentence}")

    assert found["vets"].column("clinic_id") == Column(
        "clinic_id", ColumnType("identifier"), nullable=True, references=reference, origin="clinic"
    )


def test_what_is_unique_per_something_begins_with_it() -> None:
    found = tables(
        "A seat has a code, a row and a number. A seat belongs to a hall. A seat's code is unique."
        " A seat's row and number are unique together per hall. A hall has a name. A hall has one seat."
    )

    assert set(found["seats"].uniques) == {
        Unique(("code",)),
        Unique(("hall_id", "number", "row")),
        Unique(("hall_id",)),
    }


def test_what_is_deleted_and_can_be_restored_takes_no_name() -> None:
    found = tables("A post has a unique slug. A deleted post can be restored for 3 days.")

    assert found["posts"].uniques == (Unique(("slug",), live=True),)
    assert ("deleted_at",) in found["posts"].indexes


def test_a_list_has_an_index_of_whose_it_is_and_its_order() -> None:
    found = tables(
        "A pet has a name and a breed, and belongs to a user. Pets are listed by name. Only its owner can see a pet."
        " Pets can be filtered by breed. A bite has a day and belongs to a pet. Access to a bite follows its pet."
        " A bite's day is a date."
        " Bites are listed newest day first. A park has a name. Anyone can see parks. A log has a name."
    )

    assert found["pets"].indexes == (("owner_id", "name", "id"),)
    assert found["bites"].indexes == (("pet_id", "day", "id"),)
    assert found["parks"].indexes == (("created_at", "id"),)
    assert found["logs"].indexes == ()


def test_a_list_of_everything_has_an_index_for_each_filter_that_few_pass() -> None:
    found = tables(
        "A park has a name, a zip and a size, and belongs to a town. A park's size is one of small or large."
        " A town has a name. Anyone can see parks. Parks can be filtered by name, size, zip and town."
        " Parks are listed by zip."
    )

    assert set(found["parks"].indexes) == {
        ("zip_", "id"),
        ("name", "zip_", "id"),
        ("town_id", "zip_", "id"),
    }


def test_text_that_is_too_long_for_an_index_has_none() -> None:
    found = tables(
        "A park has a saying and belongs to a town. A park's saying is text of at most 900 characters."
        " A town has a saying. A town's saying is text of at most 900 characters."
        " Anyone can see parks. Parks can be filtered by saying. Anyone can see towns. Towns are listed by saying."
    )

    assert found["parks"].indexes == (("created_at", "id"), ("town_id",))
    assert found["towns"].indexes == ()


def test_every_reference_is_first_in_an_index_or_a_unique() -> None:
    found = tables(
        "A visit has a code, and belongs to a pet, to a vet and to a user. A visit's code is unique per vet."
        " A pet has a name. A vet has a name. Only its owner can see a visit."
    )

    assert set(found["visits"].indexes) == {("owner_id", "created_at", "id"), ("pet_id",)}


def test_what_is_one_of_a_kind_needs_no_index_for_its_list() -> None:
    found = tables("A card has a number and belongs to a user. A user has one card. Only its owner can see a card.")

    assert found["cards"].indexes == ()


def test_a_reference_is_found_in_what_is_deleted_too() -> None:
    found = tables(
        "A card has a number and belongs to a club. A card's number is unique per club."
        " A club has a name. A deleted card can be restored for 3 days."
    )

    assert found["cards"].indexes == (("deleted_at",), ("club_id",))


def test_no_index_would_be_called_as_another() -> None:
    found = tables(
        "A card has a number and belongs to a user. A user has one card. A deleted card can be restored for 1 day."
    )

    assert found["cards"].uniques == (Unique(("owner_id",), live=True),)
    assert found["cards"].indexes == (("deleted_at",),)


def test_history_is_kept_in_a_table_of_its_own() -> None:
    found = tables("A note has a text. Every change to a note is kept.")["note_revisions"]

    names = {column.name for column in found.columns}
    assert names == {"id", "thing_id", "event", "changed_at", "changed_by", "content"}
    assert (found.entity, found.kind, found.indexes) == ("note", "revisions", (("thing_id",),))


def test_links_are_kept_in_a_table_that_comes_last() -> None:
    found = tables("A post has many tags, and a tag has many posts. A post has a title. A tag has a word.")

    assert list(found) == ["posts", "tags", "post_tags"]
    assert [(column.name, column.primary_key, column.references) for column in found["post_tags"].columns] == [
        ("post_id", True, Reference("posts", "CASCADE")),
        ("tag_id", True, Reference("tags", "CASCADE")),
    ]
    assert found["post_tags"].indexes == (("tag_id",),)


def test_a_table_comes_after_those_it_refers_to() -> None:
    assert list(tables("A line belongs to an order. An order belongs to a shop. A shop has a name.")) == [
        "shops", "orders", "lines",
    ]  # fmt: skip
    assert list(tables("A pet may belong to a clinic. A clinic has a name.")) == ["clinics", "pets"]


def test_in_a_circle_what_can_do_without_the_other_comes_first() -> None:
    assert list(tables("A photo belongs to a pet. A pet may belong to a photo, its portrait.")) == ["pets", "photos"]


def test_a_table_s_name_fits_into_a_database() -> None:
    long, other = "a" * 38, "b" * 38
    entities = [Entity(name=name, fields=(FieldSpec(name="x", type=Text()),)) for name in (long, other)]
    linked = entities[0].model_copy(update={"many_to_many": (ManyToMany(target=other),)})
    found = tables_of(FeatureSpec(feature="feature", description="", entities=(linked, entities[1])))

    assert [len(table.name) for table in found] == [39, 39, 63]


@pytest.fixture(scope="module")
def specs() -> list[tuple[FeatureSpec, dict[str, KnownEntity]]]:
    """What each request means, with the entities that the project has by then; the last one has awkward names."""
    known: dict[str, KnownEntity] = {}
    found = []
    for path in (*EXAMPLES, *REQUESTS):
        spec = understand(read_payload(path.read_bytes()).request, known).spec
        found.append((spec, dict(known)))
        known |= {entity.name: KnownEntity(spec.feature, entity, spec.roles) for entity in spec.entities}
    return [*found, (AWKWARD, known)]


AWKWARD = parse(
    """
    A meeting has a date, a datetime, a relationship, a timedelta, and a mapped column, and belongs to a guild.
    A meeting's datetime is a date and time. A meeting's timedelta is a duration. Access to a meeting follows its guild.
    A guild has a time. A guild may belong to a meeting, its last meeting. Anyone can see a guild.
    A guild's time is a time of day.
    A rumour may belong to a scandal. Access to a rumour follows its scandal.
    A scandal belongs to a rumour. Anyone can see a scandal.
    """,
    feature="awkward",
    description='It\'s """awkward""".',
    known={},
)


def test_models_say_the_same_to_sqlalchemy(
    specs: list[tuple[FeatureSpec, dict[str, KnownEntity]]], tmp_path: Path
) -> None:
    modules = write_models(specs, tmp_path)

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WHAT_SQLALCHEMY_KNOWS, *modules],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    known = json.loads(done.stdout)
    for table in (table for spec, _ in specs for table in tables_of(spec)):
        assert known[table.name] == as_known(table), table.name


def test_models_are_tidy_and_typed(specs: list[tuple[FeatureSpec, dict[str, KnownEntity]]], tmp_path: Path) -> None:
    write_models(specs, tmp_path)
    shutil.copy(Path(__file__).parents[2] / "pyproject.toml", tmp_path)

    for command in (["ruff", "check", "petsage/features"], ["mypy", "--strict", "petsage/features"]):
        done = subprocess.run(
            [Path(sys.executable).with_name(command[0]), *command[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def write_models(specs: list[tuple[FeatureSpec, dict[str, KnownEntity]]], folder: Path) -> list[str]:
    """Writes the models of features beside the project's core; gives the names of their modules."""
    shutil.copytree(Path(petsage_builder.__file__).parent / "foundation", folder / "petsage" / "core")
    scenes = [Scene(spec, shipped_blueprint("feature-src"), known) for spec, known in specs]
    texts = {scene.path("models").removeprefix("src/"): render_models(scene) for scene in scenes}
    packages = {str(package / "__init__.py"): "" for path in texts for package in Path(path).parents[:-1]}
    for path, text in format_files(texts, packages).items() | packages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return [path.removesuffix(".py").replace("/", ".") for path in texts]


def as_known(table: Table) -> dict[str, Any]:
    """What SQLAlchemy finds out about such a table."""
    links = {column.name: column.references for column in table.columns if column.references}
    checked = [*(column.type.name for column in table.columns), *(check.name for check in table.checks)]
    return {
        "columns": {column.name: column.nullable for column in table.columns},
        "references": {name: [link.table, link.on_delete] for name, link in links.items()},
        "uniques": sorted(list(unique.columns) for unique in table.uniques if not unique.live),
        "live": sorted(list(unique.columns) for unique in table.uniques if unique.live),
        "indexes": sorted(map(list, table.indexes)),
        "checks": sorted(f"ck_{table.name}_{name}" for name in checked if name),
    }
