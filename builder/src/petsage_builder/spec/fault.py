"""What doesn't hold in a spec, as a value."""

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where in the spec's data: ("entities", 0, "fields", 2)."""


@dataclass(frozen=True)
class Fault:
    """One thing that doesn't hold: where, what, and what to do; `about` is a name that it misses."""

    path: Path
    message: str
    advice: str = ""
    about: str = ""


class FaultySpecError(ValueError):
    """A spec whose parts don't hold together; `faults` are all of them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults
