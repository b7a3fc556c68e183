"""The catalogue: every rule of every table, with its sources."""

from typing import Literal

from petsage.features.wellness.body import BODY
from petsage.features.wellness.energy import ENERGY
from petsage.features.wellness.flags import FLAGS
from petsage.features.wellness.life_stage import LIFE_STAGES
from petsage.features.wellness.poisons import POISONS
from petsage.features.wellness.rules import RULE_SET, Rule, Table
from petsage.features.wellness.vaccines import VACCINES
from petsage.features.wellness.values import Several, Value
from petsage.features.wellness.weight_loss import WEIGHT_LOSS

TABLES: tuple[Table, ...] = (ENERGY, BODY, WEIGHT_LOSS, VACCINES, POISONS, FLAGS, LIFE_STAGES)


class Catalogue(Value):
    """The rules in force, in the order of their tables, without the numbers that only calculations need."""

    rule_set_version: str
    label: Literal["reference"]
    note: str
    rules: Several[Rule]


def catalogue() -> Catalogue:
    """Every rule in force, whether an answer names it or it keeps a number out of every answer."""
    rules = (rule for table in TABLES for rule in table.rules)
    return Catalogue(
        rule_set_version=RULE_SET.version,
        label=RULE_SET.label,
        note=RULE_SET.note,
        rules=tuple(Rule(id=rule.id, fact=rule.fact, sources=rule.sources, sureness=rule.sureness) for rule in rules),
    )
