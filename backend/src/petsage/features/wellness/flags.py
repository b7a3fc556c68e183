"""The table of red flags: signs and measures, and the urgency that each raises."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, WithJsonSchema, model_validator

from petsage.features.wellness.rules import Key, Rule, Table, read_rules
from petsage.features.wellness.values import Several, Species

Urgency = Literal["ask", "call", "emergency"]
"""From the lowest to the highest."""

AgeGroup = Literal["young", "adult", "old", "unknown"]

Measure = Literal[
    "bleeding_minutes",
    "temperature_celsius",
    "sleeping_breaths_a_minute",
    "hours_without_food",
    "hours_without_water",
    "vomits_and_diarrhoeas_in_24_hours",
    "body_condition",
]


class Flag(Rule):
    """A reason for an urgency, for all species and ages or only for some."""

    urgency: Urgency
    species: Several[Species] | None = None
    age_groups: Several[AgeGroup] | None = None

    def concerns(self, species: Species, age_group: AgeGroup) -> bool:
        """Whether it is about such an animal; an unknown species or age is every one."""
        return (self.species is None or species == "other" or species in self.species) and (
            self.age_groups is None or age_group == "unknown" or age_group in self.age_groups
        )


class SignFlag(Flag):
    """Raised by a sign that was seen."""

    sign: Key


class MeasureFlag(Flag):
    """Raised by a measure that is `over`, `at_least` or `below` a number."""

    measure: Measure
    over: float | None = None
    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if sum(bound is not None for bound in (self.over, self.at_least, self.below)) != 1:
            raise ValueError("give exactly one of over, at_least and below")
        return self

    def is_raised_by(self, value: float) -> bool:
        """Whether the value passes its bound."""
        return (
            (self.over is not None and value > self.over)
            or (self.at_least is not None and value >= self.at_least)
            or (self.below is not None and value < self.below)
        )


class FlagTable(Table):
    """Signs, measures, what holds when nothing stands out or something isn't known, and what is never an alarm."""

    signs: Several[SignFlag]
    measures: Several[MeasureFlag]
    no_red_flag: Flag
    missing: Flag
    never_an_alarm: Rule


FLAGS = read_rules("triage", FlagTable)
SIGNS = tuple(dict.fromkeys(flag.sign for flag in FLAGS.signs))


def _listed(sign: str) -> str:
    if sign not in SIGNS:
        raise ValueError(f"not a listed sign; where none fits, use something_else. Listed: {', '.join(SIGNS)}")
    return sign


Sign = Annotated[str, AfterValidator(_listed), WithJsonSchema({"type": "string", "enum": list(SIGNS)})]
