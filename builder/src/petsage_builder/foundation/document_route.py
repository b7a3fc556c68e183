"""How the OpenAPI document is served: put together on a thread, once, for with many features that takes seconds."""

import asyncio
import json
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response


class DocumentRoute:
    """Answers with an app's document as text, which is kept for as long as the document is the same."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._lock = Lock()
        self._document: dict[str, Any] | None = None
        self._texts: dict[str, bytes] = {}

    async def answer(self, request: Request) -> Response:
        """The document, with the path below which a proxy has the app."""
        root_path = request.scope.get("root_path", "").rstrip("/")
        return Response(await asyncio.to_thread(self._text, root_path), media_type="application/json")

    def _text(self, root_path: str) -> bytes:
        with self._lock:
            document = self._app.openapi()
            if document is not self._document:
                self._document, self._texts = document, {}
            if root_path not in self._texts:
                self._texts[root_path] = _written(_below(root_path, document))
            return self._texts[root_path]


def serve_document_off_the_loop(app: FastAPI) -> None:
    """Let the app answer with its document without keeping other requests waiting for it."""
    url = app.openapi_url
    if url is not None:
        app.router.routes[:] = [route for route in app.router.routes if getattr(route, "path", None) != url]
        app.add_route(url, DocumentRoute(app).answer, include_in_schema=False)


def _below(root_path: str, document: dict[str, Any]) -> dict[str, Any]:
    servers = document.get("servers", [])
    if not root_path or any(server.get("url") == root_path for server in servers):
        return document
    return document | {"servers": [{"url": root_path}, *servers]}


def _written(document: dict[str, Any]) -> bytes:
    """The document as JSON, piece by piece: in one piece it would hold the interpreter, and so the loop."""
    pieces = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).iterencode(document)
    return "".join(pieces).encode()
