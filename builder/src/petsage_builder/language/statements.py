"""What one sentence says, before it is known what its nouns stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from petsage_builder.spec.access import Verb
from petsage_builder.spec.actions import TimeUnit
from petsage_builder.spec.calculation import Operator
from petsage_builder.spec.entity import LogEvent
from petsage_builder.terms.noun import Noun, Nouns


@dataclass(frozen=True, slots=True)
class Item:
    """A field as it is introduced: "an optional weight in kg". A bare one, "photos" or "some photos", may be many."""

    name: Noun
    is_bare: bool = False
    optional: bool = False
    unique: bool = False
    unit: Noun | None = None
    is_list: bool = False
    is_whether: bool = False


@dataclass(frozen=True, slots=True)
class Has:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Belonging:
    target: Noun
    role: Noun | None


@dataclass(frozen=True, slots=True)
class Belongs:
    to: tuple[Belonging, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class HasMany:
    child: Noun


@dataclass(frozen=True, slots=True)
class HasAtMost:
    count: Any
    child: Noun


@dataclass(frozen=True, slots=True)
class HasAtMostOf:
    """At most so many things, a number or as a field of the subject says: all of them, or those in some states.

    `things` and `states` are as who may do what with them is said.
    """

    limit: Any
    things: Nouns
    states: Nouns = ()


@dataclass(frozen=True, slots=True)
class States:
    values: Nouns


@dataclass(frozen=True, slots=True)
class StartsIn:
    state: Noun


@dataclass(frozen=True, slots=True)
class ListedBy:
    """`by` is nothing where the list goes by when things were created."""

    by: Noun | None
    descending: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Listed:
    keys: tuple[ListedBy, ...]


@dataclass(frozen=True, slots=True)
class IsCounted:
    """That a list says how many there are, `clearly` or as "their total", which may be a field as well."""

    clearly: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IsFoundBy:
    field: Noun


@dataclass(frozen=True, slots=True)
class Filtered:
    by: Nouns


@dataclass(frozen=True, slots=True)
class Searched:
    by: Nouns


@dataclass(frozen=True, slots=True)
class Related:
    """What a thing has, with those fields of it that are named: "its tags' names"."""

    its: Noun
    fields: Nouns = ()


@dataclass(frozen=True, slots=True)
class IsShownWith:
    parts: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class WasCalled:
    name: Noun


Fact = (
    Has
    | Belongs
    | HasMany
    | HasAtMost
    | HasAtMostOf
    | States
    | StartsIn
    | Listed
    | IsCounted
    | IsFoundBy
    | Filtered
    | Searched
    | IsShownWith
    | WasCalled
)


@dataclass(frozen=True, slots=True)
class Typed:
    """`type` is the type's data; it says only what the sentence said."""

    type: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IsOptional:
    pass


@dataclass(frozen=True, slots=True)
class IsUnique:
    together: bool
    per: Noun | None
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class NeverIn:
    tense: Literal["future", "past"]


@dataclass(frozen=True, slots=True)
class Compared:
    must_be: Literal["after", "at least", "before", "at most"]
    other: Noun


@dataclass(frozen=True, slots=True)
class Bounded:
    """What is computed is at least or at most a number; nothing else can be said of it so."""

    must_be: Literal["after", "at least", "before", "at most"]
    bound: Decimal


@dataclass(frozen=True, slots=True)
class StartsAs:
    default: Noun


@dataclass(frozen=True, slots=True)
class IsFixed:
    pass


@dataclass(frozen=True, slots=True)
class IsMadeFrom:
    field: Noun


@dataclass(frozen=True, slots=True)
class ChangesWith:
    field: Noun


@dataclass(frozen=True, slots=True)
class IsTimeSince:
    field: Noun


@dataclass(frozen=True, slots=True)
class IsNumberOf:
    child: Noun


@dataclass(frozen=True, slots=True)
class IsTotal:
    kind: Literal["sum", "average", "smallest", "largest"]
    child: Noun
    field: Noun


@dataclass(frozen=True, slots=True)
class IsCalculated:
    """Each operand is a field or a number."""

    operands: tuple[Noun | Decimal, ...]
    operators: tuple[Operator, ...]


@dataclass(frozen=True, slots=True)
class IsTimeBetween:
    unit: Literal["days", "hours", "minutes"]
    start: Noun
    end: Noun


Claim = (
    Typed
    | IsOptional
    | IsUnique
    | NeverIn
    | Compared
    | Bounded
    | StartsAs
    | IsFixed
    | IsMadeFrom
    | ChangesWith
    | IsTimeSince
    | IsNumberOf
    | IsTotal
    | IsCalculated
    | IsTimeBetween
)


COMPUTING = (IsTimeSince, IsNumberOf, IsTotal, IsCalculated, IsTimeBetween)
"""What says how a field is computed."""


@dataclass(frozen=True, slots=True)
class AboutEntity:
    entity: Noun
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AboutFields:
    entity: Noun
    fields: Nouns
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a part of an entity was called before.

    `readings` are all ways to take the part: as a whole name, or as one with a value or a state behind it; `was` is
    what it was called as a name and as a value, each only where it can be one.
    """

    entity: Noun
    readings: tuple[tuple[Noun, Noun | None], ...]
    was: tuple[Noun | None, Noun | None]


@dataclass(frozen=True, slots=True)
class ManyToManySaid:
    """ "A pet has many tags, and a tag has many pets": its four nouns in this order."""

    one: Noun
    others: Noun
    other: Noun
    ones: Noun


@dataclass(frozen=True, slots=True)
class StepsSaid:
    """Without an `entity`, the last of the `sources` has it behind its state: "requested", "confirmed visit"."""

    sources: Nouns
    targets: Nouns
    entity: Noun | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """`deleted` is the entity behind the word "deleted"."""

    deleted: Noun
    days: Any


@dataclass(frozen=True, slots=True)
class OnDelete:
    target: Noun
    child: Noun
    then: Literal["cascade", "refuse", "unlink"]


@dataclass(frozen=True, slots=True)
class HistoryKept:
    entities: Nouns


@dataclass(frozen=True, slots=True)
class Logged:
    events: tuple[LogEvent, ...]
    entities: Nouns


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody; `its` is the relation for an owner and for whoever can `may` do something with a parent."""

    to: Literal["anyone", "signed-in users", "admins", "owner", "parent", "role", "nobody"]
    its: Noun | None = None
    may: Literal["see", "change"] | None = None
    role: Noun | None = None


@dataclass(frozen=True, slots=True)
class TermSaid:
    """Until or from so long before its field; after it where `count` is positive."""

    side: Literal["until", "from"]
    count: int
    unit: TimeUnit
    field: Noun


@dataclass(frozen=True, slots=True)
class AccessSaid:
    """Who can do what with `things`, the last of which is the entity, with states before it: "draft or sent invoice".

    `states` are those that stand behind it instead: "an invoice that is draft or sent". `verbs` are what can be done
    with anything, `deeds` are the user's words.
    """

    only: bool
    who: tuple[Who, ...]
    verbs: tuple[Verb, ...]
    deeds: Nouns
    things: Nouns
    states: Nouns = ()
    term: TermSaid | None = None


@dataclass(frozen=True, slots=True)
class OnceSaid:
    """What each of some people can do once with each of some things."""

    who: tuple[Who, ...]
    deeds: Nouns
    things: Nouns


@dataclass(frozen=True, slots=True)
class FieldsSeen:
    """Who can see some fields of an entity; `only` they."""

    entity: Noun
    fields: Nouns
    who: tuple[Who, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class MomentSaid:
    """So long after its field, or before it where `count` is negative; without a field, after it was created.

    Where `is_over`, it is when the field's day is over, if that is a date.
    """

    field: Noun | None
    count: int = 0
    unit: TimeUnit = "hour"
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Expires:
    """What things in some states become by themselves, and when; without a `target` they expire.

    `things` and `states` are as who may do what with them is said.
    """

    things: Nouns
    states: Nouns
    target: Noun | None
    moment: MomentSaid


@dataclass(frozen=True, slots=True)
class Follows:
    entity: Noun
    parent: Noun


@dataclass(frozen=True, slots=True)
class Created:
    """What whoever creates an entity becomes of it or, where `becomes` is not so, whom they name."""

    entity: Noun
    roles: Nouns
    becomes: bool


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Things, or those in some states, of the same `of` don't overlap from one field to another; through, where said.

    `things` and `states` are as who may do what with them is said.
    """

    things: Nouns
    states: Nouns
    of: Nouns
    start: Noun
    end: Noun
    through: bool


@dataclass(frozen=True, slots=True)
class OnlyFor:
    """What an entity is created for: `things` and `states` as who may do what with them is said.

    With `is_not` it is created for all others.
    """

    entity: Noun
    things: Nouns
    states: Nouns = ()
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class GivenIf:
    """The fields that must be given where an entity is one of some values, or where its field `of` is.

    With `is_not`, where it is none of them.
    """

    entity: Noun
    fields: Nouns
    values: Nouns
    of: Noun | None = None
    is_not: bool = False


Statement = (
    AboutEntity
    | AboutFields
    | FormerName
    | ManyToManySaid
    | StepsSaid
    | Restored
    | OnDelete
    | HistoryKept
    | Logged
    | AccessSaid
    | OnceSaid
    | FieldsSeen
    | Follows
    | Created
    | OnlyFor
    | NoOverlap
    | GivenIf
    | Expires
)
