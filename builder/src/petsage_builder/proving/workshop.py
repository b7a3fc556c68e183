"""The workshop: a process of the project's own interpreter, warm with the libraries that the app and its tests import.

It forks a guarded child for each job, so a job imports next to nothing. One workshop serves all builds of a builder.
"""

import atexit
import json
import os
import secrets
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.proving.staging import Staging
from petsage_builder.proving.work import Work

_CODE = Path(__file__).parent
_START = (
    "import socket, sys; sys.path.append(sys.argv[1]); from petsage_workshop.serve import serve; "
    "sys.path.remove(sys.argv[1]); serve(socket.socket(fileno=int(sys.argv[2])))"
)
_MOMENT = 0.2  # from a process's last sign of life to its end
_HEADER = struct.Struct("!I")


class Workshop:
    """A running workshop. It ends when it is closed, or with the process that started it."""

    def __init__(self, interpreter: Path) -> None:
        """Start a workshop of `interpreter`; returns before it is warm.

        Raises:
            CannotBuildError: the interpreter can't be started.
        """
        self.interpreter = interpreter
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - it is open as long as the workshop
        self._connection, theirs = socket.socketpair()
        self._sending = threading.Lock()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [interpreter, "-B", "-P", "-c", _START, _CODE, str(theirs.fileno())],
                    cwd="/",
                    env=clean_environment(interpreter),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._complaints,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            except OSError as error:
                raise self._broken(error.strerror or str(error)) from error

    @property
    def running(self) -> bool:
        """Whether it can take jobs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the workshop and all its jobs."""
        self._connection.close()
        self._process.kill()
        self._process.wait()
        self._complaints.close()

    def start(self, step: str, staging: Staging, sources: Iterable[str], seconds: float, **facts: Any) -> Work:
        """Start a job: one of the workshop's steps in `staging`, for at most `seconds`; `facts` are what it needs."""
        nonce = secrets.token_hex(16)
        output = staging.private / "output" / nonce
        ours, theirs = socket.socketpair()
        job = {
            "step": step,
            "nonce": nonce,
            "seconds": seconds,
            "output": str(output),
            "project": str(staging.project.resolve()),
            "private": str(staging.private),
            "folder": str(staging.folder),
            "sources": list(sources),
            "environment": {},
            "network": [],
            "preload": [],
            "visible": [str(place) for place in staging.environments],
        }
        with theirs:
            self._send(job | facts, theirs)
        return Work(nonce, ours, output, seconds, self._refuse_lost)

    def _send(self, job: Mapping[str, Any], connection: socket.socket) -> None:
        data = json.dumps(job).encode()
        try:
            with self._sending:
                socket.send_fds(self._connection, [_HEADER.pack(len(data))], [connection.fileno()])
                self._connection.sendall(data)
        except OSError as error:
            raise self._broken(self._complaint()) from error

    def _refuse_lost(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_MOMENT)
            raise self._broken(self._complaint())

    def _complaint(self) -> str:
        status = self._process.wait()
        size = os.fstat(self._complaints.fileno()).st_size
        lines = os.pread(self._complaints.fileno(), size, 0).decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with exit status {status}"

    def _broken(self, reason: str) -> CannotBuildError:
        advice = "mend the project's environment, or move it away so that the builder's own is used"
        return CannotBuildError(Problem(str(self.interpreter), f"can't run the checks: {reason}", advice))


def clean_environment(interpreter: Path) -> dict[str, str]:
    """The environment of checks: nothing of the caller's, so none of its secrets."""
    path = f"{interpreter.parent}:/usr/local/bin:/usr/bin:/bin"
    return {"PATH": path, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


_workshops: dict[Path, tuple[int, Workshop]] = {}
_opening = threading.Lock()


def open_workshop(interpreter: Path) -> Workshop:
    """The workshop that this process has for `interpreter`; a new one where it has ended or something was installed.

    Raises:
        CannotBuildError: the interpreter can't be started.
    """
    with _opening:
        installed = _last_installation(interpreter)
        if interpreter in _workshops:
            known_installed, workshop = _workshops[interpreter]
            if known_installed == installed and workshop.running:
                return workshop
            workshop.close()
        _workshops[interpreter] = installed, Workshop(interpreter)
        return _workshops[interpreter][1]


@atexit.register
def close_workshops() -> None:
    """End all workshops of this process."""
    while _workshops:
        _workshops.popitem()[1][1].close()


def _last_installation(interpreter: Path) -> int:
    """When something was last installed into the interpreter's environment, in nanoseconds."""
    folders = interpreter.parent.parent.glob("lib/python*/site-packages")
    return max((folder.stat().st_mtime_ns for folder in folders), default=0)
