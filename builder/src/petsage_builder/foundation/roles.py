"""The roles that people can have, besides being admins: features declare them, admins give and take them."""

_declared: dict[str, bool] = {}
"""Each role, and whether whoever signs up gets it."""


def declare(*roles: str, start: str | None = None) -> None:
    """Says that people can have these roles; whoever signs up gets `start`, if it is given."""
    _declared.update({role: role == start for role in roles})


def declared() -> list[str]:
    """Every role of the app, in the order of the alphabet."""
    return sorted(_declared)


def given_at_first() -> list[str]:
    """The roles that whoever signs up gets."""
    return sorted(role for role, starts in _declared.items() if starts)
