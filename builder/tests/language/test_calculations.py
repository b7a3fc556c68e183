"""What is computed from a thing's own fields: of which kind it is, and what doesn't go together."""

import pytest

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse
from petsage_builder.spec.calculating import Result, result_of
from petsage_builder.spec.calculation import Calculation
from petsage_builder.spec.feature import FeatureSpec

FIELDS = """A line has a price in EUR, a fee in USD, a sum in JPY, a quantity, a weight in kg, a length in cm, a share,
    a tax in percent, a note, a start date, an end date and a start time. A line's share is a number with 4 decimals.
    A line's quantity is a whole number from 0 to 1,000."""


def meaning(text: str) -> FeatureSpec:
    return parse(f"{FIELDS} {text}", feature="example", description="")


def result(calculation: str) -> Result:
    spec = meaning(f"A line's total is {calculation}.")
    (computed,) = spec.entity("line").computed
    assert isinstance(computed, Calculation)
    return result_of(computed, spec.entity("line"), spec.entities)


@pytest.mark.parametrize(
    ("calculation", "kind", "measure", "decimals"),
    [
        ("its price times its quantity", "amount", "EUR", 2),
        ("its share times its price", "amount", "EUR", 2),
        ("its sum times 0.5", "amount", "JPY", 0),
        ("its price plus 0.5", "amount", "EUR", 2),
        ("its price times its quantity minus its price", "amount", "EUR", 2),
        ("its weight times its quantity", "number", "kg", 2),
        ("its weight plus its weight", "number", "kg", 2),
        ("its weight times its length", "number", "", 4),
        ("its weight times its share", "number", "kg", 6),
        ("its quantity times 2 plus 1", "whole number", "", 0),
        ("its quantity times 2.5", "number", "", 1),
    ],
)
def test_a_calculation_has_the_kind_that_follows(calculation: str, kind: str, measure: str, decimals: int) -> None:
    found = result(calculation).kind

    assert (found.kind, found.measure, found.decimals) == (kind, measure, decimals)


def test_bounds_follow_from_those_of_the_fields() -> None:
    found = result("its quantity times -2 plus 1")

    assert (int(found.least), int(found.most), found.can_be_too_large) == (-1999, 1, False)
    assert result("its price times its quantity").most == 10**12
    assert result("its price times its quantity times its quantity").can_be_too_large


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("its price times its fee", "'price' and 'fee' are amounts, which can't be multiplied"),
        ("its price plus its fee", "'price' is in EUR and 'fee' in USD, which can't be added up"),
        ("its price minus its quantity", "'price' is in EUR and 'quantity' without a unit, which can't be added up"),
        ("its weight plus its length", "'weight' is in kg and 'length' in cm, which can't be added up"),
        ("its price times its tax", "'tax' is in percent, and it isn't said what that means for 'price'"),
        ("its price times its note", "'note' is no number of line"),
        ("its price times its colour", "'colour' is not a field of line"),
        ("2 times 3", "'total' is the same for all lines"),
        ("its share times its share", "'total' would have 8 decimals, and 6 is the most"),
        (" times ".join(["its price", *["its weight"] * 3]), "'total' can be too large to be exact"),
        (" plus ".join(["its price"] * 9), "'total' is computed from more than 8 numbers"),
        ("the days from its start date to its start time", "days are counted from a date to another, and 'start time'"),
        ("the hours from its start date to its end date", "hours are counted from a date and time to another, and"),
        ("the days from its start date to its start date", "'total' would always be 0"),
        ("its total plus 1", "'total' would be computed from itself"),
        ("its net plus 1. A line's net is its total times 2", "'total' would be computed from itself"),
    ],
)
def test_what_does_not_go_together_is_told(sentence: str, message: str) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        meaning(f"A line's total is {sentence}.")

    assert any(problem.message.startswith(message) for problem in caught.value.problems), caught.value.problems


def test_a_unit_that_follows_is_not_said() -> None:
    text = "A line has a price in EUR and a total in USD. A line's total is its price times 2."

    with pytest.raises(NotUnderstoodError) as caught:
        parse(text, feature="example", description="")

    (problem,) = caught.value.problems
    assert (problem.message[:20], problem.advice) == ("'total' is computed,", "write `total` instead of `total in usd`")
    parse(text.replace("total in USD", "total"), feature="example", description="")


@pytest.mark.parametrize("introduced", ["", ", a total"])
@pytest.mark.parametrize(
    "sentence",
    [
        "Lines are listed by total.",
        "Lines can be filtered by total.",
        "Lines can be searched by total.",
        "A line's total is unique.",
        "A line's price is at most its total.",
        "A line's total is an amount in EUR.",
        "A line's total starts as 3.",
    ],
)
def test_what_cannot_be_said_yet_of_what_is_computed_is_told(introduced: str, sentence: str) -> None:
    text = f"A line has a price in EUR{introduced}. A line's total is its price times 2. {sentence}"

    with pytest.raises(NotUnderstoodError) as caught:
        parse(text, feature="example", description="")

    (problem,) = caught.value.problems
    assert problem.message == "'total' of line is computed, so nothing else can be said of it yet"


def test_names_that_could_be_read_as_operators_are_quoted() -> None:
    text = """A line has a "number of times" and a quantity. A line's "number of times" is a whole number.
    A line's total is its "number of times" times its quantity."""
    spec = parse(text, feature="example", description="")

    assert parse(describe(spec), feature="example", description="") == spec


@pytest.mark.parametrize("word", ["not", "only", "never", "unless", "except"])
def test_a_word_too_many_is_never_dropped(word: str) -> None:
    words = ["A", "line's", "total", "is", "its", "price", "times", "its", "quantity"]
    plain = meaning(" ".join(words) + ".")
    for place in range(len(words) + 1):
        try:
            assert meaning(" ".join([*words[:place], word, *words[place:]]) + ".") != plain
        except NotUnderstoodError:
            continue


INVOICE = """An invoice has a number. A line has a price in EUR and a quantity. A line belongs to an invoice.
    A line's total is its price times its quantity. An invoice's total is the sum of its lines' totals."""


def test_the_order_in_which_it_is_said_how_to_compute_makes_no_difference() -> None:
    sentences = [
        *INVOICE.split(". "),
        "An invoice's half is its total times 0.5",
        "A line's half is its total times 0.5",
    ]
    said = [sentence.rstrip(".") + "." for sentence in sentences]

    spec, turned = (parse(" ".join(some), feature="example", description="") for some in (said, said[::-1]))

    assert {one.name: set(one.computed) for one in spec.entities} == {
        one.name: set(one.computed) for one in turned.entities
    }
    assert parse(describe(spec), feature="example", description="") == spec


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "A shop's sum is the sum of its invoices' totals.",
            "'total' of invoice isn't computed from its own fields",
        ),
        (
            "An invoice's mean is the average of its lines' totals.",
            "'total' is computed, and such numbers have no average",
        ),
        ("A line's sum is its invoice times 2.", "'invoice' is not a field of line"),
    ],
)
def test_what_cannot_be_added_up_yet_is_told(sentence: str, message: str) -> None:
    text = f"{INVOICE} A shop has a name. An invoice belongs to a shop. {sentence}"

    with pytest.raises(NotUnderstoodError) as caught:
        parse(text, feature="example", description="")

    assert [problem.message for problem in caught.value.problems if problem.message.startswith(message)]


STAY = """A stay has a start date, an end date, a rate in EUR and a guest count.
    A stay's nights are the days from its start date to its end date."""


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("A stay's nights are at most 28.", ["A stay's nights are at most 28."]),
        ("A stay's nights must be at least 1, and cannot be more than 28.",
         ["A stay's nights are at least 1.", "A stay's nights are at most 28."]),
        ("A stay's price is its rate times its guest count. A stay's price can't be less than 0.50.",
         ["A stay's price is at least 0.5."]),
        ("A stay's guest count is at most 8.", ["A stay's guest count is a whole number from -2147483648 to 8."]),
    ],
)  # fmt: skip
def test_what_is_computed_is_bounded_and_a_field_by_its_type(sentence: str, said: list[str]) -> None:
    spec = parse(f"{sentence} {STAY}", feature="example", description="")
    lines = describe(spec).splitlines()

    assert all(line in lines for line in said)
    assert parse(describe(spec), feature="example", description="") == spec


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("A stay's nights are more than 1.", "what is computed is at least a number"),
        ("A stay's nights are at least 9. A stay's nights are at most 8.", "can't be at least 9 and at most 8"),
        ("A stay's nights are at most 9. A stay's nights are at most 8.", "is said in two ways"),
        ("A stay's start date is at most 8.", "isn't computed from other fields"),
        ("A stay's length is at most 8.", "'length' is not a field of stay"),
        ("A stay's cost is the sum of its fees' amounts. A stay's cost is at most 8."
         " A fee has an amount in EUR. A fee belongs to a stay.", "can't be bounded yet"),
    ],
)  # fmt: skip
def test_bounds_that_nothing_keeps_are_faults(sentence: str, message: str) -> None:
    with pytest.raises(NotUnderstoodError) as raised:
        parse(f"{STAY} {sentence}", feature="example", description="")

    assert message in str(raised.value)
