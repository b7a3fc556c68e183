"""The step that runs one of the project's own commands."""

import os

from .channel import Channel, Job

_CANNOT_RUN = 127


def run_command(job: Job, channel: Channel) -> None:
    """Become the command in `job["words"]`; its exit status is the job's. Tell why where it can't be started."""
    program = job["words"][0]
    try:
        os.execvp(program, job["words"])
    except OSError as error:
        print(f"{program}: {error.strerror}", flush=True)
        channel.tell("result", error=error.strerror)
        os._exit(_CANNOT_RUN)
