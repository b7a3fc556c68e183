"""A job's keeper: it stays outside of the guards, ends the job at its limits, and tells how the job ended."""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from .channel import Channel, Job
from .processes import descendants, end_descendants, inherit_orphans
from .relay import Relay
from .runner import run

MOST_PROCESSES = 256
TOO_LONG, EXIT_STATUS = "it took longer than", "it ended with exit status"
_LOOK_EVERY = 0.25
_GRACE = 0.3


def fork(work: Callable[[], None]) -> int:
    """Do `work` in a child process, which ends with it; the answer is the child's id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def keep(job: Job, handle: int) -> None:
    """Run one job in a guarded child, and end all that it has started at its end or at its limit."""
    inherit_orphans()
    relay = Relay(job["network"]) if job["network"] else None
    runner = fork(lambda: run(job, handle, relay))
    if relay:
        relay.pass_on()
    ending = _await_end(runner, handle, job["seconds"])
    left = end_descendants(grace=0 if ending else _GRACE)
    if left and not ending:
        ending = f"it left {len(left)} running: {', '.join(left[:5])}"
    with suppress(BrokenPipeError):
        Channel(handle, job["nonce"]).tell("end", ending=ending)


def _await_end(runner: int, handle: int, seconds: float) -> str | None:
    """How the runner ended, in words; `None` where it ended as it should."""
    ended = os.pidfd_open(runner)
    look = select.poll()
    look.register(ended, select.POLLIN)
    look.register(handle, select.POLLRDHUP)  # the builder has ended, or wants the job to end
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        events = [event for event, _ in look.poll(1000 * min(_LOOK_EVERY, deadline - time.monotonic()))]
        if ended in events:
            return _in_words(os.waitstatus_to_exitcode(os.waitpid(runner, 0)[1]))
        if handle in events:
            return "nobody waits for it any more"
        if len(descendants()) > MOST_PROCESSES:
            return f"it started more than {MOST_PROCESSES} processes"
    os.killpg(runner, signal.SIGABRT)  # pytest's fault handler prints where it hangs
    look.poll(1000 * _GRACE)
    return f"{TOO_LONG} {seconds:g} s"


def _in_words(code: int) -> str | None:
    if code < 0:
        return f"it was killed by {signal.Signals(-code).name}"
    return f"{EXIT_STATUS} {code}" if code else None
