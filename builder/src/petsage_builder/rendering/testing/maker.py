"""How tests name an entity and make things of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from petsage_builder.rendering import bodies
from petsage_builder.rendering.naming import arguments
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.testing.bringing import elsewhere
from petsage_builder.rendering.testing.counting import Several, omitted_fields
from petsage_builder.rendering.testing.recipe import Recipe, Who, sent
from petsage_builder.rendering.testing.recipes import Recipes
from petsage_builder.rendering.testing.roles import people_with_roles
from petsage_builder.rendering.testing.taken import TAKEN
from petsage_builder.spec.access import Verb
from petsage_builder.spec.entity import BelongsTo, Entity, Unique
from petsage_builder.terms import names
from petsage_builder.terms.code import code


class Maker:
    """How tests name an entity and make things of it."""

    def __init__(self, entity: Entity, recipes: Recipes, scene: Scene) -> None:
        self.entity = entity
        self.recipes = recipes
        self.scene = scene
        self.least_body = bodies.least(entity)
        self._full = bodies.full(entity)
        recipe = recipes.of(entity.name)
        self.recipe = recipe if recipe and self.least_body is not None and self._is_complete(recipe) else None

    def _is_complete(self, recipe: Recipe) -> bool:
        """Whether there can be as many as tests make, and everything that it is made from can be made as well."""
        if any(omitted_fields(self.entity).isdisjoint(rule.names) for rule in self.few) or not Several(recipe).most():
            return False
        return all(self.of(link.target).recipe for link in self.entity.belongs_to if link.role in recipe.links)

    @property
    def few(self) -> list[Unique]:
        """The uniques that allow too few for all that tests make."""
        return [rule for rule in self.entity.uniques if bodies.is_scarce(self.entity, rule)]

    @property
    def scarce(self) -> set[str]:
        """The fields whose values are too few; tests leave them out."""
        return {name for rule in self.few for name in rule.names}

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def one(self) -> str:
        return names.with_article(self.name)

    @property
    def many(self) -> str:
        return self.entity.plural

    @property
    def word(self) -> str:
        """Its name within the name of a test."""
        return self.name.replace(" ", "_")

    @property
    def words(self) -> str:
        return self.many.replace(" ", "_")

    @property
    def var(self) -> str:
        """The variable that a test keeps one in."""
        taken = self.entity.snake in TAKEN or self.entity.snake in people_with_roles(self.scene)
        return "thing" if taken else self.entity.snake

    @property
    def url(self) -> str:
        """The constant with the path that all of them are at."""
        return names.constant(self.many)

    @property
    def prefix(self) -> str:
        return self.scene.rules.prefix

    @property
    def path(self) -> str:
        return f"{self.prefix}/{self.slug}"

    @property
    def slug(self) -> str:
        """The segment of paths that all of them are at."""
        return self.scene.collection(self.name)

    @property
    def at(self) -> str:
        """The path of the one in the test's variable, as code."""
        return self.path_to(self.var)

    def path_to(self, thing: str, rest: str = "") -> str:
        """The path of one in a variable, and what comes after it, as code."""
        return f"f\"{{{self.url}}}/{{{thing}['{self.key}']}}{rest}\""

    def path_by_id(self, thing_id: str, rest: str = "") -> str:
        """The same of one whose id is in a variable."""
        return f'f"{{{self.url}}}/{{{self.key_of(thing_id, "alice")}}}{rest}"'

    @property
    def restoring(self) -> str:
        """Where the one in the test's variable is restored, as code; its path may be in the variable `path`."""
        return f"f\"{{{self.url}}}/{{{self.var}['id']}}/restore\"" if self.entity.found_by else 'f"{path}/restore"'

    @property
    def key(self) -> str:
        """The field of one, as the API shows it, that its path has."""
        return self.entity.field(self.entity.found_by).in_json if self.entity.found_by else "id"

    def key_of(self, thing_id: str, person: str) -> str:
        """What the path of one has whose id is in a variable, as code; somebody has to look it up."""
        if not self.entity.found_by:
            return thing_id
        column = f"{self.entity.class_name}.{self.entity.field(self.entity.found_by).snake}"
        return f"in_path({person}, {column}, {thing_id})"

    @property
    def made(self) -> Recipe:
        """How it is made; only for entities that can be."""
        assert self.recipe is not None
        return self.recipe

    @property
    def needs(self) -> list[str]:
        return [link.target for link in sent(self.made) if link.role in self.made.links]

    @property
    def people(self) -> list[Who]:
        return self.needing(self.made)

    @property
    def params(self) -> str:
        return self.params_of(self.made)

    def params_of(self, recipe: Recipe) -> str:
        """The parameters of the helper that makes one as a recipe says."""
        return ", ".join(f"{_parameter(who)}: Person" for who in self.needing(recipe))

    @property
    def helpers(self) -> list[str]:
        """What makes one, or posts one, in a test."""
        return [f"post_{self.entity.snake}", f"new_{self.entity.snake}", *map(self.helper, self.states)]

    @property
    def dependencies(self) -> list[str]:
        """The code that makes what it is made from."""
        return [self.dependency(link) for link in sent(self.made) if link.role in self.made.links]

    @property
    def states(self) -> list[Recipe]:
        """The recipes that bring one to another state than its first."""
        return list(elsewhere(self.made)) if self.entity.lifecycle else []

    def bringing(self, recipe: Recipe) -> list[tuple[str, str]]:
        """The steps that bring one to the state of a recipe, with who takes each, as its helper calls them."""
        return [(_parameter(who), step) for who, step in recipe.steps]

    def call_of(self, recipe: Recipe, person: str = "alice") -> str:
        """A test's call that makes one as a recipe says."""
        return self.brought(recipe, [person if who == "alice" else who for who in self.needing(recipe)])

    @property
    def made_by(self) -> str:
        """Who makes it, as its helper calls them."""
        return _parameter(self.made.maker)

    @property
    def handed_on(self) -> str:
        return ", ".join(map(_parameter, self.people))

    def call(self, kind: str, person: str = "alice", /, **fields: str) -> str:
        """A call of one of its helpers, `new` or `post`; the fields' values are code."""
        people = [person if who == "alice" else who for who in self.people]
        return f"{kind}_{self.entity.snake}({', '.join(filter(None, [*people, arguments(fields)]))})"

    def new(self, person: str = "alice", /, **fields: str) -> str:
        return self.call("new", person, **fields)

    def post(self, person: str = "alice", /, **fields: str) -> str:
        return self.call("post", person, **fields)

    @property
    def parent(self) -> BelongsTo | None:
        return self.entity.parent

    def dependency(self, link: BelongsTo, person: str = "", /, **values: str) -> str:
        """The code that makes what it belongs to, with some values, within its helper or, for a person, in a test."""
        if link.target == "user":
            return f"str({person or _parameter(self.made.users[link.role])}.id)"
        recipe, on, target = self.target(link), self.recipes.on(link), self.of(link.target)
        assert recipe is not None
        assert on is not None
        given = [self._stand_in(who, recipe, on, person) for who in target.needing(on)]
        made = replace(on, values={**on.values, **values})
        return f'{target.brought(made, given)}["id"]'

    def target(self, link: BelongsTo) -> Recipe | None:
        """How that is made which one belongs to, also where it may do without; None where its maker can name none."""
        if link.role in self.made.links:
            return self.made.links[link.role]
        if link not in self.references_sendable or link.target == self.entity.name:
            return None
        found = self.recipes.seen_by(self.made.maker, link, plenty=False)
        return found if found and self.of(link.target).recipe else None

    def brought(self, recipe: Recipe, given: Sequence[str]) -> str:
        """The call that makes one as a recipe says, for the people who are `given`."""
        return f"{self.helper(recipe)}({', '.join([*given, *filter(None, [arguments(recipe.values)])])})"

    def helper(self, recipe: Recipe) -> str:
        """What makes one as a recipe says."""
        return "_".join(["new", self.entity.snake, *([names.constant(recipe.here).lower()] if recipe.steps else [])])

    def needing(self, recipe: Recipe) -> list[Who]:
        """Whom the helper asks for that makes one as a recipe says."""
        everybody = ("alice", "admin", *people_with_roles(self.scene))
        return [who for who in everybody if who in recipe.people]

    def _stand_in(self, who: Who, recipe: Recipe, made: Recipe, person: str) -> str:
        """The argument for somebody whom a helper asks for, where it makes what this belongs to."""
        people: tuple[Who, ...] = ("alice", "another", "admin", *people_with_roles(self.scene))
        is_by = next(one for one in people if made.by(one) == recipe) if who == "alice" else who
        if is_by == "another":
            return f"{person or self.handed_on.split(', ')[0]}.another()"
        return person if person and is_by == "alice" else _parameter(is_by)

    @property
    def references(self) -> list[BelongsTo]:
        """The relations in the body of its helper."""
        return [link for link in sent(self.made) if link != self.parent]

    @property
    def references_sendable(self) -> list[BelongsTo]:
        """The relations that clients send in the body."""
        left_out = {self.parent, *self.entity.creators}
        return [link for link in self.entity.belongs_to if link not in left_out]

    @property
    def least(self) -> dict[str, str]:
        assert self.least_body is not None
        return self.coded(self.least_body)

    @property
    def needed(self) -> str:
        """What its helper sends unless it is told otherwise, as the items of a dictionary."""
        items = dict(self.least)
        for link in self.references:
            items[link.column] = self._unless_given(link) + self.dependency(link)
        return "".join(f'"{name}": {value}, ' for name, value in items.items())

    def _unless_given(self, link: BelongsTo) -> str:
        """What keeps a helper from making what it is handed; also where that is None, if there can't be two of it."""
        if link.target == "user":
            return ""
        if not Several(self.made).is_made_anew(link.role):
            return f'None if "{link.column}" in fields else '
        return f'fields.get("{link.column}") or '

    @property
    def full(self) -> dict[str, str]:
        return self.coded({name: value for name, value in (self._full or {}).items() if name not in self.scarce})

    def coded(self, body: bodies.Body) -> dict[str, str]:
        return {self.entity.field(name).in_json: code(value) for name, value in body.items()}

    @property
    def collection(self) -> str:
        """The path of its list within its helper, as code; the parent's id is in the variable of its column."""
        return self.list_at(self.parent.column if self.parent else "", self.made_by)

    def list_at(self, parent_id: str, person: str = "alice") -> str:
        if self.parent is None:
            return self.url
        target = self.scene.collection(self.parent.target)
        key = self.of(self.parent.target).key_of(parent_id, person)
        return f'f"{self.prefix}/{target}/{{{key}}}/{self.slug}"'

    @property
    def turns(self) -> int:
        """How many Alice can make, each with all that it needs."""
        return Several(self.made).most()

    @property
    def room(self) -> int:
        """How many Alice can make for the same parent."""
        return Several(self.made, alike=self.siblings_share).most()

    @property
    def siblings_share(self) -> list[str]:
        """The relation to the parent, where there is one."""
        return [self.parent.role] if self.parent else []

    @property
    def shared(self) -> str:
        """What others share with the one in the test's variable: the parent, and what there can't be more of."""
        links = [link for link in self.given if self._is_shared(link)]
        return "".join(f'"{link.column}": {self.var}["{link.column}"], ' for link in links)

    @property
    def tries(self) -> int:
        """How many others Alice can ask for in vain, each with all that it needs."""
        shared = [link.role for link in self.given if self._is_shared(link)]
        return max(1, Several(self.made, alike=shared).needed - 1)

    @property
    def given(self) -> list[BelongsTo]:
        """The relations to things that tests make."""
        return [link for link in self.entity.belongs_to if link.role in self.made.links]

    def _is_shared(self, link: BelongsTo) -> bool:
        return (link == self.parent and self.room >= 2) or not Several(self.made).is_made_anew(link.role)

    @property
    def siblings(self) -> dict[str, str]:
        """What a test hands to its helper so that several are on one list."""
        return {self.parent.column: self.parent.column} if self.parent else {}

    def sibling(self, fields: dict[str, str]) -> str:
        """A call that makes one under the parent that the test has made."""
        return self.new(**fields, **self.siblings)

    @property
    def parent_line(self) -> str:
        """The statement of a test that makes the parent of several."""
        return f"{self.parent.column} = {self.dependency(self.parent, 'alice')}" if self.parent else ""

    @property
    def compared(self) -> set[str]:
        return bodies.compared_fields(self.entity)

    def of(self, name: str) -> Self:
        """The same of another entity."""
        return type(self)(self.scene.entity(name), self.recipes, self.scene)

    def can(self, verb: Verb) -> Who | None:
        """Somebody who may do this with what Alice makes."""
        return self.made.who(verb) if self.recipe else None

    @property
    def seer(self) -> Who | None:
        return self.can("see")

    @property
    def changer(self) -> Who | None:
        return self.can("change")

    @property
    def deleter(self) -> Who | None:
        return self.can("delete")


def _parameter(who: str) -> str:
    return "person" if who == "alice" else who
