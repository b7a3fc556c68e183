"""What must hold for what each person can do once with a thing."""

from collections import Counter
from collections.abc import Iterator

from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

_KNOWN = ("signed-in users", "admins", "role")
"""Whom something can be given to that is done by who asks, whatever the thing."""


def once_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """Everything about it that doesn't hold."""
    times = Counter(once.verb for once in entity.once)
    steps = entity.lifecycle.verbs.values() if entity.lifecycle else ()
    for index, once in enumerate(entity.once):
        here, one = (*path, "once", index), names.with_article(entity.name)
        if times[once.verb] > 1:
            yield Fault(here, f"who can {once.verb} {one} once is said twice", "name everybody in one sentence")
        if once.verb in (*steps, *VERBS, "restore", "history"):
            yield Fault(
                here, f"'{once.verb}' is something else that is done to {one}", "use another word for one of them"
            )
        if not once.who or any(grant.to not in _KNOWN or grant.states for grant in once.who):
            yield Fault(
                here,
                f"only who is signed in, or has a role, can {once.verb} {one} once",
                f"say `Signed-in users can {once.verb} {one} once.`",
            )
        if not entity.access.see:
            yield Fault(here, f"nobody sees {one}, so nobody can {once.verb} it", f"say who can see {one}")
