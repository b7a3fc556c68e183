"""The handlers of a module's endpoints: what each is called, whom it asks for, what it can refuse."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from petsage_builder.rendering import naming
from petsage_builder.rendering.access import is_always_open, is_open, references
from petsage_builder.rendering.scene import Scene
from petsage_builder.spec.access import Grant, Reach, Verb, reach
from petsage_builder.spec.actions import Action
from petsage_builder.spec.endpoints import Endpoint
from petsage_builder.spec.entity import Entity, limited_by
from petsage_builder.spec.showing import related
from petsage_builder.terms import names

_WRITES = ("create", "change", "delete", "step", "restore")

_SHOWING_NOTHING = ("delete", "link", "unlink", "list deleted", "history", "do once", "take back")
"""What is answered without the parts that a thing is shown with."""

ANYONE, SIGNED_IN = Reach((), Grant(to="anyone")), Reach((), Grant(to="signed-in users"))

Asked = Literal["CurrentUser", "OptionalUser", ""]


@dataclass(frozen=True)
class Handler:
    """The function behind an endpoint."""

    endpoint: Endpoint
    scene: Scene

    @property
    def entity(self) -> Entity:
        """The entity that the endpoint is about."""
        return self.scene.own[self.endpoint.entity]

    @property
    def subject(self) -> Entity:
        """What a caller must be allowed to do the endpoint's verb with: the entity, or what others are linked with."""
        is_reverse = self.endpoint.action == "list linking"
        return self.scene.entity(self.endpoint.target) if is_reverse else self.entity

    @property
    def name(self) -> str:
        """The operation id."""
        action, target = self.endpoint.action, self.endpoint.target
        match action:
            case "step":
                return naming.handler(self.done, self.entity)
            case "history":
                return naming.handler("list", self.entity, "history")
            case "list all":
                return names.snake(f"list all {self.entity.plural}")
            case "list deleted":
                return names.snake(f"list deleted {self.entity.plural}")
            case "list linked":
                return naming.handler("list", self.entity, names.plural(target))
            case "list linking":
                return naming.handler("list", self.subject, self.entity.plural)
            case "link" | "unlink":
                return naming.handler("add" if action == "link" else "remove", self.entity, target)
            case "do once" | "take back":
                return naming.handler("add" if action == "do once" else "remove", self.entity, target)
            case _:
                return naming.handler(action, self.entity)

    @property
    def done(self) -> str:
        """What a step does: "confirm"."""
        assert self.entity.lifecycle is not None
        return self.entity.lifecycle.verbs[self.endpoint.target]

    @property
    def asks_for(self) -> Asked:
        """Whom the handler takes: somebody who is signed in, whoever it may be, or nobody."""
        if self.endpoint.action in ("do once", "take back"):
            return "CurrentUser"
        is_for_some = self._acts and not self._is_left_to_changers
        if is_for_some or not all(is_open(self.subject, verb, self.scene) for verb in self._verbs):
            return "CurrentUser"
        return "OptionalUser" if self._matters_who or self._acts else ""

    @property
    def _acts(self) -> tuple[Action, ...]:
        """What is said of who takes the step, where it is one."""
        life = self.entity.lifecycle
        return life.actions_to(self.endpoint.target) if life and self.endpoint.action == "step" else ()

    @property
    def _is_left_to_changers(self) -> bool:
        assert self.entity.lifecycle is not None
        return bool(self.entity.access.change and self.entity.lifecycle.left_to_changers(self.endpoint.target))

    @property
    def problems(self) -> list[int]:
        """The statuses it can refuse with that don't follow from its form."""
        return [status for status, can in ((403, self._can_forbid), (409, self._can_conflict)) if can]

    @property
    def _verbs(self) -> tuple[Verb, ...]:
        """What a caller must be allowed to do; what was deleted is listed for who saw it and can restore it."""
        return ("see", "delete") if self.endpoint.action == "list deleted" else (self.endpoint.verb,)

    @property
    def _matters_who(self) -> bool:
        """Whether what anybody may do still depends on the caller: on what else they can see, or by being recorded."""
        entity, action = self.entity, self.endpoint.action
        asked: list[str] = []
        if action in ("list", "create") and entity.parent:
            asked.append(entity.parent.target)
        if action in ("create", "change"):
            asked += [link.target for link in references(entity) if link.target != "user"]
        if action in ("list linked", "link"):
            asked.append(self.endpoint.target)
        if action == "list linking":
            asked.append(entity.name)
        asked += self._shown_with
        recorded = action in _WRITES and bool(entity.history or entity.log)
        needed = [(self.subject, verb) for verb in self._verbs] + [(self.scene.entity(name), "see") for name in asked]
        return (
            recorded
            or self._shows_what_is_done_once
            or not all(is_always_open(entity, verb, self.scene) for entity, verb in needed)
        )

    @property
    def _answered(self) -> Entity:
        """The entity that is answered with."""
        return self.scene.entity(self.endpoint.target) if self.endpoint.action == "list linked" else self.entity

    @property
    def _shows_what_is_done_once(self) -> bool:
        """Whether what is answered says what the caller has done."""
        shown = (self._answered, *map(self.scene.entity, self._shown_with))
        return self.endpoint.action not in _SHOWING_NOTHING and any(entity.once for entity in shown)

    @property
    def _shown_with(self) -> list[str]:
        """The entities that what is answered is shown with."""
        if self.endpoint.action in _SHOWING_NOTHING:
            return []
        answered = self._answered
        parts = [related(answered, part.its, self.scene.entities_beside(answered)) for part in answered.shown_with]
        return [part.target for part in parts if part and part.target != "user"]

    @property
    def _can_forbid(self) -> bool:
        match self.endpoint.action:
            case "create":
                return not any(self._is_met(grant) for grant in self.entity.access.create)
            case "step" if self._acts:
                return True
            case "do once":
                once = next(once for once in self.entity.once if once.verb == self.endpoint.target)
                return once.who != (Grant(to="signed-in users"),)
            case "change" | "delete" | "step" | "link" | "unlink":
                return not self._covers(self._reach(self.entity, self.endpoint.verb), self._reach(self.entity, "see"))
            case _:
                return False

    def _is_met(self, grant: Grant) -> bool:
        """Whether everybody who comes as far as creating is granted it: they are signed in and see the parent."""
        parent = self.entity.parent
        match grant.to:
            case "anyone":
                return True
            case "signed-in users":
                return self.asks_for == "CurrentUser"
            case "owner":
                return grant.relation in {link.role for link in self.entity.creators}
            case "parent" if parent and grant.relation == parent.role:
                target = self.scene.entity(parent.target)
                return grant.may == "see" or self._covers(self._reach(target, "change"), self._reach(target, "see"))
            case _:
                return False

    def _covers(self, wide: Iterable[Reach], narrow: Iterable[Reach]) -> bool:
        """Whether whoever is among the narrow is among the wide."""
        reached = set(wide)
        everybody = ANYONE in reached or (SIGNED_IN in reached and self.asks_for == "CurrentUser")
        return everybody or reached.issuperset(narrow)

    @property
    def _can_conflict(self) -> bool:
        entity = self.entity
        unique: list[set[str | None]] = [{*unique.names, unique.per} for unique in entity.uniques]
        bound = [link for link in entity.belongs_to if link.at_most or link.limit or link.only_for]
        made = {entity.made.name, None} if entity.made else set()
        sendable = [together for together in unique if together != made]
        limited: list[set[str | None]] = [{link.role} for link in bound]
        limited += [{*rule.per, rule.start, rule.end} for rule in entity.overlaps]
        match self.endpoint.action:
            case "create":
                return bool(sendable or limited)
            case "change" if entity.access.is_by_state("change"):
                return True
            case "change":
                limits = {limit.field for _, _, limit in limited_by(entity, self.scene.spec.entities)}
                sent = {field.name for field in entity.fields} | {link.role for link in references(entity)}
                sent -= entity.fixed
                return any(not together.isdisjoint(sent) for together in (*sendable, *limited, limits))
            case "restore":
                is_limited = any(link.at_most == 1 or link.limit for link in entity.belongs_to)
                return bool(unique or entity.overlaps) or is_limited
            case action:
                is_link = action in ("link", "unlink")
                return action in ("step", "delete") or (is_link and entity.access.is_by_state("change"))

    def _reach(self, entity: Entity, verb: Verb) -> tuple[Reach, ...]:
        return reach(entity, verb, self.scene.entity)
