"""A feature spec as a picture, in SVG and in Mermaid."""

import os
import re
import subprocess
import sys
from itertools import combinations, pairwise, product
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from petsage_builder.diagram.mermaid import lifecycle_to_mermaid, to_mermaid
from petsage_builder.diagram.states import state_row
from petsage_builder.diagram.svg import to_svg
from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.date import Date
from petsage_builder.kinds.text import Text
from petsage_builder.spec.entity import BelongsTo, Entity, FieldSpec, Lifecycle, ManyToMany, Step, Unique
from petsage_builder.spec.expiring import Expiry
from petsage_builder.spec.feature import FeatureSpec

from .language.strategies import specs

SVG = "{http://www.w3.org/2000/svg}"

PET = Entity(
    name="pet",
    fields=(
        FieldSpec(name="name", type=Text(max_length=80)),
        FieldSpec(name="species", type=Choice(values=("cat", "dog"))),
        FieldSpec(name="birth date", type=Date(), optional=True),
        FieldSpec(name="microchip", type=Text(min_length=15, max_length=15, digits=True)),
    ),
    belongs_to=(BelongsTo(target="user", role="owner", at_most=50),),
    many_to_many=(ManyToMany(target="tag"),),
    uniques=(Unique(names=("microchip",)),),
)
VISIT = Entity(
    name="visit",
    fields=(FieldSpec(name="reason", type=Text()),),
    belongs_to=(
        BelongsTo(target="pet", role="pet"),
        BelongsTo(target="clinic", role="place", optional=True, on_delete="unlink", at_most=1),
    ),
    lifecycle=Lifecycle(
        states=("requested", "in progress", "end"),
        initial="requested",
        steps=(Step(source="requested", target="in progress"), Step(source="in progress", target="end")),
    ),
)


PRINT_SVG = """
import sys
from petsage_builder.diagram.svg import to_svg
from petsage_builder.spec.expiring import Expiry
from petsage_builder.spec.feature import FeatureSpec
sys.stdout.write(to_svg(FeatureSpec.model_validate_json(sys.stdin.read())))
"""


def feature(*entities: Entity) -> FeatureSpec:
    return FeatureSpec(feature="pets", description="The animals.", entities=entities)


@st.composite
def webs(draw: DrawFn) -> FeatureSpec:
    """Up to a dozen entities with many relations: to those before and after, to themselves and to others."""
    names = [f"thing {number}" for number in range(draw(st.integers(1, 12)))]
    entities = []
    for index, name in enumerate(names):
        targets = draw(st.lists(st.sampled_from([*names, "user", "clinic"]), max_size=4))
        links = tuple(
            BelongsTo(target=target, role=f"role {number}", optional=target in names[index:])
            for number, target in enumerate(targets)
        )
        many = draw(st.lists(st.sampled_from([*names[index + 1 :], "tag"]), max_size=2, unique=True))
        fields = tuple(FieldSpec(name=f"field {number}", type=Text()) for number in range(draw(st.integers(1, 5))))
        tags = tuple(ManyToMany(target=target) for target in many)
        entities.append(Entity(name=name, fields=fields, belongs_to=links, many_to_many=tags))
    return feature(*entities)


some_specs = st.one_of(specs(), webs())
quickly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


Rectangle = tuple[float, float, float, float]


def boxes(svg: str) -> list[Rectangle]:
    """Left, top, right and bottom of every entity's box."""
    found = []
    for element in parsed(svg).iter(f"{SVG}rect"):
        if "box" in element.get("class", "").split():
            x, y, wide, high = (float(element.get(name, "")) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + wide, y + high))
    return found


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def stretches(svg: str) -> list[Rectangle]:
    """What each straight part of each wire covers."""
    found = []
    for element in parsed(svg).iter(f"{SVG}path"):
        if element.get("class") == "wire":
            numbers = [float(number) for number in re.findall(r"-?[0-9.]+", element.get("d", ""))]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            for (x1, y1), (x2, y2) in pairwise(points):
                found.append((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
    return found


@given(some_specs)
@quickly
def test_every_entity_and_field_is_in_the_picture(spec: FeatureSpec) -> None:
    said = [text.lower() for text in texts(to_svg(spec))]

    for entity in spec.entities:
        assert entity.name in said
        assert all(field.name in said for field in entity.fields)
        assert all(computed.name in said for computed in entity.computed)
        assert all(link.target in said for link in entity.belongs_to)
        assert all(any(link.role in text for text in said) for link in entity.belongs_to)
        if entity.lifecycle:
            assert all(state.lower() in said for state in entity.lifecycle.states)


@given(some_specs)
@quickly
def test_no_two_boxes_overlap(spec: FeatureSpec) -> None:
    assert not any(overlap(one, other) for one, other in combinations(boxes(to_svg(spec)), 2))


@given(some_specs)
@quickly
def test_no_wire_runs_through_a_box(spec: FeatureSpec) -> None:
    svg = to_svg(spec)

    assert not any(overlap(stretch, box) for stretch, box in product(stretches(svg), boxes(svg)))


@given(some_specs)
@quickly
def test_everything_is_on_the_canvas(spec: FeatureSpec) -> None:
    svg = to_svg(spec)
    root = parsed(svg)
    canvas = (0.0, 0.0, float(root.get("width", "")), float(root.get("height", "")))

    for left, top, right, bottom in [*boxes(svg), *stretches(svg)]:
        assert left >= 0
        assert top >= 0
        assert right <= canvas[2]
        assert bottom <= canvas[3]


@given(st.text(max_size=60))
@quickly
def test_a_description_stays_text(description: str) -> None:
    svg = to_svg(FeatureSpec(feature="pets", description=description, entities=(PET,)))

    found = parsed(svg).findtext(f"{SVG}desc")
    assert found is not None
    assert len(found) == len(description)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "]]><!--", '"/><image href="x"/>', "&lt;\x00\ud800"])
def test_hostile_names_are_escaped(hostile: str) -> None:
    name = PET.fields[0].model_copy(update={"name": hostile})
    entity = PET.model_copy(update={"name": hostile, "fields": (name,), "belongs_to": (), "many_to_many": ()})
    spec = feature(PET).model_copy(update={"entities": (entity,), "description": hostile})

    kinds = {element.tag.removeprefix(SVG) for element in parsed(to_svg(spec)).iter()}

    assert kinds <= {"svg", "title", "desc", "style", "rect", "g", "path", "circle", "text"}


def test_the_picture_needs_nothing_from_elsewhere() -> None:
    svg = to_svg(feature(PET, VISIT))

    assert svg.count("http") == 1  # the namespace
    assert not re.search(r"href|url\(|@import|<script|\son[a-z]+=", svg)


def test_the_picture_has_colours_for_dark_surroundings() -> None:
    assert "@media (prefers-color-scheme:dark)" in to_svg(feature(PET))


def test_a_role_is_said_where_it_differs_from_the_entity() -> None:
    said = texts(to_svg(feature(PET, VISIT)))

    assert "owner, ≤ 50" in said
    assert "place" in said
    assert "pet" not in said


def test_what_an_entity_belongs_to_stands_on_its_left() -> None:
    svg = to_svg(feature(VISIT, PET))
    titles = [
        element.text for element in parsed(svg).iter(f"{SVG}text") if element.get("class") in ("title", "foreign")
    ]
    left = {title: box[0] for title, box in zip(titles, boxes(svg), strict=True)}

    assert left["User"] < left["Pet"] < left["Visit"]
    assert left["Clinic"] < left["Visit"]


def test_a_static_endpoint_has_a_picture_too() -> None:
    spec = FeatureSpec(feature="smoke_test", description="Check system is alive.")

    assert texts(to_svg(spec)) == ["One endpoint that answers with a status; nothing is kept."]


def test_the_same_spec_gives_the_same_bytes_in_every_process() -> None:
    spec = feature(PET, VISIT)
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", PRINT_SVG],
            input=spec.model_dump_json(),
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            check=True,
        )
        assert answer.stdout == to_svg(spec)


def test_mermaid_says_entities_keys_columns_and_relations() -> None:
    assert (
        to_mermaid(feature(PET, VISIT))
        == """\
erDiagram
    "User" ||--o{ "Pet" : "owner, at most 50"
    "Pet" }o--o{ "Tag" : ""
    "Pet" ||--o{ "Visit" : "pet"
    "Clinic" |o--o| "Visit" : "place"
    "Pet" {
        uuid id PK
        uuid owner_id FK
        text name "1 to 80 characters"
        choice species "cat, dog"
        date birth_date "optional"
        text microchip UK "15 digits"
    }
    "Visit" {
        uuid id PK
        uuid pet_id FK
        uuid place_id FK, UK "optional"
        text reason "1 to 200 characters"
        choice status "requested, in progress, end"
    }
"""
    )


def test_mermaid_says_a_lifecycle_with_names_that_are_no_words_of_its_own() -> None:
    assert (
        lifecycle_to_mermaid(VISIT)
        == """\
stateDiagram-v2
    direction LR
    state "in progress" as in_progress
    state "end" as end_
    [*] --> requested
    requested --> in_progress : mark in progress
    in_progress --> end_ : mark end
    end_ --> [*]
"""
    )
    assert lifecycle_to_mermaid(PET) == ""


def test_a_state_that_ends_by_itself_has_an_arrow_too() -> None:
    assert VISIT.lifecycle
    expiry = Expiry(sources=("requested",), target="end", count=48)
    ending = VISIT.model_copy(update={"lifecycle": VISIT.lifecycle.model_copy(update={"expiries": (expiry,)})})

    assert "    requested --> end_ : by itself\n    end_ --> [*]\n" in lifecycle_to_mermaid(ending)
    assert ending.lifecycle
    assert len(state_row(ending.lifecycle).elements) > len(state_row(VISIT.lifecycle).elements)


def test_a_column_named_like_a_key_is_no_key() -> None:
    entity = Entity(name="class", fields=(FieldSpec(name="pk", type=Text()),))

    assert 'text pk_ "1 to 200 characters"' in to_mermaid(feature(entity))


MERMAID = re.compile(
    r"""erDiagram
    |\ {4}"[\w\ ]+"\ [|}][|o]--[|o][|{]\ "[\w\ ]+"\ :\ "[\w\ ,]*"
    |\ {4}"[\w\ ]+"\ \{
    |\ {8}[a-zA-Z]\w*\ [a-zA-Z]\w*(\ (PK|UK|FK|FK,\ UK))?(\ "[\w\ ,./+-]+")?
    |\ {4}\}""",
    re.VERBOSE | re.ASCII,
)


@given(some_specs)
@quickly
def test_every_line_of_mermaid_has_its_form(spec: FeatureSpec) -> None:
    assert all(MERMAID.fullmatch(line) for line in to_mermaid(spec).splitlines())
