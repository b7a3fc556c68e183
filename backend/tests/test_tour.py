"""The README's tour of the API goes as it is written, on its sample data."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_app import BACKEND, Server, prepare, served

README = BACKEND / "README.md"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The app with its sample data."""
    database = f"sqlite:///{tmp_path / 'tour.db'}"
    prepare(database)
    environment = os.environ | {"DATABASE_URL": database}
    subprocess.run([sys.executable, "sample_data.py"], cwd=BACKEND, env=environment, check=True, capture_output=True)
    with served(database) as server:
        yield server


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_each_request_is_answered_as_shown(server: Server, tmp_path: Path) -> None:
    """Commands run one after another in one shell; `…` stands for anything."""
    tour = README.read_text().split("<!-- tour -->")[1].split("<!-- end of tour -->")[0]
    steps = [step.splitlines() for step in re.split(r"^\$ ", tour.replace("```", ""), flags=re.MULTILINE)[1:]]
    script = "\n".join(f"{step[0]}\necho\necho ---" for step in steps)
    done = subprocess.run(
        ["bash", "-e", "-c", script.replace("http://127.0.0.1:8000/api/v1", server.url)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    for step, printed in zip(steps, done.stdout.split("---\n"), strict=False):
        for shown in filter(None, step[1:]):
            pattern = ".*".join(re.escape(part) for part in shown.split("…"))
            assert re.search(pattern, printed), f"{step[0]}\n{printed}"
    assert sum("curl" in step[0] for step in steps) >= 10
    assert (tmp_path / "nori.svg").read_text().startswith("<svg")
