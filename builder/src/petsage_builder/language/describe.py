"""A feature spec as sentences in the requirements language."""

from collections.abc import Iterable, Iterator

from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.ordered import Ordered
from petsage_builder.kinds.plain import YesNo
from petsage_builder.language.phrases import (
    a,
    action_phrase,
    be,
    comparison_phrase,
    creation_phrase,
    default_phrase,
    deletion_phrase,
    expiry_phrase,
    given_phrase,
    limit_phrase,
    of,
    only_for_phrase,
    order_phrase,
    overlap_phrase,
    possessive,
    right_phrases,
    roles_phrase,
    several,
    way_phrase,
    whether_phrase,
    who_phrase,
)
from petsage_builder.language.quoting import sentence
from petsage_builder.language.vocabulary import Vocabulary
from petsage_builder.spec.access import VERBS, Access, Grant
from petsage_builder.spec.calculating import computed_by
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.entity import BelongsTo, Computed, Count, Entity, FieldSpec, ShownWith, TimeSince
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.showing import related
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed, name, value


def describe(spec: FeatureSpec) -> str:
    """The sentences that mean this spec, one a line, entity by entity; "None." for a static endpoint."""
    if spec.is_static:
        return "None.\n"
    return "".join(f"{sentence(said)}\n" for said in _said(spec))


def _said(spec: FeatureSpec) -> Iterator[str]:
    if roles := roles_phrase(spec.roles):
        yield roles
    for entity in spec.entities:
        yield from _entity(entity, spec)


def _entity(entity: Entity, spec: FeatureSpec) -> Iterator[str]:
    yield from _has(entity)
    for link in entity.belongs_to:
        yield from _relation(entity, link, spec)
    for many in entity.many_to_many:
        one, other = entity.name, many.target
        yield f"{a(one)} has many {several(other)}, and {a(other)} has many {several(one)}"
    for field in entity.fields:
        yield from _field(entity, field)
    yield from _rules(entity)
    yield from _lifecycle(entity, spec)
    for computed in entity.computed:
        yield f"{of(entity.name, computed.name)} {_is(computed)} {_computed(computed, spec)}"
        for how in _bounds(computed):
            yield f"{of(entity.name, computed.name)} {_is(computed)} {how}"
    yield from _access(entity)
    for once in entity.once:
        yield f"{who_phrase(once.who)} can {name(once.verb)} {a(entity.name)} once"
    yield from _lists(entity)
    yield from _shown_with(entity, spec)
    yield from _kept(entity)
    yield from _former_names(entity)


def _has(entity: Entity) -> Iterator[str]:
    if entity.fields:
        yield f"{a(entity.name)} has {listed(_item(field) for field in entity.fields)}"


def _item(field: FieldSpec) -> str:
    if _is_whether(field):
        return whether_phrase(field.name)
    if names.is_plural(field.name):
        return f"optional {name(field.name)}" if field.optional else name(field.name)
    return f"an optional {name(field.name)}" if field.optional else a(field.name)


def _is_whether(field: FieldSpec) -> bool:
    """Whether a field can be introduced by "whether it is", which implies all of its type."""
    return field.name.startswith("is ") and field.type == YesNo() and not field.optional


def _relation(entity: Entity, link: BelongsTo, spec: FeatureSpec) -> Iterator[str]:
    belongs = "may belong to" if link.optional else "belongs to"
    is_plain = link.target != "user" and link.role == link.target
    yield f"{a(entity.name)} {belongs} {a(link.target)}" + ("" if is_plain else f", its {name(link.role)}")
    if link.at_most is not None:
        many = f"one {name(entity.name)}" if link.at_most == 1 else f"at most {link.at_most} {several(entity.name)}"
        yield f"{a(link.role)} has {many}"
    if link.limit:
        yield limit_phrase(entity, link, link.limit)
    if link.only_for:
        yield only_for_phrase(entity, link, link.only_for, spec.entity(link.target))
    yield deletion_phrase(entity, link)
    if link.is_fixed:
        yield f"{of(entity.name, link.role)} cannot be changed"
    if link.target == "user" and (phrase := creation_phrase(entity, link)):
        yield phrase


def _field(entity: Entity, field: FieldSpec) -> Iterator[str]:
    if _is_whether(field):
        if field.default is not None:
            yield f"whether {a(entity.name)} is {name(field.name.removeprefix('is '))} {default_phrase(field)}"
        if field.is_fixed:
            yield f"{of(entity.name, field.name)} cannot be changed"
        return
    claims = [f"{be(field.name)} {field.type.said()}"]
    if field.never_in:
        claims.append(f"{be(field.name)} not in the {field.never_in}")
    if field.default is not None:
        claims.append(default_phrase(field))
    if field.made_from:
        claims.append(f"{be(field.name)} made from its {name(field.made_from)}")
    if field.changes_with:
        claims.append(f"{'change' if names.is_plural(field.name) else 'changes'} with its {name(field.changes_with)}")
    if field.is_fixed:
        claims.append("cannot be changed")
    *first, last = claims
    said = ", ".join(first) + ", and " + last if first else last
    yield f"{of(entity.name, field.name)} {said}"


def _rules(entity: Entity) -> Iterator[str]:
    for unique in entity.uniques:
        together = f"{be(unique.names[0])} unique" if len(unique.names) == 1 else "are unique together"
        per = f" per {name(unique.per)}" if unique.per else ""
        any_case = " regardless of capitals" if unique.any_case else ""
        fields = listed(map(name, unique.names))
        yield f"{a(entity.name)}{possessive(entity.name)} {fields} {together}{per}{any_case}"
    for rule in entity.comparisons:
        comparison = comparison_phrase(rule.must_be, entity.field(rule.field).type)
        yield f"{of(entity.name, rule.field)} {be(rule.field)} {comparison} its {name(rule.other)}"
    yield from (overlap_phrase(entity, overlap) for overlap in entity.overlaps)
    yield from (given_phrase(entity, requirement) for requirement in entity.requirements)


def _lifecycle(entity: Entity, spec: FeatureSpec) -> Iterator[str]:
    life = entity.lifecycle
    if life is None:
        return
    states, initial = listed(map(value, life.states), "or"), value(life.initial, known=True)
    yield f"{a(entity.name)} is {states}, and starts as {initial}"
    for source in life.states:
        targets = [state for state in life.states if source in life.sources(state)]
        if targets:
            yield f"{_in_state(entity, source, spec)} can be {listed(map(value, targets), 'or')}"
    for action in life.actions:
        yield action_phrase(entity, action)
    for expiry in life.expiries:
        yield expiry_phrase(entity, expiry)


def _in_state(entity: Entity, state: str, spec: FeatureSpec) -> str:
    """ "a requested visit", or "a visit that is requested" where that could be read in several ways."""
    spoken = names.spoken(state)
    phrase = f"{spoken} {entity.name}"
    readings = [
        other.name
        for other in spec.entities
        for one in (other.name, other.plural)
        if phrase.endswith(f" {one}")
        and other.lifecycle
        and names.meant(phrase.removesuffix(f" {one}"), other.lifecycle.states)
    ]
    is_an_entity = Vocabulary(other.name for other in spec.entities).find(phrase) is not None
    is_clear = names.meant(spoken, entity.lifecycle.states if entity.lifecycle else ()) == state
    if len(readings) > 1 or is_an_entity or not is_clear or state[0].isdigit():
        return f"{a(entity.name)} that is {value(state)}"
    return a(phrase)


def _is(computed: Computed) -> str:
    """ "is"; of a calculation "are" where what it results in is called so."""
    return be(computed.name) if isinstance(computed, Calculation | TimeBetween) else "is"


def _computed(computed: Computed, spec: FeatureSpec) -> str:
    if isinstance(computed, TimeSince):
        return f"the time since its {name(computed.field)}"
    if isinstance(computed, TimeBetween):
        return f"the {computed.unit} from its {name(computed.start)} to its {name(computed.end)}"
    if isinstance(computed, Calculation):
        return computed.written(lambda field: f"its {name(field)}")
    if isinstance(computed, Count):
        return f"the number of its {several(computed.child)}"
    child = spec.entity(computed.child)
    extreme = {"smallest": "earliest", "largest": "latest"}
    type_ = None if computed_by(child, computed.field) else child.field(computed.field).type
    is_time = isinstance(type_, Ordered) and type_.is_of_time
    kind = extreme.get(computed.kind, computed.kind) if is_time else computed.kind
    amounts = _several_of(computed.field, child.name, spec)
    return f"the {kind} of its {several(child.name)}{possessive(child.plural)} {name(amounts)}"


def _bounds(computed: Computed) -> Iterator[str]:
    if isinstance(computed, Calculation | TimeBetween):
        bounds = (("at least", computed.least), ("at most", computed.most))
        yield from (f"{how} {bound:f}" for how, bound in bounds if bound is not None)


def _access(entity: Entity) -> Iterator[str]:
    """One sentence for all verbs that the same people may do, nobody included."""
    if entity.is_people:
        if entity.public:
            who = who_phrase(entity.access.see)
            yield f"{who} can see {a(entity.name)}{possessive(entity.name)} {listed(map(name, entity.public))}"
        return
    if parent := _followed(entity):
        yield f"access to {a(entity.name)} follows its {name(parent)}"
        return
    yield from right_phrases(entity, *VERBS)


def _followed(entity: Entity) -> str | None:
    """The relation that all access follows, if there is one."""
    for link in entity.belongs_to:
        see, change = (Grant(to="parent", relation=link.role, may=may) for may in ("see", "change"))
        if entity.access == Access(see=(see,), create=(change,), change=(change,), delete=(change,)):
            return link.role
    return None


def _lists(entity: Entity) -> Iterator[str]:
    if entity.is_people and not entity.public:
        return
    yield f"{several(entity.name)} are listed {order_phrase(entity)}"
    if entity.counted:
        yield f"{several(entity.name)} are listed with how many there are"
    if entity.found_by:
        yield f"{several(entity.name)} are found by their {name(entity.found_by)}"
    ways = [("filtered", entity.filters), ("searched", entity.search)]
    phrases = [f"{how} by {listed(_in_turn(entity, fields))}" for how, fields in ways if fields]
    if phrases:
        yield f"{several(entity.name)} can be {', and '.join(phrases)}"


def _in_turn(entity: Entity, ways: Iterable[str]) -> list[str]:
    """The ways to filter or search, and last those that begin with "whether", so that nothing follows its words."""
    return sorted((way_phrase(entity, way) for way in ways), key=lambda way: way.startswith("whether "))


def _shown_with(entity: Entity, spec: FeatureSpec) -> Iterator[str]:
    if entity.shown_with:
        yield f"{a(entity.name)} is shown with {listed(_part(entity, part, spec) for part in entity.shown_with)}"


def _part(entity: Entity, part: ShownWith, spec: FeatureSpec) -> str:
    """ "its tags' names": fields of many in the plural, where that stands for them."""
    its = f"its {name(part.its)}"
    if not part.fields:
        return its
    found = related(entity, part.its, spec.entities)
    many = found.target if found and found.kind != "one" else ""
    fields = [_several_of(field, many, spec) if many else field for field in part.fields]
    return f"{its}{possessive(part.its)} {listed(map(name, fields))}"


def _several_of(field: str, entity: str, spec: FeatureSpec) -> str:
    """The plural of a field, unless that stands for another."""
    one = spec.entity(entity)
    fields = Vocabulary([*(part.name for part in (*one.fields, *one.computed)), "status"])
    plural = names.plural(field)
    return plural if fields.find(plural) == field else field


def _kept(entity: Entity) -> Iterator[str]:
    if entity.restore_days:
        days = "1 day" if entity.restore_days == 1 else f"{entity.restore_days} days"
        yield f"a {name(f'deleted {entity.name}')} can be restored for {days}"
    if entity.history:
        yield f"every change to {a(entity.name)} is kept"
    if entity.log:
        events = [event for event in ("created", "changed", "deleted") if event in entity.log]
        yield f"log every {listed(events, 'or')} {name(entity.name)}"


def _former_names(entity: Entity) -> Iterator[str]:
    yield from (f"{a(entity.name)} was formerly called {a(was)}" for was in entity.formerly)
    parts = [(field.name, field.formerly) for field in entity.fields]
    parts += [(link.role, link.formerly) for link in entity.belongs_to]
    for part, former in parts:
        yield from (f"{of(entity.name, part)} {_was(part)} formerly called {name(was)}" for was in former)
    choices = [(field.name, field.type.formerly) for field in entity.fields if isinstance(field.type, Choice)]
    if entity.lifecycle:
        choices.append(("state", entity.lifecycle.formerly))
    for part, values in choices:
        for one in values:
            subject = f"{of(entity.name, part)} {value(one.now, known=True)}"
            yield f"{subject} was formerly called {value(one.was)}"


def _was(words: str) -> str:
    return "were" if names.is_plural(words) else "was"
