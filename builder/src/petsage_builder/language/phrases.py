"""How types, rules and people are said."""

from collections.abc import Iterator, Sequence

from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.ordered import InTime, Numeric, Ordered
from petsage_builder.kinds.plain import YesNo
from petsage_builder.spec.access import Grant, Verb
from petsage_builder.spec.actions import Action, Term
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.entity import BelongsTo, Entity, FieldSpec, Limit, OrderKey, Overlap
from petsage_builder.spec.expiring import Expiry
from petsage_builder.spec.roles import Roles
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.verbs import verb_of

_COMPARED_NUMBERS = {"after": "more than", "at least": "at least", "before": "less than", "at most": "at most"}
_COMPARED_TIMES = {"after": "after", "at least": "on or after", "before": "before", "at most": "on or before"}


def a(words: str) -> str:
    """A name after its article."""
    return names.with_article(words).removesuffix(words) + name(words)


def several(words: str) -> str:
    """A name's plural."""
    return name(names.plural(words))


def be(words: str) -> str:
    """The verb that follows a name."""
    return "are" if names.is_plural(words) else "is"


def possessive(words: str) -> str:
    """What makes a name an owner: "pet's", "species'"."""
    return "'" if words.endswith("s") else "'s"


def of(entity: str, field: str) -> str:
    """ "a pet's name"."""
    return f"{a(entity)}{possessive(entity)} {name(field)}"


def default_phrase(field: FieldSpec) -> str:
    """ "starts as …"."""
    starts = "start as" if names.is_plural(field.name) else "starts as"
    return f"{starts} {field.type.default_said(field.default or '')}"


def comparison_phrase(must_be: str, type_: Kind) -> str:
    """How two values of a type are compared: dates are before and after, numbers less and more."""
    words = _COMPARED_NUMBERS if isinstance(type_, Ordered) and not type_.is_of_time else _COMPARED_TIMES
    return words[must_be]


def way_phrase(entity: Entity, way: str) -> str:
    """A field or relation that things are filtered or listed by; of a yes or no what it says."""
    is_whether = any(field.name == way and isinstance(field.type, YesNo) for field in entity.fields)
    return whether_phrase(way) if is_whether else name(way)


def whether_phrase(way: str) -> str:
    """A name as it is said, such as `is active` of what may be active."""
    return f"whether it is {name(way.removeprefix('is '))}" if way.startswith("is ") else name(way)


def order_phrase(entity: Entity) -> str:
    """What follows "are listed"."""
    return ", then ".join(_key_phrase(entity, key) for key in entity.order.keys)


def _key_phrase(entity: Entity, key: OrderKey) -> str:
    if key.by is None:
        return "newest first" if key.descending else "oldest first"
    if not key.descending:
        return f"by {way_phrase(entity, key.by)}"
    type_ = entity.field(key.by).type
    if isinstance(type_, InTime):
        return f"newest {name(key.by)} first"
    if isinstance(type_, Numeric):
        return f"highest {name(key.by)} first"
    return f"by {way_phrase(entity, key.by)}, descending"


def deletion_phrase(entity: Entity, link: BelongsTo) -> str:
    """What deleting the target of a relation does to the entities that have it."""
    match link.on_delete:
        case "cascade":
            return f"deleting {a(link.role)} deletes its {several(entity.name)}"
        case "unlink":
            return f"deleting {a(link.role)} keeps its {several(entity.name)}"
        case "refuse":
            return f"{a(link.role)} with {several(entity.name)} cannot be deleted"


def creation_phrase(entity: Entity, link: BelongsTo) -> str:
    """Whether who creates the entity becomes a user of it or names one; nothing where it goes without saying."""
    if link.is_creator:
        return f"whoever creates {a(entity.name)} becomes its {name(link.role)}"
    is_named = entity.access.create and not link.optional and link not in entity.creators
    return f"whoever creates {a(entity.name)} names its {name(link.role)}" if is_named else ""


def only_for_phrase(entity: Entity, link: BelongsTo, condition: Condition, target: Entity) -> str:
    """ "a booking can be created only for an active room"."""
    how = "cannot be created for" if condition.is_not else "can be created only for"
    known = target.lifecycle.states if target.lifecycle else ()
    states = [state for state in known if state in condition.states]
    spoken = [names.spoken(state) for state in states] or [condition.quality]
    others = [one for other in entity.belongs_to if other != link for one in (other.role, other.target)]
    phrase = f"{spoken[-1]} {link.role}"
    readings = [other for other in others for ending in (other, names.plural(other)) if phrase.endswith(f" {ending}")]
    is_clear = states in ([names.meant(one, known) for one in spoken], [])
    if readings or not is_clear or any(one[0].isdigit() for one in spoken):
        return f"{a(entity.name)} {how} {a(link.role)} that is {listed(map(value, states or spoken), 'or')}"
    things = [*spoken[:-1], phrase]
    return f"{a(entity.name)} {how} {_before_its_noun(things)}"


def limit_phrase(entity: Entity, link: BelongsTo, limit: Limit) -> str:
    """ "a class has at most its capacity of requested bookings"."""
    count = str(limit.most) if limit.field is None else f"its {name(limit.field)} of"
    known = entity.lifecycle.states if entity.lifecycle else ()
    counted = entity.name if limit.most == 1 else entity.plural
    states = [one for one in known if one in limit.states]
    return f"{a(link.role)} has at most {count} {_several_in(entity, counted, states)}"


def overlap_phrase(entity: Entity, rule: Overlap) -> str:
    """ "confirmed bookings of a room do not overlap between their check-in date and check-out date"."""
    states = [one for one in (entity.lifecycle.states if entity.lifecycle else ()) if one in rule.states]
    is_before = _can_stand_before(states, entity)
    things = _several_in(entity, entity.plural, states) if is_before else several(entity.name)
    behind = "" if is_before else f" that are {listed(map(value, states), 'or')}"
    start, end = name(rule.start), name(rule.end)
    span = f"from their {start} through their {end}" if rule.through else f"between their {start} and {end}"
    return f"{things} of {listed(map(a, rule.per))}{behind} do not overlap {span}"


def _several_in(entity: Entity, counted: str, states: Sequence[str]) -> str:
    """ "requested or confirmed bookings", or "bookings that are requested" where a state can't stand before them."""
    if not states:
        return name(counted)
    if not _can_stand_before(states, entity):
        return f"{name(counted)} that {'is' if counted == entity.name else 'are'} {listed(map(value, states), 'or')}"
    *first, last = map(names.spoken, states)
    return listed(map(name, [*first, f"{last} {counted}"]), "or")


def _can_stand_before(states: Sequence[str], entity: Entity) -> bool:
    """Whether what states are spoken as stands for them, also before a noun."""
    known, spoken = entity.lifecycle.states if entity.lifecycle else (), [names.spoken(state) for state in states]
    is_clear = all(names.meant(word, known) == state for word, state in zip(spoken, states, strict=True))
    return is_clear and not any(word[0].isdigit() for word in spoken)


def given_phrase(entity: Entity, rule: Requirement) -> str:
    """ "if a rental is damaged, its reason must be given"."""
    return f"if {_case_phrase(entity, rule.when)}, its {name(rule.field)} must be given"


def _case_phrase(entity: Entity, condition: Condition) -> str:
    if condition.values:
        field = entity.field(condition.field or "")
        named = [one for one in getattr(field.type, "values", ()) if one in condition.values]
        return f"{of(entity.name, field.name)} {be(field.name)} {listed(map(value, named), 'or')}"
    if condition.field:
        return f"{a(entity.name)} is {'not ' * condition.is_not}{name(condition.quality)}"
    states = [state for state in (entity.lifecycle.states if entity.lifecycle else ()) if state in condition.states]
    return f"{a(entity.name)} is {listed(map(value, states), 'or')}"


def _before_its_noun(things: Sequence[str]) -> str:
    """ "a draft or published post", of its states with the noun behind the last."""
    return names.with_article(things[0]).removesuffix(things[0]) + listed(map(name, things), "or")


def who_phrase(grants: tuple[Grant, ...]) -> str:
    """Everybody who is granted something: "only its owner or admins"."""
    people = [_somebody(grant) for grant in grants] or ["nobody"]
    is_open = people[0] in ("anyone", "signed-in users", "nobody")
    return f"{'' if is_open else 'only '}{listed(people, 'or')}"


def people_phrase(entity: Entity, verb: Verb) -> str:
    """ "anyone where it is published, only its author where it is draft"."""
    rights = [(who_phrase(people), states) for people, states in entity.people_by_state(verb)]
    where = [f" where it is {listed(map(names.spoken, states), 'or')}" if states else "" for _, states in rights]
    return "; ".join(f"{who}{here}" for (who, _), here in zip(rights, where, strict=True))


def right_phrases(entity: Entity, *verbs: Verb) -> Iterator[str]:
    """ "only its author can see or change a draft recipe": one for all that the same people may do, also nobody."""
    said: dict[tuple[tuple[Grant, ...], tuple[str, ...]], list[str]] = {}
    for verb in verbs:
        for people, states in entity.people_by_state(verb):
            said.setdefault((people, states), []).append(verb)
    for (people, states), deeds in said.items():
        things = things_in(entity, states) if states else a(entity.name)
        yield f"{who_phrase(people)} can {listed(deeds, 'or')} {things}"


def action_phrase(entity: Entity, action: Action) -> str:
    """ "only managers can cancel a requested booking until 2 days before its day"."""
    assert entity.lifecycle is not None
    others = [other for other in entity.lifecycle.actions_to(action.target) if other != action]
    is_shared = any(not set(action.sources).isdisjoint(other.sources) for other in others)
    who = who_phrase(action.who)
    who = who.removeprefix("only ") if is_shared else who
    verb = verb_of(names.spoken(action.target))
    marked = verb.removeprefix("mark ") if verb.startswith("mark ") else ""
    thing = things_in(entity, [state for state in entity.lifecycle.states if state in action.sources], marked)
    return f"{who} can {'mark' if marked else name(verb)} {thing}{term_phrase(action.term)}"


def things_in(entity: Entity, states: Sequence[str], marked: str = "") -> str:
    """ "a requested or confirmed booking", or "a booking that is requested" where a state can't stand before it."""
    assert entity.lifecycle is not None
    if not _can_stand_before(states, entity):
        return f"{a(f'{entity.name} {marked}'.rstrip())} that is {listed(map(value, states), 'or')}"
    *first, last = map(names.spoken, states)
    return _before_its_noun([*first, f"{last} {entity.name} {marked}".rstrip()])


def term_phrase(term: Term | None) -> str:
    """ " until 24 hours before its start time"; empty where nothing is bounded."""
    if term is None:
        return ""
    if not term.count:
        return f" {term.side} its {name(term.field)}"
    count, side = abs(term.count), "before" if term.count < 0 else "after"
    return f" {term.side} {count} {term.unit}{'s' * (count != 1)} {side} its {name(term.field)}"


def expiry_phrase(entity: Entity, expiry: Expiry) -> str:
    """ "a requested booking expires 48 hours after it was created"."""
    assert entity.lifecycle is not None
    spoken = names.spoken(expiry.target)
    target = f'"{spoken}"' if any(map(str.isdigit, spoken)) else value(expiry.target, known=True)
    deed = "expires" if spoken == "expired" else f"becomes {target}"
    sources = [state for state in entity.lifecycle.states if state in expiry.sources]
    return f"{things_in(entity, sources)} {deed} {_moment_phrase(entity, expiry)}"


def _moment_phrase(entity: Entity, expiry: Expiry) -> str:
    count, side = abs(expiry.count), "before" if expiry.count < 0 else "after"
    so_long = f"{count} {expiry.unit}{'s' * (count != 1)} {side}"
    if expiry.field is None:
        return f"{so_long} it was created"
    if expiry.count:
        return f"{so_long} its {name(expiry.field)}"
    is_day = entity.field(expiry.field).type.kind == "date"
    return f"{'on' if is_day else 'at'} its {name(expiry.field)}"


def several_of_role(role: str) -> str:
    """Everybody who has a role: its plural, where that stands for no other role."""
    plural = names.plural(role)
    return plural if names.singular(plural) == role else role


def roles_phrase(roles: Roles) -> str:
    """ "users are customers or staff, and start as customers"; empty where none is declared."""
    if not roles.names:
        return ""
    said = {role: value(several_of_role(role).replace(" ", "_"), known=True) for role in roles.names}
    start = f", and start as {said[roles.start]}" if roles.start else ""
    return f"users are {listed(said.values(), 'or')}{start}"


def _somebody(grant: Grant) -> str:
    match grant.to:
        case "owner":
            return f"its {name(grant.relation or '')}"
        case "parent":
            return f"whoever can {grant.may} its {name(grant.relation or '')}"
        case "role":
            return name(several_of_role(grant.role or ""))
        case _:
            return grant.to
