"""Requests over connections that stay open, as many as a server can take, from a process of its own."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from functools import partial
from itertools import cycle
from typing import cast

import uvloop

CONNECTIONS = 16
LEAD = 0.5
"""Seconds at the start that don't count: everybody begins at once."""


@dataclass(frozen=True)
class Load:
    """How many answers came in a second, and how long 99 of 100 took at most, in seconds; how many were no success."""

    rate: float
    p99: float
    refused: int


@dataclass(frozen=True)
class Crowd:
    """Clients who ask for the paths in turn, each on a connection of its own."""

    paths: Sequence[str]
    connections: int = CONNECTIONS
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def requests(self) -> Iterator[bytes]:
        """The requests, again and again."""
        headers = {"host": "benchmark", "content-length": str(len(self.body)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return cycle([f"{self.method} {path} HTTP/1.1\r\n{head}\r\n{self.body}".encode() for path in self.paths])


def loaded(port: int, paths: Sequence[str], seconds: float) -> Load:
    """What the server at a port of this machine bears when it is asked for the paths in turn."""
    (load,) = loaded_by(port, [Crowd(paths)], seconds)
    if load.refused:
        raise RuntimeError(f"{load.refused} requests were refused")
    return load


def loaded_by(port: int, crowds: Sequence[Crowd], seconds: float) -> list[Load]:
    """What each of some crowds gets that ask at the same time."""
    told = json.dumps([asdict(crowd) for crowd in crowds])
    command = [sys.executable, __file__, str(port), str(seconds)]
    printed = subprocess.run(command, input=told.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [Load(*figures) for figures in json.loads(printed)]


class _Answers:
    """What a crowd was answered so far, until the time is over."""

    def __init__(self, crowd: Crowd) -> None:
        self.requests = crowd.requests()
        self.since, self.until = 0.0, 0.0
        self.took: list[float] = []
        self.refused = 0

    def load(self, seconds: float) -> Load:
        return Load(len(self.took) / seconds, sorted(self.took)[len(self.took) * 99 // 100], self.refused)


class _Client(asyncio.Protocol):
    """Asks, waits for the whole answer, asks again, until the time is over."""

    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._missing = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class

    def ask(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(next(self._answers.requests))

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            head, _, body = data.partition(b"\r\n\r\n")
            self._answers.refused += not head.startswith(b"HTTP/1.1 2")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            self._missing, data = int(length), body
        self._missing -= len(data)
        if not self._missing:
            now = time.perf_counter()
            if self._began > self._answers.since:
                self._answers.took.append(now - self._began)
            if now < self._answers.until:
                self.ask()
            else:
                self._transport.close()
                self.done.set_result(None)


async def _load(port: int, crowds: Sequence[Crowd], seconds: float) -> list[Load]:
    everybody, loop = [_Answers(crowd) for crowd in crowds], asyncio.get_running_loop()
    clients = []
    for crowd, answers in zip(crowds, everybody, strict=True):
        for _ in range(crowd.connections):
            _, client = await loop.create_connection(partial(_Client, answers), "127.0.0.1", port)
            clients.append(client)
    began = time.perf_counter()
    for answers in everybody:
        answers.since, answers.until = began + LEAD, began + LEAD + seconds
    for client in clients:
        client.ask()
    await asyncio.gather(*(client.done for client in clients))
    whole = time.perf_counter() - began - LEAD
    return [answers.load(whole) for answers in everybody]


if __name__ == "__main__":
    told = [Crowd(**crowd) for crowd in json.load(sys.stdin)]
    print(json.dumps([astuple(load) for load in uvloop.run(_load(int(sys.argv[1]), told, float(sys.argv[2])))]))
