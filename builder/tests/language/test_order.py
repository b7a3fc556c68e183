"""The order of sentences says nothing, but for the order in which things are listed."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse, understood
from petsage_builder.language.words import sentences
from petsage_builder.request.payload import read_payload
from petsage_builder.spec.feature import FeatureSpec, KnownEntity

from .strategies import specs
from .test_round_trip import PROJECT

_NEXT = re.compile(r"[\s.]*(\n\s*([-*]|[0-9]+[.)])\s*)?$")
"""What ends a sentence, with the bullet of the next."""

REQUESTS = sorted((Path(__file__).parents[1] / "requests").glob("*.yaml"))


def unordered(spec: FeatureSpec) -> Any:
    """What a spec says, without the order in which it lists entities, fields and relations."""

    def sorted_by_text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: value[key] if key in ("values", "states") else sorted_by_text(value[key]) for key in value}
        return sorted(map(sorted_by_text, value), key=repr) if isinstance(value, list) else value

    return sorted_by_text(spec.to_data())


def api(spec: FeatureSpec) -> set[str]:
    return {repr(endpoint) for endpoint in spec.endpoints}


@given(specs(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_shuffled_sentences_mean_the_same(spec: FeatureSpec, chance: random.Random) -> None:
    lines = describe(spec).splitlines()
    chance.shuffle(lines)

    again = parse("\n".join(lines), feature=spec.feature, description=spec.description, known=PROJECT)

    assert unordered(again) == unordered(spec)
    assert api(again) == api(spec)


def test_the_sentences_of_whole_requests_can_be_shuffled() -> None:
    """As people wrote them, so that also what is inferred doesn't depend on the order."""
    chance, known = random.Random(0), dict[str, KnownEntity]()
    for file in REQUESTS:
        request = read_payload(file.read_bytes()).request
        text = str(request.requirements)
        meant = understood(text, feature=request.feature, description="", known=known)
        for _ in range(5):
            again = understood(shuffled(text, chance), feature=request.feature, description="", known=known)
            assert unordered(again.spec) == unordered(meant.spec)
            assert api(again.spec) == api(meant.spec)
            assert len(again.assumed) == len(meant.assumed)
        known |= {entity.name: KnownEntity(request.feature, entity, meant.spec.roles) for entity in meant.spec.entities}


def shuffled(text: str, chance: random.Random) -> str:
    """The sentences of a text in another order, each as it is written."""
    starts = [sentence[0].at for sentence in sentences(text)]
    ends = [*starts[1:], len(text)]
    parts = [_NEXT.sub("", text[start:end]) for start, end in zip(starts, ends, strict=True)]
    chance.shuffle(parts)
    return "".join(f"{part}.\n" for part in parts)


TICKETS = """
A ticket has a title. A ticket belongs to a user, its owner. Only its owner can see, create, change or delete a ticket.
A label has a name. Signed-in users can see labels. Only admins can create, change or delete a label.
"""


@pytest.mark.parametrize("seed", range(5))
def test_a_link_is_kept_by_what_its_sentence_begins_with(seed: int) -> None:
    chance = random.Random(seed)
    by_owner = shuffled(f"{TICKETS}A ticket has many labels, and a label has many tickets.", chance)
    by_admins = shuffled(f"{TICKETS}A label has many tickets, and a ticket has many labels.", chance)

    assert linking(by_owner) == {
        ("GET", "/tickets/{ticket_id}/labels", "ticket"),
        ("GET", "/labels/{label_id}/tickets", "ticket"),
        ("PUT", "/tickets/{ticket_id}/labels/{label_id}", "ticket"),
        ("DELETE", "/tickets/{ticket_id}/labels/{label_id}", "ticket"),
    }
    assert linking(by_admins) == {
        ("GET", "/tickets/{ticket_id}/labels", "label"),
        ("GET", "/labels/{label_id}/tickets", "label"),
        ("PUT", "/labels/{label_id}/tickets/{ticket_id}", "label"),
        ("DELETE", "/labels/{label_id}/tickets/{ticket_id}", "label"),
    }
    assert "Only its owner can link a ticket with labels." in told(by_owner)
    assert "Only admins can link a label with tickets." in told(by_admins)


def linking(text: str) -> set[tuple[str, str, str]]:
    spec = parse(text, feature="tickets", description="")
    return {(one.method, one.path, one.entity) for one in spec.endpoints if "link" in one.action}


def told(text: str) -> list[str]:
    assumed = understood(text, feature="tickets", description="").assumed
    return [assumption.sentence for assumption in assumed]


def test_a_link_of_another_features_thing_begins_with_ones_own() -> None:
    visits = "A visit has a room. A member has many visits, and a visit has many members."

    with pytest.raises(NotUnderstoodError, match="A visit has many members, and a member has many visits") as raised:
        parse(visits, feature="visits", description="", known=PROJECT)

    assert len(raised.value.problems) == 1
