"""What each form of the grammar says."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, cast

from lark import Token, Transformer, v_args

from petsage_builder.kinds.all import KINDS
from petsage_builder.kinds.bounds import (
    MOST_VALUES,
    plain,
)
from petsage_builder.kinds.reading import Bounds, Data, exact_of, whole
from petsage_builder.kinds.unbounded import Unbounded
from petsage_builder.language import statements as said
from petsage_builder.language.closed import refuse_in_deed, refuse_in_name, refuse_in_value
from petsage_builder.language.tokens import name_of, unit_name_of, value_of
from petsage_builder.spec.access import Verb
from petsage_builder.spec.actions import LONGEST_TERM, TimeUnit
from petsage_builder.spec.calculation import Operator
from petsage_builder.spec.entity import LONGEST_RESTORE, MOST_PER_TARGET, LogEvent
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Noun, Nouns

_DESCENDING = ("newest", "latest", "highest", "largest", "descending")
_COMPARISONS: dict[str, Literal["after", "at least", "before", "at most"]] = {
    "after": "after", "later than": "after", "more than": "after",
    "before": "before", "earlier than": "before", "less than": "before",
    "on or after": "at least", "at least": "at least", "on or before": "at most", "at most": "at most",
}  # fmt: skip
_TOTALS: dict[str, Literal["sum", "average", "smallest", "largest"]] = {
    "sum": "sum", "average": "average", "smallest": "smallest", "earliest": "smallest", "largest": "largest",
    "latest": "largest",
}  # fmt: skip

_OPERATORS: dict[str, Operator] = {"multiplied by": "times"}

_OF_PHRASE = {kind.phrase.lower(): kind for kind in KINDS if issubclass(kind, Unbounded)}

Tokens = tuple[Token, ...]


class Becoming(Noun):
    """The state that something comes to by itself."""


def _unit(unit: str) -> TimeUnit:
    return cast(TimeUnit, str(unit).removesuffix("s"))


def _plain_deed(deed: Token | Noun) -> Token | Noun:
    """To like is a deed as any other, though the word is no part of a name."""
    return Noun(str(deed), deed.start_pos or 0) if isinstance(deed, Token) and deed.type == "LIKE" else deed


def _read(rule: Callable[[Tokens], Noun], words: Tokens) -> Noun | None:
    """The noun that some words make, where they make one."""
    try:
        return rule(words)
    except MisreadError:
        return None


@v_args(inline=True)
class StatementTransformer(Transformer[Token, said.Statement]):
    """Turns what the grammar found into statements; each method is named as in the grammar."""

    # ---- an entity

    def about_entity(self, entity: Noun, *facts: said.Fact) -> said.AboutEntity:
        return said.AboutEntity(entity, facts)

    def has(self, items: tuple[said.Item, ...]) -> said.Has:
        return said.Has(items)

    def items(self, *items: said.Item) -> tuple[said.Item, ...]:
        return items

    def item(self, article: str | None, *rest: Any) -> said.Item:
        *qualities, name, unit = rest
        return said.Item(name, article in (None, "some"), "optional" in qualities, "unique" in qualities, unit)

    def list_item(self, article: str | None, *rest: Any) -> said.Item:
        *qualities, name = rest
        return said.Item(name, article in (None, "some"), "optional" in qualities, "unique" in qualities, is_list=True)

    def yes_no_item(self, name: Noun) -> said.Item:
        return said.Item(self.whether_it_is(name), is_whether=True)

    def belonging(self, target: Noun, role: Noun | None) -> said.Belonging:
        return said.Belonging(target, role)

    def belongs(self, *to: said.Belonging) -> said.Belongs:
        return said.Belongs(to, optional=False)

    def may_belong(self, *to: said.Belonging) -> said.Belongs:
        return said.Belongs(to, optional=True)

    def has_many(self, child: Noun) -> said.HasMany:
        return said.HasMany(child)

    def has_one(self, child: Noun) -> said.HasAtMost:
        return said.HasAtMost(1, child)

    def has_at_most(self, count: Token, found: tuple[Nouns, Nouns]) -> said.HasAtMost | said.HasAtMostOf:
        (things, states), most = found, whole(count, 1, MOST_PER_TARGET)
        return said.HasAtMostOf(most, things, states) if states or len(things) > 1 else said.HasAtMost(most, things[0])

    def has_at_most_of(self, field: Noun, found: tuple[Nouns, Nouns]) -> said.HasAtMostOf:
        return said.HasAtMostOf(field, *found)

    def many_to_many(self, one: Noun, other: Noun, other_again: Noun, one_again: Noun) -> said.ManyToManySaid:
        return said.ManyToManySaid(one, other, other_again, one_again)

    def states(self, values: Nouns) -> said.States:
        return said.States(values)

    def starts_in(self, state: Noun) -> said.StartsIn:
        return said.StartsIn(state)

    def listed(self, *keys: said.ListedBy) -> said.Listed:
        return said.Listed(keys)

    def counted(self, phrase: Token) -> said.IsCounted:
        return said.IsCounted(clearly=False, at=phrase.start_pos or 0)

    def counted_clearly(self, phrase: Token) -> said.IsCounted:
        return said.IsCounted(clearly=True, at=phrase.start_pos or 0)

    def was_called(self, name: Noun) -> said.WasCalled:
        return said.WasCalled(name)

    def by_field(self, by: Noun, direction: Token | None) -> said.ListedBy:
        return said.ListedBy(by, direction is not None and direction.split()[1] in _DESCENDING, by.at)

    def by_creation(self, age: Token) -> said.ListedBy:
        return said.ListedBy(None, age in _DESCENDING, age.start_pos or 0)

    def by_age(self, age: Token, by: Noun) -> said.ListedBy:
        return said.ListedBy(by, age in _DESCENDING, by.at)

    def found_by(self, field: Noun) -> said.IsFoundBy:
        return said.IsFoundBy(field)

    def filtered(self, by: Nouns) -> said.Filtered:
        return said.Filtered(by)

    def searched(self, by: Nouns) -> said.Searched:
        return said.Searched(by)

    def shown_with(self, *parts: said.Related) -> said.IsShownWith:
        return said.IsShownWith(parts)

    def related(self, its: Noun, fields: Nouns | None) -> said.Related:
        return said.Related(its, fields or ())

    # ---- a field

    def about_fields(self, entity: Noun, fields: Nouns, *claims: said.Claim) -> said.AboutFields:
        return said.AboutFields(entity, fields, claims)

    def former_name(self, entity: Noun, present: Tokens, former: Tokens) -> said.FormerName:
        heads = [(_read(name_of, present[:end]), present[end:]) for end in range(len(present), 0, -1)]
        readings = [(head, _read(value_of, rest) if rest else None) for head, rest in heads if head is not None]
        if not readings:
            name_of(present)
        return said.FormerName(entity, tuple(readings), (_read(name_of, former), _read(value_of, former)))

    def whether(self, entity: Noun, name: Noun, default: Noun) -> said.AboutFields:
        return said.AboutFields(entity, (Noun(f"is {name}", name.at),), (said.StartsAs(default),))

    def typed(self, type_: Data) -> said.Typed:
        return said.Typed(type_)

    def optional(self) -> said.IsOptional:
        return said.IsOptional()

    def unique(self, together: str | None, per: Noun | None, any_case: str | None) -> said.IsUnique:
        return said.IsUnique(together is not None, per, any_case is not None)

    def unique_any_case(self, together: str | None, _any_case: str, per: Noun) -> said.IsUnique:
        return said.IsUnique(together is not None, per, any_case=True)

    def never_in(self, tense: Token) -> said.NeverIn:
        return said.NeverIn("future" if tense == "future" else "past")

    def always_in(self, tense: Token) -> said.NeverIn:
        return said.NeverIn("past" if tense == "future" else "future")

    def compared(self, comparison: str, other: Noun) -> said.Compared:
        return said.Compared(_COMPARISONS[comparison], other)

    def bounded(self, comparison: str, bound: Token) -> said.Bounded:
        return said.Bounded(_COMPARISONS[comparison], self.of_number(bound))

    def not_bounded(self, beyond: Token, bound: Token) -> said.Bounded:
        return said.Bounded("at most" if beyond == "more than" else "at least", self.of_number(bound))

    def not_compared(self, side: Token, other: Noun) -> said.Compared:
        return said.Compared("at least" if side == "before" else "at most", other)

    def starts_as(self, default: Noun) -> said.StartsAs:
        return said.StartsAs(default)

    def fixed(self) -> said.IsFixed:
        return said.IsFixed()

    def made_from(self, field: Noun) -> said.IsMadeFrom:
        return said.IsMadeFrom(field)

    def changes_with(self, field: Noun) -> said.ChangesWith:
        return said.ChangesWith(field)

    def time_since(self, field: Noun) -> said.IsTimeSince:
        return said.IsTimeSince(field)

    def number_of(self, child: Noun) -> said.IsNumberOf:
        return said.IsNumberOf(child)

    def calculated(self, first: Noun | Decimal, *rest: Any) -> said.IsCalculated:
        operators = tuple(_OPERATORS.get(str(word), cast(Operator, str(word))) for word in rest[::2])
        return said.IsCalculated((first, *rest[1::2]), operators)

    def product(self, one: Noun | Decimal, other: Noun | Decimal) -> said.IsCalculated:
        return said.IsCalculated((one, other), ("times",))

    def of_field(self, field: Noun) -> Noun:
        return field

    def of_number(self, number: Token) -> Decimal:
        return plain(exact_of({"number": number})["number"])

    def time_between(self, unit: Token, start: Noun, end: Noun) -> said.IsTimeBetween:
        return said.IsTimeBetween(cast(Literal["days", "hours", "minutes"], str(unit)), start, end)

    def aggregated(self, aggregate: str, child: Noun, field: Noun) -> said.IsTotal:
        return said.IsTotal(_TOTALS[aggregate.split()[1]], child, field)

    # ---- a type

    def simple(self, phrase: Token) -> Data:
        return _OF_PHRASE[phrase].read()

    def from_to(self, least: Token, most: Token) -> Bounds:
        return {"minimum": least, "maximum": most}

    def exactly(self, length: Token) -> Bounds:
        return {"minimum": length, "maximum": length}

    def at_most(self, most: Token) -> Bounds:
        return {"maximum": most}

    def at_least(self, least: Token) -> Bounds:
        return {"minimum": least}

    # ---- lifecycle, deleting, keeping

    def steps(self, *nouns: Any) -> said.StepsSaid:
        *sources, targets = nouns
        return said.StepsSaid(tuple(sources), targets)

    def steps_that_are(self, entity: Noun, *values: Any) -> said.StepsSaid:
        *sources, targets = values
        return said.StepsSaid(tuple(sources), targets, entity)

    def expiring(self, *rest: Any) -> said.Expires:
        *things, moment = rest
        target = things.pop() if isinstance(things[-1], Becoming) else None
        if not things[-1].is_quoted:
            refuse_in_deed(things[-1])
        return said.Expires(tuple(things), (), target, moment)

    def expiring_that_is(self, entity: Noun, *rest: Any) -> said.Expires:
        expires = self.expiring(*rest)
        return replace(expires, things=(entity,), states=expires.things)

    def state(self, *words: Token) -> "Becoming":
        refuse_in_value(words)
        value = value_of(words)
        return Becoming(value, value.at)

    def after_creation(self, count: Token, unit: Token) -> said.MomentSaid:
        return said.MomentSaid(None, whole(count, 1, LONGEST_TERM), _unit(unit))

    def beside_a_time(self, count: Token | None, unit: Token | None, side: Token, field: Noun) -> said.MomentSaid:
        if count is None or unit is None:
            if side == "before":
                raise MisreadError(side.start_pos, "how long before isn't said", advice="write `24 hours before`")
            return said.MomentSaid(field, is_over=True)
        number = whole(count, 1, LONGEST_TERM)
        return said.MomentSaid(field, -number if side == "before" else number, _unit(unit))

    def at_a_time(self, field: Noun) -> said.MomentSaid:
        return said.MomentSaid(field)

    def restoring(self, deleted: Noun, days: Token) -> said.Restored:
        return said.Restored(deleted, whole(days, 1, LONGEST_RESTORE))

    def deleting(self, target: Noun, child: Noun) -> said.OnDelete:
        return said.OnDelete(target, child, "cascade")

    def keeping(self, target: Noun, child: Noun) -> said.OnDelete:
        return said.OnDelete(target, child, "unlink")

    def refusing(self, target: Noun, child: Noun) -> said.OnDelete:
        return said.OnDelete(target, child, "refuse")

    def history(self, entities: Nouns) -> said.HistoryKept:
        return said.HistoryKept(entities)

    def log(self, *rest: Any) -> said.Logged:
        *events, entities = rest
        return said.Logged(tuple(cast(LogEvent, str(event)) for event in events), entities)

    # ---- access

    def access(self, only: str | None, *rest: Any) -> said.AccessSaid | said.OnceSaid | said.FieldsSeen:
        who, deeds, things, term, once = rest
        verbs = tuple(cast(Verb, str(deed)) for deed in deeds if isinstance(deed, Token))
        named = tuple(deed for deed in deeds if isinstance(deed, Noun))
        if isinstance(things, said.FieldsSeen):
            if verbs != ("see",) or named or term or once:
                raise MisreadError(things.entity.at, "of some fields it can only be said who sees them")
            return replace(things, who=who, only=only is not None)
        nouns, states = things
        if once is not None:
            if verbs or states or term:
                raise MisreadError(once.start_pos or 0, "what is done once is one thing that has no other name here")
            return said.OnceSaid(who, named, nouns)
        return said.AccessSaid(only is not None, who, verbs, named, nouns, states, term)

    def deeds(self, *said: Token | Noun) -> tuple[Token | Noun, ...]:
        deeds = [_plain_deed(deed) for deed in said]
        for deed in deeds:
            if isinstance(deed, Noun) and not deed.is_quoted:
                refuse_in_deed(deed)
        return tuple(deeds)

    def things(self, *things: Noun) -> tuple[Nouns, Nouns]:
        return things, ()

    def fields_of(self, entity: Noun, fields: Nouns) -> said.FieldsSeen:
        return said.FieldsSeen(entity, fields)

    def things_that_are(self, thing: Noun, *states: Noun) -> tuple[Nouns, Nouns]:
        return (thing,), states

    def term(
        self, limit: Token, count: Token | None, unit: Token | None, side: Token | None, field: Noun
    ) -> said.TermSaid:
        number = 0 if count is None else whole(count, 1, LONGEST_TERM)
        number = -number if side == "before" else number
        return said.TermSaid("until" if limit == "until" else "from", number, _unit(unit or "hour"), field)

    def people(self, *people: said.Who | Noun) -> tuple[said.Who, ...]:
        return tuple(said.Who("role", role=one) if isinstance(one, Noun) else one for one in people)

    def its(self, role: Noun) -> said.Who:
        return said.Who("owner", role)

    def whoever_sees(self, parent: Noun) -> said.Who:
        return said.Who("parent", parent, "see")

    def whoever_changes(self, parent: Noun) -> said.Who:
        return said.Who("parent", parent, "change")

    def everybody(self, phrase: Any) -> said.Who:
        return said.Who("signed-in users" if phrase.startswith("signed") else str(phrase))  # type: ignore[arg-type]

    def following(self, entity: Noun, parent: Noun) -> said.Follows:
        return said.Follows(entity, parent)

    def becoming(self, entity: Noun, role: Noun) -> said.Created:
        return said.Created(entity, (role,), becomes=True)

    def naming(self, entity: Noun, *roles: Noun | None) -> said.Created:
        return said.Created(entity, tuple(role for role in roles if role is not None), becomes=False)

    def only_for(self, entity: Noun, things: tuple[Nouns, Nouns]) -> said.OnlyFor:
        return said.OnlyFor(entity, *things)

    def never_for(self, entity: Noun, things: tuple[Nouns, Nouns]) -> said.OnlyFor:
        return said.OnlyFor(entity, *things, is_not=True)

    def given_if(self, entity: Noun, values: Nouns, fields: Nouns) -> said.GivenIf:
        return said.GivenIf(entity, fields, values)

    def given_unless(self, entity: Noun, values: Nouns, fields: Nouns) -> said.GivenIf:
        return said.GivenIf(entity, fields, values, is_not=True)

    def given_if_of(self, entity: Noun, of: Noun, values: Nouns, fields: Nouns) -> said.GivenIf:
        return said.GivenIf(entity, fields, values, of)

    def given_unless_of(self, entity: Noun, of: Noun, values: Nouns, fields: Nouns) -> said.GivenIf:
        return said.GivenIf(entity, fields, values, of, is_not=True)

    def overlapping(self, *rest: Any) -> said.NoOverlap:
        *things, of, states, span = rest
        return said.NoOverlap(tuple(things), states or (), of, *span)

    def of_the_same(self, *of: Noun) -> Nouns:
        return of

    def that_are(self, *states: Noun) -> Nouns:
        return states

    def between(self, start: Noun, end: Noun) -> tuple[Noun, Noun, bool]:
        return start, end, False

    def through(self, start: Noun, end: Noun) -> tuple[Noun, Noun, bool]:
        return start, end, True

    # ---- names and values

    def subject(self, article: str | None, name: Noun) -> Noun:
        name.is_bare = article is None
        return name

    def names(self, *names: Noun) -> Nouns:
        if len(names) > MOST_VALUES:
            raise MisreadError(names[MOST_VALUES].at, f"more than {MOST_VALUES} are too many for one sentence")
        return names

    values = each = ways = names

    def whether_it_is(self, name: Noun) -> Noun:
        return Noun(f"is {name}", name.at)

    def name(self, *words: Token) -> Noun:
        refuse_in_name(words)
        name = name_of(words)
        name.is_quoted = words[0].type == "QUOTED"
        return name

    def unit(self, *words: Token) -> Noun:
        return unit_name_of(words)

    def value(self, *words: Token) -> Noun:
        refuse_in_value(words)
        value = value_of(words)
        value.is_quoted = any(word.type == "QUOTED" for word in words)
        return value

    def thing(self, *words: Token) -> Tokens:
        return words

    def constant(self, *words: Token) -> Noun:
        return Noun(" ".join(word.value for word in words), words[0].start_pos or 0)


for _kind in KINDS:
    setattr(StatementTransformer, _kind.rule(), v_args(inline=True)(_kind.read))
