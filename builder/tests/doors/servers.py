"""A server of builds in processes of its own, as somebody runs it, and how a program calls it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx

from ..conftest import PATIENCE, PETSAGE, REQUEST

ALICE, BOB = "alice-" + "a" * 20, "bob-" + "b" * 20


@dataclass
class Server:
    """A running `petsage serve`."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path
    calls: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.calls = httpx.Client(base_url=self.url, timeout=PATIENCE)

    def call(self, method: str, path: str, key: str = ALICE, **more: Any) -> httpx.Response:
        """What the server answers to the holder of a key."""
        headers = {"Authorization": f"Bearer {key}", **more.pop("headers", {})}
        return self.calls.request(method, path, headers=headers, **more)

    def ask(self, payload: str | bytes = REQUEST, key: str = ALICE, **params: Any) -> str:
        """The id of a new build."""
        answer = self.call("POST", "/builds", key, content=payload, params=params)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def ended(self, build: str, key: str = ALICE) -> dict[str, Any]:
        """The build, once it has ended."""
        return self.when(build, lambda known: known["state"] not in ("queued", "running"), key)

    def when(self, build: str, condition: Any, key: str = ALICE) -> dict[str, Any]:
        """The build, once a condition holds for it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            known: dict[str, Any] = self.call("GET", f"/builds/{build}", key).json()
            if condition(known):
                return known
            time.sleep(0.05)
        raise AssertionError(f"not within {PATIENCE} s: {known}\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """End the process as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(
    folder: Path, projects: Sequence[str | Path], *options: str, database: str = "", environment: Mapping[str, str] = {}
) -> Iterator[Server]:
    """A server of these projects on a free port, ready; ended as an operator ends it."""
    port = _free_port()
    log = folder / f"serve-{port}.log"
    arguments = [part for project in projects for part in ("--project", str(project))]
    command = [str(PETSAGE), "serve", *arguments, "--port", str(port), *options]
    command += ["--database", database or f"sqlite:///{folder / 'serve.db'}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PETSAGE_API_KEYS": f"{ALICE},{BOB}", **environment},
            stdout=output,
            stderr=output,
        )
    server = Server(process, f"http://127.0.0.1:{port}", log)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.kill()
            process.wait()
        server.calls.close()


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        with suppress(httpx.HTTPError):
            if server.calls.get("/readyz").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"the server did not get ready:\n{server.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
