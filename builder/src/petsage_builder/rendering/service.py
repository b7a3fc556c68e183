"""The service of a module: its repositories, and what holds for the things in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from petsage_builder.rendering import naming
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.repository import RepositoryText
from petsage_builder.rendering.scene import Part, Scene
from petsage_builder.rendering.templating import templates
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.roles import in_code
from petsage_builder.terms import names


def render_service(scene: Scene) -> str:
    """The file of the service, not yet formatted."""
    use = scene.imports("service")
    body = render_logic(scene, "service", use)
    return "\n".join(['"""Who may see and change what, and what holds for it."""', *use.lines(), body])


def render_logic(scene: Scene, part: Part, use: Imports) -> str:
    """What a service says after its imports, in the file of `part`; `use` gathers the imports."""
    entities = _in_order(scene)
    written = [_EntityText(entity, scene, part, use, tuple(entities[:index])) for index, entity in enumerate(entities)]
    template = templates().get_template("entity/service.py.j2")
    return template.render(entities=written, roles=_roles(scene), use=use, core=scene.core, naming=naming)


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
            if name in _followed(entity):
                add(scene.own[name])
        ordered.setdefault(entity.name, entity)

    for entity in scene.spec.entities:
        add(entity)
    return list(ordered.values())


def _followed(entity: Entity) -> set[str]:
    grants = [grant for verb in VERBS for grant in entity.access.to(verb)]
    return {entity.relation(grant.relation).target for grant in grants if grant.to == "parent" and grant.relation}


@dataclass(frozen=True)
class _EntityText(RepositoryText):
    """An entity's repository with what stands on it."""

    @property
    def history(self) -> str:
        """The model that the entity's history is kept in, if it is."""
        return self.of_models(naming.revision_class(self.entity)) if self.entity.history else ""

    @property
    def steps(self) -> dict[str, list[str]]:
        """For each state that somebody can lead to, the states that it is reached from, as members of their class."""
        life = self.entity.lifecycle
        if life is None or not self.entity.access.change:
            return {}
        return {self._state(state): [self._state(source) for source in life.sources(state)] for state in life.verbs}

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """The relations of many to many that have endpoints: what each is called and what it is made of."""
        access = self.entity.access
        for many in self.entity.many_to_many if access.see or access.change else ():
            model = self.of_models(naming.link_class(self.entity, many.target))
            pair = [f"{model}.{naming.id_of(entity)}" for entity in (self.entity, self.scene.entity(many.target))]
            ends = f"of={self.repository}, to={self.repository_of(many.target)}"
            yield naming.links(self.entity, many.target), f"{', '.join(pair)}, {ends}"

    def _state(self, state: str) -> str:
        return f"{self.of_models(naming.choice_class(self.entity, 'status'))}.{names.constant(state)}"
