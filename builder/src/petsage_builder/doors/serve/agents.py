"""The agents' tools at `/mcp`, behind the same keys as everything else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from petsage_builder.doors.agents import agent_server
from petsage_builder.doors.serve.bodies import body_of
from petsage_builder.doors.serve.problems import RefusedError, problem
from petsage_builder.doors.serve.service import Service
from petsage_builder.doors.serve.workplace import QueuedWorkplace
from petsage_builder.doors.workplace import Workplace

_MOST_BYTES = 1024 * 1024
"""A payload has 256 KiB at most; as a part of JSON it can be longer."""

PROJECT = "PetSage-Project"
"""The header that names the project where a key reaches several."""


def mount_agents(app: FastAPI, service: Service) -> None:
    """Add `/mcp` to the app; its sessions live as long as the app."""

    def workplace(context: Context) -> Workplace:
        headers = context.headers or {}
        key = service.caller(headers.get("authorization"))
        return QueuedWorkplace(service, key, headers.get(PROJECT.lower()))

    server = agent_server(workplace)
    # Whoever has a key may call from anywhere: it is the key that protects, and it is never in a browser's hands.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    inner = server.streamable_http_app(streamable_http_path="/", stateless_http=True, transport_security=security)
    app.mount("/mcp", _Locked(inner, service))
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def with_sessions(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app), server.session_manager.run():
            yield

    app.router.lifespan_context = with_sessions


class _Locked:
    """An app for callers with a key."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            await run_in_threadpool(self._service.caller, Headers(scope=scope).get("authorization"))
            body = await body_of(Request(scope, receive), _MOST_BYTES, "a call")
        except RefusedError as error:
            return await problem(error.status, error.detail, headers=error.headers)(scope, receive, send)
        return await self._app(scope, _again(body, receive), send)


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read already, and after it what comes of the connection."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return left.pop() if left else await receive()

    return receive_again
