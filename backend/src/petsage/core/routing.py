"""How a request finds its route: segment by segment in a tree, at the same cost however many routes there are.

FastAPI's own apps serve the requests, and for what is not in the tree (mounts, its documents, web sockets) it looks
itself. A path has one form: `/pets/` is not `/pets`.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Cookie, Header, Path
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from fastapi.telemetry._api import _route_selected  # nothing public tells FastAPI's spans their http.route
from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope, Send

from .errors import Fault, InvalidError

MOST_FAULTS = 20
"""Unknown parameters that are told of."""


class Target(NamedTuple):
    """A route, what its path calls the segments that vary, and the parameters that its query may have."""

    route: RouteContext
    names: list[str]
    parameters: frozenset[str]


@dataclass(slots=True)
class Node:
    """Where some segments lead: to what follows by name, to what follows whatever its name, to routes by method."""

    named: dict[str, "Node"] = field(default_factory=dict)
    varying: "Node | None" = None
    targets: dict[str, Target] = field(default_factory=dict)

    def find(self, segments: list[str]) -> Iterator[tuple["Node", list[str]]]:
        """The nodes that the segments lead to, by name first, each with the values of the segments that vary."""
        if not segments:
            yield self, []
            return
        first, *rest = segments
        if first in self.named:
            yield from self.named[first].find(rest)
        if self.varying is not None and first:
            for node, values in self.varying.find(rest):
                yield node, [first, *values]


class RouteTree:
    """The routes of an app, as the app that serves them. HEAD is answered as GET, OPTIONS with what is allowed."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._serve_other = router.app
        self._size = -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._serve_other(scope, receive, send)
        if self._size != len(self._router.routes):
            self._grow()
        scope["router"] = self
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        found = next((found for found in self._root.find(path.split("/")[1:]) if found[0].targets), None)
        if found is None:
            return await self._rest.app(scope, receive, send)
        node, values = found
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if method not in node.targets:
            return await _refuse(set(node.targets), scope, receive, send)
        return await _serve(node.targets[method], values, scope, receive, send)

    def url_path_for(self, name: str, /, **parameters: object) -> URLPath:
        """The path of the route with this name."""
        told = {parameter: quote(str(value), safe="") for parameter, value in parameters.items()}
        return URLPath(self._paths[name].format(**told))

    def _grow(self) -> None:
        self._size = len(self._router.routes)
        self._root = Node()
        self._paths: dict[str, str] = {}
        self._rest = copy.copy(self._router)
        self._rest.routes = [route for route in self._router.routes if not self._take(route)]

    def _take(self, route: BaseRoute) -> bool:
        """Put the routes of one router into the tree; tells whether none is left over."""
        contexts = list(iter_route_contexts([route]))
        fitting = [context for context in contexts if _fits(context)]
        for context in fitting:
            self._add(context)
        return len(fitting) == len(contexts)

    def _add(self, route: RouteContext) -> None:
        path = route.path_format or ""
        node, names = self._root, []
        for segment in path.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.varying = node = node.varying or Node()
            else:
                node = node.named.setdefault(segment, Node())
        for method in route.methods or ():
            node.targets.setdefault(method, Target(route, names, _parameters(route)))
        self._paths.setdefault(route.name or "", path)


def use_route_tree(app: FastAPI) -> None:
    """Let the app find its routes in a tree."""
    app.router.middleware_stack = RouteTree(app.router)


def _fits(context: RouteContext) -> bool:
    """Whether each segment of the path is either fixed or varies as a whole, as any text."""
    whole = all("{" not in segment or segment.startswith("{") for segment in (context.path or "{").split("/"))
    return isinstance(context.original_route, APIRoute) and whole and ":" not in (context.path or "")


def _parameters(route: RouteContext) -> frozenset[str]:
    fields = get_flat_params(route.dependant)
    return frozenset(field.alias for field in fields if not isinstance(field.field_info, Path | Header | Cookie))


def _refuse_unknown(query: bytes, known: frozenset[str]) -> None:
    """A parameter that nothing reads would be a wish that nobody heard: `units`, where everything is metric."""
    sent = dict.fromkeys(name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    if unknown := [name for name in sent if name not in known]:
        told = "is not a parameter here" + (f", which are {', '.join(sorted(known))}" if known else "")
        raise InvalidError(*(Fault(("query", name), told) for name in unknown[:MOST_FAULTS]))


async def _serve(target: Target, values: list[str], scope: Scope, receive: Receive, send: Send) -> None:
    route = target.route
    scope["path_params"] = dict(zip(target.names, values, strict=True))
    scope["endpoint"] = route.endpoint
    scope["route"] = route
    _route_selected(scope=scope, path=route.path_format)
    if scope["query_string"]:
        _refuse_unknown(scope["query_string"], target.parameters)
    await route.app(scope, receive, _without_body(send) if scope["method"] == "HEAD" else send)


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return headers_only


async def _refuse(methods: set[str], scope: Scope, receive: Receive, send: Send) -> None:
    allowed = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    headers = {"allow": ", ".join(sorted(allowed))}
    if scope["method"] != "OPTIONS":
        raise HTTPException(405, headers=headers)
    await Response(status_code=204, headers=headers)(scope, receive, send)
