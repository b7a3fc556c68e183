"""One entity as its tests tell of it: what they call it, how they make it, and which cases they go through."""

from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from petsage_builder import names
from petsage_builder.entities import bodies, samples
from petsage_builder.entities.access import creators, is_for_admins, is_open
from petsage_builder.entities.cast import Cast, Thing, Who, sent
from petsage_builder.entities.samples import NO_ID, code
from petsage_builder.entities.scene import Scene
from petsage_builder.spec.access import Verb
from petsage_builder.spec.endpoints import Action, Endpoint, endpoints_of
from petsage_builder.spec.entity import BelongsTo, Entity, FieldSpec, TimeSince, Total, Unique
from petsage_builder.spec.types import ORDERED, LongText, Text, WholeNumber

_TAKEN = frozenset(
    ["admin", "alice", "answer", "app", "before", "bob", "caplog", "change", "changed", "changes", "client", "count", "created", "cursor", "date", "days", "delete", "deleted_before", "fields", "field", "first", "found", "good", "item", "items", "known", "lasting", "linked", "listed", "made", "missing", "name", "names", "now", "one", "other", "path", "people", "person", "record", "records", "refused", "rest", "result", "sent", "serial", "shown", "status", "step", "sibling", "taken", "thing", "today", "update", "value", "values", "way", "who"]
)
"""Names that a variable of a test can't have, since the test has them already."""
VERB_OF: dict[Action, Verb] = {
    "list": "see",
    "create": "create",
    "get": "see",
    "change": "change",
    "delete": "delete",
    "step": "change",
    "restore": "delete",
    "history": "see",
    "list linked": "see",
    "link": "change",
    "unlink": "change",
}


class Telling:
    """What the template of the tests asks about an entity."""

    def __init__(self, entity: Entity, cast: Cast, scene: Scene) -> None:
        self.entity = entity
        self._cast = cast
        self._scene = scene
        self._least = bodies.least(entity)
        self._full = bodies.full(entity)
        self.thing: Thing | None = cast.thing(entity.name) if self._least is not None and self._is_complete() else None

    def _is_complete(self) -> bool:
        """Whether everything that it can't be without can be made as well."""
        needed = [link.target for link in self.entity.belongs_to if not link.optional and link.target != "user"]
        return all(Telling(self._scene.entity(target), self._cast, self._scene).thing for target in needed)

    # What it is called.

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
        return "thing" if self.entity.snake in _TAKEN else self.entity.snake

    @property
    def url(self) -> str:
        """The constant with the path that all of them are at."""
        return names.constant(self.many)

    @property
    def prefix(self) -> str:
        wiring = self._scene.blueprint.for_feature(self._scene.feature_of(self.name)).wiring
        return wiring.app_prefix + wiring.prefix

    @property
    def path(self) -> str:
        return f"{self.prefix}/{self.entity.slug}"

    @property
    def at(self) -> str:
        """The path of the one in the test's variable, as code."""
        return f"f\"{{{self.url}}}/{{{self.var}['id']}}\""

    # How it is made.

    @property
    def made(self) -> Thing:
        """How it is made; only for entities that can be."""
        assert self.thing is not None
        return self.thing

    @property
    def needs(self) -> list[str]:
        return [link.target for link in sent(self.made) if link.role in self.made.links]

    @property
    def people(self) -> list[Who]:
        everybody: tuple[Who, ...] = ("alice", "admin")
        return [who for who in everybody if who in self.made.people]

    @property
    def params(self) -> str:
        return ", ".join(f"{_parameter(who)}: Person" for who in self.people)

    @property
    def maker(self) -> str:
        """Who makes it, as its helper calls them."""
        return _parameter(self.made.maker)

    @property
    def handed_on(self) -> str:
        return ", ".join(map(_parameter, self.people))

    def call(self, kind: str, person: str = "alice", /, **fields: str) -> str:
        """A call of one of its helpers, `new` or `post`; the fields' values are code."""
        people = [person if who == "alice" else who for who in self.people]
        return f"{kind}_{self.entity.snake}({', '.join([*people, *(f'{name}={text}' for name, text in fields.items())])})"

    def new(self, person: str = "alice", /, **fields: str) -> str:
        return self.call("new", person, **fields)

    def post(self, person: str = "alice", /, **fields: str) -> str:
        return self.call("post", person, **fields)

    @property
    def parent(self) -> BelongsTo | None:
        return self.entity.parent

    def dependency(self, link: BelongsTo, person: str = "") -> str:
        """The code that makes what it belongs to, within its helper or, with a person, within a test."""
        if link.target == "user":
            return f"str({person or _parameter(self.made.users[link.role])}.id)"
        thing = self.made.links[link.role]
        own = self._cast.thing(link.target)
        assert own is not None
        target = Telling(own.entity, self._cast, self._scene)
        stands_for = {"alice": "alice" if "alice" in thing.people else "admin", "admin": "admin"}
        people = [stands_for[who] for who in target.people]
        if person:
            given = [person if who == "alice" else who for who in people]
        else:
            given = [_parameter("alice" if who == "alice" else "admin") for who in people]
        return f"new_{target.entity.snake}({', '.join(given)})[\"id\"]"

    @property
    def references(self) -> list[BelongsTo]:
        """The relations in the body of its helper."""
        return [link for link in sent(self.made) if link != self.parent]

    @property
    def least(self) -> dict[str, str]:
        assert self._least is not None
        return self._coded(self._least)

    @property
    def needed(self) -> str:
        """What its helper sends unless it is told otherwise, as the items of a dictionary."""
        items = dict(self.least)
        for link in self.references:
            given = "" if link.target == "user" else f'fields.get("{link.column}") or '
            items[link.column] = given + self.dependency(link)
        return "".join(f'"{name}": {value}, ' for name, value in items.items())

    @property
    def full(self) -> dict[str, str]:
        return self._coded(self._full or {})

    def _coded(self, body: bodies.Body) -> dict[str, str]:
        return {self.entity.field(name).snake: code(value) for name, value in body.items()}

    @property
    def collection(self) -> str:
        """The path of its list within its helper, as code; the parent's id is in the variable of its column."""
        return self.list_at(self.parent.column if self.parent else "")

    def list_at(self, parent_id: str) -> str:
        if self.parent is None:
            return self.url
        target = names.kebab(names.plural(self.parent.target))
        return f'f"{self.prefix}/{target}/{{{parent_id}}}/{self.entity.slug}"'

    # Who may do what.

    def can(self, verb: Verb) -> str | None:
        """Somebody who may do this with what Alice makes."""
        return self.made.who(verb) if self.thing else None

    @property
    def seer(self) -> str | None:
        return self.can("see")

    @property
    def changer(self) -> str | None:
        return self.can("change")

    @property
    def deleter(self) -> str | None:
        return self.can("delete")

    @property
    def lister(self) -> str | None:
        """Somebody who sees both the thing and the list that it is on."""
        if self.seer is None or self.parent is None:
            return self.seer
        people: tuple[Who, ...] = ("alice", "admin")
        on = self.made.links[self.parent.role]
        return next((who for who in people if self.made.status("see", who) == 200 and on.holds("see", who)), None)

    @property
    def verbs(self) -> list[Verb]:
        """What can be done with one, by anybody."""
        verbs: tuple[Verb, ...] = ("see", "change", "delete")
        return [verb for verb in verbs if self.entity.access.to(verb)]

    @property
    def matrix(self) -> list[tuple[str, list[int]]]:
        """For everybody, the statuses of seeing, changing and deleting what Alice made."""
        everybody: tuple[Who, ...] = ("alice", "bob", "admin")
        return [(who, [self.made.status(verb, who, 204 if verb == "delete" else 200) for verb in self.verbs])
                for who in everybody]  # fmt: skip

    @property
    def hidden(self) -> bool:
        """Whether another user doesn't see that it is there."""
        return self.made.status("see", "bob") == 404

    @property
    def refused_attachment(self) -> int | None:
        """The status of making one for a parent that another user made."""
        if self.parent is None or "alice" not in self.people or self.made.maker != "alice":
            return None
        on = self.made.links[self.parent.role]
        if not on.holds("see", "bob"):
            return 404
        unseen = any(not self.made.links[link.role].holds("see", "bob") for link in self.references if link.role in self.made.links)
        theirs = Thing(self.entity, "bob", {**self.made.users, **{link.role: "bob" for link in creators(self.entity)}}, self.made.links)
        return 422 if unseen else None if theirs.holds("create", "bob") else 403

    @property
    def stolen(self) -> str:
        """The call in which Bob makes one for everything that is Alice's."""
        linked = [link for link in self.entity.belongs_to if link.role in self.made.links]
        return self.post("bob", **{link.column: self.dependency(link, "alice") for link in linked})

    @property
    def endpoints(self) -> list[Endpoint]:
        return list(endpoints_of(self.entity))

    def guarded(self) -> Iterator[tuple[int, str, str]]:
        """For each of its operations that not everybody may call: a status, the method and a path."""
        for endpoint in self.endpoints:
            verb = VERB_OF[endpoint.action]
            parts = endpoint.path.split("/")
            path = self.prefix + "/".join("{id}" if part.startswith("{") else part for part in parts)
            if not is_open(self.entity, verb):
                yield 401, endpoint.method, path
            if is_for_admins(self.entity, verb):
                yield 403, endpoint.method, path

    # Which values it takes.

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Fields with values that are refused on create, whoever asks."""
        assert self._least is not None
        found = [(field.snake, code(value)) for field in self.entity.fields for value in samples.bad(field)]
        for link in self.references_sendable:
            found += [(link.column, code(NO_ID)), (link.column, '"no id"')]
            found += [] if link.optional else [(link.column, "None")]
        found += [(link.column, code(NO_ID)) for link in creators(self.entity)]
        if self.entity.lifecycle:
            found.append(("status", code(self.entity.lifecycle.states[-1])))
        return [*found, ("id", code(NO_ID))]

    @property
    def references_sendable(self) -> list[BelongsTo]:
        """The relations that clients send in the body."""
        left_out = {self.parent, *creators(self.entity)}
        return [link for link in self.entity.belongs_to if link not in left_out]

    @property
    def accepted(self) -> list[tuple[str, str]]:
        compared = {name for rule in self.entity.comparisons for name in (rule.field, rule.other)}
        few = {name for rule in self.entity.uniques if not self._is_scoped(rule) for name in rule.names}
        fields = [field for field in self.entity.fields if field.name not in compared | few]
        found = [(field.snake, value) for field in fields for value in samples.edges(field)]
        return [(name, code(value)) for name, value in found]

    @property
    def defaults(self) -> list[tuple[str, str]]:
        """The fields that needn't be sent, with what they are then."""
        return [(field.snake, code(bodies.shown(field))) for field in self._unsent if not _is_present(field)]

    @property
    def presents(self) -> list[tuple[str, str]]:
        """The fields that are the present where nothing is sent, with the function that says when that is."""
        calls = {"date": "str(today())", "date and time": 'now().isoformat()[:19]', "time of day": 'now().time().isoformat()[:8]'}
        return [(field.snake, calls[field.type.kind]) for field in self._unsent if _is_present(field)]

    @property
    def _unsent(self) -> list[FieldSpec]:
        return [field for field in self.entity.fields if field.name not in (self._least or {})]

    @property
    def change(self) -> tuple[str, str, str] | None:
        """A field with two values that it can be given, one after the other."""
        compared = {name for rule in self.entity.comparisons for name in (rule.field, rule.other)}
        unique = {name for rule in self.entity.uniques for name in rule.names}
        free = [field for field in self.entity.fields if field.name not in compared]
        for field in sorted(free, key=lambda field: field.name in unique):
            one, other = samples.distinct(field), samples.distinct(field)
            values = [one, other] if field.name in unique and one else samples.ladder(field)
            if len(values) > 1 and not (field.name in unique and one is None):
                return field.snake, code(values[0]), code(values[1])
        return None

    @cached_property
    def comparisons(self) -> list[dict[str, Any]]:
        found = []
        for rule in self.entity.comparisons:
            solved, breaking = bodies.broken(self.entity, rule)
            if solved and breaking:
                snake = {name: self.entity.field(name).snake for name in solved}
                found.append({
                    "name": f"{rule.field} is {rule.must_be} its {rule.other}".replace(" ", "_"),
                    "field": snake[rule.field],
                    "good": {snake[name]: code(value) for name, value in solved.items()},
                    "bad": [(snake[name], code(value)) for name, value in breaking],
                })  # fmt: skip
        return found

    # How many there can be.

    @property
    def room(self) -> int:
        """How many Alice can make for the same parent."""
        shared = [link for link in self.entity.belongs_to if link == self.parent or link.target == "user"]
        limits = [link.at_most for link in shared if link.at_most and (link == self.parent or link.role in self.made.users)]
        scoped = all(self._is_scoped(unique) for unique in self.entity.uniques)
        return min([*limits, 10_000]) if scoped else 1

    def _is_scoped(self, unique: Unique) -> bool:
        """Whether one made after another differs from it in this by itself."""
        if bodies.told_apart_by(self.entity, unique):
            return True
        roles = {link.role for link in self.references if link.role in self.made.links}
        unsent = {field.name for field in self.entity.fields if field.optional} - set(self._least or {})
        return bool((roles | unsent) & {*unique.names, *filter(None, [unique.per])})

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
    def turns(self) -> int:
        """How many Alice can make, each with all that it needs."""
        limits = [link.at_most or 10_000 for link in self.entity.owners if link.role in self.made.users]
        needed = [self._of(target).turns for target in self.needs]
        own = 10_000 if all(self._is_scoped(unique) for unique in self.entity.uniques) else 1
        return min([own, *limits, *needed])

    @property
    def spared(self) -> dict[str, str]:
        """What a second one has to share with the one in the test's variable."""
        links = [link for link in self.entity.belongs_to if link.role in self.made.links]
        return {link.column: f'{self.var}["{link.column}"]' for link in links if self._of(link.target).turns < 2}

    def _of(self, name: str) -> "Telling":
        return Telling(self._scene.entity(name), self._cast, self._scene)

    # What changes by itself.

    @property
    def moving(self) -> list[str]:
        return [names.snake(computed.name) for computed in self.entity.computed if isinstance(computed, TimeSince)]

    @property
    def _linkable(self) -> list[BelongsTo]:
        """The relations in the body to things that Bob can make so that Alice doesn't see them."""
        found = []
        for link in self.references_sendable if self.thing else []:
            thing = self._cast.thing(link.target) if link.target != "user" else None
            if thing and thing.maker == "alice" and not thing.by("bob").holds("see", "alice") and self.made.maker == "alice":
                found.append(link)
        return found

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """The columns of those relations, with the code that makes something of Bob's."""
        return [(link.column, f'{Telling(self._scene.entity(link.target), self._cast, self._scene).new("bob")}["id"]')
                for link in self._linkable]  # fmt: skip

    # How it is listed.

    @property
    def is_public(self) -> bool:
        """Whether its list also has what other tests made."""
        return self.parent is None and (self.made.status("see", "bob") == 200 or self.lister == "admin")

    @property
    def is_ordered_by_creation(self) -> bool:
        return self.entity.order.by is None

    @property
    def order_in_words(self) -> str:
        order = self.entity.order
        if order.by is None:
            return "newest_first" if order.descending else "oldest_first"
        return f"by_{order.by}{'_descending' if order.descending else ''}".replace(" ", "_")

    @cached_property
    def ordered(self) -> tuple[str, list[str]] | None:
        """The field that lists are ordered by, with values in the order of the list."""
        by = self.entity.order.by
        if by is None:
            return None
        field = self.entity.field(by)
        values = samples.ladder(field)
        if by in self._compared or len(values) < 3 or any(by in unique.names for unique in self.entity.uniques):
            return None
        return field.snake, [code(value) for value in (values[::-1] if self.entity.order.descending else values)]

    def list_with(self, query: str) -> str:
        """The path of its list with a query, as code."""
        path = self.list_at(self.parent.column if self.parent else "")
        return f'f"{{{path}}}?{query}"' if self.parent is None else f'{path[:-1]}?{query}"'

    @property
    def own_list(self) -> str:
        """The path of the list that the one in the test's variable is on."""
        return self.list_at(f"{self.var}['{self.parent.column}']" if self.parent else "")

    @property
    def _compared(self) -> set[str]:
        return {name for rule in self.entity.comparisons for name in (rule.field, rule.other)}

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The filters: what makes one thing and another, and what each query finds of them."""
        return [*self._field_filters(), *self._relation_filters(), *self._status_filter(), *self._searches()]

    def _field_filters(self) -> Iterator[dict[str, Any]]:
        unique = {name for rule in self.entity.uniques for name in rule.names}
        fields = {field.name: field for field in self.entity.fields}
        for name in self.entity.filters:
            field = fields.get(name)
            values = samples.ladder(field) if field and name not in self._compared | unique else []
            if field is None or len(values) < 2:
                continue
            queries = {"": (values[0], "one")}
            if field.type.kind in ORDERED:
                queries = {"_from": (values[1], "other"), "_to": (values[0], "one")}
            yield {
                "name": f"filtered_by_{name}".replace(" ", "_"),
                "lines": self._one_and_other(field.snake, *map(code, values[:2])),
                "queries": [(f"{field.snake}{end}={_in_query(value)}", f"[{which}]")
                            for end, (value, which) in queries.items()],
            }  # fmt: skip

    def _one_and_other(self, field: str, one: str, other: str) -> list[str]:
        news = [f"{name} = {self.new(**{field: value}, **self.siblings)}" for name, value in (("one", one), ("other", other))]
        return [*filter(None, [self.parent_line]), *news]

    def _relation_filters(self) -> Iterator[dict[str, Any]]:
        for link in self.entity.belongs_to:
            if link.role not in self.entity.filters or link == self.parent:
                continue
            named = {"name": f"filtered_by_{link.role}".replace(" ", "_")}
            if link.role in self.made.links:
                lines = [*filter(None, [self.parent_line]), *(f"{name} = {self.new(**self.siblings)}" for name in ("one", "other"))]
                yield {**named, "lines": lines, "queries": [(f"{link.column}={{one['{link.column}']}}", '[one]')]}
            elif self.made.users.get(link.role) == "alice" and self.parent is None and self.made.by("bob").holds("see", self.lister):
                lines = [f"one = {self.new()}", f"other = {self.new('bob')}"]
                yield {**named, "lines": lines, "queries": [(f"{link.column}={{alice.id}}", '[one]')]}

    def _status_filter(self) -> Iterator[dict[str, Any]]:
        life = self.entity.lifecycle
        if life is None or "status" not in self.entity.filters or not self.first_step or not self.changer:
            return
        target = next(state for state in life.verbs if life.initial in life.sources(state))
        made = [f"{name} = {self.new(**self.siblings)}" for name in ("one", "other")]
        step = f"{self.changer}.post(f\"{{{self.url}}}/{{other['id']}}/{self.first_step}\")"
        yield {
            "name": "filtered_by_status",
            "lines": [*filter(None, [self.parent_line]), *made, step],
            "queries": [(f"status={life.initial}", '[one]'), (f"status={target}", '[other]')],
        }

    def _searches(self) -> Iterator[dict[str, Any]]:
        unique = {name for rule in self.entity.uniques for name in rule.names}
        for name in self.entity.search:
            field = self.entity.field(name)
            told = samples.distinct(field) if name in unique else None
            values = [told] * 3 if told else [] if name in unique else samples.ladder(field)
            if len(values) < 2:
                continue
            values = values[1:3] or values  # other fields that are searched have the first
            if len(values) < 2:
                continue
            yield {
                "name": f"searched_by_{name}".replace(" ", "_"),
                "lines": self._one_and_other(field.snake, code(values[0]), code(values[1])),
                "queries": [
                    (f"search={{one['{field.snake}'].upper()}}", '[one]'),
                    ("search=%25", "[]"),
                ],
            }

    # Its life.

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """The verbs that lead to a state, a step from there, and the state it leads to, or None."""
        life = self.entity.lifecycle
        assert life is not None
        verbs = {state: names.kebab(verb) for state, verb in life.verbs.items()}
        ways = {life.initial: ""}
        edge = deque([life.initial])
        while edge:
            state = edge.popleft()
            for target in verbs:
                if state in life.sources(target) and target not in ways:
                    ways[target] = f"{ways[state]} {verbs[target]}".strip()
                    edge.append(target)
        return [
            (code(ways[state]), code(verb), code(target) if state in life.sources(target) else "None")
            for state in life.states
            for target, verb in verbs.items()
        ]

    @property
    def first_step(self) -> str | None:
        """A step that a new one can take."""
        life = self.entity.lifecycle
        if life is None or not self.entity.access.change:
            return None
        return next((names.kebab(verb) for state, verb in life.verbs.items() if life.initial in life.sources(state)), None)

    @property
    def is_restorable(self) -> bool:
        return bool(self.thing and self.entity.restore_days and self.deleter and self.seer)

    @property
    def only_admins_delete(self) -> bool:
        return is_for_admins(self.entity, "delete")

    @property
    def uniques(self) -> list[dict[str, Any]]:
        return list(self._uniques())

    def _uniques(self) -> Iterator[dict[str, Any]]:
        fields = {field.name: field for field in self.entity.fields}
        relations = {link.role: link for link in self.entity.belongs_to}
        for rule in self.entity.uniques:
            together = [*rule.names, *filter(None, [rule.per])]
            links = [relations[name] for name in together if name in relations]
            if any(link.role not in {*self.made.links, *self.made.users} for link in links):
                continue
            named = [fields[name].snake for name in together if name in fields]
            things = [link.column for link in links if link.role in self.made.links]
            users = [link for link in links if link.role in self.made.users]
            unsent = {fields[name].snake: self.full[fields[name].snake] for name in together
                      if name in fields and fields[name].snake not in self.least and self.full}  # fmt: skip
            second = "alice" if links or not self._is_scoped(rule) else "bob"
            same = {column: f'one["{column}"]' for column in (*named, *things)}
            same_fields = {column: same[column] for column in named}
            elsewhere = self.post("alice" if things else "bob", **same_fields)
            can_patch = self.changer and named and self.room >= 2 and self._is_scoped(rule)
            yield {
                "name": f"{self.word}_is_unique_in_{'_and_'.join(together)}".replace(" ", "_"),
                "one": self.new(**unsent),
                "again": self.post(second, **same),
                "elsewhere": elsewhere if named and (things or (users and self.made.maker == "alice")) else "",
                "other": self.new(**{column: same[column] for column in things}) if can_patch else "",
                "patch": "{" + ", ".join(f'"{column}": {text}' for column, text in same_fields.items()) + "}",
            }

    @property
    def limits(self) -> list[dict[str, Any]]:
        return list(self._limits())

    def _limits(self) -> Iterator[dict[str, Any]]:
        scoped = all(self._is_scoped(unique) for unique in self.entity.uniques)
        for link in self.entity.belongs_to:
            if not link.at_most or link.at_most > 100 or (link.at_most > 1 and not scoped):
                continue
            lines, given = "", {}
            if link.target == "user":
                if link.role not in self.made.users:
                    continue
            elif link.role in self.made.links:
                lines, given = f"{link.column} = {self.dependency(link, 'alice')}", {link.column: link.column}
            else:
                continue
            smaller = [other for other in self.entity.belongs_to if other != link and other.at_most and other.at_most <= link.at_most
                       and other.role in self.made.users]  # fmt: skip
            if smaller:
                continue
            yield {
                "name": f"{names.with_article(link.role)} has at most {link.at_most} {self.many if link.at_most > 1 else self.name}".replace(" ", "_"),
                "line": lines,
                "most": link.at_most,
                "new": self.new(**given),
                "post": self.post(**given),
            }

    @property
    def totals(self) -> list[dict[str, Any]]:
        return list(self._totals()) if self.seer else []

    def _totals(self) -> Iterator[dict[str, Any]]:
        for computed in self.entity.computed:
            if isinstance(computed, TimeSince):
                continue
            child = Telling(self._scene.entity(computed.child), self._cast, self._scene)
            if child.thing is None:
                continue
            (link,) = (link for link in child.entity.belongs_to if link.target == self.name)
            thing = child.made.links.get(link.role)
            if thing is None or thing.maker != self.made.maker:
                continue
            given = {link.column: f'{self.var}["id"]'}
            if isinstance(computed, Total):
                field = child.entity.field(computed.field)
                values = samples.ladder(field)
                if computed.field in child._compared or any(computed.field in rule.names for rule in child.entity.uniques):
                    continue
                used = [values[0], values[-1]] if child.room_in(link) >= 2 else [values[0]]
                lines = [child.new(**{field.snake: code(value)}, **given) for value in used]
                none, result = _total(computed, field, used)
            else:
                lines = [child.new(**given) for _ in range(2 if child.room_in(link) >= 2 else 1)]
                none, result = "0", str(len(lines))
            yield {"name": computed.name.replace(" ", "_"), "field": names.snake(computed.name), "lines": lines,
                   "none": none, "result": result}  # fmt: skip

    def room_in(self, link: BelongsTo) -> int:
        """How many Alice can make that belong to the same thing."""
        return min(self.room, link.at_most or self.room) if link == self.parent else min(link.at_most or 2, self.room)

    @property
    def secret(self) -> dict[str, str]:
        """A text that is easily found wherever it leaks to."""
        unique = {name for rule in self.entity.uniques for name in rule.names}
        for field in self.entity.fields:
            match field.type:
                case Text(digits=False) | LongText() as text if text.min_length <= 12 <= text.max_length:
                    if field.name not in unique:
                        return {field.snake: '"confidential"'}
                case _:
                    pass
        return {}

    @property
    def log_lines(self) -> dict[str, Any] | None:
        log, calls, events = self.entity.log, [], []
        if not log:
            return None
        if "created" in log:
            events.append(("created", self.made.maker))
        if self.changer and self.change:
            calls.append(f'{self.changer}.patch(path, {{"{self.change[0]}": {self.change[2]}}})')
            events += [("changed", self.changer)] if "changed" in log else []
        if self.deleter:
            calls.append(f"{self.deleter}.delete(path)")
            events += [("deleted", self.deleter)] if "deleted" in log else []
        return {"calls": calls, "events": events} if events and calls else None

    @property
    def deletions(self) -> list[dict[str, Any]]:
        return list(self._deletions()) if self.seer else []

    def _deletions(self) -> Iterator[dict[str, Any]]:
        for link in self.entity.belongs_to:
            if link.target in ("user", self.name):
                continue
            target = self._scene.entity(link.target)
            thing = self.made.links.get(link.role) or self._cast.thing(link.target)
            deleter = thing and thing.who("delete")
            if thing is None or deleter is None or target.restore_days:
                continue
            made = self.made.links.get(link.role) is not None
            if not made and (link not in self.references_sendable or not thing.holds("see", self.made.maker)):
                continue
            telling = Telling(target, self._cast, self._scene)
            if not made and telling.thing is None:
                continue
            others = [other for other in self.entity.belongs_to if other != link and other.target == link.target]
            if others:
                continue
            new = self.new() if made else self.new(**{link.column: f'{telling.new()}["id"]'})
            does = {"cascade": ("takes", 204, "status_code == 404"), "refuse": ("needs", 409, "status_code == 200"),
                    "unlink": ("leaves", 204, f'json()["{link.column}"] is None')}[link.on_delete]  # fmt: skip
            role = link.role.replace(" ", "_")
            name = {"takes": f"a_deleted_{role}_takes_its_{self.words}_along", "needs": f"a_{role}_with_{self.words}_is_not_deleted",
                    "leaves": f"a_deleted_{role}_leaves_its_{self.words}"}[does[0]]  # fmt: skip
            yield {
                "name": name,
                "new": new,
                "delete": f"{deleter}.delete(f\"{{{telling.url}}}/{{{self.var}['{link.column}']}}\")",
                "status": does[1],
                "after": does[2],
            }

    @property
    def many_to_many(self) -> list[dict[str, str]]:
        found = []
        for many in self.entity.many_to_many if self.changer and self.seer else ():
            target = Telling(self._scene.entity(many.target), self._cast, self._scene)
            if target.thing is None or not all(target.thing.holds("see", who) for who in (self.changer, self.seer)):  # type: ignore[arg-type]
                continue
            found.append({"words": target.words, "new": target.new(), "slug": target.entity.slug})
        return found


def _in_query(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _total(total: Total, field: FieldSpec, values: list[Any]) -> tuple[str, str]:
    """What a total is without any children, and with children that have these values."""
    if total.kind in ("smallest", "largest"):
        return "None", code(values[0] if total.kind == "smallest" else values[-1])
    numbers = [Decimal(value) for value in values]
    result = sum(numbers) if total.kind == "sum" else sum(numbers) / len(numbers)
    if isinstance(field.type, WholeNumber):
        return ("0", str(result)) if total.kind == "sum" else ("None", str(float(result)))
    none = samples.decimal(Decimal(0), field.type)  # type: ignore[arg-type]
    return (code(none) if total.kind == "sum" else "None"), code(samples.decimal(Decimal(result), field.type))  # type: ignore[arg-type]


def _parameter(who: str) -> str:
    return "person" if who == "alice" else who


def _is_present(field: FieldSpec) -> bool:
    return field.default is not None and bodies.shown(field) is None
