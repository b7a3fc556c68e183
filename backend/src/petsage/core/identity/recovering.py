"""The endpoints of what is mailed: a forgotten password, a new address."""

import logging
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, FastAPI, Request

from ..database import Database
from ..documentation import problems
from ..errors import NoMailError
from ..mail import Post
from ..sessions import Session, Transaction
from ..style import STYLE
from . import attempts, letters, service
from .callers import CurrentUser
from .holding import account_of
from .schemas import EmailChange, Forgotten, NewPassword, Secret

logger = logging.getLogger(__name__)

router = APIRouter(tags=["Accounts"])


@router.post("/password-resets", status_code=202, summary="Forgot my password", responses=problems(409, 429))
async def ask_for_reset(forgotten: Forgotten, request: Request, tasks: BackgroundTasks) -> None:
    """Mails a secret that lets whoever has it choose a new password, for an hour; nothing tells who has an account."""
    post = _post(request.app)
    await attempts.count(request, attempts.BY_ADDRESS, "letters")
    await attempts.count(request, attempts.BY_ACCOUNT, "letters", forgotten.email)
    tasks.add_task(_mail_reset, request.app, post, forgotten.email)


@router.post(
    "/password-resets/confirmation", status_code=204, summary="Choose a new password", responses=problems(409, 429)
)
async def reset_password(chosen: NewPassword, request: Request, transaction: Transaction) -> None:
    """Signs out everywhere. The secret is the one that was mailed."""
    await attempts.count(request, attempts.BY_ADDRESS, "secrets")
    await letters.reset_password(transaction, chosen.secret, chosen.password)


@router.put(f"{STYLE.me}/email", status_code=202, summary="Change my email address", responses=problems(409, 429))
async def change_email(
    change: EmailChange, user: CurrentUser, request: Request, session: Session, tasks: BackgroundTasks
) -> None:
    """Mails a secret to the new address; it is the account's when that has come back."""
    post = _post(request.app)
    await attempts.count(request, attempts.BY_ACCOUNT, "password", str(user.id))
    await service.require_password(session, user.id, "password", change.password)
    tasks.add_task(_mail_confirmation, request.app, post, user.id, change.email)


@router.post("/email-changes/confirmation", status_code=204, summary="Confirm it", responses=problems(409, 429))
async def confirm_email(shown: Secret, request: Request, transaction: Transaction, tasks: BackgroundTasks) -> None:
    """The account has the address that the secret was mailed to. The old one is told."""
    await attempts.count(request, attempts.BY_ADDRESS, "secrets")
    old = await letters.confirm_email(transaction, shown.secret)
    if post := request.app.state.post:
        text = letters.CHANGED.format(title=request.app.title)
        tasks.add_task(_send, post, old, "Your email address was changed", text)


def _post(app: FastAPI) -> Post:
    post: Post | None = app.state.post
    if post is None:
        raise NoMailError
    return post


async def _mail_reset(app: FastAPI, post: Post, email: str) -> None:
    """After the answer, so that its time tells nothing either."""
    database: Database = app.state.database
    async with database.transaction() as transaction:
        user_id = await account_of(transaction, email)
        secret = user_id and await letters.write(transaction, user_id)
    if secret:
        where = letters.link_to(app.state.public_url, "reset-password", secret)
        await _send(post, email, "A new password", letters.RESET.format(email=email, title=app.title, where=where))


async def _mail_confirmation(app: FastAPI, post: Post, user_id: UUID, email: str) -> None:
    database: Database = app.state.database
    async with database.transaction() as transaction:
        is_taken = await account_of(transaction, email) is not None
        secret = None if is_taken else await letters.write(transaction, user_id, email)
    if secret:
        where = letters.link_to(app.state.public_url, "confirm-email", secret)
        await _send(post, email, "Your new email address", letters.CONFIRM.format(title=app.title, where=where))


async def _send(post: Post, to: str, subject: str, text: str) -> None:
    """A mail server that is down is told in the log, without addresses and secrets."""
    try:
        await post.send(to, subject, text)
    except Exception:
        logger.exception("A mail could not be sent.", extra={"event": "mail_failed"})
