"""What people have of their own besides an address and a password, such as a username.

One feature declares it. It is given at sign-up, shown and changed with the account, exported and gone with it.
"""

from collections.abc import Sequence
from string import ascii_lowercase, digits
from types import new_class
from typing import Any, cast
from uuid import UUID

from pydantic import MISSING, BaseModel
from sqlalchemy import FromClause, Table, UniqueConstraint, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's compiler knows its ON CONFLICT as well

from ..columns import Identifier
from ..database import READ_MANY, Session, Transaction
from ..fields import FoldedEmail, now
from ..folding import folds_of
from ..preconditions import require_match
from ..repository import Repository
from ..schemas import Input, Patch, Read, with_example
from ..spelling import in_json, plain
from ..statements import locking
from ..style import STYLE
from .callers import SignedIn
from .holding import SHOWN
from .models import Letter, Role, User
from .schemas import SignUp, UserRead

_ID = bindparam("user_id", type_=Identifier())
_IDS = bindparam("ids", type_=Identifier(), expanding=True)
_HELD = locking(SHOWN.where(User.id == _ID))
_TOUCHED = update(User).where(User.id == _ID).values(version=User.version + 1, updated_at=bindparam("moment"))


_ADDRESS = update(User).where(User.id == _ID).values(email=bindparam("address"))
_LETTERS = delete(Letter).where(Letter.user_id == _ID)


class AddressChange(Patch):
    """What is to change about what somebody has of their own, and their address."""

    email: FoldedEmail | MISSING = MISSING


class OwnFields:
    """The rows of `repository`, whose ids are those of accounts: what is given in `new`, and changed by `patch`.

    Who has no row, as who signed up by an older app while this one was being deployed, has what all start with.
    """

    def __init__(self, repository: Repository[Any], new: type[Input], patch: type[Patch]) -> None:
        model, shape = repository.model, repository.shape
        self.patch = patch if STYLE.email == "confirmed" else cast(type[Patch], _with_address(patch))
        self._own_patch = patch
        example = with_example(**_example(SignUp), **_example(new))
        self.sign_up = cast(type[SignUp], _both(SignUp, new, model_config=example))
        self.read = cast(type[UserRead], _both(UserRead, shape))
        self._new, self._repository = new, repository
        self._names = [name for name in shape.model_fields if name not in Read.model_fields]
        self._found = select(model).where(model.id.in_(_IDS))
        self._begun = insert(model).on_conflict_do_nothing()
        self._blank = dict.fromkeys(model.__table__.columns.keys()) | {
            name: field.get_default(call_default_factory=True)
            for name, field in new.model_fields.items()
            if not field.is_required()
        }

    async def give(self, transaction: Transaction, user_id: UUID, account: SignUp) -> None:
        """Keep what is given at sign-up; `TakenError` where something is unique that somebody else has."""
        own = {name: getattr(account, name) for name in self._new.model_fields}
        caller = SignedIn(id=user_id, role=Role.USER, roles=[])
        await self._repository.create(transaction, self._new.model_construct(**own), caller, id=user_id)

    def asked_for(self, number: int) -> dict[str, Any]:
        """An example of what is given at sign-up; in texts that are unique, another one for each number."""
        example, unique = _example(self._new), _unique(self._repository.model.__table__)
        given = {name: example[in_json(name)] for name in self._new.model_fields if in_json(name) in example}
        return {plain(name): _numbered(value, number) if name in unique else value for name, value in given.items()}

    async def begin(self, transaction: Transaction, user_id: UUID) -> None:
        """Let the account have what nobody has to give, where it has no row yet."""
        moment = now()
        times = {"created_at": moment, "updated_at": moment}
        await transaction.execute(self._begun, **self._blank | times | {"id": user_id, "version": 1})

    async def change(self, transaction: Transaction, patch: Patch, caller: SignedIn, if_match: str | None) -> UserRead:
        """The caller's account with what `patch` says changed; `StaleError` when it isn't at that version."""
        require_match(if_match, await transaction.one(UserRead, _HELD, user_id=caller.id))
        await self.begin(transaction, caller.id)
        own = {name: getattr(patch, name) for name in self._own_patch.model_fields}
        await self._repository.change(transaction, caller.id, self._own_patch.model_construct(**own), caller)
        if isinstance(patch, AddressChange) and patch.email is not MISSING:
            await transaction.execute(_LETTERS, user_id=caller.id)
            await transaction.execute(_ADDRESS, user_id=caller.id, address=patch.email)
        if patch.model_dump():
            await transaction.execute(_TOUCHED, user_id=caller.id, moment=now())
        (account,) = await self.shown(transaction, [await transaction.one(UserRead, _HELD, user_id=caller.id)])
        return account

    async def shown(self, session: Session, accounts: Sequence[UserRead]) -> list[UserRead]:
        """The accounts, each with its own fields: one more statement for all of them."""
        rows = await session.rows(self._found, ids=[account.id for account in accounts]) if accounts else []
        found = {one.id: one for one in READ_MANY[self._repository.shape](rows)}
        return [self.read.model_construct(**dict(account), **self._own(found.get(account.id))) for account in accounts]

    def _own(self, row: Read | None) -> dict[str, Any]:
        """What somebody has of their own; without a row what all start with."""
        return {name: getattr(row, name) if row else self._blank[name] for name in self._names}


def _both(account: type[BaseModel], own: type[BaseModel], **more: Any) -> type[BaseModel]:
    """The schema of an account with own fields behind the others; it is called as that of accounts is."""
    body = {"__doc__": account.__doc__, "__module__": __name__, **more}
    return new_class(account.__name__, (own, account), exec_body=lambda namespace: namespace.update(body))


def _with_address(patch: type[Patch]) -> type[BaseModel]:
    """The schema of a change with the address in it."""
    return new_class(patch.__name__, (patch, AddressChange), exec_body=lambda body: body.update(__module__=__name__))


def _example(shape: type[Input]) -> dict[str, Any]:
    """The body that a schema is documented with."""
    extra = shape.model_config.get("json_schema_extra")
    examples = extra.get("examples") if isinstance(extra, dict) else None
    return dict(examples[0]) if isinstance(examples, list) and isinstance(examples[0], dict) else {}


def _unique(table: FromClause) -> set[str]:
    """The columns that are part of something unique, be it regardless of capitals."""
    rules = table.constraints if isinstance(table, Table) else ()
    found = {column.key for rule in rules if isinstance(rule, UniqueConstraint) for column in rule.columns}
    return found | {column for name, column in folds_of(table).items() if name in found}


def _numbered(text: Any, number: int) -> Any:
    """The text with a number written into its digits and letters, from its end."""
    signs = list(text) if isinstance(text, str) else []
    for place, sign in reversed(list(enumerate(signs))):
        if "0" <= sign <= "9":
            number, digit = divmod(number, 10)
            signs[place] = digits[digit]
        elif sign.isascii() and sign.isalpha():
            number, digit = divmod(number, 26)
            signs[place] = ascii_lowercase[digit]
    return "".join(signs) if signs else text


_declared: list[OwnFields] = []


def declare_fields(repository: Repository[Any], new: type[Input], patch: type[Patch]) -> None:
    """Says what people have of their own; `repository` lets each see and change what is theirs alone."""
    _declared[:] = [OwnFields(repository, new, patch)]


def own_fields() -> OwnFields | None:
    """What people have of their own, if a feature says so."""
    return _declared[0] if _declared else None


async def whole(session: Session, accounts: Sequence[UserRead]) -> list[UserRead]:
    """Accounts with all that people have."""
    own = own_fields()
    return list(accounts) if own is None else await own.shown(session, accounts)
