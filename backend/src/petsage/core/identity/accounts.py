"""The endpoints that take and show accounts, with what people have of their own."""

from typing import TYPE_CHECKING, Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request

from ..answers import Created, Item, Items
from ..changing import changes
from ..documentation import problems
from ..preconditions import IfMatch
from ..schemas import Patch
from ..sessions import Session, Transaction
from ..style import STYLE
from ..within import Within
from . import attempts, managing, roles, service
from .bearing import WITH_ACCOUNT, known, mine, signed_in, signed_up
from .callers import CurrentUser
from .people import OwnFields, own_fields
from .schemas import Credentials, SignUp, TokenRead, UserChange, UserQuery, UserRead

_SIGN_IN = f"A token to send as `Authorization: {STYLE.scheme} TOKEN`. It is shown once; only its hash is kept."


def accounts_router() -> APIRouter:
    """The endpoints, in the shapes that features have declared by now."""
    router, own = APIRouter(tags=["Accounts"]), own_fields()
    if TYPE_CHECKING:
        NewAccount: TypeAlias = SignUp
        Account: TypeAlias = UserRead
        Mine: TypeAlias = UserRead
        AccountChange: TypeAlias = UserChange
        SignedIn: TypeAlias = Created[UserRead] | TokenRead
    else:
        NewAccount, Account = (own.sign_up, own.read) if own else (SignUp, UserRead)
        Mine = mine(Account)
        SignedIn = Created[Mine] if WITH_ACCOUNT else TokenRead
        NewAccount, AccountChange = Annotated[NewAccount, Within("user")], Annotated[UserChange, Within("user")]

    @router.post(STYLE.sign_up, status_code=201, summary="Sign up", responses=problems(409, 429))
    async def sign_up(account: NewAccount, request: Request, transaction: Transaction) -> Created[Mine]:
        """A new account."""
        await attempts.count(request, attempts.SIGN_UPS, "sign up")
        return Created(await signed_up(transaction, await service.sign_up(transaction, account)))

    @router.post(
        STYLE.sign_in,
        status_code=201,
        summary="Sign in",
        description=_SIGN_IN,
        responses=problems(401, 403, 429),
    )
    async def sign_in(
        credentials: Annotated[Credentials, Within("user")], request: Request, transaction: Transaction
    ) -> SignedIn:
        """A token, which is shown once."""
        await attempts.count(request, attempts.BY_ADDRESS, "sign in")
        await attempts.count(request, attempts.BY_ACCOUNT, "sign in", credentials.email)
        answer = await signed_in(transaction, credentials)
        await attempts.forget(request, transaction, "sign in", credentials.email)
        return Created(answer) if isinstance(answer, UserRead) else answer

    @router.get(STYLE.me, summary="Who I am")
    async def get_me(user: CurrentUser, request: Request, session: Session) -> Item[Mine]:
        """The account that is signed in."""
        return Item(known(request, await service.who_am_i(session, user.id)))

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
        Mine: TypeAlias = UserRead
    else:
        Change, Mine = Annotated[own.patch, Within("user")], mine(own.read)

    @changes(router, STYLE.me, summary="Change my account", responses=problems(409))
    async def change_me(
        patch: Change, user: CurrentUser, request: Request, transaction: Transaction, if_match: IfMatch = None
    ) -> Item[Mine]:
        """What people have of their own; a password is changed by itself."""
        return Item(known(request, await own.change(transaction, patch, user, if_match)))
