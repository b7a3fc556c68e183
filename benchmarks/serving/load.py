"""Requests over connections that stay open, as many as a server can take, from a process of its own."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import cast

import uvloop

CONNECTIONS = 16


@dataclass(frozen=True)
class Load:
    """How many answers came in a second, and how long 99 of 100 took at most, in seconds."""

    rate: float
    p99: float


def loaded(port: int, paths: Sequence[str], seconds: float) -> Load:
    """What the server at a port of this machine bears when it is asked for the paths in turn."""
    command = [sys.executable, __file__, str(port), str(seconds), *paths]
    return Load(*json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))


class _Client(asyncio.Protocol):
    """Asks, waits for the whole answer, asks again, until the time is over."""

    def __init__(self, requests: Iterator[bytes], until: float, took: list[float], done: asyncio.Future[None]) -> None:
        self._requests = requests
        self._until = until
        self._took = took
        self._done = done
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class
        self._ask()

    def _ask(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            head, _, body = data.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                self._done.set_exception(RuntimeError(data.decode()))
                self._transport.abort()
                return
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            self._missing, data = int(length), body
        self._missing -= len(data)
        if not self._missing:
            now = time.perf_counter()
            self._took.append(now - self._began)
            if now < self._until:
                self._ask()
            else:
                self._transport.close()
                self._done.set_result(None)


async def _load(port: int, paths: Sequence[str], seconds: float) -> tuple[float, float]:
    requests = cycle([f"GET {path} HTTP/1.1\r\nhost: benchmark\r\n\r\n".encode() for path in paths])
    began, took = time.perf_counter(), list[float]()
    loop = asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    for end in ends:
        client = partial(_Client, requests, began + seconds, took, end)
        await loop.create_connection(client, "127.0.0.1", port)
    await asyncio.gather(*ends)
    return len(took) / (time.perf_counter() - began), sorted(took)[len(took) * 99 // 100]


if __name__ == "__main__":
    print(json.dumps(uvloop.run(_load(int(sys.argv[1]), sys.argv[3:], float(sys.argv[2])))))
