"""The router of a module: its endpoints."""

from dataclasses import dataclass
from functools import cached_property

from petsage_builder.rendering import naming
from petsage_builder.rendering.conventions import answers_with_thing, methods_of, success_of
from petsage_builder.rendering.handlers import Handler
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.service import render_logic
from petsage_builder.rendering.summaries import promise_of, summary_of
from petsage_builder.rendering.templating import templates
from petsage_builder.spec.entity import Entity
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed


def render_router(scene: Scene) -> str:
    """The file of the router, not yet formatted; where the project's rules know no service, it holds that, too."""
    use = scene.imports("router")
    logic = "" if scene.rules.layout.service else render_logic(scene, "router", use)
    body = (
        templates()
        .get_template("entity/router.py.j2")
        .render(
            handlers=[_Text(Handler(endpoint, scene), use, _prefix(scene)) for endpoint in scene.spec.endpoints],
            own=_own(scene, use),
            prefix=scene.rules.entities.prefix + _prefix(scene),
            tag=names.title(scene.spec.feature.replace("_", " ")),
            use=use,
            core=scene.core,
            naming=naming,
        )
    )
    about = listed(entity.plural for entity in scene.spec.entities)
    return "\n".join([f'"""The endpoints of {about}."""', *use.lines(), logic, body])


def _own(scene: Scene, use: Imports) -> list[str]:
    """What the endpoints of accounts are told of what people have of their own, as arguments."""
    people = scene.spec.people
    if people is None:
        return []
    repository = use(scene.module("service", seen_from="router"), naming.own_repository(people))
    schemas = scene.module("schemas", seen_from="router")
    return [repository, *(use(schemas, f"{people.class_name}{kind}") for kind in ("Create", "Patch"))]


def _prefix(scene: Scene) -> str:
    """What all paths of the feature begin with."""
    first = {scene.path_of(endpoint).split("/")[1] for endpoint in scene.spec.endpoints}
    return f"/{first.pop()}" if len(first) == 1 else ""


@dataclass(frozen=True)
class _Text:
    """A handler in the words of the router's file. `by` is its name for who asks, empty where nobody does."""

    handler: Handler
    use: Imports
    prefix: str

    @cached_property
    def entity(self) -> Entity:
        return self.handler.entity

    @property
    def decorators(self) -> list[str]:
        """The calls that make the function an endpoint, one for each method."""
        endpoint = self.handler.endpoint
        first, *others = methods_of(endpoint, self.handler.scene.rules.api)
        return [self._decorator(first), *(self._decorator(other, f"{self.handler.name}_by_put") for other in others)]

    def _decorator(self, method: str, name: str = "") -> str:
        endpoint = self.handler.endpoint
        said = [f'"{self.handler.scene.path_of(endpoint).removeprefix(self.prefix)}"']
        if name:
            said.append(f'name="{name}"')
        if (success := success_of(endpoint, self.handler.scene.rules.api)) != 200:
            said.append(f"status_code={success}")
        said.append(f"summary={summary_of(self.handler)!r}")
        if self.handler.problems:
            problems = self.use(self.handler.scene.core("documentation"), "problems")
            said.append(f"responses={problems}({', '.join(map(str, self.handler.problems))})")
        return f"{method.lower()}({', '.join(said)})"

    @property
    def answers_with_thing(self) -> bool:
        """Whether what is done once is answered with the thing."""
        return answers_with_thing(self.handler.endpoint, self.handler.scene.rules.api)

    @property
    def promise(self) -> str:
        return promise_of(self.handler)

    @property
    def by(self) -> str:
        return "user" if self.handler.asks_for else ""

    @property
    def asks(self) -> str:
        """The parameter for who asks."""
        asked = self.handler.asks_for
        return f"{self.by}: {self.use(self.handler.scene.core('identity.callers'), asked)}" if asked else ""

    @property
    def id(self) -> str:
        return naming.id_of(self.entity)

    @property
    def other_id(self) -> str:
        return naming.id_of(self.linked)

    @property
    def parent(self) -> Entity | None:
        """The entity that this one's are listed and created under."""
        parent = self.entity.parent
        return self.handler.scene.entity(parent.target) if parent else None

    @property
    def parent_id(self) -> str:
        return naming.id_of(self.parent) if self.parent else ""

    @property
    def found_by(self) -> str:
        """The field of one that its path has."""
        return self.entity.field(self.entity.found_by).snake if self.entity.found_by else "id"

    def address(self, entity: Entity) -> str:
        """The type of the parameter with an entity's id; what is deleted is found by that alone."""
        if not entity.found_by or self.handler.endpoint.action == "restore":
            return self.use("uuid", "UUID")
        module = self.handler.scene.module("service", of=entity.name, seen_from="router")
        return self.use(module, naming.address_class(entity))

    @property
    def linked(self) -> Entity:
        """The entity that a link leads to."""
        return self.handler.scene.entity(self.handler.endpoint.target)

    @property
    def repository(self) -> str:
        return self._of_service(naming.repository(self.entity))

    @property
    def steps(self) -> str:
        return self._of_service(naming.steps(self.entity))

    @property
    def history(self) -> str:
        return self._of_service(naming.history(self.entity))

    @property
    def links(self) -> str:
        return self._of_service(naming.links(self.entity, self.handler.endpoint.target))

    @property
    def once(self) -> str:
        return self._of_service(naming.once(self.entity, self.handler.endpoint.target))

    @property
    def thing(self) -> str:
        """A variable for one of the entity, named as it is unless that would hide what the function uses."""
        hidden = {"new", "user", "admin", "transaction", "session", "query", self.parent_id}
        hidden |= {naming.repository(entity) for entity in self.handler.scene.spec.entities}
        return "thing" if self.entity.snake in hidden else self.entity.snake

    @property
    def location(self) -> str:
        """The name of the endpoint at which a new one can be read, if it can be."""
        return naming.handler("get", self.entity) if self.entity.access.see else ""

    @property
    def given(self) -> list[str]:
        """What the client doesn't decide of a new one."""
        life, parent = self.entity.lifecycle, self.parent_id
        said = [f"parent={parent}"] if parent else []
        said += [f"{link.column}={self.by}.id" for link in self.entity.creators]
        return [*said, f"status={self.state(life.initial)}"] if life else said

    def state(self, state: str) -> str:
        """A state as a member of its class."""
        module = self.handler.scene.module("models", seen_from="router")
        return f"{self.use(module, naming.choice_class(self.entity, 'status'))}.{names.constant(state)}"

    def schema(self, kind: str) -> str:
        """One of the entity's schemas: `PetCreate`."""
        return self._schema(self.entity, kind)

    def sent(self, kind: str) -> str:
        """The type of a body: one of the entity's schemas, in the style's envelope where there is one."""
        if not self.handler.scene.rules.api.body:
            return self.schema(kind)
        within = self.use(self.handler.scene.core("within"), "Within")
        one, _ = self.handler.scene.called(self.entity)
        return f'{self.use("typing", "Annotated")}[{self.schema(kind)}, {within}("{one}")]'

    def read(self, entity: Entity) -> str:
        """The schema of what clients are shown of an entity."""
        if not entity.shown_with:
            return self._schema(entity, "Read")
        module = self.handler.scene.module("schemas", of=entity.name, seen_from="router")
        return self.use(module, naming.shown_class(entity))

    def showing(self, entity: Entity) -> str:
        """What gives an entity its parts; empty where it has none."""
        if not entity.shown_with:
            return ""
        module = self.handler.scene.module("service", of=entity.name, seen_from="router")
        return self.use(module, naming.showing(entity))

    @property
    def deleted_read(self) -> str:
        module = self.handler.scene.module("schemas", of=self.entity.name, seen_from="router")
        return self.use(module, naming.deleted_class(self.entity))

    def query(self, entity: Entity) -> str:
        """The type of a list's query."""
        if not entity.filters and not entity.search:
            return self.use(self.handler.scene.core("paging"), "Page")
        query = self.use("fastapi", "Query")
        return f"{self.use('typing', 'Annotated')}[{self._schema(entity, 'Query')}, {query}()]"

    def _schema(self, entity: Entity, kind: str) -> str:
        module = self.handler.scene.module("schemas", of=entity.name, seen_from="router")
        return self.use(module, f"{entity.class_name}{kind}")

    def _of_service(self, name: str) -> str:
        return self.use(self.handler.scene.module("service", seen_from="router"), name)
