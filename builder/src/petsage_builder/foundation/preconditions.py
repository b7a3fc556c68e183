"""If-Match: a change that is only wanted when the thing is still as the caller knows it."""

from typing import Annotated

from fastapi import Header

from .answers import etag
from .errors import StaleError
from .schemas import Read

IfMatch = Annotated[
    str | None,
    Header(description="The ETag that the thing must still have; without it the change is made in any case."),
]


def require_match(if_match: str | None, item: Read) -> None:
    """Raise `StaleError` unless the header is missing, `*`, or has the item's ETag among its own."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag(item) not in (tag.strip() for tag in if_match.split(",")):
        raise StaleError
