"""Answers with the headers that things and lists have. OpenAPI shows the schema of what is inside."""

from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_args
from urllib.parse import parse_qsl, quote, urlencode

from pydantic import BaseModel, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .schemas import Read
from .spelling import SHOWN

Thing = TypeVar("Thing", bound=Read)
Shown = TypeVar("Shown", bound=BaseModel)


class Found(BaseModel, Generic[Shown]):
    """A page of a list. `next` is the cursor of the page after it; null on the last one."""

    model_config = SHOWN

    items: list[Shown]
    next: str | None = None


class Counted(Found[Shown], Generic[Shown]):
    """A page of a list, and how many items the whole list has, under its filters and for who asks.

    Where `total_is_exact` is false there are more than `total`: they are counted so far and no further.
    """

    total: int
    total_is_exact: bool


class Item(Response, Generic[Thing]):
    """One thing, with its version as ETag."""

    media_type = "application/json"

    def __init__(self, item: Thing, status_code: int = 200) -> None:
        super().__init__(item.model_dump_json(), status_code, headers={"etag": etag(item)})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(get_args(source)[0])


class Created(Item[Thing]):
    """A thing that was created, with the path of the endpoint called `at`, where there is one, as Location."""

    def __init__(self, item: Thing, at: str | None = None, **parameters: Any) -> None:
        super().__init__(item, 201)
        self._at = at
        self._parameters = parameters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._at is not None:
            self.headers["location"] = str(scope["router"].url_path_for(self._at, **self._parameters))
        await super().__call__(scope, receive, send)


class Items(Response, Generic[Shown]):
    """A page of a list, with the next page as Link."""

    media_type = "application/json"
    page: ClassVar[type[BaseModel]] = Found

    def __init__(self, found: Found[Shown]) -> None:
        super().__init__(found.model_dump_json())
        self._next = found.next

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(_page_of(get_args(source)[0], cls.page))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._next is not None:
            query = dict(parse_qsl(scope["query_string"].decode("latin-1"))) | {"cursor": self._next}
            self.headers["link"] = f'<{quote(scope["path"])}?{urlencode(query)}>; rel="next"'
        await super().__call__(scope, receive, send)


class CountedItems(Items[Shown]):
    """A page of a list that is counted, with the next page as Link."""

    page = Counted


def etag(item: Read) -> str:
    """The version of a thing as an entity tag."""
    return f'"{item.version}"'


@cache
def _page_of(shape: Any, page: Any) -> type[BaseModel]:
    """`page[shape]` by a name that is good in a client."""
    name = f"{shape.__name__.removesuffix('Read')}Page"
    return create_model(name, __base__=page[shape], __doc__=page.__doc__)
