"""The schemas of a module with entities, as they are rendered and as they behave."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import petsage_builder
from petsage_builder.kinds.all import Type
from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.date import Date
from petsage_builder.kinds.date_and_time import DateAndTime
from petsage_builder.kinds.duration import Duration
from petsage_builder.kinds.long_text import LongText
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.plain import NO_ID, EmailAddress, Json, Link, Uuid, YesNo
from petsage_builder.kinds.text import Text
from petsage_builder.kinds.text_list import TextList
from petsage_builder.kinds.time_of_day import TimeOfDay
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.language.parse import parse
from petsage_builder.project.blueprint import shipped_blueprint
from petsage_builder.project.formatting import format_files
from petsage_builder.rendering import samples
from petsage_builder.rendering.access import references
from petsage_builder.rendering.models import render_models
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.schemas import render_schemas
from petsage_builder.spec.access import Access, Grant
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms.code import code
from tests.language.test_requests import built

ANYONE = (Grant(to="anyone"),)
OPEN = Access(see=ANYONE, create=ANYONE, change=ANYONE, delete=ANYONE)


def gadget(*fields: FieldSpec, **more: Any) -> Entity:
    return Entity(**{"name": "gadget", "fields": fields, "access": OPEN, **more})


def of_spec(*entities: Entity) -> str:
    spec = FeatureSpec(feature="gadgets", description="", entities=entities)
    return render_schemas(Scene(spec, shipped_blueprint("feature-src"), {}))


def of_text(text: str) -> str:
    spec = parse(text, feature="gadgets", description="")
    return render_schemas(Scene(spec, shipped_blueprint("feature-src"), {}))


def classes(text: str) -> dict[str, list[str]]:
    """The lines of each class, without blank ones."""
    found: dict[str, list[str]] = {}
    for block in text.split("\nclass ")[1:]:
        head, *lines = block.splitlines()
        found[head.split("(")[0]] = [line.strip() for line in lines if line.startswith(" ")]
    return found


def line(text: str, schema: str, name: str = "value") -> str:
    """The line of an attribute, without its name."""
    (found,) = (line for line in classes(text)[f"Gadget{schema}"] if line.startswith(f"{name}: "))
    return found.removeprefix(f"{name}: ")


TYPES = [
    (Text(max_length=80), "Annotated[VisibleLine, Field(min_length=1, max_length=80)]", "Shown"),
    (Text(min_length=0), "Annotated[Line, Field(max_length=200)]", "Shown"),
    (Text(min_length=15, max_length=15, digits=True), 'Annotated[str, Field(pattern="^[0-9]{15}$")]', "Shown"),
    (Text(min_length=6, max_length=20, digits=True), 'Annotated[str, Field(pattern="^[0-9]{6,20}$")]', "Shown"),
    (LongText(), "Annotated[VisibleText, Field(min_length=1, max_length=10_000)]", "Shown"),
    (WholeNumber(), "Whole", "Shown"),
    (WholeNumber(minimum=1, maximum=5), "Annotated[Whole, Field(ge=1, le=5)]", "Shown"),
    (WholeNumber(minimum=0), "Annotated[Whole, Field(ge=0)]", "Shown"),
    (WholeNumber(minimum=0, maximum=2**40), "Annotated[BigWhole, Field(ge=0, le=1_099_511_627_776)]", "Shown"),
    (
        Number(minimum=Decimal("0.01"), maximum=Decimal(150)),
        'Annotated[Number, Field(ge=Decimal("0.01"), le=Decimal("150"), decimal_places=2)]',
        "Shown",
    ),
    (
        Amount(currency="JPY", maximum=Decimal(500)),
        'Annotated[Number, Field(ge=Decimal("0"), le=Decimal("500"), decimal_places=0)]',
        "Shown",
    ),
    (YesNo(), "YesNo", "bool"),
    (Date(), "Day", "date"),
    (TimeOfDay(), "TimeOfDay", "Clock"),
    (DateAndTime(), "Moment", "datetime"),
    (Duration(), "Duration", "Length"),
    (Uuid(), "UUID", "UUID"),
    (Link(), "Link", "Shown"),
    (EmailAddress(), "FoldedEmail", "Shown"),
    (
        TextList(max_items=20, max_length=30),
        "Annotated[list[Annotated[VisibleLine, Field(min_length=1, max_length=30)]], Field(max_length=20)]",
        "Shown",
    ),
    (Choice(values=("dog", "cat")), "GadgetValue", "GadgetValue"),
]


@pytest.mark.parametrize(("type_", "incoming", "outgoing"), TYPES)
def test_each_type_is_checked_as_it_comes_in_and_told_as_it_goes_out(type_: Type, incoming: str, outgoing: str) -> None:
    needed = of_spec(gadget(FieldSpec(name="value", type=type_)))
    optional = of_spec(gadget(FieldSpec(name="value", type=type_, optional=True)))
    if incoming.startswith("Annotated"):
        assert f"\nGadgetValue = {incoming}\n" in needed
        incoming = "GadgetValue"
    outgoing = f"Shown[{incoming}]" if outgoing == "Shown" else outgoing

    assert [line(needed, schema) for schema in ("Create", "Patch", "Read")] == [
        incoming, f"{incoming} | MISSING = MISSING", outgoing
    ]  # fmt: skip
    assert [line(optional, schema) for schema in ("Create", "Patch", "Read")] == [
        f"{incoming} | None = None", f"{incoming} | MISSING | None = MISSING", f"{outgoing} | None"
    ]  # fmt: skip


def test_json_is_anything_null_as_well() -> None:
    text = of_spec(gadget(FieldSpec(name="value", type=Json(), optional=True)))

    assert [line(text, schema) for schema in ("Create", "Patch", "Read")] == [
        "JsonValue = None", "JsonValue | MISSING = MISSING", "Any"
    ]  # fmt: skip


STARTS = [
    (Text(), """It's "{{7*7}}".""".replace('"', ""), '"It\'s {{7*7}}."'),
    (Link(), "https://example.org/a", "'https://example.org/a'"),
    (Choice(values=("in progress", "done")), "in progress", "GadgetValue.IN_PROGRESS"),
    (WholeNumber(), "-12000", "-12_000"),
    (Number(), "0.50", 'Decimal("0.5")'),
    (Amount(currency="EUR"), "10", 'Decimal("10")'),
    (YesNo(), "yes", "True"),
    (YesNo(), "no", "False"),
    (Date(), "2026-01-31", "date(2026, 1, 31)"),
    (Date(), "today", "Field(default_factory=today)"),
    (TimeOfDay(), "08:00", "time(8, 0)"),
    (TimeOfDay(), "23:59:30", "time(23, 59, 30)"),
    (TimeOfDay(), "now", "Field(default_factory=lambda: now().time())"),
    (DateAndTime(), "2026-01-31T08:00:00+02:00", "datetime(2026, 1, 31, 6, 0, tzinfo=UTC)"),
    (DateAndTime(), "now", "Field(default_factory=now)"),
    (Duration(), "30 minutes", "timedelta(minutes=30)"),
    (Duration(), "1 week", "timedelta(weeks=1)"),
    (TextList(), "empty", "Field(default_factory=list)"),
]


@pytest.mark.parametrize(("type_", "default", "start"), STARTS)
def test_a_field_starts_as_a_value_of_its_own_type(type_: Type, default: str, start: str) -> None:
    needed = of_spec(gadget(FieldSpec(name="value", type=type_, default=default)))
    optional = of_spec(gadget(FieldSpec(name="value", type=type_, default=default, optional=True)))

    assert line(needed, "Create").endswith(f" = {start}")
    assert line(optional, "Create").endswith(f" | None = {start}")
    assert line(needed, "Patch").endswith(" | MISSING = MISSING")


@pytest.mark.parametrize(
    ("type_", "never_in", "expected"),
    [
        (Date(), "future", "DayUntilToday"),
        (Date(), "past", "DayFromToday"),
        (DateAndTime(), "future", "MomentUntilNow"),
        (DateAndTime(), "past", "MomentFromNow"),
    ],
)
def test_what_is_never_in_the_future_or_past_is_checked_so(type_: Type, never_in: Any, expected: str) -> None:
    text = of_spec(gadget(FieldSpec(name="value", type=type_, never_in=never_in), filters=("value",)))

    assert line(text, "Create") == expected
    assert line(text, "Query", "value_from").startswith("Day |" if type_.kind == "date" else "Moment |")


def test_clients_send_references_but_neither_the_parent_nor_themselves() -> None:
    found = classes(
        of_text("""A pet has a name. A pet belongs to a user, its owner. Only its owner can see or change a pet.
        A clinic has a name. Anyone can see a clinic.
        A visit has a reason. A visit belongs to a pet and may belong to a clinic.
        Access to a visit follows its pet.""")
    )

    assert found["PetCreate"][1] == 'model_config = with_example(name="Ada")'
    assert found["PetCreate"][2:] == ["name: PetName"]
    assert found["PetRead"][1:] == ["name: Shown[PetName]", "owner_id: UUID"]
    assert found["VisitCreate"][2:] == ["reason: VisitReason", "clinic_id: UUID | None = None"]
    assert found["VisitPatch"][3:] == ["clinic_id: UUID | MISSING | None = MISSING"]
    assert found["VisitRead"][1:] == ["reason: Shown[VisitReason]", "pet_id: UUID", "clinic_id: UUID | None"]
    assert not {"ClinicCreate", "ClinicPatch"} & set(found)


def test_what_is_computed_and_where_a_thing_stands_is_only_shown() -> None:
    found = classes(
        of_text("""An order has a number and an optional due date. An order is new or paid. A new order can be paid.
        An order's age is the time since its due date. An order's line count is the number of its lines.
        An order's total is the sum of its lines' amounts. An order's usual count is the average of its lines' counts.
        An order's last day is the latest of its lines' packed dates.
        Anyone can see, create or change orders.
        An order line has an amount in EUR, a count and a packed date. An order line belongs to an order.""")
    )

    assert found["OrderCreate"][2:] == ["number: OrderNumber", "due_date: Day | None = None"]
    assert found["OrderRead"] == [
        '"""An order; the total is in EUR."""',
        "number: Shown[OrderNumber]", "due_date: date | None", "status: OrderStatus",
        "line_count: int", "total: Decimal",
        "usual_count: float | None", "last_day: date | None",
        "@computed_field", "def age(self) -> Length | None:", '"""The time since its due date."""',
        "return None if self.due_date is None else today() - self.due_date",
    ]  # fmt: skip


def test_what_is_computed_of_its_own_fields_is_as_they_are() -> None:
    found = classes(
        of_text("""A line has a price in EUR, a quantity, an optional discount in EUR, a share, a start date and an
        end date.
        A line's share is a number with 2 decimals. Anyone can see or create lines.
        A line's total is its price times its quantity. A line's net is its price minus its discount.
        A line's pairs are its quantity times 2. A line's square is its share times its share.
        A line's days are the days from its start date to its end date.""")
    )

    assert found["Line_Read"][0] == (
        '"""A line; the price is in EUR, the discount in EUR, the total in EUR and the net in EUR."""'
    )
    assert found["Line_Read"][-5:] == [
        "total: Decimal", "net: Decimal | None", "pairs: int", "square: Decimal", "days: int"
    ]  # fmt: skip
    assert not any(name in line for line in found["Line_Create"] for name in ("total", "net:", "pairs", "days"))


def test_a_list_can_be_asked_for_by_what_the_request_names() -> None:
    text = of_text("""A car has a name, a price in EUR, a seat count, a length, a due date and whether it is hired.
        A car's name is text of 1 to 20 characters. A car's length is a duration.
        A car belongs to a user, its owner. Anyone can see a car.
        Cars can be filtered by owner, price, seat count, length, due date and "is hired",
        and searched by name.""")

    price = 'Annotated[NumberInUrl, Field(ge=Decimal("0"), le=Decimal("1000000000"))]'
    found = {name: rest for name, _, rest in (said.partition(": ") for said in classes(text)["CarQuery"][1:])}
    assert {
        name: (rest.split(" | None")[0], rest.partition("description=")[2][1:-2]) for name, rest in found.items()
    } == {
        "owner_id": ("UUID", "Only of this owner."),
        "price_from": (price, "Only with this price or more."),
        "price_to": (price, "Only with this price or less."),
        "seat_count_from": ("Annotated[Whole, Field(strict=False)]", "Only with this seat count or more."),
        "seat_count_to": ("Annotated[Whole, Field(strict=False)]", "Only with this seat count or less."),
        "length_from": ("Duration", "Only with this length or longer."),
        "length_to": ("Duration", "Only with this length or shorter."),
        "due_date_from": ("Day", "Only with this due date or later."),
        "due_date_to": ("Day", "Only with this due date or earlier."),
        "is_hired": ("bool", "Whether it is hired."),
        "search": ("Annotated[str, Field(min_length=1, max_length=20)]", "Part of the name."),
    }


def test_a_list_can_be_asked_for_by_where_things_stand_and_by_any_text_of_several_fields() -> None:
    text = of_text("""A post has a title and a body. A post is draft or published. A draft post can be published.
        Anyone can see a post. Posts can be filtered by status and searched by title and body.""")

    status, search = classes(text)["PostQuery"][1:]
    assert status == "status: PostStatus | None = Field(None, description='Only with this status.')"
    assert search.startswith("search: Annotated[str, Field(min_length=1, max_length=1000)]")
    assert search.endswith("description='Part of the body or title.')")


def test_units_are_said_with_what_is_shown() -> None:
    text = of_spec(
        gadget(
            FieldSpec(name="weight", type=Number(unit="kg")),
            FieldSpec(name="points", type=WholeNumber(unit="percent")),
            FieldSpec(name="fee", type=Amount(currency="EUR")),
        )
    )

    assert (
        classes(text)["GadgetRead"][0]
        == '"""A gadget; the weight is in kg, the points in percent and the fee in EUR."""'
    )


def test_a_type_has_another_name_where_its_own_is_taken() -> None:
    text = of_spec(
        gadget(FieldSpec(name="read", type=Text()), FieldSpec(name="name tag", type=Text())),
        gadget(FieldSpec(name="tag", type=Text()), name="gadget name"),
    )

    assert [said.split(" = ")[0] for said in text.splitlines() if said.startswith("Gadget")] == [
        "GadgetRead_", "GadgetNameTag", "GadgetNameTag_"
    ]  # fmt: skip


def test_a_field_does_not_hide_the_type_that_it_is_called_as() -> None:
    text = of_spec(
        gadget(
            FieldSpec(name="date", type=Date(), default="2026-01-31"),
            FieldSpec(name="today", type=Date(), default="today"),
        )
    )

    assert line(text, "Create", "date") == "Day = _date(2026, 1, 31)"
    assert line(text, "Create", "today") == "Day = Field(default_factory=_today)"
    assert line(text, "Read", "date") == "_date"


# What is rendered for whole requests, at work.

SRC = "src/petsage"
CHECK = '''
import json
from importlib import import_module

from pydantic import ValidationError


def is_refused(schema, body, field):
    """Whether a schema refuses a body for the sake of this field alone."""
    try:
        schema.model_validate_json(json.dumps(body))
    except ValidationError as refusal:
        assert {error["loc"][0] for error in refusal.errors()} == {field}, refusal
        return True
    return False


def check(module, name, least, fields):
    of = lambda kind: getattr(import_module(module), name + kind, None)
    for kind, base in (("Create", least), ("Patch", {})):
        if schema := of(kind):
            is_refused(schema, base, "") and wrong.append((name, kind, base))
            is_refused(schema, {**base, "unheard_of": 1}, "unheard_of") or wrong.append((name, kind, "unheard_of"))
            for field, good, bad, is_fixed in fields:
                if is_fixed and kind == "Patch":
                    good, bad = [], [*good, *bad]
                for value, is_bad in [*((value, False) for value in good), *((value, True) for value in bad)]:
                    checked.append(value)
                    if is_refused(schema, {**base, field: value}, field) is not is_bad:
                        wrong.append((name, kind, field, value))
    of("Read").model_json_schema(mode="serialization")


wrong, checked = [], []
'''


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models and schemas of every request, upon the core that projects are given."""
    folder = tmp_path_factory.mktemp("project")
    foundation = Path(petsage_builder.__file__).with_name("foundation")
    files = {f"{SRC}/core/{path.relative_to(foundation)}": path.read_text() for path in foundation.rglob("*.py")}
    files |= {f"{SRC}/__init__.py": "", f"{SRC}/features/__init__.py": ""}
    rendered: dict[str, str] = {}
    for scene in scenes():
        feature = f"{SRC}/features/{scene.spec.feature}"
        rendered |= {f"{feature}/models.py": render_models(scene), f"{feature}/schemas.py": render_schemas(scene)}
        files[f"{feature}/__init__.py"] = ""
    settings = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    settings = settings.replace('"builder/src", "backend/src"', '"src"')
    for path, text in {**files, **format_files(rendered, {"pyproject.toml": settings, **files})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "pyproject.toml").write_text(settings.replace("mypy_path = [", 'mypy_path = ["src", '))
    return folder


def scenes() -> Iterator[Scene]:
    for spec, known in built():
        yield Scene(spec, shipped_blueprint("feature-src"), known)


def cases() -> Iterator[str]:
    """A call of `check` for each entity, with values that each field can have and can't have."""
    for scene in scenes():
        for entity in scene.spec.entities:
            needed = [field for field in entity.given if not field.optional and field.default is None]
            least = {field.in_json: samples.ladder(field)[0] for field in needed}
            least |= {link.column: NO_ID for link in references(entity) if not link.optional}
            fields = ", ".join(
                f'("{field.in_json}", {good(field)}, {bad(field)}, {field.is_fixed})' for field in entity.given
            )
            module = f"petsage.features.{scene.spec.feature}.schemas"
            body = ", ".join(f'"{name}": {code(value)}' for name, value in least.items())
            yield f'check("{module}", "{entity.class_name}", {{{body}}}, [{fields}])'


def good(field: FieldSpec) -> str:
    values = [*samples.ladder(field), *field.type.edges(), *([None] if field.optional else [])]
    return code(values)


def bad(field: FieldSpec) -> str:
    return code(list(samples.bad(field)))


def test_schemas_take_what_a_request_allows_and_refuse_all_else(project: Path) -> None:
    script = "\n".join([CHECK, *cases(), "assert not wrong, wrong", "print(len(checked))"])
    done = subprocess.run([sys.executable, "-"], input=script, cwd=project / "src", capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1_000


@pytest.mark.parametrize(
    "command", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"]], ids=" ".join
)
def test_rendered_schemas_please_the_project_s_own_tools(project: Path, command: list[str]) -> None:
    paths = sorted(str(path.relative_to(project)) for path in project.glob(f"{SRC}/features/*/schemas.py"))
    done = subprocess.run([sys.executable, "-m", *command, *paths], cwd=project, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_the_time_since_is_shown_as_a_duration(project: Path) -> None:
    script = """
from datetime import UTC, datetime, timedelta
from uuid import UUID
from petsage.core.fields import today
from petsage.features.clinic.schemas import PatientRead
some, then = UUID(int=1), datetime(2026, 1, 1, tzinfo=UTC)
row = {"name": "Ada", "birth_date": today() - timedelta(days=40), "is_insured": True, "insurance_number": None}
row |= {"guardian_id": some, "family_doctor_id": None, "id": some, "created_at": then, "updated_at": then, "version": 1}
print(PatientRead(**row).model_dump(mode="json")["age"])
"""
    done = subprocess.run([sys.executable, "-"], input=script, cwd=project / "src", capture_output=True, text=True)

    assert done.stdout == "P40D\n", done.stderr


def test_a_list_s_query_takes_text_as_urls_have_it_within_the_field_s_bounds(project: Path) -> None:
    script = """
from petsage.features.car_rental.schemas import CarQuery
from petsage.features.shop.schemas import ProductQuery
print(CarQuery.model_validate({"class": "van", "seat_count_from": "2", "limit": "5"}).model_dump(exclude_none=True))
for schema, asked in ((CarQuery, {"seat_count_to": "10"}), (CarQuery, {"class": "boat"}), (CarQuery, {"hue": 1}),
                      (ProductQuery, {"price_from": "0.001"}), (ProductQuery, {"search": ""})):
    try:
        print(schema.model_validate(asked))
    except ValueError as refusal:
        print(*asked)
"""
    done = subprocess.run([sys.executable, "-"], input=script, cwd=project / "src", capture_output=True, text=True)

    assert done.stdout.splitlines() == [
        "{'limit': 5, 'class_': <CarClass.VAN: 'van'>, 'seat_count_from': 2}",
        "seat_count_to", "class", "hue", "price_from", "search",
    ], done.stderr  # fmt: skip
