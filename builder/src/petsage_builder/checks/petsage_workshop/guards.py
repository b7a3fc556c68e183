"""What keeps code that is being proven from harming the machine it runs on."""

import resource
from collections.abc import Callable
from pathlib import Path

from .capabilities import give_up_powers
from .landlock import write_only_in
from .namespaces import SHARED_MEMORY, leave_network, own_shared_memory

MEMORY = 4 * 2**30
FILE_SIZE = 64 * 2**20
OPEN_FILES = 2048

_DEVICES = [Path("/dev", name) for name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts")]


def guard(folder: Path, seconds: int) -> list[str]:
    """Confine this process and all that it starts; only `folder` stays writable.

    The answer names the guards that this system doesn't have, each with the reason.
    """
    writable = [folder, *filter(Path.exists, _DEVICES)]
    missing = _raised("no network", leave_network)
    if not missing and not _raised("", own_shared_memory):
        writable.append(SHARED_MEMORY)
    missing += _raised("no writing outside staging", lambda: write_only_in(writable))
    missing += _raised("no powers of root", give_up_powers)
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
