"""The processes that a process has started, and how they are ended."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from .libc import prctl

_END_SIGNAL, _SUBREAPER = 1, 36


def inherit_orphans() -> None:
    """Become the parent of every orphan among one's descendants, so that none gets out of sight."""
    with suppress(OSError, AttributeError):
        prctl(_SUBREAPER, 1)


def end_with_parent() -> None:
    """Have this process killed when its parent ends."""
    with suppress(OSError, AttributeError):
        prctl(_END_SIGNAL, signal.SIGKILL)


def outlive_parent() -> None:
    """Have this process go on when its parent ends."""
    with suppress(OSError, AttributeError):
        prctl(_END_SIGNAL, 0)


def descendants() -> dict[int, str]:
    """Every living process that this one started, directly or not: its id and its name."""
    parents, names = {}, {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, tail = status.read_text(errors="replace").rpartition(")")
            state, parent = tail.split()[:2]
            if state not in "ZX":
                pid, _, name = head.partition(" (")
                parents[int(pid)], names[int(pid)] = int(parent), name
    found = {os.getpid()}
    while grown := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= grown
    return {pid: names[pid] for pid in found - {os.getpid()}}


def end_descendants(grace: float) -> list[str]:
    """End all descendants; the answer names those that had not ended by themselves within `grace` seconds."""
    patience = time.monotonic() + grace
    while (living := descendants()) and time.monotonic() < patience:
        _reap()
        time.sleep(0.01)
    left = sorted(name for pid, name in living.items() if not _is_first_of_its_own(pid))
    while living:
        _kill(living)
        _reap()
        living = descendants()
    return left


def _is_first_of_its_own(pid: int) -> bool:
    """Whether it is the first of a namespace of processes, which stays until all others in there have ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines()
        return any(line.startswith("NSpid:") and line.split()[2:] == ["1"] for line in lines)
    return False


def _kill(processes: dict[int, str]) -> None:
    """Kill whole groups: a group can't outrun its end by forking."""
    for pid in processes:
        with suppress(OSError):
            group = os.getpgid(pid)
            os.kill(pid, signal.SIGKILL) if group == os.getpgrp() else os.killpg(group, signal.SIGKILL)


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
