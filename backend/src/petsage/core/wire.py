"""How tests speak to the API: in the project's own names, whatever its style makes of them for clients."""

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncBaseTransport, Request, Response
from pydantic import BaseModel

from .envelopes import Called
from .spelling import in_json, in_style, plain
from .style import STYLE, Style


class InStyle(AsyncBaseTransport):
    """Sends an app requests as the style wants them, and hands on the answers as if there were none."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._inner = ASGITransport(app, raise_app_exceptions=False)

    async def handle_async_request(self, request: Request) -> Response:
        """The answer to a request."""
        if Style() == STYLE:
            return await self._inner.handle_async_request(request)
        answer = await self._inner.handle_async_request(self._styled(request))
        content = await answer.aread()
        if "json" in answer.headers.get("content-type", "") and content:
            found = self._renamed(self._bare(json.loads(content), answer), self._plain)
            content = json.dumps(_without_token(request, found)).encode()
        if answer.status_code == 200 and self._is_once(request):
            return Response(204, headers=_but_length(answer))
        return Response(answer.status_code, headers=_but_length(answer), content=content)

    def _styled(self, request: Request) -> Request:
        url, content = request.url.copy_with(raw_path=_styled_path(request).encode()), request.content
        method = "PUT" if request.method == "PATCH" and STYLE.change == "put" else request.method
        method = "POST" if method == "PUT" and self._is_once(request) else method
        if query := url.query.decode():
            pairs = [(in_style(name), value) for name, value in parse_qsl(query, keep_blank_values=True)]
            url = url.copy_with(query=urlencode(pairs).encode())
        if "json" in request.headers.get("content-type", "") and content:
            sent = self._renamed(json.loads(content), self._styled_name)
            envelope = self._envelope(method, url.path)
            content = json.dumps({envelope: sent} if envelope else sent).encode()
        return Request(method, url, headers=_but_length(request), content=content)

    def _operations(self, path: str) -> dict[str, Any]:
        """What the app's document says of a path: its operations by method."""
        paths = self._app.openapi()["paths"]
        fitting = [one for one in paths if _fits(one, path)]
        return next((dict(paths[one]) for one in sorted(fitting, key=lambda one: one.count("{"))), {})

    def _envelope(self, method: str, path: str) -> str | None:
        """The name that the app's document has the body of an operation under."""
        operation = self._operations(path).get(method.lower(), {}) if STYLE.body else {}
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if not name.endswith("Body"):
            return None
        return str(next(iter(self._app.openapi()["components"]["schemas"][name]["properties"])))

    def _is_once(self, request: Request) -> bool:
        """Whether a request is for what each person does once, where the style has a POST for that."""
        is_one = STYLE.once == "post" and request.method in ("PUT", "DELETE")
        return is_one and self._operations(request.url.path).keys() == {"post", "delete"}

    def _bare(self, content: Any, answer: Response) -> Any:
        """What is in an answer, without envelopes."""
        if isinstance(content, list) and not STYLE.items:
            return {"items": content, "next": _cursor(answer), **_counts(answer)}
        if not isinstance(content, dict):
            return content
        for called in self._called:
            if STYLE.one and content.keys() == {called.within(STYLE.one)}:
                return content[called.within(STYLE.one)]
            items, total = called.within(STYLE.items), called.within(STYLE.total)
            if items in content and "next" in content:
                return {{items: "items", total: "total"}.get(part, part): value for part, value in content.items()}
        return content

    @cached_property
    def _called(self) -> set[Called]:
        """What things are called."""
        return {schema.called for schema in _below(BaseModel) if hasattr(schema, "called")}

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of all fields by what clients call them."""
        schemas = _below(BaseModel)
        names = {name for schema in schemas for name in (*schema.model_fields, *schema.model_computed_fields)}
        own = {word: name for name, word in STYLE.fields.items()}
        return {in_json(name): plain(name) for name in names} | own

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


def _styled_path(request: Request) -> str:
    """The path and the query of a request, where the style has what is asked for."""
    path, mark, query = request.url.raw_path.decode().partition("?")
    plain, styled = Style(), STYLE
    if path == STYLE.prefix + plain.sign_in and request.method == "POST":
        path = styled.prefix + styled.sign_in
    elif path == STYLE.prefix + plain.sign_up and request.method == "POST":
        path = styled.prefix + styled.sign_up
    elif f"{path}/".startswith(f"{STYLE.prefix}{plain.me}/"):
        path = styled.prefix + styled.me + path.removeprefix(STYLE.prefix + plain.me)
    return path + mark + query


def _without_token(request: Request, content: Any) -> Any:
    """What is shown of an account, as if tokens were answers of their own."""
    is_token = request.url.path == STYLE.prefix + Style.sign_in
    if STYLE.token == "apart" or is_token or not isinstance(content, dict) or "email" not in content:
        return content
    return {name: value for name, value in content.items() if name != "token"}


def _fits(template: str, path: str) -> bool:
    """Whether a path is one of an operation's."""
    pairs = zip(template.split("/"), path.split("/"), strict=False)
    fitting = [there == here or (there.startswith("{") and here != "") for there, here in pairs]
    return template.count("/") == path.count("/") and all(fitting)


def _cursor(answer: Response) -> str | None:
    """The cursor of the page after this one."""
    link = answer.links.get("next", {}).get("url", "")
    return dict(parse_qsl(link.partition("?")[2])).get("cursor")


def _counts(answer: Response) -> dict[str, Any]:
    """How many there are in a list, where it is counted."""
    if "x-total-count" not in answer.headers:
        return {}
    exact = answer.headers["x-total-is-exact"] == "true"
    return {"total": int(answer.headers["x-total-count"]), "total_is_exact": exact}


def _below(schema: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in schema.__subclasses__():
        yield one
        yield from _below(one)
