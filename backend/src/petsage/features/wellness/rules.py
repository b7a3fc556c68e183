"""Rules as data: every number of the tables stands in a rule that says where it comes from and how sure it is."""

import json
import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar, cast

from pydantic import Field, model_validator

from petsage.features.wellness.values import Several, Sureness, Value

RULES = Path(__file__).with_name("rules")

Text = Annotated[str, Field(min_length=1, max_length=300)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]


class Rule(Value):
    """One fact that advice may rest on, with its sources and how sure it is."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z0-9_]+$", examples=["triage.emergency"])]
    fact: Text
    sources: Annotated[Several[Text], Field(min_length=1)]
    sureness: Sureness


class Span(Value):
    """A published span; `low` equals `high` where a single number is published."""

    low: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is over high")
        return self


class Table(Value):
    """A file of rules, or a part of one: every field is a rule, several rules of one kind, or a table."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of its rules, in the order of its fields."""
        return tuple(rule for _, content in self for rule in _rules_in(content))


def _rules_in(content: object) -> tuple[Rule, ...]:
    match content:
        case Rule():
            return (content,)
        case Table():
            return content.rules
        case _:
            return tuple(cast(Several[Rule], content))


class RuleSet(Value):
    """What holds for all tables: their edition, their label and the note that goes with every answer."""

    edition: Text
    label: Literal["reference"]
    note: Text

    @property
    def version(self) -> str:
        """The edition and a digest of every table's content, so that no number can change under one version."""
        return f"{self.edition}+{_digest()}"


AnyValue = TypeVar("AnyValue", bound=Value)


def read_rules(name: str, shape: type[AnyValue], folder: Path = RULES) -> AnyValue:
    """The rules of `<name>.toml`, validated. Raises pydantic's ValidationError where the file isn't of this shape."""
    return shape.model_validate(_content(folder / f"{name}.toml"))


def _content(file: Path) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _digest() -> str:
    contents = {file.stem: _content(file) for file in sorted(RULES.glob("*.toml"))}
    return sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()[:12]


RULE_SET = read_rules("rule_set", RuleSet)
