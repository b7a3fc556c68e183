"""Answers with the headers that things and lists have. OpenAPI shows the schema of what is inside."""

from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_args
from urllib.parse import parse_qsl, quote, urlencode

from pydantic import BaseModel, Field, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, to_json
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .envelopes import Called
from .schemas import Read
from .spelling import SHOWN, in_json
from .style import STYLE, Style

Thing = TypeVar("Thing", bound=Read)
Shown = TypeVar("Shown", bound=BaseModel)


class Found(BaseModel, Generic[Shown]):
    """A page of a list. `next` is the cursor of the page after it; null on the last one."""

    model_config = SHOWN

    items: list[Shown]
    next: str | None = None
    called: Called = Field(default=Called(), exclude=True)


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
        content, name = item.model_dump_json(), item.called.within(STYLE.one)
        super().__init__(f'{{"{name}":{content}}}' if name else content, status_code, headers={"etag": etag(item)})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(_thing_of(get_args(source)[0]))


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
        super().__init__(_content(found), headers=_counts(found))
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


def _names(called: Called) -> dict[str, str]:
    """What the style calls the parts of a page."""
    return {"items": called.within(STYLE.items), "total": called.within(STYLE.total)}


def _content(found: Found[Any]) -> str | bytes:
    """A page as clients get it: a bare list, or what the style calls its parts."""
    if not STYLE.items:
        return to_json(found.items, by_alias=True)
    if STYLE.items == Style.items and STYLE.total == Style.total:
        return found.model_dump_json()
    names = _names(found.called)
    parts = {names.get(part, in_json(part)): value for part, value in found if part != "called"}
    return to_json(parts, by_alias=True)


def _counts(found: Found[Any]) -> dict[str, str]:
    """What has no place in a bare list."""
    if STYLE.items or not isinstance(found, Counted):
        return {}
    return {"x-total-count": str(found.total), "x-total-is-exact": str(found.total_is_exact).lower()}


@cache
def _thing_of(shape: Any) -> Any:
    """What is answered where it is a thing: that, in the style's envelope."""
    if not STYLE.one:
        return shape
    item: Any = (shape, Field(serialization_alias=shape.called.within(STYLE.one)))
    return create_model(f"{_bare(shape)}Answer", __config__=SHOWN, __doc__=shape.__doc__, item=item)


@cache
def _page_of(shape: Any, page: Any) -> Any:
    """`page[shape]` by a name that is good in a client, and its parts as the style calls them."""
    if not STYLE.items:
        return list[shape]
    names = _names(getattr(shape, "called", Called()))
    parts = {part: field.annotation for part, field in page[shape].model_fields.items() if part in names}
    named: Any = {part: (held, Field(serialization_alias=names[part])) for part, held in parts.items()}
    return create_model(f"{_bare(shape)}Page", __base__=page[shape], __doc__=page.__doc__, **named)


def _bare(shape: Any) -> str:
    return str(shape.__name__.removesuffix("Read"))
