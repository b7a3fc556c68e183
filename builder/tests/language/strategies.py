"""Feature specs of every kind, for laws that hold for all of them."""

from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from petsage_builder.kinds.all import KINDS, NUMERIC, ORDERED, SEARCHABLE, SORTABLE
from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.date import Date
from petsage_builder.kinds.date_and_time import DateAndTime
from petsage_builder.kinds.duration import Duration
from petsage_builder.kinds.long_text import LongText
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.ordered import InTime
from petsage_builder.kinds.plain import EmailAddress, Json, Link, Uuid, YesNo
from petsage_builder.kinds.text import Text
from petsage_builder.kinds.text_list import TextList
from petsage_builder.kinds.time_of_day import TimeOfDay
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.spec.access import VERBS, Access, Grant, Verb
from petsage_builder.spec.actions import Action, Term
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.entity import (
    BelongsTo,
    Comparison,
    Computed,
    Count,
    Entity,
    FieldSpec,
    Lifecycle,
    Limit,
    ListOrder,
    ManyToMany,
    Once,
    OrderKey,
    Overlap,
    ShownWith,
    Step,
    TimeSince,
    Total,
    Unique,
)
from petsage_builder.spec.entity_checks import start_together
from petsage_builder.spec.expiring import Expiry
from petsage_builder.spec.fault import FaultySpecError
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.overlap_checks import KINDS as TIMES
from petsage_builder.spec.roles import EVERYWHERE, Roles
from petsage_builder.spec.showing import related
from petsage_builder.spec.validate import validated
from petsage_builder.terms.names import constant, meant, one_of_several, plural, snake, spoken
from petsage_builder.terms.part import STATE, VALUE, Respelling

IN_TIME = [kind.word() for kind in KINDS if issubclass(kind, InTime)]
HAVING_CAPITALS = [kind.word() for kind in KINDS if kind.traits.has_capitals]

KNOWN = {"clinic": "clinics", "order": "shop", "member": "people"}
"""Entities of other features, with their features."""

_NOUNS = """
    pet weight entry visit order line tag book author room booking date time name note status class box species sheep
    person child address bus news lens quiz hero leaf photo series category day key
"""
_LANGUAGE = """
    a an the is are has have many one belongs to its of from and or in per by first newest with can cannot be text
    number whole list links optional unique not future past start starts as at most least that may deleted restored days
    every log created access follows only admins anyone nobody see change delete whether it i user owner
"""
WORD = st.one_of(
    st.sampled_from(_NOUNS.split()),
    st.sampled_from(_LANGUAGE.split()),
    st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True),
)
NAMES = st.lists(WORD, min_size=1, max_size=3).map(" ".join).filter(lambda name: len(name) <= 40)
WRITTEN = st.one_of(NAMES.map(lambda name: name.replace(" ", "_")), st.from_regex(STATE, fullmatch=True)).filter(
    lambda value: len(value) <= 40 and value.isascii()
)
VALUES = st.one_of(WRITTEN, st.from_regex(VALUE, fullmatch=True).filter(lambda value: len(value) <= 40))
UNITS = st.one_of(NAMES, st.from_regex(r"[0-9]{1,3}[a-z]{0,2}( [a-z0-9]{1,3})?", fullmatch=True))


def names(count: int, *taken: str) -> SearchStrategy[Any]:
    """Different names, also in code and in the plural, and different from those that are taken."""
    forbidden = {form for name in taken for form in (name, plural(name))}

    def differ(found: list[str]) -> bool:
        forms = [form for name in found for form in {name, plural(name)}]
        return len(set(forms)) == len(forms) and forbidden.isdisjoint(forms)

    return st.lists(NAMES, min_size=1, max_size=count, unique_by=snake).filter(differ)


def values(most: int, of: SearchStrategy[str] = VALUES) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(of, min_size=2, max_size=most, unique_by=constant).map(tuple)


@st.composite
def texts(draw: DrawFn) -> Text:
    low, high = sorted([draw(st.integers(0, 300)), draw(st.integers(1, 300))])
    return Text(min_length=low, max_length=high, digits=draw(st.booleans()))


@st.composite
def numbers(draw: DrawFn) -> Number:
    decimals = draw(st.integers(0, 4))
    low, high = sorted(draw(st.tuples(*[st.decimals(-9999, 9999, places=decimals)] * 2)))
    unit = draw(st.none() | UNITS)
    return Number(minimum=low, maximum=high, decimals=decimals, unit=unit)


@st.composite
def amounts(draw: DrawFn) -> Amount:
    low, high = sorted(draw(st.tuples(*[st.integers(-9999, 9999).map(Decimal)] * 2)))
    return Amount(currency=draw(st.sampled_from(["EUR", "JPY", "KWD", "ALL"])), minimum=low, maximum=high)


@st.composite
def whole_numbers(draw: DrawFn) -> WholeNumber:
    low, high = sorted(draw(st.tuples(*[st.integers(-(10**12), 10**12)] * 2)))
    bounds: Any = draw(st.sampled_from([{}, {"minimum": low, "maximum": high}]))
    return WholeNumber(**bounds, unit=draw(st.none() | UNITS))


@st.composite
def choices(draw: DrawFn) -> Choice:
    found = draw(values(4))
    return Choice(values=found, formerly=respellings(draw, found, VALUES))


TYPES: SearchStrategy[Any] = st.one_of(
    texts(),
    st.builds(LongText, min_length=st.integers(0, 10), max_length=st.integers(10, 50_000)),
    st.builds(TextList, max_items=st.integers(1, 1_000), max_length=st.integers(1, 999)),
    whole_numbers(),
    numbers(),
    st.just(Number()),
    amounts(),
    choices(),
    st.sampled_from(
        [
            YesNo(),
            Date(),
            TimeOfDay(),
            DateAndTime(),
            Duration(),
            Uuid(),
            Link(),
            EmailAddress(),
            Json(),
        ]
    ),
)

DEFAULTS = {
    "yes or no": ["yes", "no"],
    "date": ["today", "2026-01-31"],
    "time of day": ["now", "08:00", "23:59:30"],
    "date and time": ["now", "2026-01-31T08:00:00+00:00"],
    "duration": ["1 minute", "30 days"],
    "link": ["https://example.org/a?b=c"],
    "list of text": ["empty"],
    "long text": ["Hello, world. It's me: {{7*7}}", "a"],
}


@st.composite
def defaults(draw: DrawFn, type_: Any) -> str | None:
    if draw(st.booleans()):
        return None
    match type_:
        case Choice():
            return str(draw(st.sampled_from(type_.values)))
        case WholeNumber() | Number() | Amount():
            return str(type_.minimum)
        case Text():
            return "7" * max(type_.min_length, 1)
        case LongText() if type_.min_length > 1:
            return "x. " * 5
        case _:
            found: str | None = draw(st.sampled_from([None, *DEFAULTS.get(type_.kind, ())]))
            return found


@st.composite
def fields(draw: DrawFn, name: str) -> FieldSpec:
    if draw(st.integers(0, 9)) == 0 and not name.startswith("is ") and len(name) < 37:
        name, type_ = f"is {name}", YesNo()
    else:
        type_ = draw(TYPES)
    never_in: Any = draw(st.sampled_from([None, "future", "past"])) if type_.kind in IN_TIME else None
    is_fixed = draw(st.integers(0, 4)) == 0
    optional, default = draw(st.booleans()), draw(defaults(type_))
    return FieldSpec(name=name, type=type_, optional=optional, default=default, never_in=never_in, is_fixed=is_fixed)


@st.composite
def relations(draw: DrawFn, target: str, role: str) -> BelongsTo:
    optional = draw(st.booleans())
    is_user = target == "user"
    rules = ["cascade", "unlink"] if is_user else ["cascade", "refuse", *(["unlink"] if optional else [])]
    at_most = draw(st.none() | st.sampled_from([1, 2, 50]))
    on_delete: Any = draw(st.sampled_from(rules))
    is_creator = is_user and draw(st.booleans())
    found = BelongsTo(
        target=target, role=role, optional=optional, is_creator=is_creator, on_delete=on_delete, at_most=at_most
    )
    return found.model_copy(update={"is_fixed": draw(st.integers(0, 4)) == 0})


@st.composite
def roles(draw: DrawFn) -> Roles:
    drawn = [role for role in draw(names(3, *EVERYWHERE)) if role not in EVERYWHERE]
    declared = [role for role in drawn if one_of_several(plural(role)) == role]  # not "u", which would be "us"
    found = Roles(names=tuple(declared))
    return found.model_copy(update={"start": draw(st.sampled_from([None, *found.names]))})


def everybody(links: list[BelongsTo], people: Roles) -> list[Grant]:
    """Everybody who is signed in and can be given something."""
    grants = [Grant(to="signed-in users"), Grant(to="admins")]
    grants += [Grant(to="role", role=role) for role in people.names]
    grants += [Grant(to="owner", relation=link.role) for link in links if link.target == "user"]
    parents = [link.role for link in links if link.target != "user"]
    return grants + [Grant(to="parent", relation=role, may=may) for role in parents for may in ("see", "change")]


@st.composite
def accesses(draw: DrawFn, links: list[BelongsTo], people: Roles) -> Access:
    grants = [Grant(to="anyone"), *everybody(links, people)]
    parents = [link.role for link in links if link.target != "user"]
    if draw(st.booleans()) and parents:
        change = (Grant(to="parent", relation=parents[0], may="change"),)
        see = (Grant(to="parent", relation=parents[0], may="see"),)
        return Access(see=see, create=change, change=change, delete=change)
    some = st.lists(st.sampled_from(grants), max_size=3).map(tuple)
    return Access(**{verb: draw(some) for verb in VERBS})


@st.composite
def lifecycles(draw: DrawFn) -> Lifecycle:
    """States in a row, each reached from the one before, and some more steps."""
    states = draw(values(5, WRITTEN))
    steps = {Step(source=one, target=other) for one, other in pairwise(states)}
    pairs = [Step(source=one, target=other) for one in states for other in states if one != other]
    steps |= set(draw(st.lists(st.sampled_from(pairs), max_size=3)))
    former = respellings(draw, states, WRITTEN)
    return Lifecycle(states=states, initial=states[0], steps=tuple(steps), formerly=former)


def respellings(draw: DrawFn, words: tuple[str, ...], was: SearchStrategy[str]) -> tuple[Respelling, ...]:
    former = draw(st.lists(was, max_size=2, unique=True))
    return tuple(Respelling(now=draw(st.sampled_from(words)), was=name) for name in former)


@st.composite
def actions(draw: DrawFn, life: Lifecycle, who: list[Grant], moments: list[str]) -> Lifecycle:
    """The same lifecycle, where some steps are for some people, and some in a time only."""
    if not who or any(meant(spoken(state), life.states) != state for state in life.states):
        return life
    found = []
    for target in draw(st.lists(st.sampled_from(sorted(life.verbs)), max_size=3)):
        sources = draw(st.lists(st.sampled_from(life.sources(target)), min_size=1, unique=True).map(tuple))
        people = draw(st.lists(st.sampled_from(who), min_size=1, max_size=2).map(tuple))
        found.append(Action(target=target, sources=sources, who=people, term=draw(terms(moments))))
    return Lifecycle(**{**dict(life), "actions": tuple(found)})


@st.composite
def expiring(draw: DrawFn, entity: Entity) -> Entity:
    """The same entity, where some states end by themselves."""
    life = entity.lifecycle
    if life is None or any(meant(spoken(state), life.states) != state for state in life.states):
        return entity
    target, *sources = draw(st.permutations(life.states))
    rules = [rule.when.states for rule in entity.requirements] + [rule.states for rule in entity.overlaps]
    rules += [link.limit.states for link in entity.belongs_to if link.limit]
    ending = draw(st.lists(st.sampled_from(sources), max_size=2, unique=True)) if sources else []
    if not ending or any(target in states for states in rules):
        return entity
    moments = [field.name for field in entity.fields if field.type.kind in ("date", "date and time")]
    expiries = [draw(expiries_of(moments, (state,), target)) for state in ending]
    return entity.model_copy(update={"lifecycle": Lifecycle(**{**dict(life), "expiries": tuple(expiries)})})


@st.composite
def expiries_of(draw: DrawFn, moments: list[str], sources: tuple[str, ...], target: str) -> Expiry:
    field = draw(st.sampled_from([None, *moments]))
    count = draw(st.sampled_from([1, 48, 10_000] if field is None else [0, 1, -1, -10_000]))
    units: Any = ["minute", "hour", "day", "week"]
    return Expiry(sources=sources, target=target, field=field, count=count, unit=draw(st.sampled_from(units)))


@st.composite
def rights(draw: DrawFn, access: Access, life: Lifecycle | None) -> Access:
    """The same access, where some people may do something in some states only."""
    if life is None or any(meant(spoken(state), life.states) != state for state in life.states):
        return access
    some = st.just(()) | st.lists(st.sampled_from(life.states), min_size=1, max_size=2, unique=True).map(tuple)
    verbs: list[Verb] = ["see", "change", "delete"]
    here: dict[str, Any] = {
        verb: tuple(grant.model_copy(update={"states": draw(some)}) for grant in access.to(verb)) for verb in verbs
    }
    return Access(**{**dict(access), **here})


@st.composite
def terms(draw: DrawFn, moments: list[str]) -> Term | None:
    if not moments or draw(st.booleans()):
        return None
    count = draw(st.sampled_from([0, 1, -1, 24, -10_000]))
    units: Any = ["minute", "hour", "day", "week"]
    unit: Any = draw(st.sampled_from(units)) if count else "hour"
    sides: Any = ["until", "from"]
    return Term(side=draw(st.sampled_from(sides)), field=draw(st.sampled_from(moments)), count=count, unit=unit)


@st.composite
def limits(draw: DrawFn, target: str, earlier: list[Entity]) -> Limit | None:
    """How many one target has at most, where a field of it says so."""
    entity = next((one for one in earlier if one.name == target), None)
    fields = [field.name for field in entity.fields if isinstance(field.type, WholeNumber)] if entity else []
    return draw(st.sampled_from([None, *(Limit(field=name) for name in fields)]))


@st.composite
def limits_in_states(draw: DrawFn, links: tuple[BelongsTo, ...], life: Lifecycle | None) -> tuple[BelongsTo, ...]:
    """The relations, where some limits count what is in some states only."""
    if life is None or any(meant(spoken(state), life.states) != state for state in life.states):
        return links
    states = draw(st.lists(st.sampled_from(life.states), min_size=1, max_size=len(life.states) - 1, unique=True))
    if len(states) == len(life.states):
        return links
    found = []
    for link in links:
        limit = link.limit or Limit(most=draw(st.sampled_from([1, 2, 5])))
        update = {"limit": limit.model_copy(update={"states": tuple(sorted(states))})}
        found.append(link.model_copy(update=update if draw(st.booleans()) else {}))
    return tuple(found)


@st.composite
def overlaps(draw: DrawFn, found: list[FieldSpec], roles: list[str], life: Lifecycle | None) -> list[Overlap]:
    """What doesn't overlap from one time to another, of what an entity belongs to."""
    pairs = [(one.name, other.name) for one, other in combinations(found, 2)
             if one.type.kind == other.type.kind and one.type.kind in TIMES]  # fmt: skip
    if not pairs or not roles:
        return []
    states = life.states if life and all(meant(spoken(state), life.states) == state for state in life.states) else ()
    start, end = draw(st.sampled_from(pairs))
    some = st.sampled_from([(), *(states[:many] for many in range(1, len(states)))])
    day = [field.name for field in found if field.name not in (start, end) and field.type.kind == "date"]
    per = (draw(st.sampled_from(roles)), *draw(st.sampled_from([(), *((name,) for name in day)])))
    rule = Overlap(per=per, start=start, end=end, through=draw(st.booleans()), states=draw(some))
    return draw(st.sampled_from([[], [rule]]))


@st.composite
def conditions(draw: DrawFn, target: str, earlier: list[Entity]) -> Condition | None:
    """What a target must be like, where it has states or says whether it is something."""
    entity = next((one for one in earlier if one.name == target), None)
    if entity is None or draw(st.booleans()):
        return None
    states = entity.lifecycle.states if entity.lifecycle else ()
    ways = [Condition(field=field.name, is_not=is_not) for field in entity.fields for is_not in (True, False)
            if field.name.startswith("is ") and field.type == YesNo()]  # fmt: skip
    ways += [Condition(states=states[:many]) for many in range(1, len(states))]
    return draw(st.sampled_from([None, *ways]))


@st.composite
def requirements(draw: DrawFn, found: list[FieldSpec], life: Lifecycle | None) -> tuple[Requirement, ...]:
    """Optional fields that must be given in a state, where something is so, or where a choice has some values."""
    states = life.states if life else ()
    ways = [Condition(states=states[:many]) for many in range(1, len(states))]
    ways += [Condition(field=field.name, is_not=is_not) for field in found for is_not in (True, False)
             if field.name.startswith("is ") and field.type == YesNo()]  # fmt: skip
    ways += [
        Condition(field=field.name, values=field.type.values[:1]) for field in found if isinstance(field.type, Choice)
    ]
    pairs = [(field, when) for field in found for when in ways if field.optional and field.name != when.field]
    drawn = draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else []
    return tuple(Requirement(field=field.name, when=when) for field, when in drawn)


def some_of(items: list[str]) -> SearchStrategy[Any]:
    return st.lists(st.sampled_from(items), max_size=3, unique=True).map(tuple) if items else st.just(())


@st.composite
def entities(draw: DrawFn, name: str, earlier: list[Entity], people: Roles) -> Entity:
    """An entity that may belong to those before it, to those of the project and to users."""
    targets = [*(entity.name for entity in earlier), *KNOWN, "user"]
    roles = draw(names(3, name))
    links = [draw(relations(draw(st.sampled_from(targets)), role)) for role in roles[: draw(st.integers(0, 3))]]
    if draw(st.booleans()) and links:
        first = links[0]
        links[0] = first.model_copy(update={"role": "owner" if first.target == "user" else first.target})
    links = [link.model_copy(update={"limit": draw(limits(link.target, earlier))}) for link in links]
    links = [link.model_copy(update={"only_for": draw(conditions(link.target, earlier))}) for link in links]
    taken = [link.role for link in links]
    found = [draw(fields(field)) for field in draw(names(6, *taken, "status"))]
    kinds: dict[str, str] = {field.name: field.type.kind for field in found}
    sortable = [field for field, kind in kinds.items() if kind in SORTABLE]
    lifecycle = draw(st.none() | lifecycles())
    former = draw(st.lists(st.sampled_from([*found, *links]), max_size=1)) if found or links else []
    found = [one.model_copy(update={"formerly": ("oddity",)}) if one in former else one for one in found]
    links = [one.model_copy(update={"formerly": ("oddity",)}) if one in former else one for one in links]
    if lifecycle:
        moments = [field for field, kind in kinds.items() if kind in ("date", "date and time")]
        lifecycle = draw(actions(lifecycle, everybody(links, people), moments))
    made = draw(made_from(found))
    alone = draw(overlaps(found, taken, lifecycle))
    turns = [Comparison(field=rule.end, must_be="after", other=rule.start) for rule in alone]
    access = draw(rights(draw(accesses(links, people)), lifecycle))
    once = draw(done_once(people)) if access.see else []
    filterable = [*sortable, *taken, *(["status"] if lifecycle else []), *(one.done for one in once)]
    entity = Entity(
        name=name,
        fields=(*found, *made),
        belongs_to=draw(limits_in_states(tuple(links), lifecycle)),
        many_to_many=draw(st.sampled_from([(), (ManyToMany(target="member"),)])),
        uniques=(*draw(uniques([*sortable, *taken], taken, kinds)), *(Unique(names=(one.name,)) for one in made)),
        comparisons=(*draw(comparisons(found)), *turns),
        overlaps=tuple(alone),
        requirements=draw(requirements(found, lifecycle)),
        access=access,
        once=tuple(once),
        order=draw(st.sampled_from([ListOrder(), *orders(sortable), ListOrder(descending=False), *in_turn(sortable)])),
        filters=draw(some_of(filterable)),
        search=draw(some_of([field for field, kind in kinds.items() if kind in SEARCHABLE])),
        lifecycle=lifecycle,
        computed=draw(st.sampled_from([(), *((one,) for one in (*times_since(kinds), *days_between(kinds)))])),
        restore_days=draw(st.none() | st.sampled_from([1, 30])),
        history=draw(st.booleans()),
        counted=draw(st.booleans()),
        found_by=draw(st.sampled_from([None, *(field.name for field in made)])),
        log=draw(some_of(["created", "changed", "deleted"])),
        formerly=draw(st.sampled_from([(), (f"former {name}"[:40].strip(),)])),
    )
    return draw(expiring(entity))


@st.composite
def done_once(draw: DrawFn, people: Roles) -> list[Once]:
    verbs = draw(st.lists(st.sampled_from(["favourite", "like", "upvote", "read"]), max_size=2, unique=True))
    who = st.lists(st.sampled_from(everybody([], people)), min_size=1, max_size=2).map(tuple)
    return [Once(verb=verb, who=draw(who)) for verb in verbs]


@st.composite
def made_from(draw: DrawFn, found: list[FieldSpec]) -> list[FieldSpec]:
    """At most one field that is made from one of those."""
    sources = [field.name for field in found if field.type.kind in ("text", "long text")]
    if not sources or draw(st.booleans()):
        return []
    source = draw(st.sampled_from(sources))
    is_fixed = next(field.is_fixed for field in found if field.name == source)
    changes_with = None if is_fixed or draw(st.booleans()) else source
    return [FieldSpec(name="slug made", type=Text(max_length=60), made_from=source, changes_with=changes_with)]


def orders(by: list[str]) -> list[ListOrder]:
    return [ListOrder(by=name, descending=descending) for name in by for descending in (True, False)]


def in_turn(by: list[str]) -> list[ListOrder]:
    """By the first field and then by another one, or by when things were created."""
    last = [OrderKey(by=order.by, descending=order.descending) for order in orders(by[1:])]
    keys = [*last, OrderKey(), OrderKey(descending=False)]
    return [order.model_copy(update={"then": (key,)}) for order in orders(by[:1]) for key in keys]


def times_since(kinds: dict[str, str]) -> list[Computed]:
    return [TimeSince(name="time since", field=name) for name, kind in kinds.items() if kind in IN_TIME]


def days_between(kinds: dict[str, str]) -> list[Computed]:
    """The days from the first date to the second, in each way to bound them."""
    dates = [name for name, kind in kinds.items() if kind == "date"][:2]
    bounds: list[Any] = [{}, {"least": Decimal(0)}, {"least": Decimal(-3), "most": Decimal("28.5")}]
    return [TimeBetween(name="days between", unit="days", start=dates[0], end=dates[1], **said) for said in bounds
            if len(dates) == 2]  # fmt: skip


@st.composite
def uniques(draw: DrawFn, names: list[str], roles: list[str], kinds: dict[str, str]) -> tuple[Unique, ...]:
    if not names:
        return ()
    found = draw(st.lists(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True), max_size=2))
    pers = [draw(st.sampled_from([None, *(role for role in roles if role not in group)])) for group in found]
    having = [any(kinds.get(name) in HAVING_CAPITALS for name in group) for group in found]
    cases = [has and draw(st.booleans()) for has in having]
    return tuple(
        Unique(names=tuple(group), per=per, any_case=any_case)
        for group, per, any_case in zip(found, pers, cases, strict=True)
    )


@st.composite
def comparisons(draw: DrawFn, found: list[FieldSpec]) -> tuple[Comparison, ...]:
    pairs = [(one, other) for one, other in combinations(found, 2) if one.type.kind == other.type.kind]
    pairs = [pair for pair in pairs if pair[0].type.kind in ORDERED and pair[0].type.kind != "amount"]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else []
    ways: list[Any] = ["after", "at least", "before", "at most"]
    said = [
        (one, other, Comparison(field=one.name, must_be=draw(st.sampled_from(ways)), other=other.name))
        for one, other in chosen
    ]
    return tuple(rule for one, other, rule in said if start_together(one, other, rule))


@st.composite
def specs(draw: DrawFn) -> FeatureSpec:
    """A valid spec of up to three entities in a project that has `KNOWN`; now and then a static endpoint."""
    feature, description = "feature", draw(st.text(max_size=20))
    found: list[Entity] = []
    people = draw(st.just(Roles()) | roles())
    for name in draw(st.just([]) | names(3, "user", *KNOWN)):
        found.append(draw(entities(name, found, people)))
    found = with_shown(draw, [with_clear_actions(entity, found) for entity in found])
    data: dict[str, Any] = {
        "feature": feature,
        "description": description,
        "entities": tuple(map(with_totals(found), found)),
    }
    data |= {"roles": people} if found else {}
    try:
        return validated(data, KNOWN)
    except FaultySpecError:
        reject()  # some names clash only in code


@st.composite
def peoples(draw: DrawFn) -> FeatureSpec:
    """A valid spec of what people have of their own, some of which others see."""
    drawn = [draw(fields(field)) for field in draw(names(5, "user", *KNOWN))]
    found = [field.model_copy(update={"is_fixed": False}) for field in drawn]
    kinds: dict[str, str] = {field.name: field.type.kind for field in found}
    public = draw(st.lists(st.sampled_from([field.name for field in found]), unique=True))
    sortable = [name for name in public if kinds[name] in SORTABLE]
    once = draw(done_once(Roles())) if public else []
    free = [field.name for field in found if kinds[field.name] in ("text", "email address") and field.default is None]
    people = Entity(
        name="user",
        fields=tuple(found),
        uniques=draw(uniques(free, [], kinds)),
        comparisons=draw(comparisons(found)),
        requirements=draw(requirements(found, None)),
        access=Access(
            see=(Grant(to=draw(st.sampled_from(["anyone", "signed-in users", "admins"]))),) if public else ()
        ),
        public=tuple(public),
        once=tuple(once),
        order=draw(st.sampled_from([ListOrder(), *orders(sortable)])),
        filters=draw(some_of([*sortable, *(one.done for one in once)])),
        search=draw(some_of([name for name in public if kinds[name] in SEARCHABLE])),
        counted=bool(public) and draw(st.booleans()),
    )
    data: dict[str, Any] = {"feature": "people", "description": "", "entities": (people,)}
    try:
        return validated(data, KNOWN)
    except FaultySpecError:
        reject()  # some names clash only in code


def with_clear_actions(entity: Entity, found: list[Entity]) -> Entity:
    """The entity, without actions and rights by state where a word of an entity's name is one of a state's.

    Those are asked about.
    """
    words = {word for other in found for name in (other.name, other.plural) for word in name.split()}
    life = entity.lifecycle
    if life is None or words.isdisjoint(word for state in life.states for word in spoken(state).split()):
        return entity
    links = [
        link if link.limit is None or not link.limit.states else link.model_copy(update={"limit": None})
        for link in entity.belongs_to
    ]
    stateless = {verb: tuple(grant.in_any_state for grant in entity.access.to(verb)) for verb in VERBS}
    return entity.model_copy(
        update={
            "lifecycle": life.model_copy(update={"actions": (), "expiries": ()}),
            "access": Access(**stateless),
            "belongs_to": tuple(links),
            "overlaps": tuple(rule for rule in entity.overlaps if not rule.states),
        }
    )


def with_shown(draw: DrawFn, found: list[Entity]) -> list[Entity]:
    """The entities, some with what they are shown with: what they belong to, or what belongs to them or is linked."""
    return [entity.model_copy(update={"shown_with": draw(shown_with(entity, found))}) for entity in found]


@st.composite
def shown_with(draw: DrawFn, entity: Entity, found: list[Entity]) -> tuple[ShownWith, ...]:
    its = [link.role for link in entity.belongs_to] + [plural(many.target) for many in entity.many_to_many]
    its += [other.plural for other in found if any(link.target == entity.name for link in other.belongs_to)]
    parts = []
    for name in draw(some_of(list(dict.fromkeys(its)))):
        relation = related(entity, name, tuple(found))
        target = next((other for other in found if relation and other.name == relation.target), None)
        fields = draw(some_of([field.name for field in target.fields])) if target else ()
        is_user = relation is not None and relation.target == "user"
        parts.append(ShownWith(its=name, fields=("email address",) if is_user else fields))
    return tuple(parts)


def with_totals(found: list[Entity]) -> Any:
    """Adds to an entity a number computed from the last entity that belongs to it once."""

    def add(entity: Entity) -> Entity:
        children = [child for child in found if [link.target for link in child.belongs_to].count(entity.name) == 1]
        if not children:
            return entity
        child = children[-1]
        totals: list[Computed] = [Count(name="how many", child=child.name)]
        totals += [Calculation(name="twice", operands=("how many", Decimal(2)), operators=("times",))]
        for field in child.fields:
            if field.type.kind in NUMERIC:
                totals.append(Total(name="total of all", kind="sum", child=child.name, field=field.name))
                break
            if field.type.kind in ORDERED:
                totals.append(Total(name="last of all", kind="largest", child=child.name, field=field.name))
                break
        return entity.model_copy(update={"computed": (*entity.computed, *totals)})

    return add
