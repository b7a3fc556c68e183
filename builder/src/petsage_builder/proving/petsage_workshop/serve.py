"""The workshop's loop: import what jobs will need, then fork a keeper for each job that comes."""

import gc
import json
import os
import select
import socket
import struct
from contextlib import suppress

from .channel import Job
from .keeper import fork, keep
from .preload import FOR_APPS, import_if_there, warm_up_pytest

_HEADER = struct.Struct("!I")


def serve(connection: socket.socket) -> None:
    """Take jobs from the builder until it closes the connection or ends."""
    gc.disable()  # a collection would write to what is shared with the children, and so copy it into each of them
    import_if_there(FOR_APPS)
    with suppress(EOFError):
        while select.select([connection], [], [], 0)[0]:  # an observation of the app needs no pytest
            _take(connection)
        warm_up_pytest()
        while True:
            _take(connection)


def _take(connection: socket.socket) -> None:
    """Import what a job wants to be there for it and for later ones, and start it."""
    job, handle = _receive(connection)
    import_if_there(job["preload"])
    gc.freeze()
    fork(lambda: _keep(connection, job, handle))
    os.close(handle)
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(connection: socket.socket, job: Job, handle: int) -> None:
    gc.enable()
    connection.close()
    keep(job, handle)


def _receive(connection: socket.socket) -> tuple[Job, int]:
    """A job, and the handle of the connection that it tells its facts in."""
    header, handles, _, _ = socket.recv_fds(connection, _HEADER.size, 1)
    if not header:
        raise EOFError
    (length,) = _HEADER.unpack(header)
    return json.loads(connection.recv(length, socket.MSG_WAITALL)), handles[0]
