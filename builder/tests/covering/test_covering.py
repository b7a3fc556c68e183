"""Every pair of forms occurs in a spec of the covering array, or is known not to go together."""

from collections.abc import Iterator

import pytest

from petsage_builder.language.parse import parse
from petsage_builder.spec.feature import KnownEntity

from .array import INDEX, Chain, Covering, Grid, Pair, at_random
from .forms import FORMS
from .impossible import IMPOSSIBLE
from .scene import AROUND, KNOWN
from .side_by_side import WOODS, side_by_side


@pytest.fixture(scope="module")
def covering() -> Covering:
    """The array, when every spec of it has been made."""
    array = Covering()
    list(array)
    return array


def every_pair() -> Iterator[Pair]:
    return Grid(full=True).pairs()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_can_be_said_and_is_seen(form: object) -> None:
    index = FORMS.index(form)

    assert any(Chain.new().with_form(index, at) for at in range(3))


def test_every_pair_occurs_or_cannot(covering: Covering) -> None:
    seen = Grid()
    for spec in covering.made:
        seen.add(spec)
    missing = set(every_pair()) - set(seen.pairs())

    assert len(set(every_pair())) > 60_000
    assert missing == covering.impossible


def test_every_pair_that_cannot_occur_has_one_reason(covering: Covering) -> None:
    reasons = {pair: [reason for reason, holds in IMPOSSIBLE.items() if holds(pair)] for pair in covering.impossible}

    assert {pair: why for pair, why in reasons.items() if len(why) != 1} == {}


def test_no_pair_is_called_impossible_that_occurs(covering: Covering) -> None:
    called = {pair for pair in every_pair() if any(holds(pair) for holds in IMPOSSIBLE.values())}

    assert called - covering.impossible == set()


def test_the_array_is_the_same_every_time() -> None:
    first, second = (next(iter(Covering())) for _ in range(2))

    assert first == second
    assert set(INDEX) == {form.name for form in FORMS}


def test_specs_side_by_side_are_one_request() -> None:
    specs = list(at_random(len(WOODS)))
    known = {name: KnownEntity(KNOWN[name], entity) for name, entity in AROUND.items()}

    spec = parse(side_by_side(specs), feature="feature", description="", known=known)

    assert len(spec.entities) == sum(len(each.entities) for each in specs)
