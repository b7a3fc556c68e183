"""The tables of accounts and their tokens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, true
from sqlalchemy.orm import Mapped, mapped_column

from ..tables import Base, Entity

SECRET = {"secret": True}
"""What marks a table or a column that is shown to nobody, not even in an export."""


class Role(StrEnum):
    """What a user may do beyond their own things."""

    USER = "user"
    ADMIN = "admin"


class User(Entity):
    """An account. `email` is kept in small letters; `password` is an argon2 hash. Who isn't active can't sign in."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str] = mapped_column(String(200), info=SECRET)
    role: Mapped[Role] = mapped_column(default=Role.USER)
    is_active: Mapped[bool] = mapped_column(server_default=true())


class UserRole(Base):
    """A role that a user has, besides that of a user or an admin: one that a feature declares."""

    __tablename__ = "user_roles"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class Attempt(Base):
    """Tries of something from somewhere, which both are in `digest`; `free_at` is when none of them counts any more."""

    __tablename__ = "attempts"
    __table_args__ = ({"info": SECRET},)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)


class Letter(Base):
    """A secret that was mailed and is still good. `digest` is its SHA-256; `email` is the address that it confirms.

    One that confirms none lets whoever has it choose a new password.
    """

    __tablename__ = "letters"
    __table_args__ = ({"info": SECRET},)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    expires_at: Mapped[datetime]


class Token(Base):
    """A sign-in that is still good. `digest` is the SHA-256 of what the client holds, which is kept nowhere."""

    __tablename__ = "tokens"
    __table_args__ = ({"info": SECRET},)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
