"""The operations on accounts that every project has, as far as what people have of their own makes a difference."""

from petsage_builder.terms.module import Operation

CHANGING_ME = frozenset({"change_me", "change_me_by_put"})
"""The operation ids of what people change what they have of their own by."""

SHAPED = CHANGING_ME | {"sign_up", "sign_in", "get_me", "list_users", "get_user", "change_user", "change_user_by_put"}
"""The operation ids of what takes and shows accounts."""


def changes_me(method: str, me: str) -> Operation:
    """By what people change what they have of their own; `me` is the path of who is signed in."""
    return Operation(method, me)
