"""Who is surely among whom."""

from collections.abc import Collection

from petsage_builder.spec.access import Reach

_SIGNED_IN = ("signed-in users", "admins", "owner", "role")
_WIDER = {"anyone": ("anyone", *_SIGNED_IN), "signed-in users": _SIGNED_IN}
"""Whom a grant to everybody includes."""


def all_among(few: Collection[Reach], many: Collection[Reach]) -> bool:
    """Whether everybody of one group is in another, as far as that is known without looking at rows."""
    return all(any(_includes(wide, one) for wide in many) for one in few)


def _includes(wide: Reach, one: Reach) -> bool:
    if wide == one or wide.is_by_state:
        return wide == one
    is_wider = one.grant.to in _WIDER.get(wide.grant.to, ())
    return is_wider or (wide.grant == one.grant.in_any_state and one.grant.to in ("admins", "role"))
