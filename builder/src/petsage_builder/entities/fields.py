"""How a field is written in a schema: what checks it on its way in, what it is on its way out, what it starts as."""

from datetime import date, datetime, time
from decimal import Decimal

from petsage_builder import names
from petsage_builder.entities import naming
from petsage_builder.entities.imports import Imports
from petsage_builder.entities.scene import Scene
from petsage_builder.spec import types
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.spec.types import Type
from petsage_builder.templating import python_literal

_SHIPPED = {
    "yes or no": "YesNo",
    "time of day": "TimeOfDay",
    "duration": "Duration",
    "link": "Link",
    "email address": "Email",
    "JSON": "Json",
}
"""The types of the project's core that check a kind by themselves."""

_IN_TIME = {
    ("date", None): "Day",
    ("date", "future"): "DayUntilToday",
    ("date", "past"): "DayFromToday",
    ("date and time", None): "Moment",
    ("date and time", "future"): "MomentUntilNow",
    ("date and time", "past"): "MomentFromNow",
}

_OUTGOING = {
    "text": ("", "str"),
    "long text": ("", "str"),
    "link": ("", "str"),
    "email address": ("", "str"),
    "list of text": ("", "list[str]"),
    "whole number": ("", "int"),
    "yes or no": ("", "bool"),
    "number": ("decimal", "Decimal"),
    "amount": ("decimal", "Decimal"),
    "date": ("datetime", "date"),
    "time of day": ("datetime", "time"),
    "date and time": ("datetime", "datetime"),
    "duration": ("datetime", "timedelta"),
    "UUID": ("uuid", "UUID"),
    "JSON": ("pydantic", "JsonValue"),
}


class Writer:
    """Writes types and values into the schemas of a scene; the names that they use are imported."""

    def __init__(self, scene: Scene, use: Imports) -> None:
        self._scene = scene
        self._use = use
        self._taken = {name for entity in scene.spec.entities for name in _attributes(entity)}

    def named(self, module: str, name: str) -> str:
        """The name; with an underscore before it where a field is called the same, which would hide it in its class."""
        if name not in self._taken:
            return self._use(module, name)
        self._use(module, f"{name} as _{name}")
        return f"_{name}"

    def core(self, name: str, module: str = "fields") -> str:
        """A name of the project's core."""
        return self.named(self._scene.core(module), name)

    def incoming(self, entity: Entity, field: FieldSpec) -> str:
        """The type that checks what a client sends."""
        return self.choice(entity, field) or self._checked(field.type, field.never_in)

    def asked(self, entity: Entity, field: FieldSpec) -> str:
        """The type that checks what a list is narrowed by: a query has text only, and any time is good."""
        match field.type:
            case types.WholeNumber(minimum=minimum, maximum=maximum):
                return self._annotated("int", f"ge={minimum}", f"le={maximum}")
            case types.YesNo():
                return "bool"
            case types.Text(max_length=longest):
                return self._annotated("str", f"max_length={longest}")
            case types.Link() | types.EmailAddress():
                return self._annotated("str", "max_length=2000")
            case _:
                return self.choice(entity, field) or self._checked(field.type, None)

    def outgoing(self, entity: Entity, field: FieldSpec) -> str:
        """The type of what a client is shown."""
        module, name = _OUTGOING.get(field.type.kind, ("", ""))
        return self.choice(entity, field) or (self.named(module, name) if module else name)

    def choice(self, entity: Entity, field: FieldSpec) -> str:
        """The enumeration of a choice; empty for what isn't one."""
        return self.enumeration(entity, field.name) if isinstance(field.type, types.Choice) else ""

    def enumeration(self, entity: Entity, field: str) -> str:
        """The enumeration of a field or of the states."""
        return self._use(
            self._scene.module("models", of=entity.name, seen_from="schemas"), naming.choice_class(entity, field)
        )

    def start(self, entity: Entity, field: FieldSpec) -> str:
        """The default; empty where the field must be sent."""
        if field.default is None:
            return "None" if field.optional else ""
        factory = self._factory(field)
        return (
            f"{self.named('pydantic', 'Field')}(default_factory={factory})" if factory else self._value(entity, field)
        )

    def _factory(self, field: FieldSpec) -> str:
        match field.type.kind, field.default:
            case "date and time", "now":
                return self.core("now")
            case "time of day", "now":
                return f"lambda: {self.core('now')}().time()"
            case "date", "today":
                return self.core("today")
            case "list of text", _:
                return "list"
        return ""

    def _value(self, entity: Entity, field: FieldSpec) -> str:
        default = field.default or ""
        match field.type.kind:
            case "choice":
                return f"{self.choice(entity, field)}.{names.constant(default)}"
            case "yes or no":
                return str(default == "yes")
            case "whole number":
                return default
            case "number" | "amount":
                return self.decimal(Decimal(default))
            case "date":
                return self._call("date", date.fromisoformat(default).timetuple()[:3])
            case "time of day":
                clock = time.fromisoformat(default)
                return self._call("time", _without_zeros(clock.hour, clock.minute, clock.second, clock.microsecond))
            case "date and time":
                return f"{self.named('datetime', 'datetime')}.fromisoformat({python_literal(_moment(default))})"
            case "duration":
                count, unit = default.split()
                return f"{self.named('datetime', 'timedelta')}({unit.removesuffix('s')}s={count})"
            case _:
                return python_literal(default)

    def _call(self, name: str, numbers: tuple[int, ...]) -> str:
        return f"{self.named('datetime', name)}({', '.join(map(str, numbers))})"

    def decimal(self, number: Decimal) -> str:
        """A number as an exact one."""
        return f'{self.named("decimal", "Decimal")}("{number:f}")'

    def _checked(self, type_: Type, never_in: str | None) -> str:
        match type_:
            case types.Text(digits=True):
                counts = {type_.min_length, type_.max_length}
                return self._annotated("str", f'pattern="^[0-9]{{{",".join(map(str, sorted(counts)))}}}$"')
            case types.Text():
                return self._line(type_)
            case types.LongText():
                return self._annotated("str", *_lengths(type_))
            case types.TextList():
                return self._annotated(f"list[{self._line(type_)}]", f"max_length={type_.max_items}")
            case types.WholeNumber():
                return self._whole(type_)
            case types.Number() | types.Amount():
                bounds = (f"ge={self.decimal(type_.minimum)}", f"le={self.decimal(type_.maximum)}")
                unit = type_.currency if isinstance(type_, types.Amount) else type_.unit
                decimals = f"decimal_places={type_.decimals}"
                return self._annotated(self.named("decimal", "Decimal"), *bounds, decimals, *_described(unit))
            case types.Uuid():
                return self.named("uuid", "UUID")
            case types.Date() | types.DateAndTime():
                return self.core(_IN_TIME[type_.kind, never_in])
            case _:
                return self.core(_SHIPPED[type_.kind])

    def _line(self, type_: types.Text | types.TextList) -> str:
        return self._annotated(self.core("Line"), *_lengths(type_))

    def _whole(self, type_: types.WholeNumber) -> str:
        base = self.core("BigWhole" if type_.is_big else "Whole")
        widest = types.WholeNumber()
        bounds = [
            f"{word}={bound}"
            for word, bound, open_ in (
                ("ge", type_.minimum, widest.minimum),
                ("le", type_.maximum, widest.maximum),
            )
            if bound != open_
        ]
        facts = [*bounds, *_described(type_.unit)]
        return self._annotated(base, *facts) if facts else base

    def _annotated(self, type_: str, *facts: str) -> str:
        field = f"{self.named('pydantic', 'Field')}({', '.join(facts)})"
        return f"{self.named('typing', 'Annotated')}[{type_}, {field}]"


def unit_of(field: FieldSpec) -> str | None:
    """The unit or the currency that a field is measured in."""
    return getattr(field.type, "unit", None) or getattr(field.type, "currency", None)


def _attributes(entity: Entity) -> list[str]:
    """What the fields, relations and computed values of an entity are called in its schemas."""
    return [
        *(field.snake for field in entity.fields),
        *(link.column for link in entity.belongs_to),
        *(names.snake(computed.name) for computed in entity.computed),
    ]


def _lengths(type_: types.Text | types.LongText | types.TextList) -> list[str]:
    least = [f"min_length={type_.min_length}"] if type_.min_length else []
    return [*least, f"max_length={type_.max_length}"]


def _described(unit: str | None) -> list[str]:
    return [f"description={python_literal(f'In {unit}.')}"] if unit else []


def _without_zeros(*parts: int) -> tuple[int, ...]:
    """The parts of a time but for the zeros at its end; hours and minutes always."""
    while len(parts) > 2 and not parts[-1]:
        parts = parts[:-1]
    return parts


def _moment(default: str) -> str:
    return datetime.fromisoformat(default).isoformat()
