"""The forms of the language as data: how each is added to an entity, and how it is seen in one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

from petsage_builder.kinds.all import NUMERIC, ORDERED, SEARCHABLE, SORTABLE, Type
from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.date import Date
from petsage_builder.kinds.date_and_time import DateAndTime
from petsage_builder.kinds.duration import Duration
from petsage_builder.kinds.long_text import LongText
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.plain import EmailAddress, Json, Link, Uuid, YesNo
from petsage_builder.kinds.text import Text
from petsage_builder.kinds.text_list import TextList
from petsage_builder.kinds.time_of_day import TimeOfDay
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.spec.access import VERBS, Grant, Verb
from petsage_builder.spec.actions import Action, Term
from petsage_builder.spec.calculating import computed_by
from petsage_builder.spec.calculation import Calculation, Operator, TimeBetween
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.entity import (
    Comparison,
    Count,
    Entity,
    FieldSpec,
    Lifecycle,
    Limit,
    ManyToMany,
    Once,
    Overlap,
    ShownWith,
    TimeSince,
    Total,
    Unique,
    limited_by,
)
from petsage_builder.spec.expiring import Expiry
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.showing import related
from petsage_builder.terms.names import plural

from .scene import Draft, TakenError, states

Drafts = list[Draft]
Holds = Callable[[Entity, Any], bool]


@dataclass(frozen=True)
class Form:
    """One way of saying something: `add` says it of the entity at an index, `holds` sees whether one says it.

    Of the forms with one `slot`, an entity has one at most. A form that `stops` leaves most tests nothing to try, so
    that it stands in specs of its own. One that is seen `among` the entities of a spec needs the spec to be seen.
    """

    name: str
    add: Callable[[Drafts, int], Any]
    holds: Holds
    slot: str = ""
    stops: bool = False
    among: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of field: its noun, its type, one with bounds, and a default."""

    noun: str
    type: Type
    bounded: Type | None = None
    default: str | None = None

    @property
    def label(self) -> str:
        return "digits" if self.noun == "number plate" else self.type.kind


KINDS = (
    Kind("colour", Text(), Text(min_length=3, max_length=8), "blue"),
    Kind("number plate", Text(min_length=15, max_length=15, digits=True), None, "7" * 15),
    Kind("summary", LongText(), LongText(min_length=2, max_length=50), "Whatever there is."),
    Kind("count", WholeNumber(), WholeNumber(minimum=1, maximum=5), "3"),
    Kind("weight", Number(unit="kg"), Number(minimum=Decimal(0), maximum=Decimal(10), decimals=1), "0.5"),
    Kind("fee", Amount(currency="EUR"), Amount(currency="JPY", minimum=Decimal(1), maximum=Decimal(50)),
         "10"),
    Kind("flag", YesNo(), None, "yes"),
    Kind("day", Date(), None, "today"),
    Kind("clock", TimeOfDay(), None, "08:00"),
    Kind("moment", DateAndTime(), None, "now"),
    Kind("length", Duration(), None, "30 minutes"),
    Kind("serial", Uuid()),
    Kind("website", Link(), None, "https://example.org/a"),
    Kind("contact", EmailAddress()),
    Kind("labels", TextList(), TextList(max_items=3, min_length=2, max_length=10), "empty"),
    Kind("answer", Json()),
    Kind("size", Choice(values=("small", "large", "other")), None, "other"),
)  # fmt: skip
FEW = {"yes or no", "choice"}
"""Kinds with so few values that no two things can be told apart by them for long."""


def _of(entity: Entity, kind: Kind) -> Iterator[FieldSpec]:
    for field in entity.fields:
        digits = isinstance(field.type, Text) and field.type.digits
        if field.type.kind == kind.type.kind and digits is (kind.label == "digits"):
            yield field


def _any_field(kind: Kind, test: Callable[[FieldSpec], bool]) -> Holds:
    return lambda entity, _: any(map(test, _of(entity, kind)))


def _newest_of(draft: Draft, kind: Kind, prefix: str) -> str:
    """The field of this kind that was added last, or a new one."""
    found = [name for name, field in draft.fields.items() if field.type == kind.type]
    return found[-1] if found else draft.has(f"{prefix} {kind.noun}", kind.type)


def fields(kind: Kind) -> Iterator[Form]:
    """A field of each kind, as it can be said."""
    label = kind.label
    yield Form(
        f"{label}",
        lambda drafts, at: drafts[at].has(kind.noun, kind.type),
        _any_field(kind, lambda field: not field.optional and field.default is None),
    )
    yield Form(
        f"optional {label}",
        lambda drafts, at: drafts[at].has(f"spare {kind.noun}", kind.type, optional=True),
        _any_field(kind, lambda field: field.optional),
    )
    if kind.default:
        yield Form(
            f"{label} with a default",
            lambda drafts, at: drafts[at].has(f"usual {kind.noun}", kind.type, default=kind.default),
            _any_field(kind, lambda field: field.default is not None),
        )
    if kind.bounded:
        yield Form(
            f"bounded {label}",
            lambda drafts, at: drafts[at].has(f"narrow {kind.noun}", kind.bounded),  # type: ignore[arg-type]
            _any_field(kind, lambda field: field.type == kind.bounded),
        )


def uses(kind: Kind) -> Iterator[Form]:
    """What a field of each kind can be used for."""
    label = kind.label
    if kind.type.kind in SEARCHABLE:
        yield Form(
            f"searched by {label}",
            lambda drafts, at: drafts[at].search.append(_newest_of(drafts[at], kind, "sought")),
            lambda entity, _: any(field.name in entity.search for field in _of(entity, kind)),
        )
    if kind.type.kind not in SORTABLE:
        return
    yield Form(
        f"filtered by {label}",
        lambda drafts, at: drafts[at].filters.append(_newest_of(drafts[at], kind, "sifted")),
        lambda entity, _: any(field.name in entity.filters for field in _of(entity, kind)),
    )
    yield Form(
        f"listed by {label}",
        lambda drafts, at: drafts[at].put("order", _newest_of(drafts[at], kind, "ranked")),
        lambda entity, _: any(field.name == entity.order.by for field in _of(entity, kind)),
        slot="order",
    )
    yield Form(
        f"unique {label}",
        lambda drafts, at: drafts[at].uniques.append(
            Unique(names=(drafts[at].has(f"own {kind.noun}", kind.type, optional=kind.type.kind in FEW),))
        ),
        lambda entity, _: any(
            unique.names == (field.name,) and unique.per is None
            for field in _of(entity, kind)
            for unique in entity.uniques
        ),
    )


MUST_BE: dict[str, Literal["after", "at least", "before", "at most"]] = {
    "date": "after",
    "date and time": "before",
    "time of day": "at least",
    "duration": "at most",
    "whole number": "after",
    "number": "at most",
    "amount": "at least",
}


def compared(kind: Kind) -> Iterator[Form]:
    """Two fields of a kind that are compared with each other."""
    must_be = MUST_BE.get(kind.type.kind)
    if must_be is None:
        return

    def add(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        names = [draft.has(f"{word} {kind.noun}", kind.type) for word in ("later", "earlier")]
        draft.comparisons.append(Comparison(field=names[0], must_be=must_be, other=names[1]))

    yield Form(
        f"compared {kind.label}",
        add,
        lambda entity, _: any(
            rule.field == field.name and rule.must_be == must_be
            for field in _of(entity, kind)
            for rule in entity.comparisons
        ),
    )


DAY, MOMENT, COUNT, SIZE = KINDS[7], KINDS[9], KINDS[3], KINDS[16]
FEE = next(kind for kind in KINDS if kind.noun == "fee")


def _never(kind: Kind, never: Literal["future", "past"]) -> Form:
    return Form(
        f"{kind.label} never in the {never}",
        lambda drafts, at: drafts[at].has(f"{never} {kind.noun}", kind.type, never_in=never),
        _any_field(kind, lambda field: field.never_in == never),
    )


def _since(kind: Kind) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        field = _newest_of(drafts[at], kind, "sole")
        drafts[at].computed.append(TimeSince(name=f"time since {kind.noun}", field=field))

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        fields = {field.name for field in _of(entity, kind)}
        return any(isinstance(computed, TimeSince) and computed.field in fields for computed in entity.computed)

    return Form(f"time since a {kind.label}", add, holds)


def times() -> Iterator[Form]:
    """Dates and moments that are bounded by the present, and the time since them."""
    for kind in (DAY, MOMENT):
        yield _never(kind, "future")
        yield _never(kind, "past")
        yield _since(kind)

    def add_compared(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        start = draft.has("past day", DAY.type, never_in="past") if "past day" not in draft.fields else "past day"
        end = draft.has("closing day", DAY.type)
        draft.comparisons.append(Comparison(field=end, must_be="after", other=start))

    yield Form(
        "date bounded by the present and compared",
        add_compared,
        lambda entity, _: any(
            entity.field(name).never_in for rule in entity.comparisons for name in (rule.field, rule.other)
        ),
    )


def _unique(
    *parts: Callable[[Draft], str], per: Callable[[Draft], str] | None = None, any_case: bool = False
) -> Callable[[Drafts, int], None]:
    def add(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        names = tuple(part(draft) for part in parts)
        draft.uniques.append(Unique(names=names, per=per(draft) if per else None, any_case=any_case))

    return add


def _is_unique(*parts: str, per: str = "", any_case: bool = False) -> Holds:
    """Whether a rule is about these parts: `user` and `parent` for relations, else the kinds of fields."""
    return lambda entity, _: any(
        sorted(_what(entity, name) for name in rule.names) == sorted(parts)
        and (_what(entity, rule.per) if rule.per else "") == per
        and rule.any_case == any_case
        for rule in entity.uniques
    )


def _what(entity: Entity, name: str) -> str:
    for link in entity.belongs_to:
        if link.role == name:
            return "user" if link.target == "user" else "parent"
    return entity.field(name).type.kind


def _reviewer(draft: Draft) -> str:
    return draft.belongs("reviewer", "user", on_delete="unlink")


def together() -> Iterator[Form]:
    """What is unique together, or for each of something."""

    def word(draft: Draft) -> str:
        return draft.has("colour", Text())

    def nickname(draft: Draft) -> str:
        return draft.has("nickname", Text())

    def number(draft: Draft) -> str:
        return draft.has("count", WholeNumber())

    def rank(draft: Draft) -> str:
        return draft.has("rank", WholeNumber(minimum=1, maximum=99))

    def start(draft: Draft) -> str:
        return draft.has("start", Date(), never_in="past")

    def day(draft: Draft) -> str:
        return draft.has("day", Date())

    owner, parent = Draft.owner, Draft.parent
    yield Form("two fields unique together", _unique(word, number), _is_unique("text", "whole number"))
    yield Form("unique whatever its capitals", _unique(nickname, any_case=True), _is_unique("text", any_case=True))
    yield Form(
        "unique per user whatever its capitals",
        _unique(nickname, per=owner, any_case=True),
        _is_unique("text", per="user", any_case=True),
    )
    yield Form("unique per parent", _unique(word, per=parent), _is_unique("text", per="parent"))
    yield Form("unique per user", _unique(word, per=owner), _is_unique("text", per="user"))
    yield Form("rank unique per parent", _unique(rank, per=parent), _is_unique("whole number", per="parent"))
    yield Form("parent unique per user", _unique(parent, per=owner), _is_unique("parent", per="user"))
    yield Form("user unique per parent", _unique(owner, per=parent), _is_unique("user", per="parent"))
    yield Form("parent and user unique together", _unique(parent, owner), _is_unique("parent", "user"))
    yield Form("two users unique together", _unique(owner, _reviewer), _is_unique("user", "user"))
    yield Form("parent and date unique together", _unique(parent, day), _is_unique("parent", "date"))
    yield Form(
        "parent and date of the future unique together",
        _unique(parent, start),
        lambda entity, spec: (
            _is_unique("parent", "date")(entity, spec) and any(field.never_in == "past" for field in entity.fields)
        ),
    )
    yield Form("user and date unique together", _unique(owner, day), _is_unique("user", "date"))
    yield Form(
        "parent, user and date unique together", _unique(parent, owner, day), _is_unique("parent", "user", "date")
    )
    yield Form("parent alone unique", _unique(parent), _is_unique("parent"))
    yield Form("user alone unique", _unique(owner), _is_unique("user"))


def relations() -> Iterator[Form]:
    """What an entity belongs to."""

    def user(role: str, **is_: Any) -> Holds:
        return lambda entity, _: any(
            link.role == role and all(getattr(link, name) == value for name, value in is_.items())
            for link in entity.owners
        )

    def above(**is_: Any) -> Holds:
        return lambda entity, _: any(
            link.role == link.target
            and link.target not in (entity.name, "order")
            and all(getattr(link, name) == value for name, value in is_.items())
            for link in entity.belongs_to
        )

    yield Form(
        "never belongs to another clinic",
        lambda drafts, at: drafts[at].belongs("first clinic", "clinic", is_fixed=True),
        lambda entity, _: any(link.is_fixed for link in entity.belongs_to),
    )
    yield Form(
        "a field that never changes",
        lambda drafts, at: drafts[at].has("first colour", Text(), is_fixed=True),
        lambda entity, _: any(field.is_fixed for field in entity.fields),
    )
    yield Form("belongs to a user", lambda drafts, at: drafts[at].owner(), user("owner", optional=False))
    yield Form("belongs to two users", lambda drafts, at: (drafts[at].owner(), _reviewer(drafts[at])), user("reviewer"))
    yield Form(
        "whoever creates it is its owner",
        lambda drafts, at: drafts[at].owner(is_creator=True),
        user("owner", is_creator=True),
    )
    yield Form(
        "stays when its owner goes",
        lambda drafts, at: drafts[at].owner(on_delete="unlink"),
        user("owner", on_delete="unlink"),
    )
    yield Form(
        "may belong to a user",
        lambda drafts, at: drafts[at].belongs("helper", "user", optional=True, on_delete="unlink"),
        user("helper", optional=True),
    )
    for most in (1, 3):
        yield _said_once(
            f"at most {most} per user", "per user", most, Draft.owner, user("owner", at_most=most), at_most=most
        )
    needs = "needs its parent"
    yield _said_once("belongs to its parent", needs, True, Draft.parent, above(optional=False))
    yield _said_once("may belong to its parent", needs, False, Draft.parent, above(optional=True), optional=True)
    for rule in ("cascade", "refuse", "unlink"):
        also = {"optional": True} if rule == "unlink" else {}
        name, holds = "parent's deletion", above(on_delete=rule)
        yield _said_once(f"{name}: {rule}", name, rule, Draft.parent, holds, on_delete=rule, **also)
    for most in (1, 2, 200):
        holds = above(at_most=most)
        yield _said_once(f"at most {most} per parent", "per parent", most, Draft.parent, holds, at_most=most)
    yield Form(
        "belongs to its parent twice",
        lambda drafts, at: (drafts[at].parent(), drafts[at].belongs("twin", drafts[at].above)),
        lambda entity, _: any(
            one.target == other.target != "user" and one.role < other.role
            for one in entity.belongs_to
            for other in entity.belongs_to
        ),
    )
    yield from _conditions()
    yield from _limits()
    yield from _overlaps()
    yield Form(
        "belongs to another feature's",
        lambda drafts, at: drafts[at].belongs("order", "order", on_delete="refuse"),
        lambda entity, _: any(link.target == "order" for link in entity.belongs_to),
    )
    for rule in ("cascade", "refuse", "unlink"):
        yield _said_once(f"tree, deletion: {rule}", "tree", rule, _tree, _is_tree(rule), on_delete=rule)
    yield Form(
        "many to many",
        lambda drafts, at: _put_many(drafts[at], "member"),
        lambda entity, _: any(many.target == "member" for many in entity.many_to_many),
    )
    yield Form(
        "many to many with its child",
        lambda drafts, at: _put_many(drafts[at], _below(drafts[at])),
        lambda entity, spec: any(
            many.target in {other.name for other in spec.entities} for many in entity.many_to_many
        ),
        among=True,
    )


def _limits() -> Iterator[Form]:
    """How many children there are at most by a field, or in some states."""

    def by_field(drafts: Drafts, at: int) -> None:
        child = _child(drafts, at)
        capacity = drafts[at].has("capacity", WholeNumber(minimum=0, maximum=500))
        child.parent(limit=Limit(field=capacity))

    def in_states(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        life = draft.rest.setdefault("lifecycle", LIVES["branches"])
        draft.owner(limit=Limit(most=3, states=life.states[:1]))

    def is_by_field(entity: Entity, spec: FeatureSpec) -> bool:
        return any(True for _ in limited_by(entity, spec.entities))

    def is_in_states(entity: Entity, _: FeatureSpec) -> bool:
        return any(link.limit is not None and bool(link.limit.states) for link in entity.belongs_to)

    yield Form("at most its capacity of children", by_field, is_by_field, among=True)
    yield Form("at most 3 in its first state", in_states, is_in_states)


def _overlaps() -> Iterator[Form]:
    """What doesn't overlap: days of its parent, in some states, and times on a day of its parent, which may go on."""

    def of_days(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        start, end = draft.has("first day", Date()), draft.has("last day", Date())
        draft.comparisons.append(Comparison(field=end, must_be="after", other=start))
        states = draft.rest.setdefault("lifecycle", LIVES["branches"]).states[1:2]
        draft.overlaps.append(Overlap(per=(draft.parent(),), start=start, end=end, through=True, states=states))

    def of_times(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        start, end = draft.has("begin", TimeOfDay()), draft.has("finish", TimeOfDay(), optional=True)
        draft.comparisons.append(Comparison(field=end, must_be="after", other=start))
        draft.overlaps.append(Overlap(per=(draft.parent(), draft.has("date", Date())), start=start, end=end))

    def is_said(*, through: bool) -> Holds:
        return lambda entity, _: any(rule.through is through for rule in entity.overlaps)

    yield Form("no overlap through days in its second state", of_days, is_said(through=True))
    yield Form("no overlap of times on a day", of_times, is_said(through=False))


def _conditions() -> Iterator[Form]:
    """What an entity must be like for its children to be created."""

    def active(draft: Draft) -> Condition:
        return Condition(field=draft.has("is active", YesNo()))

    def not_shut(draft: Draft) -> Condition:
        return Condition(field=draft.has("is shut", YesNo(), default="yes"), is_not=True)

    def first(draft: Draft) -> Condition:
        return Condition(states=draft.rest.setdefault("lifecycle", LIVES["two states"]).states[:1])

    def second(draft: Draft) -> Condition:
        return Condition(states=draft.rest.setdefault("lifecycle", LIVES["branches"]).states[1:2])

    def is_in(condition: Condition, entity: Entity, number: int) -> bool:
        return entity.lifecycle is not None and condition.states == entity.lifecycle.states[number : number + 1]

    yield _condition("children where it is active", active, lambda found, _: found.field == "is active")
    yield _condition("children where it is not shut", not_shut, lambda found, _: found.is_not)
    yield _condition("children in its first state", first, lambda found, entity: is_in(found, entity, 0))
    yield _condition("children in its second state", second, lambda found, entity: is_in(found, entity, 1))


def _condition(name: str, condition: Callable[[Draft], Condition], holds: Callable[[Condition, Entity], bool]) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        drafts[at].put("children created only", name)
        _child(drafts, at).parent(only_for=condition(drafts[at]))

    def is_said(entity: Entity, spec: FeatureSpec) -> bool:
        links = [link for other in spec.entities for link in other.belongs_to if link.target == entity.name]
        return any(link.only_for is not None and holds(link.only_for, entity) for link in links)

    return Form(name, add, is_said, slot="children created only", among=True)


def _said_once(name: str, slot: str, value: Any, role: Callable[..., str], holds: Holds, /, **said: Any) -> Form:
    """A form that says something of a relation which is said of it once."""

    def add(drafts: Drafts, at: int) -> None:
        drafts[at].put(slot, value)
        role(drafts[at], **said)

    return Form(name, add, holds, slot=slot)


def _tree(draft: Draft, **said: Any) -> str:
    return draft.belongs("upper", draft.name, optional=True, **said)


def _is_tree(rule: str) -> Holds:
    return lambda entity, _: any(link.target == entity.name and link.on_delete == rule for link in entity.belongs_to)


def _below(draft: Draft) -> str:
    if not draft.below:
        raise TakenError("there is nothing below")
    return draft.below


def _put_many(draft: Draft, target: str) -> None:
    draft.put(f"many {target}", True)
    draft.many.append(ManyToMany(target=target))


def accesses() -> Iterator[Form]:
    """Who may do what."""
    for verb in VERBS:
        yield _access(verb, "anyone", lambda _: Grant(to="anyone"))
        yield _access(verb, "signed-in users", lambda _: Grant(to="signed-in users"))
        yield _access(verb, "admins", lambda _: Grant(to="admins"))
        yield _access(verb, "clerks", lambda _: Grant(to="role", role="clerk"))
        yield _access(verb, "guests, as everybody is at first,", lambda _: Grant(to="role", role="guest"))
        yield _access(verb, "its owner", lambda draft: Grant(to="owner", relation=draft.owner()))
        yield _access(verb, "another user", lambda draft: Grant(to="owner", relation=_reviewer(draft)))
        yield _access(verb, "whoever can see its parent", lambda draft: _follows(draft, "see"))
        yield _access(verb, "whoever can change its parent", lambda draft: _follows(draft, "change"))
        yield _nobody(verb)


def _follows(draft: Draft, may: Literal["see", "change"]) -> Grant:
    return Grant(to="parent", relation=draft.parent(), may=may)


def _nobody(verb: Verb) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        if drafts[at].access.get(verb) or (verb == "see" and drafts[at].once):
            raise TakenError("somebody may")
        drafts[at].access[verb] = ()

    return Form(
        f"nobody may {verb}", add, lambda entity, _: not entity.access.to(verb), stops=verb in ("see", "create")
    )


def _access(verb: Verb, who: str, grant: Callable[[Draft], Grant]) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        if drafts[at].access.get(verb) == ():
            raise TakenError("nobody may")
        drafts[at].grant(verb, grant(drafts[at]))

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        for found in entity.access.to(verb):
            match who:
                case "its owner" if found.to == "owner" and found.relation == "owner":
                    return True
                case "clerks" if found.role == "clerk":
                    return True
                case "guests, as everybody is at first," if found.role == "guest":
                    return True
                case "another user" if found.to == "owner" and found.relation != "owner":
                    return True
                case "whoever can see its parent" if found.to == "parent" and found.may == "see":
                    return True
                case "whoever can change its parent" if found.to == "parent" and found.may == "change":
                    return True
                case _ if found.to == who:
                    return True
        return False

    return Form(f"{who} may {verb}", add, holds)


def lists() -> Iterator[Form]:
    """How lists are ordered by creation, and filtered by what isn't a field."""
    yield _once("listed downwards", "direction", True, "order.descending")
    yield _once("listed upwards", "direction", False, "order.descending")
    yield _once("listed by creation", "order", None, "order.by")
    yield _filtered("its owner", Draft.owner)
    yield _filtered("its parent", Draft.parent)
    yield _filtered("what is above it", _tree)
    yield _filtered("another feature's", lambda draft: draft.belongs("order", "order", on_delete="refuse"))


def _filtered(who: str, role: Callable[[Draft], str]) -> Form:
    return Form(
        f"filtered by {who}",
        lambda drafts, at: drafts[at].filters.append(role(drafts[at])),
        lambda entity, _: any(
            link.role in entity.filters and _who(link.role, link.target, entity) == who for link in entity.belongs_to
        ),
    )


def _who(role: str, target: str, entity: Entity) -> str:
    if target == entity.name:
        return "what is above it"
    named = {"owner": "its owner", "order": "another feature's"}
    return named.get(role, "its parent" if role == target else "")


LIVES: dict[str, Lifecycle] = {
    "two states": states("open", "closed", steps={"open": ("closed",)}),
    "a row of states": states(
        "requested", "confirmed", "completed", steps={"requested": ("confirmed",), "confirmed": ("completed",)}
    ),
    "a circle": states("on", "off", steps={"on": ("off",), "off": ("on",)}),
    "branches": states(
        "new", "paid", "refused", "in transit", steps={"new": ("paid", "refused"), "paid": ("in transit", "refused")}
    ),
}


CLERKS, ADMINS = Grant(to="role", role="clerk"), Grant(to="admins")
LIVES["steps of clerks"] = LIVES["branches"].model_copy(
    update={
        "actions": (
            Action(target="paid", sources=("new",), who=(CLERKS,)),
            Action(target="refused", sources=("new", "paid"), who=(ADMINS, CLERKS)),
        )
    }
)
TIMED = states("begun", "done", "dropped", steps={"begun": ("done", "dropped"), "done": ("dropped",)}).model_copy(
    update={"actions": (Action(target="done", sources=("begun",), who=(CLERKS,)),)}
)


ENDING = states("begun", "done", "over", "kept", steps={"begun": ("done",), "done": ("kept",)})


def lives() -> Iterator[Form]:
    """Lifecycles, what is kept and what is logged."""
    for name, life in LIVES.items():
        yield _once(f"lifecycle: {name}", "lifecycle", life, "lifecycle")

    for side in ("until", "from"):
        yield _timed_step(side)
    yield _expires("after it was created", "begun")
    yield _expires("after a date", "done")
    yield _in_states("see", ("begun", "dropped"))
    yield _in_states("change", ("begun", "done"))
    yield _in_states("delete", ("done", "dropped"))

    def filtered(drafts: Drafts, at: int) -> None:
        drafts[at].rest.setdefault("lifecycle", LIVES["two states"])
        drafts[at].filters.append("status")

    yield Form("filtered by status", filtered, lambda entity, _: "status" in entity.filters)
    for days in (1, 30):
        yield _once(f"restored for {days} days", "restored", days, "restore_days")
    yield _once("history", "history", True, "history")
    yield _once("listed with a total", "counted", True, "counted")
    for event in ("created", "changed", "deleted"):
        yield _logged(event)


def _timed_step(side: Literal["until", "from"]) -> Form:
    """A step that its owner takes in a time only, and others at any."""

    def add(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        term = Term(side=side, field=draft.has("due day", Date()), count=-3, unit="day")
        own = Action(target="done", sources=("begun",), who=(Grant(to="owner", relation=draft.owner()),), term=term)
        draft.put("lifecycle", TIMED.model_copy(update={"actions": (*TIMED.actions, own)}))

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        actions = entity.lifecycle.actions if entity.lifecycle else ()
        return any(action.term is not None and action.term.side == side for action in actions)

    return Form(f"a step {side} a time", add, holds, slot="lifecycle")


def _expires(when: str, source: str) -> Form:
    """A state that ends by itself, some time after the thing was created or after one of its dates."""

    def add(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        field = None if when == "after it was created" else draft.has("closing date", Date())
        expiry = Expiry(sources=(source,), target="over", field=field, count=3, unit="day")
        draft.put("lifecycle", ENDING.model_copy(update={"expiries": (expiry,)}))

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        expiries = entity.lifecycle.expiries if entity.lifecycle else ()
        return any((expiry.field is None) is (when == "after it was created") for expiry in expiries)

    return Form(f"expires {when}", add, holds, slot="lifecycle")


def _in_states(verb: Verb, some: tuple[str, ...]) -> Form:
    """What is done in some states, and by nobody in the others."""

    def add(drafts: Drafts, at: int) -> None:
        drafts[at].put("lifecycle", TIMED)
        drafts[at].put("rights", {verb: some})

    return Form(
        f"in some states only: {verb}", add, lambda entity, _: entity.access.is_by_state(verb), slot="lifecycle"
    )


def _once(name: str, slot: str, value: Any, attribute: str) -> Form:
    return Form(
        name,
        lambda drafts, at: drafts[at].put(slot, value),
        lambda entity, _: attrgetter(attribute)(entity) == value,
        slot=slot,
    )


def _logged(event: str) -> Form:
    return Form(
        f"logged when {event}", lambda drafts, at: drafts[at].log.append(event), lambda entity, _: event in entity.log
    )


def requirements() -> Iterator[Form]:
    """What must be given in some case."""

    def big(draft: Draft) -> Condition:
        return Condition(field=draft.has("extent", Choice(values=("big", "little"))), values=("big",))

    def frail(draft: Draft) -> Condition:
        return Condition(field=draft.has("is frail", YesNo()))

    def lasting(draft: Draft) -> Condition:
        return Condition(field=draft.has("is lasting", YesNo(), default="yes"), is_not=True)

    def later(draft: Draft) -> Condition:
        return Condition(states=draft.rest.setdefault("lifecycle", LIVES["branches"]).states[-1:])

    yield _given("given where a choice says so", big, lambda when: bool(when.values))
    yield _given("given where it is frail", frail, lambda when: when.field == "is frail")
    yield _given("given where it is not lasting", lasting, lambda when: when.is_not)
    yield _given("given in a state", later, lambda when: bool(when.states))


def _given(name: str, condition: Callable[[Draft], Condition], is_it: Callable[[Condition], bool]) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        draft = drafts[at]
        field = draft.has("reason", Text(), optional=True)
        draft.requirements.append(Requirement(field=field, when=condition(draft)))

    return Form(name, add, lambda entity, _: any(is_it(rule.when) for rule in entity.requirements))


def computed() -> Iterator[Form]:
    """What is computed from all of a child."""

    def count(drafts: Drafts, at: int) -> None:
        child = _child(drafts, at)
        drafts[at].computed.append(Count(name=f"{child.name} count", child=child.name))

    yield Form(
        "count of its children", count, lambda entity, _: any(isinstance(each, Count) for each in entity.computed)
    )
    for kind in KINDS:
        if kind.type.kind in NUMERIC:
            yield _calculation(kind, "times", Decimal("0.5"))
            yield _calculation(kind, "minus", None)
    yield from _bounded()
    yield _total_of_computed()
    yield _time_between(DAY, "days")
    yield _time_between(MOMENT, "hours")
    yield _time_between(MOMENT, "minutes")
    for kind in KINDS:
        if kind.type.kind not in ORDERED:
            continue
        sums = ("sum", "average") if kind.type.kind in NUMERIC else ()
        for how in (*sums, "smallest", "largest"):
            yield _total(how, kind)


def _calculation(kind: Kind, how: Operator, other: Decimal | None) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        one = drafts[at].has(f"computed {kind.noun}", kind.type, optional=how == "minus")
        two = drafts[at].has(f"other computed {kind.noun}", kind.type) if other is None else other
        calculation = Calculation(name=f"{how} {kind.noun}", operands=(one, two), operators=(how,))
        drafts[at].computed.append(calculation)

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        fields = {field.name for field in _of(entity, kind)}
        found = (each for each in entity.computed if isinstance(each, Calculation))
        return any(each.operators == (how,) and fields.issuperset(each.fields) for each in found)

    return Form(f"{kind.label} {how} {other or 'another'}", add, holds)


def _bounded() -> Iterator[Form]:
    """What is computed within bounds."""

    def days(drafts: Drafts, at: int) -> None:
        start, end = (drafts[at].has(f"{which} {DAY.noun}", DAY.type) for which in ("arrival", "departure"))
        drafts[at].computed.append(TimeBetween(name="nights", unit="days", start=start, end=end, most=Decimal(28)))

    def product(drafts: Drafts, at: int) -> None:
        fields = tuple(drafts[at].has(f"bounded {kind.noun}", kind.bounded) for kind in (FEE, COUNT) if kind.bounded)
        least = Decimal(2)
        calculation = Calculation(name="bounded product", operands=fields, operators=("times",), least=least)
        drafts[at].computed.append(calculation)

    def is_at_most(entity: Entity, _: FeatureSpec) -> bool:
        return any(isinstance(each, TimeBetween) and each.most is not None for each in entity.computed)

    def is_at_least(entity: Entity, _: FeatureSpec) -> bool:
        return any(isinstance(each, Calculation) and each.least is not None for each in entity.computed)

    yield Form("days between two at most", days, is_at_most)
    yield Form("a product at least", product, is_at_least)


def _total_of_computed() -> Form:
    """A sum of what children compute, with which more is computed."""

    def add(drafts: Drafts, at: int) -> None:
        child = _child(drafts, at)
        fee, count = (child.has(f"multiplied {kind.noun}", kind.type) for kind in (FEE, COUNT))
        child.computed.append(Calculation(name="product", operands=(fee, count), operators=("times",)))
        drafts[at].computed.append(Total(name="sum of products", kind="sum", child=child.name, field="product"))
        half = Calculation(name="half of all", operands=("sum of products", Decimal("0.5")), operators=("times",))
        drafts[at].computed.append(half)

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        return any(isinstance(each, Calculation) and "sum of products" in each.fields for each in entity.computed)

    return Form("computed from a sum of its children's products", add, holds, among=True)


def _time_between(kind: Kind, unit: Literal["days", "hours", "minutes"]) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        start, end = (drafts[at].has(f"{which} {kind.noun}", kind.type) for which in ("beginning", "ending"))
        drafts[at].computed.append(TimeBetween(name=f"{unit} between", unit=unit, start=start, end=end))

    return Form(
        f"{unit} between two",
        add,
        lambda entity, _: any(isinstance(each, TimeBetween) and each.unit == unit for each in entity.computed),
    )


def _child(drafts: Drafts, at: int) -> Draft:
    _below(drafts[at])
    child = drafts[at + 1]
    child.parent()
    return child


def _total(how: Any, kind: Kind) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        child = _child(drafts, at)
        field = child.has(f"counted {kind.noun}", kind.type)
        drafts[at].computed.append(Total(name=f"{how} {kind.noun}", kind=how, child=child.name, field=field))

    def holds(entity: Entity, spec: FeatureSpec) -> bool:
        return any(
            isinstance(each, Total)
            and each.kind == how
            and computed_by(spec.entity(each.child), each.field) is None
            and spec.entity(each.child).field(each.field).type.kind == kind.type.kind
            for each in entity.computed
        )

    return Form(f"{how} of its children's {kind.label}", add, holds, among=True)


def shown_with() -> Iterator[Form]:
    """What is shown with it: all of something, or some fields."""
    yield _shown("its owner shown", Draft.owner, "owner", "email address")
    yield _shown("all of its parent shown", Draft.parent)
    yield _shown("another feature's shown", lambda draft: draft.belongs("order", "order", on_delete="refuse"), "order")
    yield _shown("linked ones shown", lambda draft: _many_shown(draft, "member"), "members")
    yield _children_shown("all of its children shown", "")
    yield _children_shown("a field of its children shown", "colour")
    yield Form("linked children shown from both sides", _both_shown, _are_both_shown, slot="shown children", among=True)


def _shown(name: str, role: Callable[[Draft], str], its: str = "", *fields: str) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        part = ShownWith(its=role(drafts[at]), fields=fields)
        drafts[at].put(f"shown {part.its}", True)
        drafts[at].shown_with.append(part)

    def holds(entity: Entity, _: FeatureSpec) -> bool:
        wanted = [its] if its else [link.role for link in entity.belongs_to if link.role == link.target != "order"]
        return any(part.its in wanted for part in entity.shown_with)

    return Form(name, add, holds)


def _many_shown(draft: Draft, target: str) -> str:
    if ManyToMany(target=target) not in draft.many:
        draft.many.append(ManyToMany(target=target))
    return plural(target)


def _both_shown(drafts: Drafts, at: int) -> None:
    below = _many_shown(drafts[at], _below(drafts[at]))
    drafts[at].put("shown children", "linked")
    drafts[at].shown_with.append(ShownWith(its=below))
    drafts[at + 1].shown_with.append(ShownWith(its=plural(drafts[at].name)))


def _are_both_shown(entity: Entity, spec: FeatureSpec) -> bool:
    linked = [other for other in spec.entities if ManyToMany(target=other.name) in entity.many_to_many]
    return any(part.its == entity.plural for other in linked for part in other.shown_with)


def _children_shown(name: str, field: str) -> Form:
    def add(drafts: Drafts, at: int) -> None:
        child = _child(drafts, at)
        fields = (child.has(field, Text()),) if field else ()
        drafts[at].put("shown children", name)
        drafts[at].shown_with.append(ShownWith(its=plural(child.name), fields=fields))

    def holds(entity: Entity, spec: FeatureSpec) -> bool:
        found = [(related(entity, part.its, spec.entities), part.fields) for part in entity.shown_with]
        return any(one is not None and one.kind == "many" and bool(fields) is bool(field) for one, fields in found)

    return Form(name, add, holds, slot="shown children", among=True)


def made() -> Iterator[Form]:
    """Fields that are made from another one."""

    def add(changes: bool, *, is_found: bool = False) -> Callable[[Drafts, int], None]:
        def of(drafts: Drafts, at: int) -> None:
            drafts[at].put("made", changes)
            source = drafts[at].has("heading", Text(max_length=80))
            changes_with = source if changes else None
            drafts[at].has("handle", Text(max_length=60), made_from=source, changes_with=changes_with)
            drafts[at].uniques.append(Unique(names=("handle",)))
            if is_found:
                drafts[at].put("found_by", "handle")

        return of

    yield Form("made from another field", add(False), _made(anew=False, is_found=False), slot="made")
    yield Form("made anew when that changes", add(True), _made(anew=True, is_found=False), slot="made")
    yield Form("found by what is made", add(False, is_found=True), _made(anew=False, is_found=True), slot="made")
    yield Form("found by what is made anew", add(True, is_found=True), _made(anew=True, is_found=True), slot="made")


def _made(*, anew: bool, is_found: bool) -> Holds:
    def holds(entity: Entity, _: object) -> bool:
        made = entity.made
        return made is not None and bool(made.changes_with) is anew and bool(entity.found_by) is is_found

    return holds


def once() -> Iterator[Form]:
    """What each person can do once."""

    def add(verb: str, who: Grant, *, is_filter: bool = False) -> Callable[[Drafts, int], None]:
        def of(drafts: Drafts, at: int) -> None:
            if drafts[at].access.get("see") == ():
                raise TakenError("nobody may see")
            drafts[at].once.append(Once(verb=verb, who=(who,)))
            drafts[at].filters += [drafts[at].once[-1].done] if is_filter else []

        return of

    def holds(verb: str, *, is_filter: bool = False) -> Holds:
        return lambda entity, _: any(
            one.verb == verb and (one.done in entity.filters) is is_filter for one in entity.once
        )

    yield Form("done once by who is signed in", add("favourite", Grant(to="signed-in users")), holds("favourite"))
    yield Form("done once by clerks", add("stamp", CLERKS), holds("stamp"))
    liked = add("like", Grant(to="signed-in users"), is_filter=True)
    yield Form("filtered by what is done once", liked, holds("like", is_filter=True))


def _all() -> Iterator[Form]:
    for kind in KINDS:
        yield from fields(kind)
        yield from uses(kind)
        yield from compared(kind)
    yield from times()
    yield from together()
    yield from relations()
    yield from accesses()
    yield from lists()
    yield from lives()
    yield from requirements()
    yield from computed()
    yield from shown_with()
    yield from made()
    yield from once()


FORMS: tuple[Form, ...] = tuple(_all())
