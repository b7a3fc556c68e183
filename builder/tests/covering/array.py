"""A covering array: specs in which every pair of forms occurs, on one entity, and on a parent and its child."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec

from .forms import FORMS, Form
from .scene import CHAIN, Draft, TakenError, chain, spec_of

MOST = 24
"""Forms that an entity has before no more are added to it."""

INDEX = {form.name: index for index, form in enumerate(FORMS)}
FORM = {form.name: form for form in FORMS}
_ALONE, _AMONG = [form for form in FORMS if not form.among], [form for form in FORMS if form.among]


class Pair(NamedTuple):
    """Two forms on one entity, in the order of `FORMS`; or one on a parent and another on its child."""

    one: str
    other: str
    below: bool = False


class Grid:
    """For each form, on one entity and from a parent to its child, with which others it is paired: a bit for each."""

    def __init__(self, *, full: bool = False) -> None:
        every = (1 << len(FORMS)) - 1 if full else 0
        self.beside = [every & ~(1 << index) for index in range(len(FORMS))]
        self.below = [every] * len(FORMS)
        self.above = [every] * len(FORMS)

    def add(self, spec: FeatureSpec) -> None:
        """Adds the pairs that occur in a spec."""
        masks = dict(zip([entity.name for entity in spec.entities], masks_of(spec), strict=True))
        for child in spec.entities:
            for index in _bits(masks[child.name]):
                self.beside[index] |= masks[child.name] & ~(1 << index)
            for target in {link.target for link in child.belongs_to} & masks.keys() - {child.name}:
                for index in _bits(masks[target]):
                    self.below[index] |= masks[child.name]
                for index in _bits(masks[child.name]):
                    self.above[index] |= masks[target]

    def discard(self, other: "Grid") -> None:
        """Takes away the pairs of another grid."""
        self.beside = [mine & ~theirs for mine, theirs in zip(self.beside, other.beside, strict=True)]
        self.below = [mine & ~theirs for mine, theirs in zip(self.below, other.below, strict=True)]
        self.above = [mine & ~theirs for mine, theirs in zip(self.above, other.above, strict=True)]

    def drop(self, pair: Pair) -> None:
        """Takes away one pair."""
        one, other = INDEX[pair.one], INDEX[pair.other]
        if pair.below:
            self.below[one] &= ~(1 << other)
            self.above[other] &= ~(1 << one)
        else:
            self.beside[one] &= ~(1 << other)
            self.beside[other] &= ~(1 << one)

    def pairs(self) -> Iterator[Pair]:
        """Each pair once."""
        for one, form in enumerate(FORMS):
            yield from (Pair(form.name, FORMS[other].name) for other in _bits(self.beside[one]) if other > one)
            yield from (Pair(form.name, FORMS[other].name, below=True) for other in _bits(self.below[one]))

    def gain(self, index: int, at: int, masks: list[int]) -> int:
        """How many of the pairs a form adds to a chain of entities that have these forms."""
        found = (self.beside[index] & masks[at]).bit_count()
        if at + 1 < len(masks):
            found += (self.below[index] & masks[at + 1]).bit_count()
        if at:
            found += (self.above[index] & masks[at - 1]).bit_count()
        return found


def masks_of(spec: FeatureSpec) -> list[int]:
    """The forms that each entity has, a bit for each."""
    return [_alone(entity) | _bits_of(entity, spec, _AMONG) for entity in spec.entities]


@lru_cache(maxsize=64)
def _alone(entity: Entity) -> int:
    """Of the forms that are seen in an entity alone, those that it has."""
    return _bits_of(entity, None, _ALONE)


def _bits_of(entity: Entity, spec: FeatureSpec | None, forms: list[Form]) -> int:
    return sum(1 << INDEX[form.name] for form in forms if form.holds(entity, spec))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True)
class Chain:
    """Drafts with the valid spec that they make, the forms that each has, and those of them that were said."""

    drafts: list[Draft]
    spec: FeatureSpec
    masks: list[int]
    said: list[int]

    @classmethod
    def new(cls, *, parent_at: int | None = None) -> "Chain":
        """A chain of which nothing is said, but, where it's given, that the one below an entity belongs to it."""
        drafts = chain()
        if parent_at is not None:
            drafts[parent_at + 1].parent()
        grown = cls._of(drafts, [0] * len(drafts))
        assert grown
        return grown

    @classmethod
    def _of(cls, drafts: list[Draft], said: list[int]) -> "Chain | None":
        spec = spec_of(drafts)
        masks = masks_of(spec) if spec else said
        holds = all(mask & ~now == 0 for mask, now in zip(said, masks, strict=True))
        return cls(drafts, spec, masks, said) if spec and holds else None

    def has_room(self, index: int, at: int) -> bool:
        """Whether an entity hasn't the form yet, and has few enough."""
        return self.masks[at].bit_count() < MOST and not self.masks[at] >> index & 1

    def with_form(self, index: int, at: int) -> "Chain | None":
        """The same with one more form; None where it can't be said of this entity beside what is said already."""
        said = [mask | (1 << index if place == at else 0) for place, mask in enumerate(self.said)]
        drafts = self.drafts
        if not self.masks[at] >> index & 1:
            drafts = [draft.copy() for draft in drafts]
            try:
                FORMS[index].add(drafts, at)
            except TakenError:
                return None
        return Chain._of(drafts, said)


def joined(pair: Pair) -> Chain | None:
    """A chain in which the pair is said; None where there is none."""
    if found := _joined(pair):
        return found
    if " may " in pair.other:
        return _joined(pair, also=pair.other.rpartition(" may ")[2])
    return None if pair.below else _joined(pair, child="may belong to its parent")


def _joined(pair: Pair, also: str = "", child: str = "") -> Chain | None:
    """The same where admins may do that, `also`, with what the second form is said of, or the `child` has a form."""
    one, other = INDEX[pair.one], INDEX[pair.other]
    for at in range(2):
        below = at + pair.below
        for order in permutations(((one, at), (other, below))):
            more = [(INDEX[f"admins may {also}"], below)] if also else []
            more += [(INDEX[child], at + 1)] if child else []
            grown: Chain | None = Chain.new(parent_at=at if pair.below else None)
            for index, place in (*more, *order):
                grown = grown and grown.with_form(index, place)
            if grown:
                return grown
    return None


class Covering:
    """Iterates over specs until every pair has occurred; then `impossible` holds those that can't be said together."""

    def __init__(self) -> None:
        self.left = Grid(full=True)
        self.impossible: set[Pair] = set()
        self.made: list[FeatureSpec] = []
        self._chance = random.Random(9)

    def __iter__(self) -> Iterator[FeatureSpec]:
        """The same specs every time."""
        while (pair := next(self.left.pairs(), None)) is not None:
            first = joined(pair)
            self.left.drop(pair)
            if first is None:
                self.impossible.add(pair)
                continue
            stops = any(FORMS[INDEX[name]].stops for name in pair[:2])
            spec = self._filled(first, stops=stops).spec
            covered = Grid()
            covered.add(spec)
            self.left.discard(covered)
            self.made.append(spec)
            yield spec

    def _filled(self, grown: Chain, *, stops: bool) -> Chain:
        """The chain with those forms added to it that cover most of what is left."""
        free = {(index, at) for index, form in enumerate(FORMS) if stops or not form.stops for at in range(len(CHAIN))}
        while True:
            free = {place for place in free if grown.has_room(*place)}
            gains = [(gain, place) for place in sorted(free) if (gain := self.left.gain(*place, grown.masks))]
            if not gains:
                return grown
            most, _ = max(gains)
            best = self._chance.choice([place for gain, place in gains if gain == most])
            free.discard(best)
            grown = grown.with_form(*best) or grown


def at_random(count: int) -> Iterator[FeatureSpec]:
    """So many specs of forms that were drawn, from a few to as many as fit; the same every time."""
    chance = random.Random(count)
    for _ in range(count):
        grown = Chain.new()
        for _ in range(chance.randint(4, 60)):
            index, at = chance.randrange(len(FORMS)), chance.randrange(len(CHAIN))
            if grown.has_room(index, at):
                grown = grown.with_form(index, at) or grown
        yield grown.spec
