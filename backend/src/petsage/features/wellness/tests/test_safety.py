"""What holds for every answer to any question."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from petsage.features.wellness.advice import Advice
from petsage.features.wellness.age import Birth
from petsage.features.wellness.body import ideal_weight
from petsage.features.wellness.catalogue import catalogue
from petsage.features.wellness.energy import EnergyQuestion, daily_energy
from petsage.features.wellness.life_stage import life_stage
from petsage.features.wellness.poisons import check_poison
from petsage.features.wellness.question import Question, Setting
from petsage.features.wellness.rules import RULE_SET
from petsage.features.wellness.tests import questions
from petsage.features.wellness.tests.questions import SETTING, settings
from petsage.features.wellness.triage import TriageAdvice, TriageQuestion, triage
from petsage.features.wellness.vaccines import VaccinePlan, vaccine_plan
from petsage.features.wellness.weight_loss import weight_loss

Adviser = Callable[[Any, Setting], BaseModel]

ASKED_AND_ADVISER: list[tuple[st.SearchStrategy[Any], Adviser]] = [
    (questions.energy, daily_energy),
    (questions.ideal_weights, ideal_weight),
    (questions.weight_losses, weight_loss),
    (questions.vaccinations(), vaccine_plan),
    (questions.poisonings, check_poison),
    (questions.life_stages, life_stage),
    (questions.triages, triage),
]
RULES = {rule.id: rule for rule in catalogue().rules}
FORBIDDEN = re.compile(r"\b(safe|harmless|make it vomit|induce|peroxide|charcoal|aspirin|give|must|diagnosed)\b", re.I)

asked_and_answered = st.one_of(
    [
        st.tuples(asked, settings).map(lambda pair, adviser=adviser: (pair[0], adviser(*pair)))  # type: ignore[misc]
        for asked, adviser in ASKED_AND_ADVISER
    ]
)


def advice_in(answer: BaseModel) -> Iterator[Advice]:
    """Each piece of advice of an answer."""
    if isinstance(answer, VaccinePlan):
        yield from answer.series
    else:
        assert isinstance(answer, Advice)
        yield answer


def sentences(advice: Advice) -> str:
    """Everything that a person reads of it, but not what they asked."""
    return advice.model_dump_json(exclude={"inputs": True, "basis": {"note"}})


@given(pair=asked_and_answered)
def test_every_answer_names_its_rules_and_their_sources(pair: tuple[Question, BaseModel]) -> None:
    for advice in advice_in(pair[1]):
        rules = [RULES[id] for id in (advice.basis.rule_id, *advice.basis.supporting_rule_ids)]
        assert set(advice.basis.sources) == {source for rule in rules for source in rule.sources}
        assert advice.basis.sureness == max((rule.sureness for rule in rules), key="HML".index)


@given(pair=asked_and_answered)
def test_every_answer_has_its_version_its_label_and_is_no_diagnosis(pair: tuple[Question, BaseModel]) -> None:
    for advice in advice_in(pair[1]):
        assert advice.basis.rule_set_version == RULE_SET.version
        assert advice.basis.label == "reference"
        assert "Not a diagnosis" in advice.basis.note


@given(pair=asked_and_answered)
def test_an_answer_says_what_to_do_before_anything_else(pair: tuple[Question, BaseModel]) -> None:
    for advice in advice_in(pair[1]):
        assert next(iter(advice.model_dump())) == "actions"
        assert all(advice.actions)


@given(pair=asked_and_answered)
def test_no_answer_says_safe_or_names_a_treatment(pair: tuple[Question, BaseModel]) -> None:
    for advice in advice_in(pair[1]):
        assert not FORBIDDEN.search(sentences(advice))


@given(pair=asked_and_answered)
def test_the_same_question_has_the_same_answer_in_any_form(pair: tuple[Question, BaseModel]) -> None:
    asked, answer = pair
    assert type(asked).model_validate(asked.model_dump(mode="json")) == asked
    assert type(answer).model_validate_json(answer.model_dump_json()) == answer


@given(pair=asked_and_answered)
def test_a_sign_cuts_every_other_answer_short(pair: tuple[Question, BaseModel]) -> None:
    asked, answer = pair
    if not isinstance(asked, TriageQuestion):
        assert isinstance(answer, TriageAdvice) == bool(asked.signs)


@pytest.mark.parametrize("rule", catalogue().rules, ids=lambda rule: rule.id)
def test_no_rule_says_safe_or_names_a_treatment(rule: Any) -> None:
    assert not FORBIDDEN.search(rule.fact)


def test_a_wrong_date_does_not_hold_up_an_emergency() -> None:
    unborn = Birth(on=date(2030, 1, 1))
    answer = daily_energy(EnergyQuestion(species="dog", birth=unborn, weight_kg=5, signs=("collapse",)), SETTING)
    assert isinstance(answer, TriageAdvice)
    assert answer.urgency == "emergency"
