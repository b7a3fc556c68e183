"""Red-flag triage: how urgently a vet is needed. Nothing that is added lowers an answer, and the unknown raises it."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field

from petsage.features.wellness.advice import ASK, CALL_TODAY, GO_NOW, Advice, based_on, urgent_actions
from petsage.features.wellness.flags import FLAGS, AgeGroup, Flag, Sign, Urgency
from petsage.features.wellness.question import Question, Setting, refuse_days_ahead
from petsage.features.wellness.values import TABLED_SPECIES, Sent, Several, Value

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)

Hours = Annotated[float, Field(ge=0, le=10_000)]
Unknown = Literal["unknown"]


class Seen(Sent):
    """What was seen and measured. Left out: not seen. `"unknown"`: seen, but nobody knows how long or how often.

    Vomiting and diarrhoea are counted where somebody knows how often; as signs they count as the worst.
    """

    signs: Annotated[Several[Sign], Field(max_length=50)] = ()
    bleeding_minutes: Hours | Unknown | None = None
    temperature_celsius: Annotated[float, Field(ge=20, le=50)] | None = None
    sleeping_breaths_a_minute: Annotated[int, Field(ge=0, le=500)] | None = None
    hours_without_food: Hours | Unknown | None = None
    hours_without_water: Hours | Unknown | None = None
    vomits_and_diarrhoeas_in_24_hours: Annotated[int, Field(ge=0, le=1_000)] | Unknown | None = None
    body_condition: Annotated[int, Field(ge=1, le=9)] | None = None


class TriageQuestion(Seen, Question):
    """What was seen of an animal.

    Species and age group must be given, if only as `other` and `unknown`: the worst case then counts.
    """

    age_group: AgeGroup


class UrgencyRange(Value):
    """From what was named, up to what an unseen sign may make of it."""

    low: Urgency
    high: Literal["emergency"] = "emergency"


class TriageAdvice(Advice):
    """How urgently a vet is needed, and every red flag that was raised."""

    kind: Literal["triage"] = "triage"
    urgency: Urgency
    range: UrgencyRange
    red_flags: Several[str]
    inputs: TriageQuestion


def triage(question: TriageQuestion, setting: Setting) -> TriageAdvice:
    """The highest urgency of all flags that the question raises."""
    flags = sorted(_raised(question), key=lambda flag: -URGENCIES.index(flag.urgency))
    highest = flags[0]
    return TriageAdvice(
        actions=_actions(highest.urgency, setting),
        message=highest.fact,
        basis=based_on(*flags),
        urgency=highest.urgency,
        range=UrgencyRange(low=highest.urgency),
        red_flags=tuple(flag.fact for flag in flags if flag not in (FLAGS.missing, FLAGS.no_red_flag)),
        inputs=question,
    )


def _raised(question: TriageQuestion) -> list[Flag]:
    """Every flag that counts, in the order of the table; where there is none, the one that says so."""
    by_sign = [flag for flag in FLAGS.signs if flag.sign in question.signs]
    by_measure = [flag for flag in FLAGS.measures if _passes(flag.is_raised_by, getattr(question, flag.measure))]
    flags: list[Flag] = [f for f in (*by_sign, *by_measure) if f.concerns(question.species, question.age_group)]
    if question.species not in TABLED_SPECIES or question.age_group == "unknown":
        flags.append(FLAGS.missing)
    return flags or [FLAGS.no_red_flag]


def _passes(bound: Callable[[float], bool], value: float | Unknown | None) -> bool:
    return value is not None and (value == "unknown" or bound(value))


def _actions(urgency: Urgency, setting: Setting) -> tuple[str, ...]:
    match urgency:
        case "emergency":
            return urgent_actions(GO_NOW, setting)
        case "call":
            return (CALL_TODAY,)
        case "ask":
            return (ASK,)


AnyQuestion = TypeVar("AnyQuestion", bound=Question)
Answer = TypeVar("Answer")


def triage_first(
    adviser: Callable[[AnyQuestion, Setting], Answer],
) -> Callable[[AnyQuestion, Setting], Answer | TriageAdvice]:
    """Makes an adviser answer with triage as soon as any sign is named, and refuse days that haven't come yet."""

    @wraps(adviser)
    def advise(question: AnyQuestion, setting: Setting) -> Answer | TriageAdvice:
        if question.red_flags:
            animal = TriageQuestion(species=question.species, age_group="unknown", signs=question.red_flags)
            return triage(animal, setting)
        refuse_days_ahead(question, setting.today)
        return adviser(question, setting)

    return advise
