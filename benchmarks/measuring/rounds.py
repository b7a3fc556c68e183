"""Measures several contenders side by side: each round runs every one of them, in turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .figures import Figures


@dataclass(frozen=True)
class Run:
    """What one run took, as a whole and by its steps, in seconds; `did` says by a verb what was done."""

    seconds: float
    steps: dict[str, float]
    did: dict[str, str]


Contender = Callable[[Path], Run]
"""Does its work once, in a folder that isn't there yet."""


@dataclass(frozen=True)
class Measured:
    """The runs of one contender."""

    runs: list[Run]

    @property
    def whole(self) -> Figures:
        """The figures of the whole runs."""
        return Figures.of([run.seconds for run in self.runs])

    @property
    def did(self) -> dict[str, str]:
        """What was done; the same in every run."""
        return self.runs[-1].did

    def steps(self) -> dict[str, Figures]:
        """The figures of each step, in the order of the steps."""
        return {name: Figures.of([run.steps[name] for run in self.runs]) for name in self.runs[-1].steps}


def measure(contenders: Mapping[str, Contender], rounds: int) -> dict[str, Measured]:
    """The runs of every contender, interleaved (A B A B …). A first round warms caches and isn't counted."""
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    with TemporaryDirectory(prefix="petsage-benchmark-") as temporary:
        for number in range(rounds + 1):
            for place, (name, contender) in enumerate(contenders.items()):
                runs[name].append(contender(Path(temporary, f"project-{number}-{place}")))
    return {name: Measured(found[1:]) for name, found in runs.items()}
