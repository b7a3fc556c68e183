"""Two git branches that build are merged: nothing of either is lost, and a database that has seen either goes on."""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import PATIENCE, Petsage
from .databases import ALICE, ENTITY, ProjectDatabase

SHELVES = """
feature: shelves
description: Shelves.
requirements: |
  A shelf has a name, a kind and a width.
  A shelf's name is text of at most 80 characters.
  A shelf's kind is one of wood, steel or glass.
  A shelf's width is a whole number from 1 to 90.
  Anyone can see shelves. Only admins can create, change or delete shelves.
  Shelves are listed by name.
"""
LISTED = "  Shelves are listed"
CHANGES = {
    "an optional field": ("a kind and", "a kind, an optional height in cm and"),
    "another optional field": ("a name, a kind", "a name, an optional colour, a kind"),
    "a required field": (LISTED, f"  A shelf has a load. A shelf's load is a whole number and starts as 9.\n{LISTED}"),
    "a choice": ("steel or glass", "steel, stone or glass"),
    "wider bounds": ("from 1 to 90", "from 0 to 900"),
    "a longer text": ("80 characters", "120 characters"),
    "an entity": (
        LISTED,
        f"  A label has a text. A label belongs to a shelf. Access to a label follows its shelf.\n{LISTED}",
    ),
    "access": ("Anyone can see shelves. Only admins", "Signed-in users can see shelves. Only admins"),
    "a filter": ("listed by name.", "listed by name, and can be filtered by kind."),
    "a lifecycle": (
        LISTED,
        f"  A shelf is open or full, and starts as open. An open shelf can be full.\n{LISTED}",
    ),
}
BESIDE = {
    name: f"""
feature: {name}s
description: Some {name}s.
requirements: |
  A {name} has a title. A {name} belongs to a shelf. Access to a {name} follows its shelf.
"""
    for name in ("toy", "game", "book")
}
BUILDS = {change: SHELVES.replace(*words) for change, words in CHANGES.items()} | BESIDE
SERVICE = "src/petsage/features/shelves/service.py"
TIMES = "'2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00', 1"
SHELF = f"INSERT INTO shelves ({ENTITY}, name, kind, width) VALUES ('{ALICE}', {TIMES}, 'top', 'wood', 9)"


def pairs(number: int) -> list[tuple[str, str]]:
    """So many pairs of builds, the same each time: in turn of the same feature, and of others."""
    chance = random.Random(20)
    same = [chance.sample(sorted(CHANGES), 2) for _ in range(number)]
    apart = [chance.sample([*sorted(BESIDE), chance.choice(sorted(CHANGES))], 2) for _ in range(number)]
    return [(one, other) for pair in zip(same, apart, strict=True) for one, other in [pair[0], pair[1]]][:number]


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def build_on(petsage: Petsage, project: Path, branch: str, request: str) -> None:
    """Builds on a branch of its own, with an edit by hand, and commits."""
    assert git(project, "checkout", "-q", "-b", branch, "main").returncode == 0
    outcome = petsage("build", request, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    service = project / SERVICE
    service.write_text(
        f'{service.read_text()}\n\ndef of_{branch}() -> str:\n    """By hand."""\n    return "{branch}"\n'
    )
    git(project, "add", "--all")
    assert git(project, "commit", "-q", "-m", branch).returncode == 0


@pytest.fixture(scope="module")
def base(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with shelves."""
    project = tmp_path_factory.mktemp("branches") / "project"
    assert petsage("new", project, "--package", "petsage").code == 0
    outcome = petsage("build", SHELVES, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    git(project, "add", "--all")
    assert git(project, "commit", "-q", "-m", "shelves").returncode == 0
    return project


@pytest.fixture
def project(base: Path, tmp_path: Path) -> Path:
    return shutil.copytree(base, tmp_path / "project")


@pytest.mark.parametrize("pair", pairs(10 if "PETSAGE_SOAK" in os.environ else 2), ids=" and ".join)
def test_what_two_branches_build_is_merged_and_built_together(
    petsage: Petsage, project: Path, pair: tuple[str, str]
) -> None:
    databases = []
    for branch, change in zip(("one", "two"), pair, strict=True):
        build_on(petsage, project, branch, BUILDS[change])
        database = ProjectDatabase(project, f"sqlite:///{project.parent}/{branch}.db")
        database.alembic("upgrade", "shelves_0001")
        database.run(SHELF)
        database.alembic("upgrade", "heads")
        databases.append(database)
    merged = git(project, "merge", "-m", "merged", "one")
    if set(pair) & BESIDE.keys():
        open_files = git(project, "diff", "--name-only", "--diff-filter=U").stdout.split()
        assert open_files == [SERVICE], merged.stdout  # where both have written by hand

    outcome = petsage("build", "--all", "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    checked = petsage("check", "--project", project)
    assert checked.code == 0, checked.out + checked.err
    text = (project / SERVICE).read_text()
    assert "def of_one()" in text
    assert "def of_two()" in text
    for database in databases:
        database.alembic("upgrade", "heads")
        database.alembic("check")
        assert database.run("SELECT name, kind, width FROM shelves") == [{"name": "top", "kind": "wood", "width": 9}]


def test_what_both_branches_say_otherwise_is_asked_and_a_request_decides(petsage: Petsage, project: Path) -> None:
    for branch, most in (("one", 100), ("two", 500)):
        build_on(petsage, project, branch, SHELVES.replace("to 90", f"to {most}"))
    git(project, "merge", "one")

    asked = petsage("build", "--all", "--project", project)
    assert asked.code == 4
    assert "shelf, fields, width, type, maximum: is 500 on this branch, and 100 on the other" in asked.err

    decided = petsage("build", SHELVES.replace("to 90", "to 500"), "--project", project)
    assert decided.code == 0, decided.out + decided.err
    assert petsage("check", "--project", project).code == 0


def test_a_branch_whose_receipt_was_not_taken_is_found_and_its_columns_come_along(
    petsage: Petsage, project: Path
) -> None:
    for branch, change in (("one", "an optional field"), ("two", "another optional field")):
        build_on(petsage, project, branch, BUILDS[change])
    assert git(project, "merge", "-X", "ours", "-m", "merged", "one").returncode == 0

    found = petsage("check", "--project", project)
    assert (
        "was brought by another branch, and shelves is not built with it yet (run `petsage build --all`)" in found.out
    )
    outcome = petsage("build", "--all", "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    models = (project / SERVICE).with_name("models.py").read_text()
    assert "height: Mapped[Decimal | None]" in models
    assert "colour: Mapped[str | None]" in models
    assert petsage("check", "--project", project).code == 0
