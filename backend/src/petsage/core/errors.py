"""What can go wrong while serving a request, in the words of the product; what HTTP makes of it is in problems.py."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from .spelling import in_json

MOST_FAULTS = 20
"""Faults of one request that are told."""


class Fault(NamedTuple):
    """What is wrong with one part of the request: where it is ("body", "name"), and what it should be."""

    place: tuple[str | int, ...]
    message: str


class RefusedError(Exception):
    """The request can't be done; `message` says why and what to do next, `faults` which fields are to blame."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)


class NotFoundError(RefusedError):
    """There is no such thing, or it is not the caller's: nobody can tell which."""

    def __init__(self, message: str = "There is no such thing, or it is not yours.") -> None:
        super().__init__(message)


class InvalidError(RefusedError):
    """A value breaks a rule."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("Some fields were refused.", faults)


class TooLongError(RefusedError):
    """A value is longer than the database can index."""

    def __init__(self) -> None:
        super().__init__("One of these values is too long to be told apart from others. Shorten it.")


class ConflictError(RefusedError):
    """What is stored rules the request out."""


class TakenError(ConflictError):
    """Another row has these values of `columns`, which only one may have."""

    def __init__(self, columns: Sequence[str]) -> None:
        faults = [Fault(("body", in_json(column)), "This is already taken.") for column in columns]
        super().__init__("Something with these values exists already.", faults)
        self.columns = columns

    def among(self, sent: Collection[str], folds: Mapping[str, str]) -> "TakenError":
        """The same, which blames no other columns than these; what is folded is blamed as the text that it is of."""
        columns = [folds.get(column, column) for column in self.columns]
        return TakenError([column for column in columns if column in sent])


class StaleError(RefusedError):
    """The thing has changed since the caller read it."""

    def __init__(self) -> None:
        super().__init__("This has changed since you read it. Read it again and repeat what you wanted.")


class SignInError(RefusedError):
    """The caller is not known, and must be."""


class ForbiddenError(RefusedError):
    """The caller is known, and may not do this."""

    def __init__(self, message: str = "You may not do this.") -> None:
        super().__init__(message)


class LaterError(RefusedError):
    """The request may succeed after `seconds`."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TooManyError(LaterError):
    """The caller asks too often."""


class UnforeseenError(Exception):
    """The database refused what it was asked, and that is our fault. The driver's error is the cause."""


class UnavailableError(LaterError):
    """The database can't answer now."""

    def __init__(self) -> None:
        super().__init__("The database does not answer. Try again shortly.", seconds=1)


class NoMailError(ConflictError):
    """The app has no way to send mail."""

    def __init__(self) -> None:
        super().__init__("This app sends no mail. Ask whoever runs it.")


class UnmigratedError(LaterError):
    """The database is not at the revisions that this code was written for."""

    def __init__(self, missing: Collection[str]) -> None:
        told = ", ".join(sorted(missing))
        super().__init__(f"Migrations are missing: {told}. Run `alembic upgrade heads`.", seconds=5)
