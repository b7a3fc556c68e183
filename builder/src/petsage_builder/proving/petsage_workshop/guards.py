"""What keeps code that is being proven from harming the machine it runs on."""

import os
import resource
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from .capabilities import give_up_powers
from .first_process import go_inside
from .landlock import only
from .namespaces import leave, leave_network
from .syscalls import only_held
from .view import DEVICES, PROCESSES, SHARED_MEMORY, TEMPORARY, TERMINALS, show_only, show_own_processes

MEMORY = 4 * 2**30
FILE_SIZE = 64 * 2**20
OPEN_FILES = 2048
NO_NETWORK = "no network"
"""What the guard is called that leaves nothing but a loopback."""


def go_apart(*handles: int) -> list[str]:
    """Close every file but the standard ones and `handles`; go on in a process of a namespace of its own.

    The answer names the guards that this system doesn't have, each with the reason.
    """
    for other in {int(entry.name) for entry in Path("/proc/self/fd").iterdir()} - {0, 1, 2, *handles}:
        with suppress(OSError):  # the listing's own is closed already
            os.close(other)
    missing = _raised("no sight of other files, processes and servers", leave)
    if not missing:
        go_inside()
    return missing


def guard(private: Path, visible: Sequence[Path], seconds: int, *, apart: bool) -> list[str]:
    """Confine this process and all that it starts: it sees `visible`, and only `private` stays writable.

    `apart` is whether it has gone apart: mounts would otherwise be everybody's. The answer is as that of `go_apart`.
    """
    missing = _raised(NO_NETWORK, leave_network)
    readable, writable = [*visible, PROCESSES], [private, *DEVICES]
    if apart:
        missing += _raised("no sight of other processes", show_own_processes)
        hidden = _raised("no sight of other files and servers", lambda: show_only(private / "root", visible, private))
        missing += hidden
        if not hidden:
            readable, writable = [Path("/")], [*writable, TEMPORARY, SHARED_MEMORY, TERMINALS]
    there = [list(filter(Path.exists, places)) for places in (readable, writable)]
    missing += _raised("no reading and writing outside staging", lambda: only(*there))
    missing += _raised("no powers of root", give_up_powers)
    missing += _raised("no calls past these guards", only_held)
    _limit(seconds)
    return missing


def _raised(name: str, guard: Callable[[], None]) -> list[str]:
    try:
        guard()
    except (OSError, AttributeError) as error:
        return [f"{name} ({getattr(error, 'strerror', None) or error})"]
    return []


def _limit(seconds: int) -> None:
    for kind, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
