"""What accounts take and show."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import MISSING, AfterValidator, BaseModel, BeforeValidator, Field

from ..envelopes import Called
from ..fields import FoldedEmail
from ..paging import PageQuery
from ..schemas import Input, Patch, Read, with_example
from ..spelling import SHOWN
from .models import Role
from .passwords import SHORTEST, in_one_form, uncommon

Password = Annotated[
    str,
    Field(min_length=SHORTEST, max_length=200, json_schema_extra={"format": "password"}),
    AfterValidator(in_one_form),
    AfterValidator(uncommon),
]


def _each(held: Any) -> Any:
    """The roles in a text with commas between them, which is how a query has them; null where there are none."""
    return sorted(held.split(",")) if isinstance(held, str) else held or []


RoleNames = Annotated[list[str], BeforeValidator(_each)]


class Credentials(Input):
    """An email address and the password that goes with it."""

    model_config = with_example(email="alice@example.org", password="correct horse battery")

    email: FoldedEmail
    password: Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"format": "password"})]


class SignUp(Input):
    """A new account."""

    model_config = with_example(email="alice@example.org", password="correct horse battery")

    email: FoldedEmail
    password: Password


class PasswordChange(Input):
    """The password as it is, and as it is to be."""

    model_config = with_example(current="correct horse battery", new="staple correct horse")

    current: Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"format": "password"})]
    new: Password


class Forgotten(Input):
    """The address of an account whose password is forgotten."""

    model_config = with_example(email="alice@example.org")

    email: FoldedEmail


class Secret(Input):
    """What was mailed."""

    model_config = with_example(secret="p1Xb0rJ7m4yQ9sVwZk2Nf8Ht6Lc3Gd5Ea0RuTiOvYxM")

    secret: Annotated[str, Field(min_length=1, max_length=100)]


class NewPassword(Secret):
    """What was mailed, and the password that is to be."""

    model_config = with_example(secret="p1Xb0rJ7m4yQ9sVwZk2Nf8Ht6Lc3Gd5Ea0RuTiOvYxM", password="staple correct horse")

    password: Password


class EmailChange(Credentials):
    """The new address, and the password as it is."""

    model_config = with_example(email="alice@example.net", password="correct horse battery")


class UserRead(Read):
    """An account, as its own user and admins see it; `roles` are those that features declare."""

    called = Called("user", "users")

    email: str
    role: Role
    roles: RoleNames
    is_active: bool


class UserChange(Patch):
    """What admins change of an account."""

    model_config = with_example(is_active=False)

    role: Role | MISSING = MISSING
    is_active: bool | MISSING = MISSING


class UserQuery(PageQuery):
    """Which accounts."""

    email: FoldedEmail | None = None
    role: Annotated[str, Field(max_length=40)] | None = Field(None, description="A role that they have.")


class TokenRead(BaseModel):
    """What shows whose a request is, in its header `Authorization`, until it expires."""

    model_config = SHOWN

    token: str
    expires_at: datetime


class Farewell(Input):
    """The password, to delete the account with everything in it."""

    model_config = with_example(password="correct horse battery")

    password: Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"format": "password"})]


class Export(BaseModel):
    """All that an account holds: for each kind, by the name of its table, every row of it."""

    model_config = SHOWN

    exported_at: datetime
    kinds: dict[str, list[dict[str, Any]]]
