"""The first process of a namespace of processes: when it ends, the kernel ends all others in there."""

import os
import signal
from contextlib import suppress

from .processes import end_with_parent, outlive_parent

_STATUS_BYTES = 4
_LONGEST_STAY = 10


def go_inside() -> None:
    """Go on as the second process of the namespace that this process's next child begins.

    The caller's own process stays outside, and ends as the one inside does. The first process inside reaps orphans.
    """
    reading, writing = os.pipe()
    first = os.fork()
    if first:
        os.close(writing)
        _end_as(reading)
    os.close(reading)
    end_with_parent()
    second = os.fork()
    if second:
        _reap(second, writing)
    os.close(writing)


def _end_as(reading: int) -> None:
    """End as the process inside does, whose status comes in a pipe; as if killed where none comes."""
    signal.signal(signal.SIGABRT, signal.SIG_IGN)
    told = os.read(reading, _STATUS_BYTES)
    code = os.waitstatus_to_exitcode(int.from_bytes(told)) if told else -signal.SIGKILL
    if code < 0:
        with suppress(OSError):  # SIGKILL has no other behaviour to go back to
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _reap(second: int, writing: int) -> None:
    """Tell the status of the second process, and stay until no other is left: the keeper looks for those that are."""
    signal.signal(signal.SIGABRT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
    with suppress(ChildProcessError):
        while True:
            pid, status = os.wait()
            if pid == second:
                outlive_parent()
                signal.alarm(_LONGEST_STAY)
                os.write(writing, status.to_bytes(_STATUS_BYTES))
                os.close(writing)
    os._exit(0)
