"""How work ends that didn't come to its answer: the problems that a person can mend, and a fault of our own."""

import platform
import traceback
from importlib.metadata import version

from petsage_builder.errors import PetsageError, Problem, StoppedError
from petsage_builder.presenting.kept_reports import OURS, keep_report

NOT_PROVEN = 1
DIFFERENT = 3


class OwnFaultError(PetsageError):
    """PetSage itself failed, in a way that nobody foresaw."""

    exit_code = 1


def as_problems(error: BaseException) -> PetsageError:
    """What ended the work as an error with problems; a report of what nobody foresaw is kept."""
    if isinstance(error, PetsageError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return StoppedError(Problem("interrupted", "the project is untouched"))
    return OwnFaultError(_own_fault(error))


def _own_fault(error: BaseException) -> Problem:
    facts = f"petsage-builder {version('petsage-builder')}, Python {platform.python_version()}, {platform.platform()}"
    path = keep_report(f"{facts}\n\n{''.join(traceback.format_exception(error))}")
    reason = traceback.format_exception_only(error)[-1].strip()
    advice = f"please report it with {path}" if path else "please report it"
    return Problem(OURS, reason, advice)
