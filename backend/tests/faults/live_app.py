"""The app as a server of its own, and people who write to it as fast as it answers."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx2

from petsage.core.migrations import migrate

BACKEND = Path(__file__).parents[2]
WRITERS = 8
PATIENCE = 300.0
"""Seconds for what takes one on a machine that has nothing else to do."""
ACCOUNT = {"email": "writer@example.com", "password": "correct horse battery"}


@dataclass
class Server:
    """A uvicorn process on a port of its own."""

    url: str
    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As the kernel does when memory is short."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Load:
    """What writers were answered: the notes that were acknowledged, those that got no answer, every status."""

    kept: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=dict)
    without_retry_after: int = 0
    seconds: float = 0

    @property
    def rate(self) -> float:
        """Acknowledged writes a second."""
        return len(self.kept) / self.seconds if self.seconds else 0


@contextmanager
def served(
    database_url: str, workers: int = 1, *, before: str = "", grace: int = 10, backend: Path = BACKEND
) -> Iterator[Server]:
    """The app on a database whose tables are there already; `before` is what Python is to do first.

    When told to end, it waits `grace` seconds for its clients.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = f"{before}\nimport uvicorn\nuvicorn.main()"
    command = [sys.executable, "-c", script, "--app-dir", "src", "petsage.main:app"]
    command += ["--port", str(port), "--no-access-log", "--timeout-graceful-shutdown", str(grace)]
    environment = os.environ | {"DATABASE_URL": database_url, "LOG_LEVEL": "ERROR", "WEB_CONCURRENCY": str(workers)}
    if workers > 1:  # on a machine that is busy, one that doesn't answer its parent for 5 s isn't dead
        command += ["--timeout-worker-healthcheck", str(int(PATIENCE))]
    process = subprocess.Popen(command, cwd=backend, env=environment)
    server = Server(f"http://127.0.0.1:{port}/api/v1", port, process)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait()


def prepare(database_url: str) -> None:
    """Every table, on an empty database."""
    with patch.dict(os.environ, LOG_LEVEL="ERROR"):
        migrate(database_url, BACKEND / "alembic.ini")


def wait_until_ready(server: Server, seconds: float = PATIENCE) -> float:
    """Returns once the server can serve, with how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if httpx2.get(f"http://127.0.0.1:{server.port}/readyz", timeout=PATIENCE).status_code == 200:
                return time.monotonic() - began
        except httpx2.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"the server was not ready within {seconds} s")


def sign_in(server: Server) -> dict[str, str]:
    """The header of a user, who is made where there is none yet."""
    httpx2.post(f"{server.url}/users", json=ACCOUNT, timeout=PATIENCE)
    token = httpx2.post(f"{server.url}/tokens", json=ACCOUNT, timeout=PATIENCE).json()["token"]
    return {"authorization": f"Bearer {token}"}


def new_pets(server: Server, headers: dict[str, str]) -> list[str]:
    """The ids of a pet for each writer."""
    pet = {"name": "Mia", "species": "cat"}
    with httpx2.Client(headers=headers, timeout=PATIENCE) as client:
        return [client.post(f"{server.url}/pets", json=pet).json()["id"] for _ in range(WRITERS)]


async def write(server: Server, headers: dict[str, str], pets: list[str], load: Load, until: asyncio.Event) -> None:
    """Lets every writer add observations until told to stop; who gets no answer stops."""
    began = time.monotonic()
    async with httpx2.AsyncClient(headers=headers, timeout=PATIENCE) as client:
        await asyncio.gather(*(_write(client, server, pet, load, until) for pet in pets))
    load.seconds += time.monotonic() - began


async def _write(client: Any, server: Server, pet: str, load: Load, until: asyncio.Event) -> None:
    number = 0
    while not until.is_set():
        number += 1
        note = f"{pet} {time.monotonic_ns()} {number}"
        body = {"kind": "weight", "value": "4.20", "note": note}
        load.unanswered.add(note)
        try:
            answer = await client.post(f"{server.url}/pets/{pet}/observations", json=body)
        except httpx2.TransportError:
            return
        load.statuses[answer.status_code] = load.statuses.get(answer.status_code, 0) + 1
        load.unanswered.discard(note)
        if answer.status_code == 201:
            load.kept.add(note)
        elif "retry-after" not in answer.headers:
            load.without_retry_after += 1


def stored(server: Server, headers: dict[str, str], pets: list[str]) -> list[str]:
    """The note of every observation that the server has, page by page."""
    notes = []
    for pet in pets:
        path: str | None = f"{server.url}/pets/{pet}/observations?limit=100"
        while path:
            answer = httpx2.get(path, headers=headers, timeout=PATIENCE)
            notes += [item["note"] for item in answer.json()["items"]]
            path = next_page(server, answer)
    return notes


async def answered(request: httpx2.Request) -> httpx2.Response:
    """The answer on a connection of its own; where the server is too busy it is asked again, as it says."""
    async with httpx2.AsyncClient(timeout=PATIENCE) as client:
        answer = await client.send(request)
        while answer.status_code == 503:
            await asyncio.sleep(int(answer.headers["retry-after"]))
            answer = await client.send(request)
        return answer


def next_page(server: Server, answer: Any) -> str | None:
    """The address of the page after an answer's."""
    link = answer.links.get("next")
    return f"http://127.0.0.1:{server.port}{link['url']}" if link else None
