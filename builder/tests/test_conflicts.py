"""Where a hand edit and the new text changed the same, both are written beside the project and come back resolved."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage, tree

BEFORE = """
feature: pets
description: Pets.
requirements: |
  A pet has a name and a weight in kg.
  Signed-in users can see or create a pet.
"""
AFTER = BEFORE + "  Pets are listed by weight and can be filtered by weight.\n"
ROUTER = "src/petsage/features/pets/router.py"
NOTE = ".petsage-conflicts.json"
YOURS, BETWEEN, BUILT = "<<<<<<< yours\n", "=======\n", ">>>>>>> built\n"
ANOTHER_REQUEST = AFTER.replace("by weight and", "by name and")


@pytest.fixture(scope="module")
def edited(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a feature whose router somebody edited twice: once where the next build changes the same."""
    folder = tmp_path_factory.mktemp("conflicts") / "project"
    assert petsage("new", folder, "--package", "petsage").code == 0
    outcome = petsage("build", BEFORE, "--project", folder)
    assert outcome.code == 0, outcome.out + outcome.err
    router = folder / ROUTER
    text = router.read_text()
    assert '"""Newest first."""' in text
    router.write_text(text.replace("Newest first.", "The latest first.") + "\n# by hand\n")
    return folder


@pytest.fixture
def project(edited: Path, tmp_path: Path) -> Path:
    return shutil.copytree(edited, tmp_path / "project")


@pytest.fixture
def aside(petsage: Petsage, project: Path) -> Path:
    """The folder with the conflicts."""
    assert petsage("build", AFTER, "--project", project, "--conflicts").code == 3
    return project.with_name("project-conflicts")


def resolve(router: Path) -> None:
    """Takes the built lines, with the words of the edit."""
    head, rest = router.read_text().split(YOURS)
    _, rest = rest.split(BETWEEN)
    built, tail = rest.split(BUILT)
    router.write_text(head + built.replace("By weight.", "The lightest first.") + tail)


def test_a_conflict_is_told_in_a_few_lines_with_both_sides_and_both_ways_on(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", AFTER, "--project", project)

    assert outcome.code == 3
    lines = outcome.err.splitlines()
    assert 3 < len(lines) <= 7
    number = (project / ROUTER).read_text().splitlines().index('    """The latest first."""') + 1
    assert f"{ROUTER}, line {number - 1}" in lines[0]
    assert any(f" {number} │" in line and "The latest first." in line for line in lines)
    assert any("By weight." in line for line in lines)
    assert "--conflicts" in lines[-1]
    assert "--keep-edits" in lines[-1]


def test_a_conflict_is_written_down_resolved_there_and_landed(petsage: Petsage, project: Path) -> None:
    before, aside = tree(project), project.with_name("project-conflicts")
    written = petsage("build", AFTER, "--project", project, "--conflicts")
    assert written.code == 3
    assert str(aside) in written.err
    assert "--resolved" in written.err
    assert tree(project) == before
    assert set(tree(aside)) == {ROUTER, NOTE}
    text = (aside / ROUTER).read_text()
    number = text.splitlines(keepends=True).index(YOURS) + 1
    assert f"project-conflicts/{ROUTER}, line {number}: " in written.err
    assert text.count(YOURS) == text.count(BETWEEN) == text.count(BUILT) == 1

    resolve(aside / ROUTER)
    proven = petsage("build", AFTER, "--project", project, "--resolved", "--dry-run")
    assert proven.code == 0, proven.out + proven.err
    assert tree(project) == before
    outcome = petsage("build", AFTER, "--project", project, "--resolved")
    assert outcome.code == 0, outcome.out + outcome.err
    assert not aside.exists()
    landed = (project / ROUTER).read_text()
    assert '"""The lightest first."""' in landed
    assert landed.endswith("\n# by hand\n")
    assert "import Page\n" not in landed, "nothing uses it any more"
    assert "nothing to do" in petsage("build", AFTER, "--project", project).out


def test_without_a_conflict_the_option_changes_nothing(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", BEFORE, "--project", project, "--conflicts", "--dry-run")

    assert outcome.code == 0, outcome.out + outcome.err
    assert not project.with_name("project-conflicts").exists()


def test_a_marker_that_is_left_is_refused_with_its_file_and_line(petsage: Petsage, project: Path, aside: Path) -> None:
    router = aside / ROUTER
    lines = router.read_text().splitlines(keepends=True)
    for marker in (YOURS, BETWEEN, BUILT):
        others = {YOURS, BETWEEN, BUILT} - {marker}
        router.write_text("".join("\n" if line in others else line for line in lines))
        before = tree(project), tree(aside)
        outcome = petsage("build", AFTER, "--project", project, "--resolved")

        assert outcome.code == 3
        (line,) = outcome.err.splitlines()
        assert f"project-conflicts/{ROUTER}, line {lines.index(marker) + 1}: a marker is left" in line
        assert (tree(project), tree(aside)) == before


def test_a_resolved_file_that_is_no_python_is_refused_with_its_line(
    petsage: Petsage, project: Path, aside: Path
) -> None:
    (aside / ROUTER).write_text("import os\n)\n")
    outcome = petsage("build", AFTER, "--project", project, "--resolved")

    assert outcome.code == 3
    assert f"project-conflicts/{ROUTER}, line 2: isn't Python" in outcome.err


def test_what_was_resolved_for_something_else_is_refused_and_kept(petsage: Petsage, project: Path, aside: Path) -> None:
    resolve(aside / ROUTER)
    router = project / ROUTER
    for request, edit in ((ANOTHER_REQUEST, ""), (BEFORE, ""), (AFTER, "# and again\n")):
        router.write_text(router.read_text() + edit)
        before = tree(project), tree(aside)
        outcome = petsage("build", request, "--project", project, "--resolved")

        assert outcome.code == 3
        assert "was written for another request or for other edits" in outcome.err
        assert ROUTER in outcome.err
        assert (tree(project), tree(aside)) == before


def test_a_folder_with_work_in_it_is_never_overwritten_and_one_without_is(
    petsage: Petsage, project: Path, aside: Path
) -> None:
    again = petsage("build", ANOTHER_REQUEST, "--project", project, "--conflicts")
    assert again.code == 3
    assert "By name." in (aside / ROUTER).read_text()

    resolve(aside / ROUTER)
    before = tree(aside)
    outcome = petsage("build", AFTER, "--project", project, "--conflicts")
    assert outcome.code == 3
    assert f"{aside}: is there already and holds something else" in outcome.err
    assert tree(aside) == before

    shutil.rmtree(aside)
    aside.mkdir()
    (aside / "mine.txt").write_text("mine")
    assert "holds something else" in petsage("build", AFTER, "--project", project, "--conflicts").err
    assert tree(aside) == {"mine.txt": b"mine"}


def test_there_is_nothing_to_take_where_nothing_was_written(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", AFTER, "--project", project, "--resolved")

    assert outcome.code == 3
    assert "build with --conflicts first" in outcome.err


def test_two_ways_at_once_are_refused(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", AFTER, "--project", project, "--conflicts", "--keep-edits")

    assert outcome.code == 2
    assert "--conflicts" in outcome.err


def test_a_program_gets_the_places_as_json(petsage: Petsage, project: Path) -> None:
    told = petsage("build", AFTER, "--project", project, "--json")
    assert told.code == 3
    (conflict,) = told.data["error"]["problems"]
    assert conflict["path"] == ROUTER
    assert "The latest first." in conflict["yours"]
    assert "By weight." in conflict["new"]

    written = petsage("build", AFTER, "--project", project, "--conflicts", "--json")
    assert written.data["error"]["exit_code"] == 3
    place, folder = written.data["error"]["problems"]
    assert place["place"].startswith(f"project-conflicts/{ROUTER}, line ")
    assert folder["place"] == str(project.with_name("project-conflicts"))

    left = petsage("build", AFTER, "--project", project, "--resolved", "--json")
    assert [problem["message"] for problem in left.data["error"]["problems"]] == ["a marker is left"] * 3
