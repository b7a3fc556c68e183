"""One entity of a feature: its fields, its relations and the rules it keeps."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from petsage_builder.kinds.all import Type
from petsage_builder.kinds.bounds import MOST_VALUES
from petsage_builder.kinds.kind import Kind, Tense
from petsage_builder.kinds.ordered import Ordered
from petsage_builder.kinds.text import Text
from petsage_builder.spec.access import VERBS, Access, Grant, Grants, Verb, normal
from petsage_builder.spec.actions import Action, Actions
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.expiring import Expiries
from petsage_builder.terms import names
from petsage_builder.terms.part import (
    Counted,
    Fixed,
    FormerNames,
    MadeFrom,
    Name,
    Part,
    Respellings,
    Several,
    State,
    States,
    Unordered,
    is_empty,
    is_unsaid,
)
from petsage_builder.terms.verbs import done_of, verb_of

MOST_PARTS = 100
"""The most fields or relations that an entity can have."""

MOST_PER_TARGET = 1_000_000
MOST_SHOWN_WITH = 10
"""Relations that an entity is shown with: each is one more statement."""

MOST_ONCE = 10
"""What people can do once with an entity: each is computed for every row that is shown."""

USER = "user"
"""What people are called; as an entity, it is what they have of their own besides their accounts."""

_PROFILE = "user profile"

LONGEST_RESTORE = 3_650
"""Days, ten years."""


def _as_text(value: Any) -> Any:
    """A default given as JSON's own true, false or number, as the text that the language has for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float) else value


class FieldSpec(Part):
    """One field. `default` is text in the field's own form: "0.5", "yes", "other", "2026-01-31", "now", "today".

    What `is_fixed` is given when a thing is created, and never changed. What is `made_from` another field is not given
    at all: it is made when a thing is created, of letters, digits and hyphens, so that no two are the same, and made
    anew with each change of the field that it `changes_with`, which is that same one.
    """

    name: Name
    type: Type
    optional: bool = False
    default: Annotated[Annotated[str, Field(max_length=1_000)] | None, BeforeValidator(_as_text)] = None
    never_in: Tense | None = None
    is_fixed: Fixed = False
    made_from: MadeFrom = None
    changes_with: MadeFrom = None
    formerly: FormerNames = ()

    @field_validator("default")
    @classmethod
    def _in_its_spelling(cls, default: str | None, info: ValidationInfo) -> str | None:
        """The default in its only spelling; whether the type can have it is checked with the rest of the spec."""
        if default is None or "type" not in info.data:
            return default
        type_: Kind = info.data["type"]
        return type_.spelled(default) or default

    @property
    def snake(self) -> str:
        """The field's name in code and in its table."""
        return names.snake(self.name)

    @property
    def folded(self) -> str:
        """The name of the column that has a text once more, without capitals."""
        return names.snake(f"{self.name} folded")

    @property
    def in_json(self) -> str:
        """The field's name in bodies."""
        return names.in_json(self.name)

    def in_query(self, end: str = "") -> str:
        """What a list is filtered by the field by; `_from` and `_to` are the ends of a range."""
        return names.in_query(self.name, end)


class Limit(Part):
    """How many of an entity one target has at most, in some `states` or in any: `most`, or as its `field` says.

    Where that field is empty, there can be any number.
    """

    most: Annotated[int, Field(ge=1, le=MOST_PER_TARGET)] | None = None
    field: Name | None = None
    states: States = ()


class BelongsTo(Part):
    """A relation to one `target`, an entity's name or "user", kept in a column of this entity.

    `at_most` bounds how many of this entity one target has; 1 says that the target has one. With `is_creator` whoever
    creates the entity becomes this user; so does the only owner that may create it, whether said or not.

    With `limit`, it is bounded by a field of the target, or only in some states.

    One that `is_fixed` is given when a thing is created, and never changed. With `only_for`, a thing is created for, or
    moved to, a target alone of which the condition holds; what the target becomes later makes no difference.

    An account can always be closed: deleting a user never is refused, and unlinking leaves a nameless former user.
    """

    target: Name
    role: Name
    optional: bool = False
    is_creator: bool = False
    on_delete: Literal["cascade", "refuse", "unlink"] = "refuse"
    at_most: Annotated[int, Field(ge=1, le=MOST_PER_TARGET)] | None = None
    limit: Annotated[Limit | None, Field(exclude_if=is_unsaid)] = None
    only_for: Annotated[Condition | None, Field(exclude_if=is_unsaid)] = None
    is_fixed: Fixed = False
    formerly: FormerNames = ()

    @property
    def snake(self) -> str:
        """The relation's name in code."""
        return names.snake(self.role)

    @property
    def column(self) -> str:
        """The name of the column with the target's id."""
        return names.snake(f"{self.role} id")

    @property
    def can_be_empty(self) -> bool:
        """Whether there may be no target: none has to be given, or it was a user who has closed the account."""
        return self.optional or self.on_delete == "unlink"


class ManyToMany(Part):
    """A relation of many to many, kept by the entity that its sentence begins with: who can change that, links."""

    target: Name


class Once(Part):
    """What each person can do with a thing once, and take back: `verb` is "favourite"; `who` says who they are."""

    verb: Name
    who: Grants

    @property
    def done(self) -> str:
        """What a thing is for somebody who has done it: "favourited"."""
        return done_of(self.verb)

    @property
    def count(self) -> str:
        """How many have: "favourite count"."""
        return f"{self.verb} count"


class Unique(Part):
    """Fields or relations whose values together occur once: everywhere, or for each target of the relation `per`.

    With `any_case`, texts that differ by their capitals alone are the same value.
    """

    names: Annotated[Unordered[Name], Field(min_length=1)]
    per: Name | None = None
    any_case: bool = False


class Comparison(Part):
    """A rule across two fields, broken only where both have a value; the error names `field`."""

    field: Name
    must_be: Literal["after", "at least", "before", "at most"]
    other: Name

    def holds(self, one: Any, other: Any) -> bool:
        """Whether it holds between two values, as their kind ranks them."""
        kept = {"after": one > other, "at least": one >= other, "before": one < other, "at most": one <= other}
        return bool(kept[self.must_be])


class Overlap(Part):
    """Things that are the same in `per`, relations and fields, don't overlap from `start` to `end`.

    What ends when another begins doesn't overlap it, unless `through` says that the end is part of it. Where `states`
    are named, only what is in one of them counts. What has no start takes no time, what has no end goes on.
    """

    per: Annotated[Unordered[Name], Field(min_length=1)]
    start: Name
    end: Name
    through: Fixed = False
    states: States = ()


class OrderKey(Part):
    """What a list is ordered by: a field, or, without one, when each entity was created."""

    by: Name | None = None
    descending: bool = True


class ListOrder(OrderKey):
    """The order of a list; where entities are alike in one of its keys, the next one counts."""

    then: Several[OrderKey] = ()

    @property
    def keys(self) -> tuple[OrderKey, ...]:
        """All that counts, what counts most first."""
        return (OrderKey(by=self.by, descending=self.descending), *self.then)

    @property
    def fields(self) -> tuple[Name, ...]:
        """The fields among its keys."""
        return tuple(key.by for key in self.keys if key.by)


class Step(Part):
    """One move of a lifecycle that is allowed."""

    source: State
    target: State


class Lifecycle(Part):
    """The states that an entity goes through, in `status`.

    Of the steps that some of the `actions` are about these say who may take them; any other step whoever may change
    the entity. The `expiries` say which states end by themselves; these are no steps.
    """

    states: Annotated[Several[State], Field(min_length=2, max_length=MOST_VALUES)]
    initial: State
    steps: Unordered[Step]
    formerly: Respellings = ()
    actions: Actions = ()
    expiries: Annotated[Expiries, Field(exclude_if=is_empty)] = ()

    @property
    def verbs(self) -> dict[str, str]:
        """For each state that a step leads to, what is done to get there: {"confirmed": "confirm"}."""
        reached = {step.target for step in self.steps}
        return {state: verb_of(names.spoken(state)) for state in self.states if state in reached}

    @property
    def moves(self) -> frozenset[tuple[str, str]]:
        """From which state to which other a thing can come, by a step or by itself."""
        ends = {(source, expiry.target) for expiry in self.expiries for source in expiry.sources}
        return frozenset({(step.source, step.target) for step in self.steps} | ends)

    @property
    def reached(self) -> frozenset[str]:
        """The first state, and those that steps, or time, can lead to from there, one after the other."""
        reached, edge = {self.initial}, {self.initial}
        while edge:
            edge = {target for source, target in self.moves if source in edge} - reached
            reached |= edge
        return frozenset(reached)

    def actions_to(self, target: str) -> tuple[Action, ...]:
        """What is said of who may take the steps to a state."""
        return tuple(action for action in self.actions if action.target == target)

    def left_to_changers(self, target: str) -> tuple[str, ...]:
        """The states from which whoever may change the entity takes the step to the target."""
        said = {source for action in self.actions_to(target) for source in action.sources}
        return tuple(source for source in self.sources(target) if source not in said)

    def sources(self, target: str) -> tuple[str, ...]:
        """The states that a step leads from to the target."""
        return tuple(state for state in self.states if Step(source=state, target=target) in self.steps)


class TimeSince(Part):
    """The time from a date or a moment of this entity until now."""

    name: Name
    kind: Literal["time since"] = "time since"
    field: Name


class Count(Part):
    """How many of a child entity there are."""

    name: Name
    kind: Literal["count"] = "count"
    child: Name


class Total(Part):
    """One number from a field of all of a child entity; null where there are none, but a sum of none is 0."""

    name: Name
    kind: Literal["sum", "average", "smallest", "largest"]
    child: Name
    field: Name


class ShownWith(Part):
    """What an entity is shown with: `its` is the role of what it belongs to, or the plural of what it has many of.

    Without `fields`, all of that is shown.
    """

    its: Name
    fields: Several[Name] = ()

    @property
    def snake(self) -> str:
        """The part's name in code."""
        return names.snake(self.its)


Computed = Annotated[TimeSince | Count | Total | Calculation | TimeBetween, Field(discriminator="kind")]

LogEvent = Literal["created", "changed", "deleted"]


class Entity(Part):
    """One entity. What isn't said has the default that is written here; access that isn't said is nobody's.

    Its paths have the field that it is `found_by`, without one its id. The entity "user" is what people have of their
    own, with their accounts: of it, whoever can see it sees the fields that are `public`.
    """

    name: Name
    fields: Annotated[Several[FieldSpec], Field(max_length=MOST_PARTS)] = ()
    belongs_to: Annotated[Several[BelongsTo], Field(max_length=MOST_PARTS)] = ()
    many_to_many: Several[ManyToMany] = ()
    once: Annotated[Several[Once], Field(max_length=MOST_ONCE, exclude_if=is_empty)] = ()
    uniques: Unordered[Unique] = ()
    comparisons: Unordered[Comparison] = ()
    overlaps: Annotated[Unordered[Overlap], Field(exclude_if=is_empty)] = ()
    requirements: Annotated[Unordered[Requirement], Field(exclude_if=is_empty)] = ()
    lifecycle: Lifecycle | None = None
    access: Access = Access()
    order: ListOrder = ListOrder()
    counted: Counted = False
    found_by: Annotated[Name | None, Field(exclude_if=is_unsaid)] = None
    filters: Unordered[Name] = ()
    search: Unordered[Name] = ()
    computed: Several[Computed] = ()
    shown_with: Annotated[Several[ShownWith], Field(max_length=MOST_SHOWN_WITH, exclude_if=is_empty)] = ()
    restore_days: Annotated[int, Field(ge=1, le=LONGEST_RESTORE)] | None = None
    history: bool = False
    log: Unordered[LogEvent] = ()
    public: Annotated[Unordered[Name], Field(exclude_if=is_empty)] = ()
    formerly: FormerNames = ()

    @field_validator("access")
    @classmethod
    def _said_in_one_way(cls, access: Access, info: ValidationInfo) -> Access:
        """The access in its only form, for which all states must be known: what holds in each of them, holds in any."""
        life: Lifecycle | None = info.data.get("lifecycle")
        return access.among(life.states) if life else access

    @property
    def plural(self) -> str:
        """The name of several: "weight entries"."""
        return names.plural(self.name)

    @property
    def is_people(self) -> bool:
        """Whether it is what people have of their own; it begins and ends with their accounts."""
        return self.name == USER

    @property
    def called(self) -> str:
        """Its name in code, before it is spelled as code: what people have of their own is a "user profile"."""
        return called_in_code(self.name)

    @property
    def class_name(self) -> str:
        """`WeightEntry`."""
        return names.pascal(self.called)

    @property
    def snake(self) -> str:
        """`weight_entry`."""
        return names.snake(self.called)

    @property
    def table(self) -> str:
        """`weight_entries`."""
        return table_of(self.name)

    @property
    def slug(self) -> str:
        """`weight-entries`."""
        return names.kebab(names.plural(self.called))

    def can_lack(self, field: FieldSpec) -> bool:
        """Whether there are ones without a value in a field: also accounts that are older than what is asked for."""
        return field.optional or (self.is_people and field.default is None)

    @property
    def seen(self) -> "Entity":
        """The entity with those fields alone that others see of it."""
        if not self.is_people:
            return self
        return self.model_copy(update={"fields": tuple(field for field in self.fields if field.name in self.public)})

    @property
    def folded(self) -> Several[FieldSpec]:
        """The texts that are unique regardless of capitals; email addresses have none anyway."""
        found = {name for unique in self.uniques if unique.any_case for name in unique.names}
        return tuple(field for field in self.fields if field.name in found and isinstance(field.type, Text))

    @property
    def given(self) -> Several[FieldSpec]:
        """The fields that clients send."""
        return tuple(field for field in self.fields if field.made_from is None)

    @property
    def made(self) -> FieldSpec | None:
        """The field that is made from another one, if there is one."""
        return next((field for field in self.fields if field.made_from is not None), None)

    @property
    def parent(self) -> BelongsTo | None:
        """The relation whose target's access this entity's follows, if there is one that is never empty.

        Of several it is one whose target's people create the entity; of these the first by the alphabet.
        """
        followed = {grant.relation for verb in VERBS for grant in self.access.to(verb) if grant.to == "parent"}
        making = {grant.relation for grant in self.access.create if grant.to == "parent"}
        links = [link for link in self.belongs_to if link.role in followed and not link.optional]
        return min(links, key=lambda link: (link.role not in making, link.role), default=None)

    @property
    def creators(self) -> Several[BelongsTo]:
        """The relations to a user that whoever creates the entity becomes; clients don't send them."""
        roles = {grant.relation for grant in self.access.create if grant.to == "owner"}
        return tuple(link for link in self.owners if link.is_creator or roles == {link.role})

    @property
    def owners(self) -> Several[BelongsTo]:
        """The relations to a user."""
        return tuple(link for link in self.belongs_to if link.target == "user")

    def step_grants(self, target: str) -> tuple[Grant, ...]:
        """Everybody who may take a step to a state, be it from some states or in some time only."""
        if self.lifecycle is None:
            return ()
        return normal(tuple(grant for action in self.ways_to(target) for grant in action.who))

    def ways_to(self, target: str) -> tuple[Action, ...]:
        """Who takes the steps to a state, be it said or left to whoever may change what is in the state before."""
        assert self.lifecycle is not None
        left: dict[tuple[Grant, ...], tuple[str, ...]] = {}
        for source in self.lifecycle.left_to_changers(target):
            if who := self.access.in_state("change", source):
                left[who] = (*left.get(who, ()), source)
        rest = [Action(target=target, sources=sources, who=who) for who, sources in left.items()]
        return (*self.lifecycle.actions_to(target), *rest)

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Everything that anybody is granted: the verbs, the steps of its lifecycle, and what is done once."""
        steps = [action.who for action in (self.lifecycle.actions if self.lifecycle else ())]
        once = [once.who for once in self.once]
        return tuple(
            grant for granted in (*(self.access.to(verb) for verb in VERBS), *steps, *once) for grant in granted
        )

    @property
    def followed(self) -> tuple["BelongsTo", ...]:
        """The relations whose targets' access it follows, or who takes one of its steps."""
        roles = {grant.relation for grant in self.grants if grant.to == "parent"}
        return tuple(link for link in self.belongs_to if link.role in roles)

    def people_by_state(self, verb: Verb) -> Several[tuple[tuple[Grant, ...], tuple[str, ...]]]:
        """Who may do something in which states, nobody included; where the state says nothing, none is named."""
        if self.lifecycle is None or not self.access.is_by_state(verb):
            return ((self.access.to(verb), ()),)
        found: dict[tuple[Grant, ...], tuple[str, ...]] = {}
        for state in self.lifecycle.states:
            who = self.access.in_state(verb, state)
            found[who] = (*found.get(who, ()), state)
        return tuple(found.items())

    def filter_ends(self, name: str) -> tuple[str, ...]:
        """What the parameters of a filter end in: `_from` and `_to` where values are ordered, nothing where equal.

        A choice is filtered by what it is, and where things are listed by it also from one value to another.
        """
        type_ = next((field.type for field in self.fields if field.name == name), None)
        if isinstance(type_, Ordered):
            return "_from", "_to"
        return ("", "_from", "_to") if type_ and type_.traits.has_words and name in self.order.fields else ("",)

    @property
    def fixed(self) -> frozenset[str]:
        """The fields and relations that never change, by their names."""
        return frozenset(
            [field.name for field in self.fields if field.is_fixed or field.made_from is not None]
            + [link.role for link in self.belongs_to if link.is_fixed]
        )

    @property
    def given_in_some_case(self) -> frozenset[str]:
        """The optional fields that must have a value in some case."""
        return frozenset(rule.field for rule in self.requirements)

    def field(self, name: str) -> FieldSpec:
        """The field of this name; KeyError where there is none."""
        return {field.name: field for field in self.fields}[name]

    def relation(self, role: str) -> BelongsTo:
        """The relation of this role; KeyError where there is none."""
        return {link.role: link for link in self.belongs_to}[role]


def called_in_code(name: str) -> str:
    """What an entity of this name is called in code."""
    return _PROFILE if name == USER else name


def table_of(name: str) -> str:
    """The table of an entity of this name."""
    return names.table(names.plural(called_in_code(name)))


def limited_by(entity: Entity, entities: Iterable[Entity]) -> Iterator[tuple[Entity, BelongsTo, Limit]]:
    """What an entity has at most as many of as a field of it says: the child, its relation, and the limit."""
    for child in entities:
        for link in child.belongs_to:
            if link.target == entity.name and link.limit and link.limit.field:
                yield child, link, link.limit
