"""Landings in processes of their own, and what strace does to their system calls."""

import ctypes
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from petsage_builder.errors import PetsageError

_MUTATING = (
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat"),
    *("mkdir", "mkdirat", "rmdir", "open", "openat", "creat", "write", "writev", "pwrite64", "fsync", "fdatasync"),
    *("chmod", "fchmod", "fchmodat", "truncate", "ftruncate", "utimensat"),
)
_PR_SET_PTRACER, _ANY = 0x59616D61, -1


@dataclass(frozen=True)
class Call:
    """One system call of a process: the `number`-th of its name, from 1."""

    name: str
    number: int

    def instead(self, what: str) -> list[str]:
        """What tells strace to let a process come to this call, and then something else happen."""
        return ["-o", os.devnull, "-e", f"trace={self.name}", "-e", f"inject={self.name}:{what}:when={self.number}"]


def start(action: Callable[[], object]) -> int:
    """The number of a process that does this and then ends, with the exit code of the error if it meets one."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        action()
        code = 0
    except PetsageError as error:
        code = error.exit_code
    finally:
        os._exit(code)


def wait(process: int) -> int:
    """How a process ends: its exit code, or below 0 the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def traced(action: Callable[[], object], options: list[str]) -> int:
    """How a process ends that does this while strace looks on, or interferes."""
    gate, opener = os.pipe()

    def behind_the_gate() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
        os.close(opener)
        os.read(gate, 1)
        action()

    process = start(behind_the_gate)
    with subprocess.Popen(["strace", "-p", str(process), *options], stderr=subprocess.PIPE, text=True) as strace:
        said = strace.stderr.readline() if strace.stderr else ""
        os.close(opener)
        os.close(gate)
        code = wait(process)
    assert "attached" in said, said
    return code


def no_strace() -> str:
    """Why strace can't be used here; empty where it can."""
    if not shutil.which("strace"):
        return "strace is not installed (apt-get install strace)"
    try:
        traced(lambda: None, ["-o", os.devnull])
    except AssertionError as error:
        return f"strace may not trace here: {error}"
    return ""


def mutating_calls(action: Callable[[], object], log: Path) -> list[Call]:
    """Every system call by which an action changes files, in order; `log` is where strace may write."""
    traced(action, ["-o", str(log), "-e", "trace=" + ",".join(f"?{name}" for name in _MUTATING)])
    seen, calls = Counter[str](), []
    for name, arguments in re.findall(r"^(\w+)\((.*)", log.read_text(), re.MULTILINE):
        seen[name] += 1
        if name not in ("open", "openat") or "O_CREAT" in arguments:
            calls.append(Call(name, seen[name]))
    return calls
