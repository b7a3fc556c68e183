"""What users are: "Users are either volunteers or directors", "New users start out as volunteers"."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.nouns import Actor, Lesson, Nouns
from petsage_builder.terms.marking import listed, name
from petsage_builder.terms.names import one_of_several, plural

Said = Iterator[str | Lesson]


@form(
    "<users> <be> [either] {roles}",
    "<users> <can be> [either] {roles}",
    "[the] app|system|tool|platform|product|site is used by {roles}",
    "{roles} use|uses the app|system|tool|platform|product|site",
    "there are [{_count:number}] (roles / kinds|types|groups of users) : {roles}",
    "[the] roles are [:] {roles}",
    "we have [{_count:number}] (roles / kinds|types|groups of users) : {roles}",
    "<users> (have one of the roles / have the roles) {roles}",
    defines=True,
)
def roles(roles: Sequence[str], _count: str = "") -> Said:
    """All that users are; another one is told by its sentence to be none of these."""
    found = [role for role in roles if role != "admin"]
    if found and _count in ("", str(len(roles))):
        yield from (Actor(role, declared=True) for role in found)
        yield f"users are {listed(map(name, map(plural, found)), 'or')}"


@form(
    "[new] <users> start|starts|begin|begins [out] as [a|an] {role:new_people}",
    "<whoever signs up> (is / becomes / starts as / starts out as / begins as) [a|an] {role:new_people}",
    "new <users> <be> {role:new_people} [at first|initially]",
)
def start(nouns: Nouns, role: str) -> Said:
    """What somebody is who has just signed up, where users are such."""
    if role in nouns.roles:
        yield f"users start as {name(plural(one_of_several(role)))}"


FORMS = (roles, start)
