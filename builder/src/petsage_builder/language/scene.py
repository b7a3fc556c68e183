"""Everything that the sentences of one request speak of, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from petsage_builder.kinds.all import SORTABLE
from petsage_builder.language.draft import EntityDraft, Link, Said
from petsage_builder.language.faults import MOST_REPORTED, LanguageFault
from petsage_builder.language.inference import implied_type
from petsage_builder.language.phrases import a, be, of
from petsage_builder.language.quoting import sentence
from petsage_builder.language.statements import Item, Statement
from petsage_builder.language.unclear import introduction, with_a_field
from petsage_builder.language.vocabulary import Vocabulary
from petsage_builder.spec.roles import EVERYWHERE
from petsage_builder.terms import names
from petsage_builder.terms.marking import name
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.verbs import done_of

_NOT_OF_USERS = "users are the project's accounts, and nothing is said here of what they have of their own"


class Scene:
    """The entities being defined, by name, among those of the project ({entity's name: feature's name}).

    `computed` are the fields that some statement says how to compute, each with the noun of its entity.
    `roles` are those being declared, each with its place, beside those that the project has; `start` is the one that
    whoever signs up gets; `fields_of_users` are those that the project's users have. `former` has the names that
    entities of the project had: {former name: name}. `misread` are statements that turn out to make no sense, so that
    something else was probably meant.
    """

    def __init__(
        self,
        drafts: Mapping[str, EntityDraft],
        features: Mapping[str, str],
        roles: Iterable[str] = (),
        typed: Iterable[tuple[Noun, Noun]] = (),
        computed: Iterable[tuple[Noun, Noun]] = (),
        former: Mapping[str, str] = MappingProxyType({}),
        fields_of_users: Iterable[str] = (),
    ) -> None:
        self.drafts = drafts
        self.features = features
        self.roles: dict[str, int] = {}
        self.start: Said | None = None
        self._roles_around = tuple(roles)
        self.fields_of_users = tuple(fields_of_users)
        self.faults: list[LanguageFault] = []
        self.misread: list[tuple[Statement, MisreadError]] = []
        self._own = Vocabulary(drafts)
        self._former = {was: now for was, now in former.items() if was not in drafts}
        self._all = Vocabulary([*features, "user", *self._former, *drafts])
        self.computed: dict[str, list[str]] = {}
        for entity, field in computed:
            self.computed.setdefault(self.target(entity), []).append(str(field))
        self._typed = {(self.target(entity), str(field)) for entity, field in typed}

    def fault(self, at: int, message: str, advice: str = "", *about: str) -> None:
        """Something is wrong; `about` are the nouns that it misses."""
        self.faults.append(LanguageFault(at, message, advice, frozenset(map(str, about))))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a noun that is known: of entities, in both numbers, and of fields and relations."""
        fields = [
            name for draft in self.drafts.values() for name in (*draft.items, *(link.role for link in draft.links))
        ]
        nouns = [*self._all.names, *map(names.plural, self._all.names), *fields]
        return frozenset(word for noun in nouns for word in noun.split())

    def target(self, noun: Noun) -> str:
        """The entity that a noun stands for, here or in the project; the noun itself where it is undefined."""
        called = self.called(noun)
        return self._former.get(called, called)

    def called(self, noun: Noun) -> str:
        """The same by the name that is said, which may be a former one."""
        return self._all.find(noun) or str(noun)

    def is_defined(self, name: str) -> bool:
        """Whether it is the name of an entity, here or in the project, or "user"."""
        return name in self._all.names

    def own(self, noun: str) -> EntityDraft | None:
        """The entity of this request that a noun stands for, if there is one."""
        name = self._own.find(noun)
        return self.drafts[name] if name else None

    def entity(self, noun: Noun) -> EntityDraft | None:
        """The entity of this request that a noun stands for; otherwise a fault."""
        if draft := self.own(noun):
            return draft
        name = self.target(noun)
        if name == "user":
            advice = "add what they have, as in `A user has a username.`, or leave it out"
            if feature := self.features.get(name):
                advice = f"change the request of '{feature}', which says what they have"
            self.fault(noun.at, _NOT_OF_USERS, advice)
        elif feature := self.features.get(name):
            self.fault(
                noun.at, f"'{name}' is an entity of the feature '{feature}'", f"change the request of '{feature}'"
            )
        else:
            self.undefined(noun)
        return None

    def undefined(self, noun: Noun) -> None:
        """Says that a noun stands for nothing, here or in the project."""
        message = f"'{noun}' is not defined in this request nor in the project"
        add = _add(*with_a_field(names.one_of_several(noun), "name"))
        nearest = self._nearest(noun, self._all)
        advice = f"write '{nearest}', or {add}" if nearest else add
        self.fault(noun.at, message, advice, noun, names.singular(noun))

    def _nearest(self, noun: str, names: Vocabulary) -> str | None:
        return names.nearest(noun) if len(self.faults) < MOST_REPORTED else None

    def field(self, draft: EntityDraft, noun: Noun, *kinds: str) -> str | None:
        """The field that a noun stands for; otherwise a fault. Only some `kinds` may be of use."""
        return self._one_of(draft, noun, Vocabulary(draft.items), kinds)

    def number(self, draft: EntityDraft, noun: Noun) -> str | None:
        """The field that a noun stands for, or what is computed by that name; otherwise a fault."""
        computed = Vocabulary([*draft.items, *self.computed.get(str(draft.name), ())]).find(noun)
        return computed or self.field(draft, noun)

    def ordering(self, draft: EntityDraft, noun: Noun) -> str | None:
        """The field that a noun stands for and that things can be listed by; otherwise a fault."""
        if noun not in draft.items and draft.link(noun):
            message = f"{names.with_article(draft.name)} belongs to '{noun}', and things can't be listed by that yet"
            self.fault(noun.at, message, f"list {names.plural(draft.name)} by a field of theirs", noun)
            return None
        return self.field(draft, _whether(draft, noun), *SORTABLE)

    def field_or_role(self, draft: EntityDraft, noun: Noun) -> str | None:
        """The field, the relation, the status or what is done once that a noun stands for; otherwise a fault."""
        if noun not in draft.items and (link := draft.link(noun)):
            return link.role
        noun = _whether(draft, noun)
        status = ["status"] if ("states",) in draft.said else []
        status += [done_of(once.value["verb"]) for once in draft.once]
        belongs = sentence(f"{a(draft.name)} belongs to {a(self.target(noun))}")
        related = belongs if self.is_defined(self.target(noun)) else ""
        return self._one_of(draft, noun, Vocabulary([*draft.items, *status]), SORTABLE, related)

    def _one_of(
        self, draft: EntityDraft, noun: Noun, fields: Vocabulary, kinds: Sequence[str], related: str = ""
    ) -> str | None:
        if name := Vocabulary(self.computed.get(str(draft.name), ())).find(noun):
            message = f"'{name}' of {draft.name} is computed, so nothing else can be said of it yet"
            self.fault(noun.at, message, "leave it out", noun)
            return None
        if (field := fields.find(noun)) is None:
            if any(many.value == self.target(noun) for many in draft.many):
                self._linked(draft, noun)
                return None
            add = _add(related) if related else self._add_field(draft, noun, kinds)
            nearest = self._nearest(noun, fields)
            advice = f"write '{nearest}', or {add}" if nearest else add
            self.fault(noun.at, f"'{noun}' is not a field of {draft.name}", advice, noun)
        return field

    def _add_field(self, draft: EntityDraft, noun: Noun, kinds: Sequence[str]) -> str:
        """Advice to give an entity a field of some kind, whose type is said once."""
        if (draft.name, noun) in self._typed:
            return _add(introduction(draft.name, noun))
        if self.is_defined(self.target(noun)):
            return _add(introduction(draft.name, noun), sentence(f"{of(draft.name, noun)} {be(noun)} text"))
        implied = implied_type(Item(noun, is_bare=names.is_plural(noun)))["kind"]
        return _add(*with_a_field(draft.name, noun)) if not kinds or implied in kinds else "leave it out"

    def _linked(self, draft: EntityDraft, noun: Noun) -> None:
        """Says that what many of are linked to an entity isn't a field of it."""
        several = names.plural(self.target(noun))
        advice = f"leave it out: the {several} of {names.with_article(draft.name)} have a list of their own"
        self.fault(noun.at, f"{names.plural(draft.name)} and {several} are linked, many to many", advice, noun)

    def link(self, draft: EntityDraft, noun: Noun, *, of_things: bool = False, optional: bool = False) -> Link | None:
        """The relation that a noun means; otherwise a fault. It may only make sense `of_things`, not of users."""
        link = draft.link(noun)
        if link is None:
            if meant := _meant_role(draft, noun):
                advice = f"write '{meant}'"
            else:
                add = self._add_link(draft, noun, of_things=of_things, optional=optional)
                roles = " or ".join(f"'{link.role}'" for link in draft.links[:8])
                advice = f"write {roles}, or {add}" if roles else add
            self.fault(noun.at, f"{draft.name} doesn't belong to one '{noun}'", advice, noun)
        return link

    def _add_link(self, draft: EntityDraft, noun: Noun, *, of_things: bool, optional: bool) -> str:
        """Advice to let an entity belong to what a noun stands for: to a user, unless it is or must be a thing."""
        relation = f"{a(draft.name)} {'may belong' if optional else 'belongs'} to"
        target = self.target(noun)
        if self.is_defined(target):
            return _add(sentence(f"{relation} {a(target)}"))
        if not of_things:
            return _add(sentence(f"{relation} a user, its {name(noun)}"))
        thing = names.one_of_several(noun)
        return _add(*with_a_field(thing, "name"), sentence(f"{relation} {a(thing)}"))

    def role(self, draft: EntityDraft, noun: Noun) -> str | None:
        """The role that a noun stands for, here or in the project; otherwise a fault, about what a draft belongs to."""
        known = Vocabulary([*self.roles, *self._roles_around])
        role = known.find(noun)
        if role is None:
            message = f"'{noun}' is no role that people have here"
            self.fault(noun.at, message, self._people_meant(draft, noun, known), noun)
        return role

    def _people_meant(self, draft: EntityDraft, noun: Noun, known: Vocabulary) -> str:
        one = names.one_of_several(noun)
        if everybody := EVERYWHERE.get(one) or self._nearest(noun, Vocabulary(EVERYWHERE.values())):
            return f"write '{everybody}'"
        if link := draft.link(noun):
            return f"write 'its {link.role}'"
        add = _add(f"Users are {names.plural(one)}.")
        near = [nearest] if (nearest := self._nearest(noun, known)) else known.names[:8]
        ways = " or ".join(f"'{names.plural(role)}'" for role in near)
        return f"write {ways}, or {add}" if ways else add

    def say(self, draft: EntityDraft, path: tuple[str, ...], value: Any, at: int, what: str) -> None:
        """Keeps what can be said once; saying it again is a fault, and says whether it contradicts."""
        now = Said(value, at)
        before = draft.said.setdefault(path, now)
        if before is not now:
            how = "is said twice" if before.value == value else "is said in two ways"
            self.fault(at, f"{what} {how}", "keep one of the two sentences")


def _add(*said: str) -> str:
    """Advice to add some sentences."""
    return f"add `{' '.join(said)}`"


def _meant_role(draft: EntityDraft, noun: str) -> str | None:
    """The relation that a noun was meant to be: misspelled, or with a word too many, it asks for no other one."""
    roles = [link.role for link in draft.links]
    within = [role for role in roles if f" {role} " in f" {noun} "]
    return Vocabulary(roles).nearest(noun) or (max(within, key=len) if within else None)


def _whether(draft: EntityDraft, noun: Noun) -> Noun:
    """The noun, or the field that says whether something is so: `is active` by "active"."""
    so = Noun(f"is {noun}", noun.at)
    return so if so in draft.items and noun not in draft.items else noun
