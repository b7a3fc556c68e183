"""The operations on accounts that every project has, as far as what people have of their own makes a difference."""

from collections.abc import Collection

from petsage_builder.terms.module import Operation

_ME, _CHANGES = "/users/me", ("PATCH", "PUT")


def changes_me(method: str, accounts: str) -> Operation:
    """By what people change what they have of their own; `accounts` is what the paths of accounts begin with."""
    return Operation(method, accounts + _ME)


def shaped_with(operations: Collection[Operation]) -> set[Operation]:
    """The operations that take and show accounts, where among some there is one that changes people's own fields."""
    found = [one for one in operations if one.method in _CHANGES and one.path.endswith(_ME)]
    return {operation for one in found for operation in _shaped(one.path.removesuffix(_ME))}


def _shaped(accounts: str) -> set[Operation]:
    users, one = f"{accounts}/users", f"{accounts}/users/{{user_id}}"
    everybodys = {Operation("POST", users), Operation("GET", users), Operation("GET", accounts + _ME)}
    return everybodys | {Operation(method, one) for method in ("GET", *_CHANGES)}
