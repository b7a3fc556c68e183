"""References that a client sends: what it refers to must be something the client can see."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from .columns import Identifier
from .errors import Fault, InvalidError, NotFoundError
from .identity.models import User
from .repository import Lazy, resolved
from .rules import Draft, Rule
from .schemas import Read
from .spelling import in_json
from .statements import keeping

Thing = TypeVar("Thing", bound=Read)

_USER = keeping(select(User.id).where(User.id == bindparam("_id", type_=Identifier())))


class RefersTo(Rule[Thing]):
    """What a thing refers to by `column` is a thing of `repository` that the caller can see.

    A repository that is not defined yet is given as a function: `lambda: comments`.
    """

    def __init__(self, column: InstrumentedAttribute[Any], repository: Lazy) -> None:
        self._column = column.key
        self._repository = repository

    async def before(self, draft: Draft[Thing]) -> None:
        reference: UUID | None = draft.new_value(self._column)
        if reference is None:
            return
        try:
            await resolved(self._repository).keep(draft.transaction, reference, draft.caller)
        except NotFoundError as error:
            raise InvalidError(Fault(("body", in_json(self._column)), error.message)) from None


class RefersToUser(Rule[Thing]):
    """What a thing refers to by `column` is a user."""

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        self._column = column.key

    async def before(self, draft: Draft[Thing]) -> None:
        reference: UUID | None = draft.new_value(self._column)
        if reference is not None and not await draft.transaction.rows(_USER, _id=reference):
            raise InvalidError(Fault(("body", in_json(self._column)), "There is no such user."))
