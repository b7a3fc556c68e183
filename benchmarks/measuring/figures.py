"""Figures of repeated runs, as a person reads them."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self


@dataclass(frozen=True)
class Figures:
    """What repeated runs took, in seconds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        """The figures of at least one run."""
        return cls(median(seconds), min(seconds), max(seconds))

    def cells(self) -> tuple[str, str]:
        """The median and the range, for a table."""
        return f"{self.median:.3f}", f"{self.least:.3f}-{self.most:.3f}"


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a heading: the first column flush left, the others flush right."""
    lines = [heading, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    ruled = [heading, ["─" * width for width in widths], *rows]
    return "\n".join(_aligned(line, widths) for line in ruled)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "   ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()


def machine() -> str:
    """What the figures were measured on, and how busy it is."""
    system = f"{platform.system()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    return f"{os.cpu_count()} CPUs ({_processor()}), {system}"


def _processor() -> str:
    facts = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = (line.partition(": ")[2] for line in facts if line.startswith("model name"))
    return next(names, platform.machine())
