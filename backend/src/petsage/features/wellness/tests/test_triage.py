"""Triage: every red flag, both sides of each bound, and nothing that lowers an answer."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from petsage.features.wellness.flags import SIGNS, Measure, Urgency
from petsage.features.wellness.tests.questions import AT_HOME, SETTING, triages
from petsage.features.wellness.triage import URGENCIES, TriageAdvice, TriageQuestion, triage

SEE_A_VET_NOW = [
    "trouble_breathing",
    "choking",
    "blue_or_pale_gums",
    "collapse",
    "seizure",
    "retching_without_result",
    "suddenly_swollen_belly",
    "straining_or_no_urine",
    "suspected_poison",
    "major_trauma",
    "deep_wound",
    "eye_injury",
    "paralysis",
    "fracture",
    "heatstroke",
    "blood_in_vomit_or_stool",
    "toy_breed_refuses_food",
]


def ask(species: Any = "dog", age_group: Any = "adult", **seen: Any) -> TriageAdvice:
    return triage(TriageQuestion(species=species, age_group=age_group, **seen), SETTING)


def urgency(**asked: Any) -> Urgency:
    return ask(**asked).urgency


def rank(question: TriageQuestion) -> int:
    return URGENCIES.index(triage(question, SETTING).urgency)


@pytest.mark.parametrize("sign", SEE_A_VET_NOW)
def test_a_red_flag_sees_a_vet_now(sign: str) -> None:
    assert urgency(signs=(sign,)) == "emergency"


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        ("bleeding_minutes", 0, "ask"),
        ("bleeding_minutes", 5, "call"),
        ("bleeding_minutes", 5.1, "emergency"),
        ("temperature_celsius", 37.4, "call"),
        ("temperature_celsius", 37.5, "ask"),
        ("temperature_celsius", 39.2, "ask"),
        ("temperature_celsius", 39.3, "call"),
        ("temperature_celsius", 40, "call"),
        ("temperature_celsius", 40.1, "emergency"),
        ("sleeping_breaths_a_minute", 30, "ask"),
        ("sleeping_breaths_a_minute", 31, "call"),
        ("hours_without_food", 23.9, "ask"),
        ("hours_without_food", 24, "call"),
        ("hours_without_food", 47.9, "call"),
        ("hours_without_food", 48, "emergency"),
        ("hours_without_water", 23.9, "ask"),
        ("hours_without_water", 24, "emergency"),
        ("vomits_and_diarrhoeas_in_24_hours", 2, "ask"),
        ("vomits_and_diarrhoeas_in_24_hours", 3, "emergency"),
        ("body_condition", 4, "ask"),
        ("body_condition", 3, "call"),
    ],
)
@pytest.mark.parametrize("species", ["dog", "cat"])
def test_each_bound_of_a_measure(species: str, measure: str, value: float, expected: Urgency) -> None:
    assert urgency(species=species, **{measure: value}) == expected


@pytest.mark.parametrize("age_group", ["young", "old", "unknown"])
def test_a_kitten_or_an_old_cat_has_half_the_time_without_food(age_group: str) -> None:
    assert urgency(species="cat", age_group=age_group, hours_without_food=24) == "emergency"


@pytest.mark.parametrize(
    ("species", "age_group", "expected"),
    [
        ("dog", "adult", "call"),
        ("cat", "old", "call"),
        ("dog", "young", "emergency"),
        ("cat", "young", "emergency"),
        ("dog", "unknown", "emergency"),
        ("rabbit", "adult", "emergency"),
        ("other", "adult", "emergency"),
    ],
)
def test_refusing_food_is_more_urgent_for_the_young_and_the_unknown(
    species: str, age_group: str, expected: Urgency
) -> None:
    assert urgency(species=species, age_group=age_group, signs=("refuses_food",)) == expected


@pytest.mark.parametrize(
    "measure", ["bleeding_minutes", "hours_without_food", "hours_without_water", "vomits_and_diarrhoeas_in_24_hours"]
)
def test_a_measure_that_nobody_knows_counts_as_the_worst(measure: str) -> None:
    assert urgency(**{measure: "unknown"}) == "emergency"


@pytest.mark.parametrize("sign", ["vomiting", "diarrhoea"])
def test_vomiting_that_nobody_counted_counts_as_the_worst_and_one_that_was_counted_as_it_was(sign: str) -> None:
    assert urgency(signs=(sign,)) == urgency(vomits_and_diarrhoeas_in_24_hours="unknown") == "emergency"
    assert urgency(vomits_and_diarrhoeas_in_24_hours=1) == "ask"


@pytest.mark.parametrize(("species", "age_group"), [("other", "adult"), ("bird", "adult"), ("dog", "unknown")])
def test_an_unknown_species_or_age_is_at_least_a_call(species: str, age_group: str) -> None:
    assert urgency(species=species, age_group=age_group) == "call"


def test_nothing_named_is_no_all_clear() -> None:
    answer = ask()
    assert (answer.urgency, answer.actions) == ("ask", ("Ask your vet.",))
    assert answer.red_flags == ()
    assert "call a vet" in answer.message


def test_something_that_is_not_listed_is_a_call() -> None:
    assert urgency(signs=("something_else",)) == "call"


def test_an_emergency_puts_the_vet_first_and_then_the_poison_line_of_the_country() -> None:
    answer = triage(TriageQuestion(species="dog", age_group="adult", signs=("seizure",)), AT_HOME)
    assert answer.actions == ("Go to a vet now, and call ahead.", "Poison line: Animal Poison Line, 01 234 567.")
    assert next(iter(answer.model_dump())) == "actions"


def test_without_a_configured_line_the_vet_is_asked_for_it() -> None:
    assert ask(signs=("seizure",)).actions[1] == "Ask the vet for your country's poison line."


def test_every_red_flag_is_named_the_most_urgent_first() -> None:
    answer = ask(signs=("refuses_food", "seizure"), bleeding_minutes=6)
    assert answer.basis.rule_id == "triage.seizure"
    assert len(answer.red_flags) == 4


@given(asked=triages, sign=st.sampled_from(SIGNS))
def test_one_more_sign_never_lowers_an_answer(asked: TriageQuestion, sign: str) -> None:
    assert rank(asked.model_copy(update={"signs": (*asked.signs, sign)})) >= rank(asked)


@given(asked=triages, full=triages, measure=st.sampled_from(get_args(Measure)))
def test_one_more_measure_never_lowers_an_answer(asked: TriageQuestion, full: TriageQuestion, measure: str) -> None:
    before = asked.model_copy(update={measure: None})
    assert rank(before.model_copy(update={measure: getattr(full, measure)})) >= rank(before)


@given(asked=triages)
def test_not_knowing_the_species_or_the_age_never_lowers_an_answer(asked: TriageQuestion) -> None:
    assert rank(asked.model_copy(update={"species": "other"})) >= rank(asked)
    assert rank(asked.model_copy(update={"age_group": "unknown"})) >= rank(asked)


@given(
    asked=triages,
    measure=st.sampled_from(sorted({*get_args(Measure)} - {"temperature_celsius", "body_condition"})),
    values=st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted),
)
def test_a_higher_measure_never_lowers_an_answer(asked: TriageQuestion, measure: str, values: list[int]) -> None:
    lower, higher = (asked.model_copy(update={measure: value}) for value in values)
    assert rank(higher) >= rank(lower)


@given(asked=triages)
def test_a_red_flag_stays_an_emergency_whatever_else_is_known(asked: TriageQuestion) -> None:
    for sign in SEE_A_VET_NOW:
        assert triage(asked.model_copy(update={"signs": (sign,)}), SETTING).urgency == "emergency"


@pytest.mark.parametrize("left_out", ["species", "age_group"])
def test_species_and_age_group_must_be_given(left_out: str) -> None:
    asked = {"species": "dog", "age_group": "adult"}
    del asked[left_out]
    with pytest.raises(ValidationError, match=left_out):
        TriageQuestion.model_validate(asked)


@pytest.mark.parametrize(
    "change",
    [
        {"signs": ["sniffles"]},
        {"temperature_celsius": "unknown"},
        {"hours_without_food": -1},
        {"sleeping_breaths_a_minute": 30.5},
        {"heart_rate": 120},
    ],
)
def test_a_question_is_strict_and_bounded(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(change))):
        TriageQuestion.model_validate({"species": "dog", "age_group": "adult"} | change)
