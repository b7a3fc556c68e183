"""The endpoints of accounts whose shapes are the same in every app."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from ..documentation import problems
from ..sessions import Session, Transaction
from ..style import STYLE
from . import attempts, belongings, managing, roles, service
from .callers import CurrentUser, token_of
from .exporting import CsvResponse, to_csv, to_json
from .schemas import Export, Farewell, PasswordChange

router = APIRouter(tags=["Accounts"])

RoleName = Annotated[str, Path(max_length=40)]


@router.delete("/tokens/current", status_code=204, summary="Sign out")
async def sign_out(_user: CurrentUser, request: Request, transaction: Transaction) -> None:
    """The token of this request is worth nothing from now on."""
    await service.sign_out(transaction, token_of(request) or "")


@router.put(f"{STYLE.me}/password", status_code=204, summary="Change my password", responses=problems(429))
async def change_password(
    change: PasswordChange, user: CurrentUser, request: Request, transaction: Transaction
) -> None:
    """Signs out everywhere else."""
    await attempts.count(request, attempts.BY_ACCOUNT, "password", str(user.id))
    await service.change_password(transaction, user.id, token_of(request) or "", change)


@router.post(f"{STYLE.me}/deletion", status_code=204, summary="Delete my account", responses=problems(409, 429))
async def delete_account(farewell: Farewell, user: CurrentUser, request: Request, transaction: Transaction) -> None:
    """For good, with everything that belongs to it. What belongs to others and names it names nobody from then on."""
    await attempts.count(request, attempts.BY_ACCOUNT, "password", str(user.id))
    await service.delete_account(transaction, user.id, farewell)


@router.delete("/users/{user_id}", status_code=204, summary="Delete an account", responses=problems(403, 409))
async def delete_user(user_id: UUID, user: CurrentUser, transaction: Transaction) -> None:
    """Only admins can; for good, with everything that belongs to the account."""
    await managing.remove(transaction, user_id, user)


@router.put("/users/{user_id}/roles/{role}", status_code=204, summary="Give a role", responses=problems(403))
async def give_role(user_id: UUID, role: RoleName, user: CurrentUser, transaction: Transaction) -> None:
    """Admins give a user a role that a feature declares. Nothing happens where the user has it."""
    await roles.give(transaction, user_id, role, user)


@router.delete("/users/{user_id}/roles/{role}", status_code=204, summary="Take a role", responses=problems(403))
async def take_role(user_id: UUID, role: RoleName, user: CurrentUser, transaction: Transaction) -> None:
    """Admins take a role from a user. Nothing happens where the user doesn't have it."""
    await roles.take(transaction, user_id, role, user)


@router.get(f"{STYLE.me}/export", summary="Export all that is mine", response_model=Export)
async def export_everything(user: CurrentUser, session: Session) -> Response:
    """Everything that belongs to the account, as one JSON document; passwords and tokens are left out."""
    return StreamingResponse(to_json(belongings.export(session, user.id)), media_type="application/json")


@router.get(STYLE.me + "/export/{kind}", summary="Export one kind as CSV", response_class=CsvResponse)
async def export_kind(kind: Annotated[str, Path(max_length=63)], user: CurrentUser, session: Session) -> CsvResponse:
    """The rows of one kind, such as `pets`; the JSON export names them all."""
    return CsvResponse(to_csv(*belongings.export_kind(session, user.id, kind)))
