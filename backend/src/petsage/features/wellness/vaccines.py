"""The vaccine plan, with deworming: what is due next in each series, and who says so. It asks, and never prescribes."""

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from petsage.features.wellness.advice import ASK, Advice, based_on
from petsage.features.wellness.question import AgedQuestion, Setting
from petsage.features.wellness.rules import Rule, Table, read_rules
from petsage.features.wellness.schedule import Series, Status, Window, next_dose
from petsage.features.wellness.triage import triage_first
from petsage.features.wellness.values import Day, Several, Value


class VaccineTable(Table):
    """Vaccine and deworming series, the rule for the species that have none, and whose word goes first."""

    series: Several[Series]
    no_guideline: Rule
    precedence: Rule


VACCINES = read_rules("vaccines", VaccineTable)
KEYS = tuple(series.key for series in VACCINES.series)


COMMON_NAMES = {
    **dict.fromkeys(("dhpp", "dapp", "da2pp"), "dog_core"),
    **dict.fromkeys(("fvrcp",), "cat_core"),
    **dict.fromkeys(("felv",), "cat_leukaemia"),
}
"""What the vaccines of a series are called by many, in small letters."""


def _listed(key: str) -> str:
    key = COMMON_NAMES.get(key.lower(), key)
    if key not in KEYS:
        raise ValueError(f"not a listed series; listed: {', '.join(KEYS)}")
    return key


SeriesKey = Annotated[str, AfterValidator(_listed), WithJsonSchema({"type": "string", "enum": list(KEYS)})]
Authority = Literal["vet", "label", "law"]
"""Whose word on a next dose goes before a guideline; the first goes before the others."""
AUTHORITIES: tuple[Authority, ...] = get_args(Authority)
AUTHORITY_NAMES = {"vet": "your vet's record", "label": "the label", "law": "the law"}


class StatedDue(Value):
    """A next due date that the vet's record, the product's label or the law states."""

    on: Day
    by: Authority


class Dose(Value):
    """A dose of a series that was given, with the next due dates that go with it."""

    series: SeriesKey
    given_on: Day
    next_due: Annotated[Several[StatedDue], Field(max_length=3)] = ()


class VaccineQuestion(AgedQuestion):
    """An animal's age and every dose that it is known to have had."""

    doses: Annotated[Several[Dose], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _born_before_its_doses(self) -> Self:
        if self.birth and any(dose.given_on < self.birth.earliest for dose in self.doses):
            raise ValueError("a dose can't be given before birth; correct the birth date or the dose")
        return self

    def days(self) -> dict[str, date]:
        return super().days() | {f"doses, {dose.series}": dose.given_on for dose in self.doses}

    def about(self, series: Series) -> "VaccineQuestion":
        """The same question with the doses of one series only."""
        return self.model_copy(update={"doses": tuple(dose for dose in self.doses if dose.series == series.key)})


class VaccineAdvice(Advice):
    """What is due next in one series; `range` is None where nobody has published or stated a date."""

    kind: Literal["vaccine"] = "vaccine"
    series: str
    name: str
    guideline: str
    due_by: Literal["vet", "label", "law", "guideline"]
    status: Status
    range: Window | None
    inputs: VaccineQuestion


class NoVaccineGuideline(Advice):
    """No plan, for a species that the tables have no guideline for."""

    kind: Literal["no_vaccine_guideline"] = "no_vaccine_guideline"
    inputs: VaccineQuestion


class VaccinePlan(Value):
    """One answer for each series of the species."""

    kind: Literal["vaccine_plan"] = "vaccine_plan"
    series: Several[VaccineAdvice]


@triage_first
def vaccine_plan(question: VaccineQuestion, setting: Setting) -> VaccinePlan | NoVaccineGuideline:
    """What is due next in every series that is core for the animal or that it has had a dose of."""
    of_species = [series for series in VACCINES.series if series.species == question.species]
    if not of_species:
        rule = VACCINES.no_guideline
        return NoVaccineGuideline(actions=(ASK,), message=rule.fact, basis=based_on(rule), inputs=question)
    answers = [_advise(series, question.about(series), setting.today) for series in of_species]
    return VaccinePlan(series=tuple(answer for answer in answers if answer))


def _advise(series: Series, question: VaccineQuestion, today: date) -> VaccineAdvice | None:
    """What is due next in a series; None where it is past its core age and was never begun."""
    if not question.doses and _is_past_core_age(series, question, today):
        return None
    stated = _stated(question)
    due = Window(low=stated.on, high=stated.on) if stated else _due_by_guideline(series, question)
    due_by = stated.by if stated else "guideline"
    return VaccineAdvice(
        actions=(f"Ask your vet about {series.name}.",),
        message=_message(series, due, AUTHORITY_NAMES.get(due_by, series.guideline)),
        basis=based_on(VACCINES.precedence, series) if stated else based_on(series, VACCINES.precedence),
        series=series.key,
        name=series.name,
        guideline=series.guideline,
        due_by=due_by,
        status=due.status(today) if due else "ask",
        range=due,
        inputs=question,
    )


def _is_past_core_age(series: Series, question: VaccineQuestion, today: date) -> bool:
    if question.birth is None or series.core_below_months is None:
        return False
    return question.birth.months(today)[0] >= series.core_below_months


def _stated(question: VaccineQuestion) -> StatedDue | None:
    """What the highest authority states about the dose that follows the latest one."""
    latest = max((dose.given_on for dose in question.doses), default=None)
    stated = [due for dose in question.doses if dose.given_on == latest for due in dose.next_due]
    return min(stated, key=lambda due: (AUTHORITIES.index(due.by), due.on), default=None)


def _due_by_guideline(series: Series, question: VaccineQuestion) -> Window | None:
    if series.schedule is None or question.birth is None:
        return None
    return next_dose(series.schedule, question.birth, [dose.given_on for dose in question.doses])


def _message(series: Series, due: Window | None, authority: str) -> str:
    if due is None:
        return f"Your vet, the label and the law decide when the next dose is due. {series.fact}"
    return f"By {authority}, the next dose is due {due}."
