"""A job in the workshop, as the builder sees it: something to wait for, or to stop."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from petsage_builder.proving.petsage_workshop.keeper import EXIT_STATUS, TOO_LONG
from petsage_builder.proving.text import end_of

_ADVICE = "mend what hangs, or allow more: `seconds` in [checks] of petsage.toml"
_UNKNOWN = "its keeper was killed"
_PATIENCE = 5.0  # only a job whose keeper was killed lasts longer than its own limit


def took_longer(seconds: float) -> str:
    """What is said of a check that was ended at its limit."""
    return f"{TOO_LONG} {seconds:g} s; {_ADVICE}"


@dataclass(frozen=True)
class Outcome:
    """What a job told (the last word of each kind), and the end of what it printed."""

    told: dict[str, dict[str, Any]]
    output: str

    @property
    def result(self) -> dict[str, Any] | None:
        """What the job found; `None` where it did not come so far."""
        return self.told.get("result")

    @property
    def ending(self) -> str | None:
        """Why the job ended otherwise than it should, in words; `None` where it ended well."""
        end = self.told.get("end", {"ending": _UNKNOWN})["ending"]
        test = self.told.get("running", {}).get("test")
        told = f"{end}, in {test}" if end and test and not self.result else end
        return f"{told}; {_ADVICE}" if end and end.startswith(TOO_LONG) else told

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself, whatever its exit status: what was ended from outside has proven nothing."""
        end = self.told.get("end", {"ending": _UNKNOWN})["ending"]
        return not end or end.startswith(EXIT_STATUS)

    @property
    def missing_guards(self) -> tuple[str, ...]:
        """The guards that it ran without."""
        return tuple(self.told.get("guards", {}).get("missing", ()))


@dataclass(frozen=True)
class Work:
    """A job in the workshop, which ends within `seconds`, whatever it does.

    `refuse_lost` raises where the workshop has ended before it took the job.
    """

    nonce: str
    connection: socket.socket
    output: Path
    seconds: float
    refuse_lost: Callable[[], None]

    def outcome(self) -> Outcome:
        """Wait until the job, and all that it started, has ended.

        Raises:
            CannotBuildError: the workshop could not run it.
        """
        told: dict[str, dict[str, Any]] = {}
        self.connection.settimeout(self.seconds + _PATIENCE)
        with self.connection, self.connection.makefile("rb") as lines, suppress(TimeoutError):
            for line in lines:
                fact = _fact(line)
                if fact.get("nonce") == self.nonce:
                    told[fact["kind"]] = fact
        if not told:
            self.refuse_lost()
        return Outcome(told, end_of(self.output))

    def stop(self) -> None:
        """Have the job ended at once; whoever waits for its outcome gets it when that is done."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)


def _fact(line: bytes) -> dict[str, Any]:
    """The fact in a line; an empty one where something else was written into the connection."""
    try:
        fact = json.loads(line)
    except ValueError:
        return {}
    return fact if isinstance(fact, dict) else {}
