"""What is red in a project before a build is not the build's fault: it is reported, and only what is new fails."""

from pathlib import Path

import pytest

from .conftest import REQUEST, Outcome, Petsage, tree

APP = """import os
import time

from fastapi import FastAPI

app = FastAPI(title="Shop", version=str(time.time_ns()))
name: int = "not a number"
x  = 1


@app.on_event("startup")
def start() -> None: ...
"""
TESTS = """from shop.main import app


def test_red() -> None:
    assert app.title == "Another"


def test_green() -> None:
    assert app.title == "Shop"
"""
RULES = """blueprint = "feature-flat"
[project]
package = "shop"
title = "Shop"
[checks]
commands = [["python", "-c", "raise SystemExit(1)"]]
"""


@pytest.fixture
def red(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").write_text("")
    (tmp_path / "shop/main.py").write_text(APP)
    (tmp_path / "test_shop.py").write_text(TESTS)
    (tmp_path / "petsage.toml").write_text(RULES)
    return tmp_path


def results(outcome: Outcome) -> dict[str, dict[str, object]]:
    return {result["name"]: result for result in outcome.data["steps"][5]["facts"]["results"]}


def test_what_was_red_before_does_not_count_and_is_reported(petsage: Petsage, red: Path) -> None:
    outcome = petsage("build", REQUEST, "--json", "--report", red / "report.md", cwd=red)

    assert outcome.code == 0, outcome.err
    found = results(outcome)
    assert {name: result["red_before"] for name, result in found.items() if result["red_before"]} == {
        "format": ["shop/main.py"],
        "lint": ["shop/main.py: F401 [*] `os` imported but unused"],
        "types": [
            "shop/main.py: error[invalid-assignment] "
            'Object of type `Literal["not a number"]` is not assignable to `int`',
            "shop/main.py: warning[deprecated] The function `on_event` is deprecated: ",
        ],
        "openapi": ["info changed"],
        "project's tests": ["test_shop.py::test_red"],
        "python -c raise SystemExit(1)": ["it ended with exit status 1"],
    }
    assert found["project's tests"]["detail"] == "1 failed, 1 passed; nothing new, 1 red before"
    assert "project's tests, red before this build and not its fault" in (red / "report.md").read_text()


def test_what_is_new_fails_and_is_shown_alone(petsage: Petsage, red: Path) -> None:
    with (red / "test_shop.py").open("a") as tests:
        tests.write('\n\ndef test_small() -> None:\n    assert list(app.openapi()["paths"]) == []\n')
    before = tree(red)
    outcome = petsage("build", REQUEST, cwd=red)

    assert outcome.code == 1
    assert "  2 failed, 1 passed; 1 new, 1 red before" in outcome.out
    assert "def test_small" in outcome.out
    assert "def test_red" not in outcome.out
    assert tree(red) == before


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ("addopts = --no-such-option", "--no-such-option"),
        ("env = A=1\nfilterwarnings = error", "as it is: pytest.PytestConfigWarning: Unknown config option: env"),
    ],
)
def test_a_session_of_tests_that_cannot_even_begin_is_refused(
    petsage: Petsage, red: Path, settings: str, reason: str
) -> None:
    (red / "pytest.ini").write_text(f"[pytest]\n{settings}\n")
    outcome = petsage("build", REQUEST, cwd=red)

    assert outcome.code == 4
    (line,) = outcome.err.splitlines()
    assert "feature's tests: can't be run on the project as it is" in line
    assert reason in line


def test_a_new_test_that_what_is_red_before_keeps_from_beginning_is_not_the_builds_fault(
    petsage: Petsage, red: Path
) -> None:
    (red / "conftest.py").write_text(
        "import socket\n\nimport pytest\n\n\n@pytest.fixture(autouse=True, scope='session')\n"
        "def database() -> None:\n    socket.create_connection(('localhost', 5432))\n"
    )
    outcome = petsage("build", REQUEST, cwd=red)

    assert outcome.code == 4, outcome.out
    (line,) = outcome.err.splitlines()
    assert "feature's tests: they can't begin in the project as it is: ConnectionRefusedError" in line
    assert "servers in `network`" in line
