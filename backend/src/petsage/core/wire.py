"""How tests speak to the API: in the project's own names, whatever its style makes of them for clients."""

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from httpx2 import AsyncBaseTransport, Request, Response
from pydantic import BaseModel

from .spelling import in_json, in_style, plain
from .style import STYLE, Style


class InStyle(AsyncBaseTransport):
    """Sends requests as the style wants them, and hands on the answers as if there were none."""

    def __init__(self, inner: AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: Request) -> Response:
        """The answer to a request."""
        if Style() == STYLE:
            return await self._inner.handle_async_request(request)
        answer = await self._inner.handle_async_request(self._styled(request))
        content = await answer.aread()
        if "json" in answer.headers.get("content-type", "") and content:
            content = json.dumps(self._renamed(json.loads(content), self._plain)).encode()
        return Response(answer.status_code, headers=_but_length(answer), content=content)

    def _styled(self, request: Request) -> Request:
        url, content = request.url, request.content
        if query := url.query.decode():
            pairs = [(in_style(name), value) for name, value in parse_qsl(query, keep_blank_values=True)]
            url = url.copy_with(query=urlencode(pairs).encode())
        if "json" in request.headers.get("content-type", "") and content:
            content = json.dumps(self._renamed(json.loads(content), self._styled_name)).encode()
        method = "PUT" if request.method == "PATCH" and STYLE.change == "put" else request.method
        return Request(method, url, headers=_but_length(request), content=content)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of all fields by what clients call them."""
        schemas = _below(BaseModel)
        names = {name for schema in schemas for name in (*schema.model_fields, *schema.model_computed_fields)}
        return {in_json(name): plain(name) for name in names}

    def _plain(self, name: str) -> str:
        return self._names.get(name, name)

    def _styled_name(self, name: str) -> str:
        return in_json(name) if in_json(name) in self._names else name

    def _renamed(self, value: Any, rename: Callable[[str], str]) -> Any:
        """The value with all names in it otherwise, those of refused fields among them."""
        if isinstance(value, list):
            return [self._renamed(part, rename) for part in value]
        if not isinstance(value, dict):
            return value
        found = {rename(name): self._renamed(part, rename) for name, part in value.items()}
        if set(value) == {"place", "message"} and isinstance(value["place"], str):
            found["place"] = ".".join(map(rename, value["place"].split(".")))
        return found


def _but_length(message: Request | Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in message.headers.multi_items() if name.lower() != "content-length"]


def _below(schema: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in schema.__subclasses__():
        yield one
        yield from _below(one)
