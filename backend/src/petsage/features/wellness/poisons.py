"""The poison check: how bad something eaten may be. No answer says safe, and the unknown counts as the worst case."""

from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, WithJsonSchema

from petsage.features.wellness.advice import CALL_NOW, GO_NOW, Advice, based_on, urgent_actions
from petsage.features.wellness.flags import Sign
from petsage.features.wellness.question import Question, Setting
from petsage.features.wellness.rules import Key, Rule, Span, Table, Text, read_rules
from petsage.features.wellness.triage import triage_first
from petsage.features.wellness.values import Kilograms, Range, Sent, Several, Species, Value

Severity = Literal["below_published_thresholds", "mild", "serious", "severe"]
"""From the lowest to the worst. Below every published threshold is still no promise."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
ACTIONS: dict[Severity, str] = {
    "below_published_thresholds": CALL_NOW,
    "mild": CALL_NOW,
    "serious": GO_NOW,
    "severe": GO_NOW,
}


class Poison(Rule):
    """Something eaten, and how many mg of its agent are in a gram of it."""

    key: Key
    name: Text
    agent: Key
    agent_mg_per_g: Span


class Threshold(Rule):
    """The severity from so many mg of an agent for each kg of an animal on; 0 is any amount."""

    species: Species
    agent: Key
    severity: Literal["mild", "serious", "severe"]
    from_mg_per_kg: Annotated[float, Field(ge=0)]


class PoisonTable(Table):
    """Poisons, thresholds, and what holds below the thresholds and beyond the table."""

    poisons: Several[Poison]
    thresholds: Several[Threshold]
    worst_case: Rule
    below_thresholds: Rule


POISONS = read_rules("poisons", PoisonTable)
BY_KEY = {poison.key: poison for poison in POISONS.poisons}


def _listed(key: str) -> str:
    if key not in BY_KEY:
        raise ValueError(f"not a listed poison; leave it out where none fits. Listed: {', '.join(BY_KEY)}")
    return key


PoisonKey = Annotated[str, AfterValidator(_listed), WithJsonSchema({"type": "string", "enum": list(BY_KEY)})]


class Eaten(Sent):
    """What was eaten, or may have been, and what was seen since."""

    signs: Annotated[Several[Sign], Field(max_length=50)] = ()
    poison: PoisonKey | None = None
    amount_g: Annotated[float, Field(gt=0, le=100_000)] | None = None


class PoisonQuestion(Eaten, Question):
    """What an animal ate or may have eaten. What is left out is unknown and counts as the worst case."""

    weight_kg: Kilograms | None = None

    @property
    def red_flags(self) -> tuple[Sign, ...]:
        """Any sign after eating something makes it a suspected poisoning."""
        return tuple(dict.fromkeys((*self.signs, "suspected_poison"))) if self.signs else ()


class SeverityRange(Value):
    """From the least to the worst that it may be."""

    low: Severity
    high: Severity


class PoisonAdvice(Advice):
    """How bad it may be: the worst of `range`, which the actions follow."""

    kind: Literal["poison"] = "poison"
    severity: Severity
    range: SeverityRange
    agent_per_kg: Range | None
    inputs: PoisonQuestion


@triage_first
def check_poison(question: PoisonQuestion, setting: Setting) -> PoisonAdvice:
    """The worst that it may be, by the thresholds for the species; every answer calls a vet."""
    poison = BY_KEY[question.poison] if question.poison else None
    thresholds = [t for t in POISONS.thresholds if poison and (t.species, t.agent) == (question.species, poison.agent)]
    eaten = _agent_per_kg(poison, question)
    least, _ = _judge(thresholds, eaten.low if eaten else 0)
    worst, rule = _judge(thresholds, eaten.high if eaten else None)
    return PoisonAdvice(
        actions=urgent_actions(ACTIONS[worst], setting),
        message=f"{rule.fact} {poison.fact}" if poison else rule.fact,
        basis=based_on(rule, *([poison] if poison else [])),
        severity=worst,
        range=SeverityRange(low=least, high=worst),
        agent_per_kg=eaten.rounded(1) if eaten else None,
        inputs=question,
    )


def _agent_per_kg(poison: Poison | None, question: PoisonQuestion) -> Range | None:
    """How much of the poison's agent was eaten for each kg of the animal; None where anything is unknown."""
    if poison is None or question.amount_g is None or question.weight_kg is None:
        return None
    g_per_kg = question.amount_g / question.weight_kg
    content = poison.agent_mg_per_g
    return Range(low=content.low * g_per_kg, high=content.high * g_per_kg, unit=f"mg {poison.agent} a kg").rounded(6)


def _judge(thresholds: Sequence[Threshold], mg_per_kg: float | None) -> tuple[Severity, Rule]:
    """The worst severity that is reached, and its rule. Without thresholds or a number it is the worst of all."""
    if not thresholds or mg_per_kg is None:
        return SEVERITIES[-1], POISONS.worst_case
    reached = [threshold for threshold in thresholds if mg_per_kg >= threshold.from_mg_per_kg]
    if not reached:
        return SEVERITIES[0], POISONS.below_thresholds
    worst = max(reached, key=lambda threshold: SEVERITIES.index(threshold.severity))
    return worst.severity, worst
