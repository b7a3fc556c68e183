"""The endpoints that take and show accounts, with what people have of their own."""

from typing import TYPE_CHECKING, Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request

from ..answers import Created, Item, Items
from ..changing import changes
from ..documentation import problems
from ..envelopes import Within
from ..preconditions import IfMatch
from ..schemas import Patch
from ..sessions import Session, Transaction
from . import attempts, managing, roles, service
from .callers import CurrentUser
from .people import OwnFields, own_fields
from .schemas import SignUp, UserChange, UserQuery, UserRead


def accounts_router() -> APIRouter:
    """The endpoints, in the shapes that features have declared by now."""
    router, own = APIRouter(tags=["Accounts"]), own_fields()
    if TYPE_CHECKING:
        NewAccount: TypeAlias = SignUp
        Account: TypeAlias = UserRead
        AccountChange: TypeAlias = UserChange
    else:
        NewAccount, Account = (own.sign_up, own.read) if own else (SignUp, UserRead)
        NewAccount, AccountChange = Annotated[NewAccount, Within("user")], Annotated[UserChange, Within("user")]

    @router.post("/users", status_code=201, summary="Sign up", responses=problems(409, 429))
    async def sign_up(account: NewAccount, request: Request, transaction: Transaction) -> Created[Account]:
        """A new account. It has to sign in before it can do anything."""
        await attempts.count(request, attempts.SIGN_UPS, "sign up")
        return Created(await service.sign_up(transaction, account))

    @router.get("/users/me", summary="Who I am")
    async def get_me(user: CurrentUser, session: Session) -> Item[Account]:
        """The account that is signed in."""
        return Item(await service.who_am_i(session, user.id))

    @router.get("/users", summary="List accounts", responses=problems(403))
    async def list_users(query: Annotated[UserQuery, Query()], user: CurrentUser, session: Session) -> Items[Account]:
        """Admins find accounts by email address and by role. Newest first."""
        return Items(await roles.users(session, query, user))

    @router.get("/users/{user_id}", summary="Get an account", responses=problems(403))
    async def get_user(user_id: UUID, user: CurrentUser, session: Session) -> Item[Account]:
        """Only admins can."""
        return Item(await managing.get(session, user_id, user))

    @changes(router, "/users/{user_id}", summary="Change an account", responses=problems(403, 409))
    async def change_user(
        user_id: UUID, patch: AccountChange, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
    ) -> Item[Account]:
        """Admins make somebody an admin or no longer one, and an account active or not. One active admin is left."""
        return Item(await managing.change(transaction, user_id, patch, user, if_match))

    if own is not None:
        _add_change(router, own)
    return router


def _add_change(router: APIRouter, own: OwnFields) -> None:
    """Let people change what they have of their own."""
    if TYPE_CHECKING:
        Change: TypeAlias = Patch
        Account: TypeAlias = UserRead
    else:
        Change, Account = Annotated[own.patch, Within("user")], own.read

    @changes(router, "/users/me", summary="Change my account", responses=problems(409))
    async def change_me(
        patch: Change, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
    ) -> Item[Account]:
        """What people have of their own; a new address has to be confirmed, and a password is changed by itself."""
        return Item(await own.change(transaction, patch, user, if_match))
