"""How many things there can be beside each other, as far as uniques and limits go."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.testing.recipe import Recipe
from petsage_builder.spec.entity import BelongsTo, Entity, Overlap, Unique

NO_LIMIT = 10_000
"""More than any test makes."""


@dataclass(frozen=True)
class Several:
    """Some of a thing that a test makes one after another.

    They are the same in `alike`, and the test lets them differ in `unlike`: fields and relations, by name. In all else
    each is what the helpers of a test make it. They are made by the same people or, `each_by_another`, each by somebody
    else in Alice's place.
    """

    recipe: Recipe
    alike: Collection[str] = ()
    unlike: Collection[str] = ()
    each_by_another: bool = False

    def most(
        self, *, more_of: BelongsTo | None = None, beyond: BelongsTo | None = None, apart: Overlap | None = None
    ) -> int:
        """How many there can be.

        Left out of account is how many belong to the same at most by the relation `more_of`, or, in some states or by a
        field of it, by the relation `beyond`, and what doesn't overlap by the rule `apart`.
        """
        return min(self.beside_each_other(more_of, beyond, apart), self.needed)

    @cached_property
    def needed(self) -> int:
        """How often all that they belong to can be made, where each has its own."""
        return min(map(self._times, self.made_for_each), default=NO_LIMIT)

    def is_made_anew(self, role: str) -> bool:
        """Whether what a relation leads to, and all that is made for it, can be made for a second one, too."""
        recipe = self.recipe.links[role]
        return all(self._times(each) >= 2 for each in (recipe, *Several(recipe).made_for_each))

    def differ_in(self, rule: Unique) -> bool:
        """Whether one made after another differs in what is unique."""
        return self._unlike_in(rule) > 1

    def _unlike_in(self, rule: Unique) -> int:
        """How many of them differ in what is unique."""
        parts = {*rule.names, *filter(None, [rule.per])} - {*self.alike}
        if not parts.isdisjoint({*self.unlike, *self.recipe.links, *omitted(self.recipe), *self._own_people}):
            return NO_LIMIT
        told = bodies.told_apart_by(self.recipe.entity, rule)
        if told is None or told not in parts:
            return 1
        return NO_LIMIT if self.recipe.entity.field(told).type.is_plentiful else samples.FEW

    def beside_each_other(
        self, more_of: BelongsTo | None = None, beyond: BelongsTo | None = None, apart: Overlap | None = None
    ) -> int:
        """How many there can be where all that they belong to is there already."""
        entity = self.recipe.entity
        unique = min((self._unlike_in(rule) for rule in entity.uniques), default=NO_LIMIT)
        shared = [link for link in entity.belongs_to if self._share(link)]
        most = [link.at_most for link in shared if link.at_most and link != more_of]
        limits = [limit for link in shared if link != beyond and (limit := self._limit_of(link)) is not None]
        alone = [1 for rule in entity.overlaps if rule != apart and self._overlap(rule)]
        return min([unique, *most, *limits, *alone])

    def _overlap(self, rule: Overlap) -> bool:
        """Whether they take the same time of the same."""
        if (rule.states and self.recipe.here not in rule.states) or rule.start in omitted(self.recipe):
            return False
        anew = {*self.unlike, *self.recipe.links, *omitted(self.recipe), *self._own_people}
        return ({*rule.per} - {*self.alike}).isdisjoint(anew)

    def _limit_of(self, link: BelongsTo) -> int | None:
        """How many new ones can belong to the same by a limit in some states, or by a field of it."""
        limit = link.limit
        if limit is None or (limit.states and self.recipe.here not in limit.states):
            return None
        if limit.field is None:
            return limit.most
        on = self.recipe.links.get(link.role)
        said = on and on.values.get(on.entity.field(limit.field).in_json)
        return int(said) if said else None

    @property
    def made_for_each(self) -> Iterator[Recipe]:
        """What is made for each one, and what is made for that."""
        for role, recipe in self.recipe.links.items():
            if role not in {*self.alike, *self.unlike}:
                yield recipe
                yield from Several(recipe).made_for_each

    @cached_property
    def _counts(self) -> Counter[str]:
        """Of each entity, how many are made for each one."""
        return Counter(recipe.entity.name for recipe in self.made_for_each)

    def _times(self, recipe: Recipe) -> int:
        """How often a thing can be made, with the others of its entity that are made for each one."""
        count = self._counts[recipe.entity.name]
        by_one = Several(recipe).beside_each_other() // count
        if not self.each_by_another or not by_one:
            return by_one
        return Several(recipe, each_by_another=True).beside_each_other() // count

    def _share(self, link: BelongsTo) -> bool:
        """Whether all of them belong to the same."""
        return link.role in self.alike or (link.role in self.recipe.users and link.role not in self._own_people)

    @property
    def _own_people(self) -> set[str]:
        """The relations to a user that is somebody else for each."""
        own = {"another", "alice"} if self.each_by_another else {"another"}
        return {role for role, who in self.recipe.users.items() if who in own}


def fit_beside_each_other(one: Recipe, other: Recipe) -> bool:
    """Whether the same people can make both, each with all that it needs."""
    made = [each for recipe in (one, other) for each in (recipe, *Several(recipe).made_for_each)]
    counts = Counter(recipe.entity.name for recipe in made)
    return all(Several(recipe).beside_each_other() >= counts[recipe.entity.name] for recipe in made)


def omitted(recipe: Recipe) -> set[str]:
    """What is null where nothing is sent; nulls differ from each other."""
    made = {*recipe.users, *recipe.links}
    return omitted_fields(recipe.entity) | {link.role for link in recipe.entity.belongs_to if link.role not in made}


def omitted_fields(entity: Entity) -> set[str]:
    """The fields that are null where a test sends nothing."""
    unsent = [field for field in entity.fields if field.name not in entity.given_in_some_case]
    return {field.name for field in unsent if field.optional and field.default is None}
