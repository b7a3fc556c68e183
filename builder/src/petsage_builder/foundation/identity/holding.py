"""Accounts as queries see them: by their address, and with the roles that each has."""

from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ..database import Session
from .models import User, UserRole


class _Joined(FunctionElement[str]):
    """The values of a column in one text, with commas between them; null where there are none."""

    type = String()
    inherit_cache = True


@compiles(_Joined)
def _on_postgresql(joined: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"string_agg({compiler.process(joined.clauses, **options)}, ',')"


@compiles(_Joined, "sqlite")
def _on_sqlite(joined: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"group_concat({compiler.process(joined.clauses, **options)})"


HELD = select(_Joined(UserRole.role)).where(UserRole.user_id == User.id).scalar_subquery().label("roles")
"""The roles of a user, with commas between them."""

SHOWN = select(User, HELD)
"""Accounts, with the roles that each has."""

_BY_ADDRESS = select(User.id).where(User.email == bindparam("address"))


async def account_of(session: Session, email: str) -> UUID | None:
    """The account that has an address, if one does."""
    return await session.scalar(UUID, _BY_ADDRESS, address=email)
