"""How types, rules and people are said."""

from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.ordered import InTime, Numeric, Ordered
from petsage_builder.spec.access import Grant
from petsage_builder.spec.entity import BelongsTo, Entity, FieldSpec, ListOrder
from petsage_builder.spec.roles import Roles
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed, name, value

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


def order_phrase(order: ListOrder, type_: Kind | None) -> str:
    """What follows "are listed"."""
    if order.by is None or type_ is None:
        return "newest first" if order.descending else "oldest first"
    if not order.descending:
        return f"by {name(order.by)}"
    if isinstance(type_, InTime):
        return f"newest {name(order.by)} first"
    return f"highest {name(order.by)} first" if isinstance(type_, Numeric) else f"by {name(order.by)}, descending"


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


def who_phrase(grants: tuple[Grant, ...]) -> str:
    """Everybody who is granted something: "only its owner or admins"."""
    people = [_somebody(grant) for grant in grants] or ["nobody"]
    is_open = people[0] in ("anyone", "signed-in users", "nobody")
    return f"{'' if is_open else 'only '}{listed(people, 'or')}"


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
