"""Kinds of fields: each has a home that answers all that is asked."""

import inspect

import pytest

from petsage_builder.kinds.all import KINDS
from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.ordered import Ordered


def homes(base: type[Kind] = Kind) -> list[type[Kind]]:
    """The classes that stand for a kind, however far below."""
    found = [home for child in base.__subclasses__() for home in (child, *homes(child))]
    return [home for home in dict.fromkeys(found) if "kind" in home.model_fields]


def test_every_home_is_a_kind_that_a_field_can_be_of() -> None:
    assert set(homes()) == set(KINDS)


def test_every_kind_has_a_word_of_its_own() -> None:
    assert len({kind.word() for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word())
def test_a_kind_answers_all_that_is_asked(kind: type[Kind]) -> None:
    assert not inspect.isabstract(kind)
    asked = [name for base in kind.__mro__ if issubclass(base, Kind) for name in inspect.get_annotations(base)]
    assert all(hasattr(kind, name) for name in asked if name not in kind.model_fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word())
def test_what_can_be_compared_can_be_sorted_and_has_ends(kind: type[Kind]) -> None:
    if issubclass(kind, Ordered):
        assert kind.traits.is_sortable
        assert kind.traits.ends
