"""A FastAPI project that PetSage did not make, with a layout of its own, can be built into all the same."""

from pathlib import Path

import pytest

from .conftest import Petsage, tree

APP = """import uvicorn
from fastapi import FastAPI

app = FastAPI(title="Mine")  # my app


@app.get("/hello")
def hello():
    return {"hello":   "world"}


if __name__ == "__main__":
    uvicorn.run(app)
"""

RULES = """
[project]
brand = "Mine"
package = "modules"
title = "Mine"

[layout]
app = "app.py"
router = "modules/{feature}/api.py"
schemas = "modules/{feature}/models.py"
tests = "tests/test_{feature}.py"

[static]
prefix = ""
path = "/status/{slug}"
tag = "Status"
summary = "Say how {words} is"
answer = ["status"]
status = "up"

[checks]
skip = ["types"]
commands = [["python", "-c", "import modules.uptime.api"]]
"""

REQUEST = '{"feature": "uptime", "description": "Is it up?", "requirements": "none"}'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "petsage.toml").write_text(RULES)
    return tmp_path


def test_a_feature_is_built_where_the_projects_own_rules_say(petsage: Petsage, own: Path) -> None:
    outcome = petsage("build", REQUEST, cwd=own)

    assert outcome.code == 0, outcome.out + outcome.err
    assert 'return UptimeResponse(status="up")' in (own / "modules/uptime/api.py").read_text()
    assert (own / "tests/test_uptime.py").is_file()


def test_only_the_two_lines_of_the_wiring_change_in_the_app(petsage: Petsage, own: Path) -> None:
    petsage("build", REQUEST, cwd=own)
    added = [line for line in (own / "app.py").read_text().splitlines() if line and line not in APP.splitlines()]

    assert added == [
        "from modules.uptime.api import router as uptime_router",
        "app.include_router(uptime_router)",
    ]


def test_the_projects_own_checks_run_and_those_it_skips_do_not(petsage: Petsage, own: Path) -> None:
    results = petsage("build", REQUEST, "--json", cwd=own).data["steps"][5]["facts"]["results"]
    statuses = {result["name"]: result["status"] for result in results}

    assert statuses["types"] == "skipped"
    assert statuses["python -c import modules.uptime.api"] == "passed"


def test_parts_that_the_named_blueprint_has_can_be_taken_away(petsage: Petsage, own: Path) -> None:
    away = '[layout]\nsource = "."\nface = ""\nservice = ""\ndocs = ""\n'
    (own / "petsage.toml").write_text('blueprint = "feature-src"\n' + RULES.replace("[layout]\n", away))
    before = tree(own)
    outcome = petsage("build", REQUEST, cwd=own)

    assert outcome.code == 0, outcome.err
    assert {path for path in tree(own).keys() - before.keys() if not path.startswith(".petsage")} == {
        "modules/uptime/__init__.py",
        "modules/uptime/api.py",
        "modules/uptime/models.py",
        "tests/test_uptime.py",
    }


def test_it_can_be_taken_out_again(petsage: Petsage, own: Path) -> None:
    before = tree(own)
    petsage("build", REQUEST, cwd=own)
    petsage("remove", "uptime", cwd=own)

    assert tree(own) == before


def test_entities_are_refused_at_plan_where_their_foundation_is_missing(petsage: Petsage, own: Path) -> None:
    request = (
        "feature: notices\ndescription: Notices.\nrequirements: |\n"
        "  A notice has a title.\n  Anyone can see, create, change or delete a notice.\n"
    )
    (own / "core").mkdir()
    (own / "core" / "repository.py").write_text("class Repo: ...\n")
    for command in ("plan", "build"):
        outcome = petsage(command, request, cwd=own)

        assert outcome.code == 4
        (line,) = outcome.err.splitlines()
        assert line.startswith("petsage: core/: entities need PetSage's foundation")
