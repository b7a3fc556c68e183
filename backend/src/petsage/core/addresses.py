"""Things whose paths have a name of theirs, such as a slug, instead of their id."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path
from sqlalchemy import bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from .sessions import Session
from .tables import live

NOTHING = UUID(int=0)
"""An id that nothing has."""


def found_by(column: InstrumentedAttribute[Any], parameter: str) -> Any:
    """What gives a handler the id of the thing that has a value of `column`, which the path has as `parameter`.

    Where there is none it is `NOTHING`, so that what isn't there is answered as it is for an id, and who isn't signed
    in can't tell. What is deleted and can be restored is not found so.
    """
    model = column.class_
    found = select(model.id).where(column == bindparam("_name"))
    if "deleted_at" in model.__table__.columns:
        found = found.where(live(model.__table__))

    async def thing_id(name: Annotated[str, Path(alias=parameter)], session: Session) -> UUID:
        if "\0" in name:  # PostgreSQL has no such text
            return NOTHING
        return await session.scalar(UUID, found, _name=name) or NOTHING

    return Depends(thing_id)
