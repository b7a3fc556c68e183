"""The step that runs one of the project's own commands."""

import os

from .channel import Channel, Job


def run_command(job: Job, _: Channel) -> None:
    """Become the command in `job["words"]`; its exit status is the job's."""
    os.execvp(job["words"][0], job["words"])
