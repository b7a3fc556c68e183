"""Phrases of the language for what the slots of several forms hold."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.kinds import Person
from petsage_builder.language.clauses.lexicon import CREATORS
from petsage_builder.language.clauses.nouns import Actor, Lesson, LinkOf, Nouns
from petsage_builder.language.phrases import a
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.names import plural, with_article


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
            return f"its {name(person.noun)}" if person.one else ""
        case "noun" if person.noun in CREATORS:
            return f"its {name(person.noun)}" if person.one and not users else ""
        case "noun" if person.of or person.its:
            return ""  # "its guest" is no other guest
        case "noun" if person.one and _role(nouns, person) not in (*nouns.roles, f"{person.noun} staff"):
            return ""  # "the assignee" is a certain one, and whose is not said
        case "noun":
            return name(plural(_role(nouns, person)))
        case kind:
            return kind


def roles(nouns: Nouns, people: Sequence[Person], thing: str) -> Iterator[str | Lesson]:
    """What users are, where people are spoken of as roles and no sentence of the language says which there are."""
    users = nouns.known(thing).users
    found = [person for person in people if person.kind == "noun" and who(nouns, person, thing)]
    found = [person for person in found if person.noun not in (*users, *CREATORS)]
    yield from (Actor(_role(nouns, person), role=True) for person in found)
    if found and nouns.roles and not nouns.are_roles_declared:
        yield f"users are {listed(map(name, map(plural, nouns.roles)), 'or')}"


def _role(nouns: Nouns, person: Person) -> str:
    """The front desk is its staff, where a text speaks of both."""
    return staff if (staff := f"{person.noun} staff") in nouns.people else person.noun


def everybody(nouns: Nouns, people: Sequence[Person], thing: str, *, only: bool = False) -> str:
    """Several as the language calls them, after "only" where nobody else may; empty where somebody isn't clear."""
    found = [who(nouns, person, thing) for person in people]
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
    yield f"{said}, and starts as {value(known.start, known=True)}" if known.start else said


def in_state(state: str, thing: str, *others: str) -> str:
    """ "a confirmed booking", or "a booking that is under review"; it may be in one of several states."""
    states = [state, *others]
    if any("_" in one or " " in one or not one.islower() for one in states):
        return f"{a(thing)} that is {listed(map(value, states), 'or')}"
    things = [*states[:-1], f"{states[-1]} {thing}"]
    return with_article(things[0]).removesuffix(things[0]) + listed(map(name, things), "or")
