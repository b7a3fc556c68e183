"""Phrases of the language for what the slots of several forms hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.lexicon import CREATORS, OFFICES
from petsage_builder.language.clauses.nouns import Actor, EitherOf, Lesson, LinkOf, MaybeRole, Nouns
from petsage_builder.language.phrases import a
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.names import plural, with_article
from petsage_builder.terms.verbs import state_of


def belongs(thing: str, role: str) -> str:
    """ "a booking belongs to a user, its guest"."""
    return f"{a(thing)} belongs to a user, its {name(role)}"


def role_of(nouns: Nouns, person: Person, thing: str) -> str:
    """The relation to a user by which a thing is somebody's own; empty where that isn't clear."""
    users = nouns.known(thing).users
    if person.kind == "noun" and person.noun in users:
        return person.noun
    if person.kind not in ("noun", "signed-in users"):
        return ""
    if not users:
        return person.noun or "owner"
    return users[0] if len(users) == 1 and (person.kind == "signed-in users" or users[0] in CREATORS) else ""


def own(nouns: Nouns, person: Person, thing: str) -> Iterator[str | Lesson]:
    """That a thing belongs to its user, where nothing else in the text says so."""
    role = role_of(nouns, person, thing)
    known = nouns.known(thing)
    if role and (role in known.implied or not known.users):
        yield belongs(thing, role)
        yield LinkOf(thing, "user", role, implied=True)


def implied(nouns: Nouns, people: Sequence[Person], thing: str) -> Iterator[str | Lesson]:
    """That a thing belongs to its author, where an author is spoken of and nothing else says so."""
    known = nouns.known(thing)
    for person in people:
        if person.one and person.noun in CREATORS and (person.noun in known.implied or not known.users):
            yield belongs(thing, person.noun)
            yield LinkOf(thing, "user", person.noun, implied=True)


def who(nouns: Nouns, person: Person, thing: str) -> str:
    """Somebody as the language calls them with regard to a thing; empty where that isn't clear."""
    users = nouns.known(thing).users
    match person.kind:
        case "its creator":
            makers = [role for role in users if role in CREATORS] or users
            return f"its {name(makers[0])}" if len(makers) == 1 else ""
        case "noun" if person.of and person.of != thing:
            return ""
        case "noun" if person.noun in users:
            is_role = not person.its and not person.of and (person.any or person.noun in nouns.declared_roles)
            return f"its {name(person.noun)}" if person.one else name(plural(person.noun)) * is_role
        case "noun" if person.noun in CREATORS:
            return f"its {name(person.noun)}" if person.one and not users else ""
        case "noun" if person.of or person.its:
            return ""  # "its guest" is no other guest
        case "noun" if is_one_of_unknown(nouns, person):
            return ""  # "the assignee" is a certain one, and whose is not said
        case "noun":
            return name(plural(_role(nouns, person)))
        case kind:
            return kind


def is_perhaps_own(nouns: Nouns, person: Person, thing: str) -> bool:
    """Whether "visitors" may be all that users can be, or each the visitor of something of theirs."""
    is_plain = person.kind == "noun" and not (person.one or person.its or person.of or person.any)
    return is_plain and person.noun in nouns.known(thing).users and not nouns.are_roles_declared


def is_owner_elsewhere(nouns: Nouns, person: Person, thing: str) -> bool:
    """Whether "a borrower", to whom other things belong, may be the one of a thing that belongs to nobody yet."""
    is_plain = person.kind == "noun" and not (person.one or person.its or person.of or person.any)
    has_others = any(person.noun in known.users for known in nouns.things.values())
    return is_plain and has_others and not nouns.known(thing).users and not nouns.are_roles_declared


def is_one_of_unknown(nouns: Nouns, person: Person) -> bool:
    """Whether somebody is a certain one, "the coordinator", and nothing says whose, nor that users are such."""
    if person.kind != "noun" or not person.one:
        return False
    role = _role(nouns, person)
    return role != f"{person.noun} staff" and role.split()[-1] not in OFFICES


def asked_whether_own(nouns: Nouns, role: str, said: Callable[[str], Iterable[str]]) -> Iterator[Lesson]:
    """Both ways to read "visitors" of something that belongs to its visitor: all who are such, and that one."""
    users = listed(map(name, map(plural, dict.fromkeys([*nouns.roles, role]))), "or")
    yield EitherOf((f"users are {users}", *said(name(plural(role)))), tuple(said(f"its {name(role)}")))


def asked_whose(nouns: Nouns, person: Person, thing: str, said: Callable[[str], Iterable[str]]) -> Iterator[Lesson]:
    """Both ways to read "the coordinator" of something: as what some users are, and as the one whom it belongs to.

    `said` makes the sentences from how they are called.
    """
    role, known = _role(nouns, person), nouns.known(thing)
    if person.its or person.of or role in CREATORS or role in known.links:
        return
    if nouns.are_roles_declared and role not in nouns.roles:
        return
    yield MaybeRole(role)
    users = listed(map(name, map(plural, dict.fromkeys([*nouns.roles, *nouns.maybe_roles, role]))), "or")
    declared = () if nouns.are_roles_declared else (f"users are {users}",)
    as_a_role = (*declared, *said(name(plural(role))))
    yield EitherOf(as_a_role, (belongs(thing, role), *said(f"its {name(role)}")))


def roles(nouns: Nouns, people: Sequence[Person], thing: str) -> Iterator[str | Lesson]:
    """What users are, where people are spoken of as roles and no sentence of the language says which there are."""
    users = nouns.known(thing).users
    found = [
        person
        for person in people
        if _is_one_of_several_roles(nouns, person, people, thing)
        or (person.kind == "noun" and who(nouns, person, thing) and person.noun not in (*users, *CREATORS))
    ]
    yield from (Actor(_role(nouns, person), role=True) for person in found)
    if found and nouns.roles and not nouns.are_roles_declared:
        yield f"users are {listed(map(name, map(plural, nouns.roles)), 'or')}"


def _is_one_of_several_roles(nouns: Nouns, person: Person, people: Sequence[Person], thing: str) -> bool:
    """Whether "mechanics", in a list with other people that users are, are all of these and nobody's own."""
    others = [other.noun for other in people if other is not person and other.kind == "noun" and not other.one]
    return is_perhaps_own(nouns, person, thing) and any(other in nouns.people for other in others)


def _role(nouns: Nouns, person: Person) -> str:
    """The front desk is its staff, where a text speaks of both."""
    return staff if (staff := f"{person.noun} staff") in nouns.people else person.noun


def everybody(nouns: Nouns, people: Sequence[Person], thing: str, *, only: bool = False) -> str:
    """Several as the language calls them, after "only" where nobody else may; empty where somebody isn't clear."""
    found = [
        name(plural(person.noun)) if _is_one_of_several_roles(nouns, person, people, thing) else
        who(nouns, person, thing)
        for person in people
    ]  # fmt: skip
    is_open = not {"anyone", "nobody"}.isdisjoint(found)
    if not all(found) or (is_open and (only or len(found) > 1)):
        return ""
    return f"{'only ' if only else ''}{listed(dict.fromkeys(found), 'or')}"


def states(nouns: Nouns, thing: str) -> Iterator[str]:
    """All the states that a text gives a thing, where it isn't said in one sentence of the language."""
    known = nouns.known(thing)
    if known.declared or len(known.states) < 2:
        return
    said = f"{a(thing)} is {listed(map(value, known.states), 'or')}"
    start = "" if known.is_start_said else known.start or known.first
    is_first = start == next(iter(known.states)) and not known.start
    yield f"{said}, and starts as {value(start, known=True)}" if start and not is_first else said


def in_state(state: str, thing: str, *others: str) -> str:
    """ "a confirmed booking", or "a booking that is under review"; it may be in one of several states."""
    states = [state, *others]
    if any("_" in one or " " in one or not one.islower() for one in states):
        return f"{a(thing)} that is {listed(map(value, states), 'or')}"
    things = [*states[:-1], f"{states[-1]} {thing}"]
    return with_article(things[0]).removesuffix(things[0]) + listed(map(name, things), "or")


def doing(who: str, verbs: Sequence[str], done_to: Object) -> Iterator[str]:
    """That somebody can do what is done to every thing, and apart from it that they take steps."""
    thing = in_state(done_to.state, done_to.thing, *done_to.others) if done_to.state else a(done_to.thing)
    plain, steps = [verb for verb in VERBS if verb in verbs], [verb for verb in verbs if verb not in VERBS]
    for group in (plain, [verb for verb in steps if not verb.startswith("mark ")]):
        if group:
            yield f"{who} can {listed(dict.fromkeys(group), 'or')} {thing}"
    for verb in steps:
        if verb.startswith("mark "):
            yield f"{who} can mark {thing} {value(verb.removeprefix('mark '))}"


def state_after(nouns: Nouns, verb: str, thing: str) -> str | None:
    """The state of a thing that a verb leads to: "reactivate" leads back to active, "check in" to checked in."""
    known = nouns.known(thing).states
    if verb.startswith("mark "):
        return state if (state := verb.removeprefix("mark ")) in known else None
    first, _, particle = verb.partition(" ")
    found = [f"{state}_{particle}" if particle else state for state in state_of(first)]
    found += state_of(first.removeprefix("re")) if first.startswith("re") else ()
    found += ("in_progress", "running", "active") if verb in ("start", "begin") else ()
    return next((state for state in found if state in known), None)


def owner_of(nouns: Nouns, people: Sequence[Person], thing: str, *, only: bool) -> str:
    """Whom a thing belongs to, where the people are each to have their own."""
    role = role_of(nouns, people[0], thing) if len(people) == 1 else ""
    return f"{'only ' if only else ''}its {name(role)}" if role else ""
