"""The HTTP endpoints that follow from a feature spec."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from petsage_builder.spec.access import Verb
from petsage_builder.spec.entity import Entity, ManyToMany, called_in_code
from petsage_builder.terms import names

Action = Literal[
    "list", "list all", "create", "get", "change", "delete", "step", "restore", "list deleted",
    "history", "list linked", "list linking", "link", "unlink", "do once", "take back",
]  # fmt: skip
"""Of two linked things, "list linked" lists what the one has that can be linked, "list linking" what has the other."""

_VERBS: dict[Action, Verb] = {
    "list": "see",
    "list all": "see",
    "create": "create",
    "get": "see",
    "change": "change",
    "delete": "delete",
    "step": "change",
    "restore": "delete",
    "list deleted": "delete",
    "history": "see",
    "list linked": "see",
    "list linking": "see",
    "link": "change",
    "unlink": "change",
    "do once": "see",
    "take back": "see",
}
_SUCCESSES: dict[Action, int] = {
    **{"create": 201, "delete": 204, "link": 204, "unlink": 204},
    **{"do once": 204, "take back": 204},
}


@dataclass(frozen=True)
class Endpoint:
    """One operation. `path` has no prefix.

    `target` is the state a step leads to, the other entity of a link, or what is done once.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    action: Action
    entity: str
    target: str = ""

    @property
    def verb(self) -> Verb:
        """What a caller must be allowed to do with the entity."""
        return _VERBS[self.action]

    @property
    def success(self) -> int:
        """The status that it answers with where all is well."""
        return _SUCCESSES.get(self.action, 200)


def endpoints_of(entity: Entity) -> Iterator[Endpoint]:
    """What an entity answers to, in the order a reader expects; what nobody may do has no endpoint."""
    name, access = entity.name, entity.access
    collection, item = _collection(entity), _item(name)
    if access.see:
        yield Endpoint("GET", collection, "list", name)
    if is_listed_beyond_parent(entity):
        yield Endpoint("GET", f"/{entity.slug}", "list all", name)
    if access.create:
        yield Endpoint("POST", collection, "create", name)
    if access.see:
        yield Endpoint("GET", item, "get", name)
    if access.change:
        yield Endpoint("PATCH", item, "change", name)
    if access.delete:
        yield Endpoint("DELETE", item, "delete", name)
    yield from _special_endpoints(entity, item)
    for link in entity.many_to_many:
        yield from _link_endpoints(entity, link, item)
    for once in entity.once if access.see else ():
        yield Endpoint("PUT", f"{item}/{names.kebab(once.verb)}", "do once", name, once.verb)
        yield Endpoint("DELETE", f"{item}/{names.kebab(once.verb)}", "take back", name, once.verb)


def _special_endpoints(entity: Entity, item: str) -> Iterator[Endpoint]:
    if entity.lifecycle:
        for state, verb in entity.lifecycle.verbs.items():
            if entity.step_grants(state):
                yield Endpoint("POST", f"{item}/{names.kebab(verb)}", "step", entity.name, state)
    if entity.restore_days and entity.access.delete:
        yield Endpoint("POST", f"{item}/restore", "restore", entity.name)
        if entity.access.see:
            yield Endpoint("GET", f"/deleted-{entity.slug}", "list deleted", entity.name)
    if entity.history and entity.access.see:
        yield Endpoint("GET", f"{item}/history", "history", entity.name)


def _link_endpoints(entity: Entity, link: ManyToMany, item: str) -> Iterator[Endpoint]:
    links = f"{item}/{names.kebab(names.plural(link.target))}"
    one = f"{links}/{{{names.snake(f'{link.target} id')}}}"
    if entity.access.see:
        yield Endpoint("GET", links, "list linked", entity.name, link.target)
        yield Endpoint("GET", f"{_item(link.target)}/{entity.slug}", "list linking", entity.name, link.target)
    if entity.access.change:
        yield Endpoint("PUT", one, "link", entity.name, link.target)
        yield Endpoint("DELETE", one, "unlink", entity.name, link.target)


def _collection(entity: Entity) -> str:
    return f"/{entity.slug}" if entity.parent is None else f"{_item(entity.parent.target)}/{entity.slug}"


def _item(entity: str) -> str:
    """The path of one thing, by its entity's name."""
    called = called_in_code(entity)
    return f"/{names.kebab(names.plural(called))}/{{{names.snake(f'{called} id')}}}"


def is_listed_beyond_parent(entity: Entity) -> bool:
    """Whether some may see things of an entity without seeing their parent, so that they need a list of them all."""
    parent = entity.parent
    return parent is not None and any(grant.relation != parent.role for grant in entity.access.see)
