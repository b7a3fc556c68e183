"""The checks that only read the module's files: format, lint and types, by the project's own settings."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.proving.bench import Bench
from petsage_builder.proving.plan import CheckResult, Fault
from petsage_builder.proving.text import last_lines
from petsage_builder.proving.work import took_longer
from petsage_builder.proving.workshop import clean_environment

_FINDING = re.compile(r"^(?P<path>.+?):\d+:\d+: (?P<what>.+)$", re.MULTILINE)


def check_format(bench: Bench) -> list[CheckResult]:
    """The files are as the formatter would leave them."""
    return [_read(bench, "format", "ruff", "format", "--diff", "--no-cache", "--force-exclude", *_settings(bench))]


def check_lint(bench: Bench) -> list[CheckResult]:
    """The linter finds nothing in the files."""
    told = ("--no-cache", "--force-exclude", "--output-format=concise")
    return [_read(bench, "lint", "ruff", "check", *told, *_settings(bench))]


def _settings(bench: Bench) -> list[str]:
    """Where the settings are that say the same as those of other formatters."""
    if not bench.plan.formatter:
        return []
    file = bench.staging.private / "ruff.toml"
    file.write_text(bench.plan.formatter)
    return [f"--config={file}"]


def check_types(bench: Bench) -> list[CheckResult]:
    """The types fit, also with those of the project and of the libraries that it has installed."""
    sources = [f"--extra-search-path={source}" for source in bench.plan.app.sources]
    python = f"--python={bench.workshop.interpreter}"
    return [
        _read(
            bench, "types", "ty", "check", "--color=never", "--no-progress", "--output-format=concise", python, *sources
        )
    ]


def _read(bench: Bench, name: str, tool: str, *arguments: str) -> CheckResult:
    files = [path for path in bench.plan.python_files if (bench.staging.folder / path).is_file()]
    if not files:
        return CheckResult(name, "skipped", 0, "there is no Python file to read")
    started = time.perf_counter()
    environment = {**clean_environment(bench.workshop.interpreter), "HOME": str(bench.staging.private / "home")}
    try:
        status, output = bench.run([_program(tool), *arguments, "--", *files], environment, bench.plan.seconds)
    except subprocess.TimeoutExpired:
        status, output = -1, took_longer(bench.plan.seconds)
    seconds = time.perf_counter() - started
    if status == 0:
        return CheckResult(name, "passed", seconds, f"{len(files)} file{'' if len(files) == 1 else 's'}")
    faults = tuple(_differences(output) if name == "format" else _findings(output))
    return CheckResult(name, "failed", seconds, _summary(output), last_lines(output), faults)


def _findings(output: str) -> Iterator[Fault]:
    """What a tool found, a line each; named without its line, which moves when lines come before it."""
    for found in _FINDING.finditer(output):
        yield Fault(f"{found['path']}: {found['what']}", found[0])


def _differences(output: str) -> Iterator[Fault]:
    """The files that would be formatted otherwise."""
    for difference in re.split(r"^(?=--- )", output, flags=re.MULTILINE)[1:]:
        yield Fault(difference.splitlines()[0].removeprefix("--- "), difference)


def _program(tool: str) -> str:
    program = Path(sys.executable).with_name(tool)
    if not program.exists():
        raise CannotBuildError(Problem(tool, f"isn't beside {sys.executable}", "install the builder anew"))
    return str(program)


def _summary(output: str) -> str:
    """The line in which a tool counts what it found, else its last one."""
    lines = output.strip().splitlines() or ["it printed nothing"]
    return next((line for line in reversed(lines) if line.startswith("Found ")), lines[-1])
