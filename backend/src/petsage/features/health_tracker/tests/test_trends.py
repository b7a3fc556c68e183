"""A pet's weight over time, as a trend and as a chart."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petsage.core.fields import now
from petsage.core.testing import Person
from petsage.features.health_tracker.chart import weight_chart
from petsage.features.health_tracker.trend import Weighing, weight_trend
from petsage.units import KILOGRAM

START = datetime(2026, 1, 1, tzinfo=UTC)
WEIGHTS = st.floats(0.01, 150)
MOMENTS = st.integers(0, 3_000).map(lambda hours: START + timedelta(hours=hours))
WEIGHINGS = st.lists(st.builds(Weighing, WEIGHTS, MOMENTS), min_size=1, max_size=30)


@pytest.fixture
def mia(alice: Person) -> str:
    """The path of a pet of Alice's."""
    pet = alice.post("/api/v1/pets", {"name": "Mia <3", "species": "cat"}).json()
    return f"/api/v1/pets/{pet['id']}"


def weigh(person: Person, pet: str, kg: str, days_ago: int) -> None:
    body = {"kind": "weight", "value": kg, "measured_time": (now() - timedelta(days=days_ago)).isoformat()}
    assert person.post(f"{pet}/observations", body).status_code == 201


@pytest.mark.parametrize(
    ("last", "rule"),
    [
        ("5.00", None),
        ("4.98", None),
        ("4.90", "weight_loss.unplanned"),
        ("4.50", "weight_loss.unplanned"),
        ("4.49", "weight_loss.unplanned_over_10_percent"),
    ],
)
def test_a_loss_since_the_highest_weight_is_flagged(alice: Person, mia: str, last: str, rule: str | None) -> None:
    for kg, days_ago in (("4.00", 300), ("5.00", 100), (last, 1)):
        weigh(alice, mia, kg, days_ago)

    trend = alice.get(f"{mia}/weight-trend").json()

    assert (trend["count"], trend["highest_kg"], trend["last_kg"]) == (3, 5, float(last))
    assert (trend["flag"] and trend["flag"]["rule_id"]) == rule


def test_the_slope_is_that_of_the_last_weeks(alice: Person, mia: str) -> None:
    for kg, days_ago in (("9.00", 200), ("4.00", 28), ("4.20", 14), ("4.40", 0)):
        weigh(alice, mia, kg, days_ago)

    trend = alice.get(f"{mia}/weight-trend").json()

    assert (trend["kg_a_week"], trend["percent_a_week"]) == (0.1, 2.27)
    assert alice.get(f"{mia}/weight-trend?days=30").json()["count"] == 3


@pytest.mark.parametrize("count", [0, 1, 2, 90])
def test_the_chart_stands_by_itself(alice: Person, mia: str, count: int) -> None:
    for number in range(count):
        weigh(alice, mia, f"{4 + number / 100:.2f}", number)

    answer = alice.get(f"{mia}/weight-chart.svg")
    root = ElementTree.fromstring(answer.text)

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "Mia <3's weight" in "".join(root.itertext())
    assert not [part for part in root.iter() if part.tag.endswith("script") or "href" in part.attrib]
    assert "prefers-color-scheme: dark" in answer.text


@pytest.mark.parametrize(("zone", "day"), [(None, "02 Oct 2025"), ("America/New_York", "01 Oct 2025")])
def test_the_days_of_the_chart_are_those_of_the_profile(alice: Person, mia: str, zone: str | None, day: str) -> None:
    body = {"kind": "weight", "value": 4, "measured_time": "2025-10-02T01:00:00Z"}
    assert alice.post(f"{mia}/observations", body).status_code == 201
    if zone:
        assert alice.post("/api/v1/profiles", {"time_zone": zone}).status_code == 201

    assert f">{day}</text>" in alice.get(f"{mia}/weight-chart.svg?days=3650").text


@pytest.mark.parametrize("what", ["weight-trend", "weight-chart.svg"])
def test_weights_are_for_the_owner_of_the_pet_alone(alice: Person, bob: Person, mia: str, what: str) -> None:
    missing = bob.get(f"/api/v1/pets/{uuid4()}/{what}")

    assert (bob.get(f"{mia}/{what}").status_code, bob.get(f"{mia}/{what}").content) == (404, missing.content)


@given(WEIGHINGS, st.randoms())
def test_the_order_of_weighings_makes_no_difference(weighings: list[Weighing], chance: object) -> None:
    shuffled = sorted(weighings, key=lambda _: chance.random())  # type: ignore[attr-defined]

    assert weight_trend(shuffled) == weight_trend(weighings)


@given(WEIGHINGS)
def test_weighing_the_same_once_more_raises_no_flag(weighings: list[Weighing]) -> None:
    last = max(weighings, key=lambda weighing: (weighing.at, weighing.kg))
    again = [*weighings, Weighing(last.kg, last.at + timedelta(days=1))]

    assert weight_trend(again).flag == weight_trend(weighings).flag


@given(WEIGHINGS)
def test_a_chart_can_be_drawn_of_any_weighings(weighings: list[Weighing]) -> None:
    ElementTree.fromstring(weight_chart("Mia", weighings, KILOGRAM, UTC))
