"""What a job can be asked to do, by name."""

from collections.abc import Callable

from .application import describe_application
from .channel import Channel, Job
from .command import run_command
from .migrating import run_migrations
from .suites import run_tests

Step = Callable[[Job, Channel], None]

STEPS: dict[str, Step] = {
    "application": describe_application,
    "command": run_command,
    "migrations": run_migrations,
    "tests": run_tests,
}
