"""How each field is written in schemas: the type of what comes in, of what goes out, and what it starts as."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from petsage_builder.rendering import naming
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.templating import python_literal
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.spec.types import Amount, Choice, Json, LongText, Number, Text, TextList, Uuid, WholeNumber, YesNo
from petsage_builder.terms import names

SCHEMAS = ("Create", "Patch", "Read", "Query")
"""What the names of an entity's schemas end in."""

LONGEST_LITERAL = 100

_READY = {
    ("yes or no", None): "YesNo",
    ("date", None): "Day",
    ("date", "future"): "DayUntilToday",
    ("date", "past"): "DayFromToday",
    ("date and time", None): "Moment",
    ("date and time", "future"): "MomentUntilNow",
    ("date and time", "past"): "MomentFromNow",
    ("time of day", None): "TimeOfDay",
    ("duration", None): "Duration",
    ("link", None): "Link",
    ("email address", None): "FoldedEmail",
}
"""The types that the core has ready, by a field's kind and what it is never in."""

_OUTGOING = {
    "yes or no": ("", "bool"),
    "date": ("datetime", "date"),
    "date and time": ("datetime", "datetime"),
    "UUID": ("uuid", "UUID"),
    "JSON": ("typing", "Any"),
}
"""The types of what goes out, with their modules."""

_BOUNDED = {"text", "long text", "list of text", "whole number", "number", "amount", "link", "email address"}
"""The kinds whose bounds the document tells of what goes out, too."""

_SHOWN = {"time of day": "Clock", "duration": "Length"}
"""The types of the core that go out."""

_IMPORTED = {
    *_READY.values(),
    *_SHOWN.values(),
    "BigWhole",
    "JsonValue",
    "Number",
    "NumberInUrl",
    "PageQuery",
    "Shown",
    "VisibleLine",
    "VisibleText",
}


class FieldTypes:
    """The types of fields in the words of the schemas' file.

    `aliases` gathers those that needed a name of their own, which the file has to define first.
    """

    def __init__(self, scene: Scene, use: Imports) -> None:
        self.aliases: dict[str, str] = {}
        self._scene = scene
        self._use = use
        self._attributes = set(_attributes(scene))
        self._schemas = {f"{entity.class_name}{kind}" for entity in scene.spec.entities for kind in SCHEMAS}
        self._schemas |= {naming.deleted_class(entity) for entity in scene.spec.entities if entity.restore_days}
        self._aliases = self._alias_names()

    def incoming(self, entity: Entity, field: FieldSpec) -> str:
        """The type that what a client sends is checked by, but for null."""
        match field.type:
            case Json():
                return self._core("JsonValue")
            case Choice() | Uuid():
                return self.outgoing(entity, field)
            case Text() | LongText() as text:
                return self._alias(entity, field, self._text(text))
            case TextList() as texts:
                each = self._text(Text(min_length=texts.min_length, max_length=texts.max_length))
                return self._alias(entity, field, self._annotated(f"list[{each}]", max_length=texts.max_items))
            case Number() | Amount() as number:
                return self._alias(entity, field, self._exact(number))
            case WholeNumber() as number:
                return self._whole(entity, field, number)
        return self._core(_READY[field.type.kind, field.never_in])

    def queried(self, entity: Entity, field: FieldSpec) -> str:
        """The type of a parameter that a list is filtered by, but for null: URLs say numbers and truth as text."""
        match field.type:
            case WholeNumber():
                return self._annotated(self.incoming(entity, field), strict=False)
            case Number() | Amount() as number:
                return self._annotated(self._core("NumberInUrl"), **self._bounds(number))
            case YesNo():
                return "bool"
        return self.incoming(entity, field.model_copy(update={"never_in": None}))

    def outgoing(self, entity: Entity, field: FieldSpec) -> str:
        """The type of what a client is shown, but for null: with the bounds of what is sent, where it has some."""
        if isinstance(field.type, Choice):
            return self.enumeration(entity, field.name)
        if field.type.kind in _BOUNDED:
            return f"{self._core('Shown')}[{self.incoming(entity, field)}]"
        if field.type.kind in _SHOWN:
            return self._core(_SHOWN[field.type.kind])
        return self.named(*_OUTGOING[field.type.kind])

    def enumeration(self, entity: Entity, field: str) -> str:
        """The class of the words that a field chooses from, or of the states in `status`."""
        return self.named(self._scene.module("models", seen_from="schemas"), naming.choice_class(entity, field))

    def start(self, entity: Entity, field: FieldSpec) -> str:
        """What a field is where a client doesn't send it; nothing where they have to."""
        if field.default is None:
            return "None" if field.optional else ""
        match field.type.kind, field.default:
            case ("date", "today") | ("date and time", "now"):
                return self._made_by(self.named(self._scene.core("fields"), field.default))
            case "time of day", "now":
                return self._made_by(f"lambda: {self._core('now')}().time()")
            case "list of text", _:
                return self._made_by("list")
            case "choice", value:
                return f"{self.enumeration(entity, field.name)}.{names.constant(value)}"
        return self._constant(field.type.kind, field.default)

    def named(self, module: str, name: str) -> str:
        """The name as the file uses it; with an underscore before it where a field or a schema hides it."""
        if not module:
            return name
        if name not in self._attributes | self._schemas:
            return self._use(module, name)
        self._use(module, f"{name} as _{name}")
        return f"_{name}"

    def _constant(self, kind: str, default: str) -> str:
        match kind:
            case "whole number":
                return whole(int(default))
            case "number" | "amount":
                return self._decimal(default)
            case "yes or no":
                return str(default == "yes")
            case "date":
                day = date.fromisoformat(default)
                return self._call("date", day.year, day.month, day.day)
            case "time of day":
                return self._call("time", *_clock(time.fromisoformat(default)))
            case "date and time":
                moment = datetime.fromisoformat(default).astimezone(UTC)
                zone = f"tzinfo={self._use('datetime', 'UTC')}"
                return self._call("datetime", moment.year, moment.month, moment.day, *_clock(moment.time()), zone)
            case "duration":
                count, unit = default.split()
                return self._call("timedelta", f"{unit.removesuffix('s')}s={count}")
        return quoted(default)

    def _text(self, text: Text | LongText) -> str:
        if isinstance(text, Text) and text.digits:
            least, most = text.min_length, text.max_length
            times = str(most) if least == most else f"{least},{most}"
            return self._annotated("str", pattern=f'"^[0-9]{{{times}}}$"')
        blank, seen = ("Line", "VisibleLine") if isinstance(text, Text) else ("", "VisibleText")
        kind = seen if text.min_length else blank
        base = self._core(kind) if kind else "str"
        return self._annotated(base, min_length=text.min_length or None, max_length=text.max_length)

    def _exact(self, number: Number | Amount) -> str:
        return self._annotated(self._core("Number"), **self._bounds(number), decimal_places=number.decimals)

    def _bounds(self, number: Number | Amount) -> dict[str, str]:
        return {"ge": self._decimal(str(number.minimum)), "le": self._decimal(str(number.maximum))}

    def _whole(self, entity: Entity, field: FieldSpec, number: WholeNumber) -> str:
        base = self._core("BigWhole" if number.is_big else "Whole")
        least, most = (1 - 2**53, 2**53 - 1) if number.is_big else (-(2**31), 2**31 - 1)
        bounds = {
            "ge": None if number.minimum == least else number.minimum,
            "le": None if number.maximum == most else number.maximum,
        }
        bounded = any(bound is not None for bound in bounds.values())
        return self._alias(entity, field, self._annotated(base, **bounds)) if bounded else base

    def _annotated(self, base: str, **limits: Any) -> str:
        said = ", ".join(
            f"{name}={whole(limit) if type(limit) is int else limit}"
            for name, limit in limits.items()
            if limit is not None
        )
        return f"{self._use('typing', 'Annotated')}[{base}, {self._use('pydantic', 'Field')}({said})]"

    def _alias(self, entity: Entity, field: FieldSpec, type_: str) -> str:
        name = self._aliases[entity.name, field.name]
        self.aliases[name] = type_
        return name

    def _alias_names(self) -> dict[tuple[str, str], str]:
        """What the type of each field would be called, with an underscore at its end where that is taken."""
        found: dict[tuple[str, str], str] = {}
        fields = [(entity, field) for entity in self._scene.spec.entities for field in entity.fields]
        chosen = {naming.choice_class(entity, field.name) for entity, field in fields if isinstance(field.type, Choice)}
        chosen |= {naming.choice_class(entity, "status") for entity in self._scene.spec.entities if entity.lifecycle}
        for entity, field in fields:
            name = naming.field_alias(entity, field.name)
            while name in _IMPORTED | self._schemas | chosen | set(found.values()):
                name += "_"
            found[entity.name, field.name] = name
        return found

    def _core(self, name: str) -> str:
        return self.named(self._scene.core("fields"), name)

    def _call(self, function: str, *arguments: object) -> str:
        return f"{self.named('datetime', function)}({', '.join(map(str, arguments))})"

    def _decimal(self, number: str) -> str:
        return f'{self.named("decimal", "Decimal")}("{number}")'

    def _made_by(self, function: str) -> str:
        return f"{self._use('pydantic', 'Field')}(default_factory={function})"


def _attributes(scene: Scene) -> Iterator[str]:
    """What the attributes of schemas are called."""
    for entity in scene.spec.entities:
        yield from (field.snake for field in entity.fields)
        yield from (names.snake(computed.name) for computed in entity.computed)


def _clock(clock: time) -> list[int]:
    """The arguments that make a time: hours, minutes and what else isn't zero at the end."""
    parts = [clock.hour, clock.minute, clock.second, clock.microsecond]
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return parts


def quoted(text: str) -> str:
    """The text as a literal; a long one in several parts, so that no line is too long."""
    if len(literal := python_literal(text)) <= LONGEST_LITERAL:
        return literal
    size = LONGEST_LITERAL // 2
    return f"({' '.join(python_literal(text[at : at + size]) for at in range(0, len(text), size))})"


def whole(number: int) -> str:
    """A whole number as people write it in Python: `10_000`."""
    return f"{number:_}" if abs(number) >= 10_000 else str(number)
