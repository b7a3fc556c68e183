"""The service of a module: its repositories, and what holds for the things in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from petsage_builder.rendering import naming
from petsage_builder.rendering.comparisons import FieldCheck, checks_of
from petsage_builder.rendering.conditions import any_of, states_in
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.repository import RepositoryText
from petsage_builder.rendering.scene import Part, Scene
from petsage_builder.rendering.templating import templates
from petsage_builder.spec.access import Access, Grant
from petsage_builder.spec.actions import Action, Term
from petsage_builder.spec.entity import USER, Entity, ListOrder, Once, ShownWith
from petsage_builder.spec.roles import in_code
from petsage_builder.spec.showing import USER_FIELDS, Related, related
from petsage_builder.terms import names


def render_service(scene: Scene) -> str:
    """The file of the service, not yet formatted."""
    use = scene.imports("service")
    body = render_logic(scene, "service", use)
    return "\n".join(['"""Who may see and change what, and what holds for it."""', *use.lines(), body])


def render_logic(scene: Scene, part: Part, use: Imports) -> str:
    """What a service says after its imports, in the file of `part`; `use` gathers the imports."""
    entities = _in_order(scene)
    seen = [entity.seen for entity in entities if not entity.is_people or entity.public]
    written = [_EntityText(entity, scene, part, use, tuple(seen[:index])) for index, entity in enumerate(seen)]
    own = _OwnText(scene.spec.people, scene, part, use, ()) if scene.spec.people else None
    template = templates().get_template("entity/service.py.j2")
    shared = [pair for of_own_fields in (True, False) for text in written for pair in text.shared(of_own_fields)]
    return template.render(
        entities=written, own=own, shared=shared, roles=_roles(scene), use=use, core=scene.core, naming=naming
    )


def _roles(scene: Scene) -> list[str]:
    """What declares the feature's roles, as arguments."""
    roles = scene.spec.roles
    start = [f'start="{in_code(roles.start)}"'] if roles.start else []
    return [*(f'"{in_code(role)}"' for role in roles.names), *start]


def _in_order(scene: Scene) -> list[Entity]:
    """The feature's entities, each after those that its access follows."""
    ordered: dict[str, Entity] = {}

    def add(entity: Entity) -> None:
        for name in scene.own:
            if name in {link.target for link in entity.followed}:
                add(scene.own[name])
        ordered.setdefault(entity.name, entity)

    for entity in scene.spec.entities:
        add(entity)
    return list(ordered.values())


@dataclass(frozen=True)
class _OwnText(RepositoryText):
    """What people have of their own: theirs alone to see and to change, whatever others see of it."""

    def __post_init__(self) -> None:
        theirs = (Grant(to="signed-in users"),)
        unlisted = {"order": ListOrder(), "filters": (), "search": (), "once": (), "counted": False}
        own = self.entity.model_copy(update={"access": Access(create=theirs, change=theirs), **unlisted})
        object.__setattr__(self, "entity", own)

    @property
    def repository(self) -> str:
        return naming.own_repository(self.entity)

    @property
    def shape(self) -> str:
        return self.use(self.scene.module("schemas", seen_from=self.part), naming.own_class(self.entity))

    @property
    def conditions(self) -> dict[str, str]:
        return {"visible": f"{self.column('id')} == {self.use(self.scene.core('access'), 'CALLER')}"}

    @property
    def checks(self) -> tuple[FieldCheck, ...]:
        return checks_of(self.scene.own[USER], self.scene.spec.entities)


@dataclass(frozen=True)
class _EntityText(RepositoryText):
    """An entity's repository with what stands on it."""

    @property
    def revision(self) -> str:
        """The class of what the entity's history is kept as."""
        return self.of_models(naming.revision_class(self.entity))

    @property
    def steps(self) -> dict[str, str]:
        """For each state that somebody can lead to, how it is reached, as code."""
        life = self.entity.lifecycle
        led_to = [state for state in life.verbs if self.entity.step_grants(state)] if life else []
        return {self._state(state): self._ways(state) for state in led_to}

    def _ways(self, target: str) -> str:
        """The states that one is reached from, and by whom where not everybody who may change the thing takes it."""
        life, access = self.entity.lifecycle, self.entity.access
        assert life is not None
        if access.is_by_state("change"):
            return f"[{', '.join(map(self._way, self.entity.ways_to(target)))}]"
        left = life.left_to_changers(target)
        ways = [self._way(action) for action in life.actions_to(target)]
        if not ways:
            return self._states(left)
        if left and access.change:
            ways.append(f"{self._step}({self._states(left)})")
        return f"[{', '.join(ways)}]"

    def _way(self, action: Action) -> str:
        assert self.entity.lifecycle is not None
        sources = [state for state in self.entity.lifecycle.states if state in action.sources]
        said = [self._states(sources), f"by={any_of(action.who, self.entity, self.scene, self.part, self.use)}"]
        if action.term:
            when = self.use(self.scene.core("lifecycle"), "When")
            after = f", {self._length(action.term)}" if action.term.count else ""
            field = self.column(self.entity.field(action.term.field).snake)
            said.append(f"{'until' if action.term.side == 'until' else 'since'}={when}({field}{after})")
        return f"{self._step}({', '.join(said)})"

    @property
    def _step(self) -> str:
        return self.use(self.scene.core("lifecycle"), "Step")

    def _length(self, term: Term) -> str:
        return f"{self.use('datetime', 'timedelta')}({term.unit}s={term.count})"

    def _states(self, states: Iterable[str]) -> str:
        return states_in(self.entity, list(states), self.scene, self.part, self.use)

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """The relations of many to many that have endpoints: what each is called and what it is made of."""
        access = self.entity.access
        for many in self.entity.many_to_many if access.see or access.change else ():
            model = self.of_models(naming.link_class(self.entity, many.target))
            pair = [f"{model}.{naming.id_of(entity)}" for entity in (self.entity, self.scene.entity(many.target))]
            ends = f"of={self.repository}, to={self.repository_of(many.target)}"
            yield naming.links(self.entity, many.target), f"{', '.join(pair)}, {ends}"

    @property
    def history(self) -> str:
        """What the entity's history is made of."""
        done = ", ".join(f'"{names.snake(once.done)}"' for once in self.entity.once)
        return self.revision + (f", without=[{done}]" if done else "")

    @property
    def once(self) -> Iterator[tuple[str, str]]:
        """What people do once with it: what each is called and what it is made of."""
        for once in self.entity.once if self.entity.access.see else ():
            yield naming.once(self.entity, once.verb), f"{self.pair(once)}, of={self.repository}{self._by(once)}"

    def _by(self, once: Once) -> str:
        """By whom it is done, where not by everybody who is signed in."""
        if once.who == (Grant(to="signed-in users"),):
            return ""
        return f", by={any_of(once.who, self.entity, self.scene, self.part, self.use)}"

    @property
    def address(self) -> str:
        """What a parameter with the id of what a path has by another field is; empty where paths have the id."""
        if not self.entity.found_by:
            return ""
        found_by = self.use(self.scene.core("addresses"), "found_by")
        column = self.column(self.entity.field(self.entity.found_by).snake)
        call = f'{found_by}({column}, "{naming.address_of(self.entity)}")'
        return f"{self.use('typing', 'Annotated')}[{self.use('uuid', 'UUID')}, {call}]"

    @property
    def parts(self) -> Iterator[str]:
        """What the entity is shown with, by name, as arguments."""
        for part in self.entity.shown_with:
            found = related(self.entity, part.its, self.scene.spec.entities)
            assert found is not None
            yield f"{part.snake}={self._part(part, found)}"

    def _part(self, part: ShownWith, found: Related) -> str:
        """A part, as the call that finds it."""
        if found.link and found.target == "user":
            given = [self.column(found.link.column), self._of_schemas(naming.excerpt_class(self.entity, part.its))]
            if not USER_FIELDS.keys() >= set(part.fields):
                models = self.scene.module("models", of=USER, seen_from=self.part)
                given.append(self.use(models, self.scene.entity(USER).class_name))
            return f"{self._showing('ToUser')}({', '.join(given)})"
        target = self.scene.entity(found.target)
        shape = self._of_schemas(naming.excerpt_class(self.entity, part.its)) if part.fields else self._read(target)
        ends = f"{shape}, {self.repository_of(target.name)}"
        if found.link and found.kind == "one":
            return f"{self._showing('ToOne')}({self.column(found.link.column)}, {ends})"
        if found.link:
            return f"{self._showing('ToMany')}({self.of_models(target.class_name)}.{found.link.column}, {ends})"
        keeper, other = (self.entity, target) if found.kind == "kept link" else (target, self.entity)
        model = self.of_models(naming.link_class(keeper, other.name))
        pair = f"{model}.{naming.id_of(self.entity)}, {model}.{naming.id_of(target)}"
        return f"{self._showing('ToLinked')}({pair}, {ends})"

    def _showing(self, name: str) -> str:
        return self.use(self.scene.core("showing"), name)

    @property
    def shown(self) -> str:
        """The schema of the entity with its parts."""
        return self._of_schemas(naming.shown_class(self.entity))

    def _of_schemas(self, name: str) -> str:
        return self.use(self.scene.module("schemas", seen_from=self.part), name)

    def _read(self, entity: Entity) -> str:
        module = self.scene.module("schemas", of=entity.name, seen_from=self.part)
        return self.use(module, f"{entity.class_name}Read")

    def _state(self, state: str) -> str:
        return f"{self.of_models(naming.choice_class(self.entity, 'status'))}.{names.constant(state)}"
