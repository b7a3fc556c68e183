"""The poison check: published thresholds, the worst case for the unknown, and never a word of safety."""

from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from petsage.features.wellness.poisons import BY_KEY, SEVERITIES, PoisonAdvice, PoisonQuestion, Severity, check_poison
from petsage.features.wellness.tests.questions import AT_HOME, SETTING, poisonings
from petsage.features.wellness.triage import TriageAdvice


def check(poison: str | None = "chocolate_milk", **asked: Any) -> PoisonAdvice:
    """The answer for a dog, unless another species is asked about."""
    answer = check_poison(PoisonQuestion(poison=poison, **({"species": "dog"} | asked)), SETTING)
    assert isinstance(answer, PoisonAdvice)
    return answer


def test_8_oz_of_milk_chocolate_are_severe_for_a_dog_of_6_8_kg() -> None:
    answer = check("chocolate_milk", weight_kg=6.8, amount_g=226.8)
    assert answer.agent_per_kg is not None
    assert int(answer.agent_per_kg.high) == 76
    assert answer.severity == "severe"


@pytest.mark.parametrize(
    ("poison", "grams_per_kg", "severity"),
    [
        ("chocolate_baking", 1.24, "below_published_thresholds"),
        ("chocolate_baking", 1.25, "mild"),
        ("chocolate_baking", 2.49, "mild"),
        ("chocolate_baking", 2.5, "serious"),
        ("chocolate_baking", 3.74, "serious"),
        ("chocolate_baking", 3.75, "severe"),
        ("chocolate_dark", 3.5, "below_published_thresholds"),
        ("chocolate_dark", 3.6, "mild"),
        ("chocolate_cocoa", 0.7, "below_published_thresholds"),
        ("chocolate_cocoa", 0.71, "mild"),
        ("chocolate", 0.71, "mild"),
        ("chocolate_white", 1000, "below_published_thresholds"),
        ("xylitol", 0.0749, "below_published_thresholds"),
        ("xylitol", 0.075, "serious"),
        ("xylitol", 0.499, "serious"),
        ("xylitol", 0.5, "severe"),
        ("onion", 4.99, "below_published_thresholds"),
        ("onion", 5, "serious"),
        ("garlic", 0.99, "below_published_thresholds"),
        ("garlic", 1, "serious"),
        ("grapes", 0.0001, "severe"),
        ("nsaid", 0.0001, "serious"),
    ],
)
def test_the_thresholds_for_dogs(poison: str, grams_per_kg: float, severity: Severity) -> None:
    assert check(poison, amount_g=10 * grams_per_kg, weight_kg=10).severity == severity


@pytest.mark.parametrize("poison", ["onion", "garlic", "lily", "paracetamol"])
def test_any_amount_is_severe_for_a_cat(poison: str) -> None:
    assert check(poison, species="cat", amount_g=0.001, weight_kg=8).severity == "severe"


def test_any_amount_of_an_nsaid_is_serious_for_a_cat() -> None:
    assert check("nsaid", species="cat", amount_g=0.001, weight_kg=8).severity == "serious"


@given(asked=poisonings)
def test_whatever_is_unknown_counts_as_the_worst_case(asked: PoisonQuestion) -> None:
    is_tabled = asked.species in ("dog", "cat")
    assume(not asked.signs)
    assume(not is_tabled or None in (asked.poison, asked.amount_g, asked.weight_kg))
    answer = check_poison(asked, SETTING)
    assert isinstance(answer, PoisonAdvice)
    assert answer.severity == "severe"


@pytest.mark.parametrize(("species", "poison"), [("dog", "lily"), ("dog", "paracetamol"), ("cat", "chocolate_white")])
def test_a_poison_without_a_published_threshold_counts_as_the_worst_case(species: str, poison: str) -> None:
    answer = check(poison, species=species, amount_g=1, weight_kg=10)
    assert (answer.severity, answer.basis.rule_id) == ("severe", "poisons.worst_case")


@given(
    poison=st.sampled_from(list(BY_KEY)),
    species=st.sampled_from(["dog", "cat", "rabbit"]),
    amounts=st.tuples(st.floats(0.001, 50_000), st.floats(0.001, 50_000)).map(sorted),
    weights=st.tuples(st.floats(0.01, 150), st.floats(0.01, 150)).map(sorted),
)
def test_more_eaten_or_a_lighter_animal_is_never_less_severe(
    poison: str, species: str, amounts: list[float], weights: list[float]
) -> None:
    less = check(poison, species=species, amount_g=amounts[0], weight_kg=weights[1])
    more = check(poison, species=species, amount_g=amounts[1], weight_kg=weights[0])
    assert SEVERITIES.index(less.severity) <= SEVERITIES.index(more.severity)


@given(asked=poisonings)
def test_no_knowledge_makes_an_answer_worse_than_its_absence(asked: PoisonQuestion) -> None:
    unknown = asked.model_copy(update={"amount_g": None, "signs": ()})
    known = asked.model_copy(update={"signs": ()})
    before, after = check_poison(unknown, SETTING), check_poison(known, SETTING)
    assert isinstance(before, PoisonAdvice)
    assert isinstance(after, PoisonAdvice)
    assert SEVERITIES.index(after.severity) <= SEVERITIES.index(before.severity)


@given(asked=poisonings)
def test_every_answer_calls_a_vet_first_and_then_the_poison_line(asked: PoisonQuestion) -> None:
    first, second = check_poison(asked, AT_HOME).actions
    assert "vet" in first
    assert second == "Poison line: Animal Poison Line, 01 234 567."


@pytest.mark.parametrize(
    ("grams", "first"),
    [
        (12.4, "Call a vet now."),
        (12.5, "Call a vet now."),
        (25, "Go to a vet now, and call ahead."),
        (38, "Go to a vet now, and call ahead."),
    ],
)
def test_what_may_reach_the_heart_goes_to_a_vet(grams: float, first: str) -> None:
    assert check("chocolate_baking", amount_g=grams, weight_kg=10).actions[0] == first


@given(asked=poisonings)
def test_the_severity_is_the_worst_of_its_range(asked: PoisonQuestion) -> None:
    answer = check_poison(asked, SETTING)
    if isinstance(answer, PoisonAdvice):
        assert answer.severity == answer.range.high
        assert SEVERITIES.index(answer.range.low) <= SEVERITIES.index(answer.range.high)


def test_there_is_no_word_for_safe() -> None:
    assert get_args(Severity) == ("below_published_thresholds", "mild", "serious", "severe")


def test_the_lowest_answer_still_calls_a_vet() -> None:
    answer = check("chocolate_milk", amount_g=1, weight_kg=40)
    assert answer.actions[0] == "Call a vet now."
    assert answer.message.startswith("Below published thresholds.")
    assert "still call a vet" in answer.message


@pytest.mark.parametrize("sign", ["refuses_food", "something_else", "seizure"])
def test_any_sign_after_eating_something_is_an_emergency(sign: str) -> None:
    answer = check_poison(PoisonQuestion(species="dog", poison="chocolate_white", signs=(sign,)), SETTING)
    assert isinstance(answer, TriageAdvice)
    assert answer.urgency == "emergency"


def test_a_poison_that_is_not_listed_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValidationError, match="leave it out"):
        PoisonQuestion(species="dog", poison="moon_dust")


@pytest.mark.parametrize("change", [{"amount_g": 0}, {"amount_g": -1}, {"weight_kg": float("nan")}, {"amount": 1}])
def test_a_question_is_strict_and_bounded(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(change))):
        PoisonQuestion(**({"species": "dog"} | change))
