"""Clients that begin and don't go on: neither a connection nor the server's end waits for them."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from live_app import PATIENCE, Server, prepare, served

BODY_PATIENCE = 1.0
HEAD = (
    b"POST /api/v1/users HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    b"content-length: 5000\r\nexpect: 100-continue\r\n\r\n"
)
DOCUMENT = b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The app, with little patience for bodies."""
    prepare(f"sqlite:///{tmp_path}/slow.db")
    before = f"from petsage.core import body; body.BODY_PATIENCE = {BODY_PATIENCE}"
    with served(f"sqlite:///{tmp_path}/slow.db", before=before, grace=2) as server:
        yield server


def connected(server: Server) -> closing[socket.socket]:
    return closing(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))


def send_half(client: socket.socket) -> None:
    """The head of a request, and of its body a part, once the server waits for it."""
    client.sendall(HEAD)
    assert client.recv(65536).startswith(b"HTTP/1.1 100 ")
    client.sendall(b'{"email"')


def everything_from(client: socket.socket) -> bytes:
    """What the server sends until it closes the connection."""
    return b"".join(iter(lambda: client.recv(65536), b""))


def test_a_body_that_does_not_come_is_answered_and_its_connection_closed(server: Server) -> None:
    with connected(server) as client:
        send_half(client)
        head, _, body = everything_from(client).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"content-type: application/problem+json" in head
    assert json.loads(body)["detail"]


def test_a_body_that_comes_in_drops_has_no_longer(server: Server) -> None:
    began = time.monotonic()
    with connected(server) as client:
        send_half(client)
        client.settimeout(0.2)
        answer = b""
        while not answer and time.monotonic() - began < PATIENCE:
            client.sendall(b" ")
            try:
                answer = client.recv(65536)
            except TimeoutError:
                continue

    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_half_sent_body_does_not_keep_the_server_from_ending(server: Server) -> None:
    with connected(server) as client:
        send_half(client)
        server.process.terminate()
        server.process.wait(PATIENCE)

        assert everything_from(client).startswith(b"HTTP/1.1 408 ")


def test_answers_that_nobody_reads_do_not_keep_the_server_from_ending(server: Server) -> None:
    with connected(server) as client:
        client.sendall(DOCUMENT * 200)
        time.sleep(1)
        server.process.terminate()
        server.process.wait(PATIENCE)
