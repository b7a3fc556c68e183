"""A Studio in a process of its own, and a real browser in front of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ..conftest import PETSAGE

PATIENCE = 20_000
"""Milliseconds for whatever is expected: a second or two on a machine that has nothing else to do."""
expect.set_options(timeout=PATIENCE)

ADVICE = "the browser tests need Chromium: `apt-get install chromium` (as root), or name one in PETSAGE_CHROMIUM"


@dataclass(frozen=True)
class RunningStudio:
    """A Studio that waits for its one visitor at `url`."""

    process: subprocess.Popen[str]
    url: str

    @property
    def origin(self) -> str:
        return self.url.partition("/?")[0]


@contextmanager
def studio_of(project: Path, **environment: str) -> Iterator[RunningStudio]:
    """The Studio of a project, on a free port."""
    command = [str(PETSAGE), "studio", "--project", str(project), "--no-open"]
    state = str(project.with_name(f"{project.name}-state"))
    whole = {**os.environ, "PYTHONUNBUFFERED": "1", "XDG_STATE_HOME": state, **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=whole) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the Studio did not start"
            yield RunningStudio(process, found[0])
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium as Debian has it. Where there is none, the test is left out, but never in CI."""
    path = os.environ.get("PETSAGE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(ADVICE)
        pytest.skip(ADVICE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"], timeout=PATIENCE
        )
        yield chromium
        chromium.close()


def entered(chromium: Browser, studio: RunningStudio, complaints: list[str], **options: object) -> Page:
    """A page that has been let in; `complaints` gets the faults of its scripts, and what its policy stops."""
    page = chromium.new_context(**options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: complaints.extend([message.text] if message.type == "error" else []))
    page.goto(studio.url)
    return page
