"""Tests reach the servers that their project names, which must be there, and no others."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.proving import CheckResult

from .conftest import Prove

ProveTest = Callable[..., CheckResult]
CALL = """
    import socket

    def test_call():
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", {port}), 5) as connection:
                connection.sendall(b"ping")
                connection.shutdown(socket.SHUT_WR)
                assert connection.recv(100) == b"pong"
                assert connection.recv(100) == b""
"""


@pytest.fixture
def port() -> Iterator[int]:
    """A server that answers everybody with one word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    if connection.recv(100):
                        connection.sendall(b"pong")

        threading.Thread(target=answer, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def test_a_server_that_is_named_is_reached(prove_test: ProveTest, port: int) -> None:
    result = prove_test(CALL.format(port=port), network=(f"localhost:{port}",))

    assert result.status == "passed", result.output


def test_one_that_is_not_named_is_not(prove_test: ProveTest, port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = prove_test(CALL.format(port=port), network=(f"localhost:{other.getsockname()[1]}",))

    assert result.status == "failed"
    assert "Connection refused" in result.output


def test_what_tests_could_reach_is_told(prove: Prove, port: int) -> None:
    detail = prove(network=(f"localhost:{port}",))["project's tests"].detail

    assert detail == f"15 passed; they could reach localhost:{port}"


def test_one_that_is_not_there_is_refused_before_the_checks(prove: Prove) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(CannotBuildError, match=f"checks.network, localhost:{port}: no server answers there"):
        prove(network=(f"localhost:{port}",))
