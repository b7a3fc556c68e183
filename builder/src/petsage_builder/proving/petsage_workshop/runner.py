"""Where a job's code runs: a child process with its guards up, an environment without secrets, and the staged paths."""

import atexit
import math
import os
import sys
import tempfile
from pathlib import Path

from .channel import Channel, Job
from .guards import NO_NETWORK, go_apart, guard
from .processes import end_with_parent
from .relay import Relay
from .sight import visible_places
from .steps import STEPS


def run(job: Job, handle: int, relay: Relay | None) -> None:
    """Do the step that `job` names. What it prints goes to the job's output file; a relay leads to servers it names."""
    os.setsid()
    end_with_parent()
    _redirect(job["output"])
    missing = go_apart(handle, *([relay.inside.fileno()] if relay else []))
    channel = Channel(handle, job["nonce"])
    private = Path(job["private"])
    os.environ |= {"HOME": str(private / "home"), "TMPDIR": str(private / "tmp"), **job["environment"]}
    tempfile.tempdir = None
    del sys.argv[1:]
    sys.path[:] = _staged_path(job)
    visible = visible_places(job, sys.path)
    missing += guard(private, visible, math.ceil(job["seconds"]), apart=not missing)
    if relay and not any(one.startswith(NO_NETWORK) for one in missing):
        relay.answer()
    channel.tell("guards", missing=missing)
    os.chdir(job["folder"])
    STEPS[job["step"]](job, channel)
    atexit._run_exitfuncs()
    sys.stdout.flush()


def _redirect(output: str) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((null, 0), (file, 1), (file, 2)):
        os.dup2(source, target)


def _staged_path(job: Job) -> list[str]:
    """`sys.path` with the staged sources first, and the project's own folders replaced by their copies.

    An editable installation would otherwise bring in the project itself, and it would be that which is proven.
    """
    project, folder = Path(job["project"]), Path(job["folder"])
    path = [str(folder / source) for source in job["sources"]]
    for entry in map(Path, sys.path):
        own = entry.is_relative_to(project) and not entry.is_relative_to(sys.prefix)
        path.append(str(folder / entry.relative_to(project) if own else entry))
    return list(dict.fromkeys(path))
