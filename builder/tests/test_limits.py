"""A check that hangs is ended at the limit that the project sets, and says so."""

import time
from pathlib import Path

from .conftest import REQUEST, SERVICE, Petsage

ADVICE = "it took longer than 6 s; mend what hangs, or allow more: `seconds` in [checks] of petsage.toml"


def limit(project: Path, more: str = "") -> None:
    settings = project / "petsage.toml"
    settings.write_text(f"{settings.read_text()}\n[checks]\nseconds = 6\n{more}")


def test_a_command_that_hangs_is_ended_at_the_limit(petsage: Petsage, project: Path) -> None:
    limit(project, f'commands = [["sh", "-c", "test ! -e {SERVICE} || sleep 999"]]\n')
    started = time.monotonic()
    outcome = petsage("build", REQUEST, "--project", project)
    assert (outcome.code, ADVICE in outcome.out + outcome.err) == (1, True), outcome.err
    assert time.monotonic() - started < 60


def test_an_import_that_hangs_is_ended_at_the_limit(petsage: Petsage, project: Path) -> None:
    limit(project)
    main = project / "src/petsage/main.py"
    main.write_text(f"{main.read_text()}\n\nimport time\n\ntime.sleep(999)\n")
    outcome = petsage("build", REQUEST, "--project", project)
    assert (outcome.code, ADVICE in outcome.err) == (4, True), outcome.err
