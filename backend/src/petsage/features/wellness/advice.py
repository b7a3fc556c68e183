"""Advice: what to do first, what it means and what it rests on."""

from typing import Annotated, Literal

from pydantic import Field

from petsage.features.wellness.question import Setting
from petsage.features.wellness.rules import RULE_SET, Rule
from petsage.features.wellness.values import Several, Sureness, Value


class Basis(Value):
    """What an answer rests on. It is only as sure as the least sure of its rules."""

    rule_id: str
    supporting_rule_ids: Several[str]
    rule_set_version: str
    sources: Annotated[Several[str], Field(min_length=1)]
    sureness: Sureness
    label: Literal["reference"]
    note: str


class Advice(Value):
    """An answer: the actions, the first of them first; one plain message; and its basis."""

    actions: Annotated[Several[str], Field(min_length=1)]
    message: str
    basis: Basis


def based_on(decisive: Rule, *supporting: Rule) -> Basis:
    """The basis of an answer that one rule decided and others support."""
    rules = (decisive, *supporting)
    return Basis(
        rule_id=decisive.id,
        supporting_rule_ids=tuple(rule.id for rule in supporting),
        rule_set_version=RULE_SET.version,
        sources=tuple(dict.fromkeys(source for rule in rules for source in rule.sources)),
        sureness=max((rule.sureness for rule in rules), key="HML".index),
        label=RULE_SET.label,
        note=RULE_SET.note,
    )


def urgent_actions(first: str, setting: Setting) -> tuple[str, str]:
    """The vet first, then the poison line of the user's country, or how to find it."""
    line = setting.poison_line
    return first, f"Poison line: {line.name}, {line.phone}." if line else "Ask the vet for your country's poison line."


GO_NOW = "Go to a vet now, and call ahead."
CALL_NOW = "Call a vet now."
CALL_TODAY = "Call your vet today."
ASK = "Ask your vet."
