"""The way out of a job's own network, to the servers that its project names: its keeper connects to them."""

import asyncio
import socket
import threading
from contextlib import suppress

Address = tuple[str, int]

_CHUNK = 2**16


class Relay:
    """Made by the keeper before the job is there; the job answers at each address, and the keeper passes on."""

    def __init__(self, named: list[str]) -> None:
        self.addresses = [address_of(one) for one in named]
        self._outside, self.inside = socket.socketpair()

    def answer(self) -> None:
        """In the job, once it has left the network: listen at each address, and hand that to the keeper."""
        listening = [socket.create_server(address, family=_family(address)) for address in self.addresses]
        socket.send_fds(self.inside, [b"."], [one.fileno() for one in listening])
        self.inside.close()
        for one in listening:
            one.close()

    def pass_on(self) -> None:
        """In the keeper: connect to the server for whoever connects inside, from now on and beside all else."""
        self.inside.close()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        _, handles, _, _ = socket.recv_fds(self._outside, 1, len(self.addresses))
        listening = [socket.socket(fileno=handle) for handle in handles]
        asyncio.run(_serve_all(zip(listening, self.addresses, strict=False)))


def address_of(named: str) -> Address:
    """The host and the port of `localhost:5432` or `[::1]:5432`."""
    host, _, port = named.rpartition(":")
    return host.strip("[]").replace("localhost", "127.0.0.1"), int(port)


def _family(address: Address) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address[0] else socket.AF_INET


async def _serve_all(pairs: "zip[tuple[socket.socket, Address]]") -> None:
    servers = [await _served(listening, address) for listening, address in pairs]
    await asyncio.gather(*(server.serve_forever() for server in servers))


async def _served(listening: socket.socket, address: Address) -> asyncio.Server:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, asks = await asyncio.open_connection(*address)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass(reader, asks), _pass(answers, writer))
        asks.close()
        writer.close()

    return await asyncio.start_server(connected, sock=listening)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
