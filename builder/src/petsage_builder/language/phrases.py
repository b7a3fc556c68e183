"""How types, rules and people are said."""

import re
from collections.abc import Iterable
from decimal import Decimal

from petsage_builder.kinds.all import NUMERIC, Type
from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.long_text import LongText
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.text import Text
from petsage_builder.kinds.text_list import TextList
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.language.quoting import name, value
from petsage_builder.spec.access import Grant
from petsage_builder.spec.entity import BelongsTo, Entity, FieldSpec, ListOrder
from petsage_builder.spec.roles import Roles
from petsage_builder.terms import names

_PLAIN_DEFAULT = re.compile(r"-?[0-9]+(\.[0-9]+)?|[a-z0-9]+( [a-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}")
_AS_THEY_ARE = ("yes or no", "JSON")
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


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end


def type_phrase(type_: Type) -> str:
    """The type as it stands after "is"."""
    match type_:
        case Text():
            unit = "digits" if type_.digits else "characters"
            return f"text of {_length(type_.min_length, type_.max_length)} {unit}"
        case LongText():
            return f"long text of {_length(type_.min_length, type_.max_length)} characters"
        case TextList():
            length = _length(type_.min_length, type_.max_length)
            return f"a list of at most {type_.max_items} texts of {length} characters"
        case WholeNumber():
            return f"a whole number{_unit(type_.unit)}{_range(type_)}"
        case Number():
            decimals = "1 decimal" if type_.decimals == 1 else f"{type_.decimals} decimals"
            return f"a number{_unit(type_.unit)}{_range(type_)} with {decimals}"
        case Amount():
            return f"an amount in {type_.currency} from {type_.minimum:f} to {type_.maximum:f}"
        case Choice():
            return f"one of {listed(map(value, type_.values), 'or')}"
        case _:
            return type_.kind if type_.kind in _AS_THEY_ARE else names.with_article(type_.kind)


def _length(least: int, most: int) -> str:
    return str(most) if least == most else f"{least} to {most}"


def _unit(unit: str | None) -> str:
    return f" in {name(unit)}" if unit else ""


def _range(type_: WholeNumber | Number) -> str:
    """The bounds where they aren't as wide as can be."""
    if (type_.minimum, type_.maximum) == (type(type_)().minimum, type(type_)().maximum):
        return ""
    return f" from {Decimal(type_.minimum):f} to {Decimal(type_.maximum):f}"


def default_phrase(field: FieldSpec) -> str:
    """ "starts as …"."""
    default = field.default or ""
    starts = "start as" if names.is_plural(field.name) else "starts as"
    if isinstance(field.type, Choice):
        return f"{starts} {value(default, known=True)}"
    is_plain = field.type.kind not in ("text", "long text", "link") and _PLAIN_DEFAULT.fullmatch(default)
    return f"{starts} {default}" if is_plain else f'{starts} "{default}"'


def comparison_phrase(must_be: str, type_: Type) -> str:
    """How two values of a type are compared: dates are before and after, numbers less and more."""
    words = _COMPARED_NUMBERS if type_.kind in (*NUMERIC, "duration") else _COMPARED_TIMES
    return words[must_be]


def order_phrase(order: ListOrder, type_: Type | None) -> str:
    """What follows "are listed"."""
    if order.by is None or type_ is None:
        return "newest first" if order.descending else "oldest first"
    if not order.descending:
        return f"by {name(order.by)}"
    if type_.kind in ("date", "date and time"):
        return f"newest {name(order.by)} first"
    return f"highest {name(order.by)} first" if type_.kind in NUMERIC else f"by {name(order.by)}, descending"


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
