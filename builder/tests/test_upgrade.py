"""A project that an older builder made is told so, and brought to this one's templates without a loss."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from petsage_builder.planning.former import _archive, former_bases
from petsage_builder.planning.foundation import plan_foundation
from petsage_builder.project.foundation_receipt import PLACE
from petsage_builder.project.project import Project
from petsage_builder.rendering.foundation import project_files

from .conftest import Petsage, tree

NOTES = "A note has a text. A note belongs to a user, its author. Only its author can see, change or delete a note."
REQUEST = json.dumps({"feature": "notes", "description": "Notes.", "requirements": NOTES})
CORE = "src/petsage/core"
OLD_CODE = '''

def word_of_then() -> str:
    """What the core had once."""
    return "then"
'''
MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
EDIT = '\nMARK = "by hand"\n'


@pytest.fixture(scope="module")
def made(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a feature whose foundation, and one file of whose feature, are of an older builder."""
    project = tmp_path_factory.mktemp("old") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    assert petsage("build", REQUEST, "--project", project).code == 0
    for place, path in ((PLACE, f"{CORE}/ids.py"), (".petsage/notes.yaml", "src/petsage/features/notes/README.md")):
        receipt = yaml.safe_load((project / place).read_text())
        entry = next(file for file in receipt["files"] if file["path"] == path)
        entry["text"] += OLD_CODE
        (project / path).write_text(entry["text"])
        if "templates" in receipt:
            receipt["templates"] = "0" * 64
        (project / place).write_text(yaml.safe_dump(receipt, sort_keys=False))
    return project


@pytest.fixture
def old(made: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(made, tmp_path / "project")


@pytest.mark.parametrize("command", ["plan", "build"])
def test_a_project_that_is_older_than_the_builder_is_told_so_in_one_line(
    petsage: Petsage, old: Path, command: str
) -> None:
    before = tree(old)
    outcome = petsage(command, REQUEST.replace("has a text", "has a text and a title"), "--project", old)

    assert outcome.code == 4
    assert [line for line in outcome.err.splitlines() if "petsage upgrade" in line] == outcome.err.splitlines()
    assert tree(old) == before


def test_an_upgrade_changes_what_differs_keeps_edits_and_ends_in_what_this_builder_makes(
    petsage: Petsage, old: Path
) -> None:
    checked = petsage("check", "--project", old)
    assert checked.code == 4 or "petsage upgrade" in checked.out
    edited = [old / f"{CORE}/errors.py", old / "src/petsage/main.py", old / "src/petsage/features/notes/service.py"]
    for path in edited:
        path.write_text(path.read_text() + EDIT)
    (old / "compose.yaml").unlink()
    before = tree(old)

    dry = petsage("upgrade", "--dry-run", "--project", old)
    assert dry.code == 0, dry.out + dry.err
    assert "-def word_of_then() -> str:" in dry.out
    assert tree(old) == before

    outcome = petsage("upgrade", "--project", old)
    assert outcome.code == 0, outcome.out + outcome.err
    assert all("by hand" in path.read_text() for path in edited)
    assert not any(b"word_of_then" in content for content in tree(old).values())
    assert not (old / "compose.yaml").exists()
    assert petsage("check", "--project", old).code == 0
    assert "nothing to do" in petsage("upgrade", "--project", old).out


def test_an_edit_that_an_upgrade_disagrees_with_is_shown_and_nothing_is_changed(petsage: Petsage, old: Path) -> None:
    ids = old / CORE / "ids.py"
    ids.write_text(ids.read_text().replace('return "then"', 'return "my then"'))
    before = tree(old)
    outcome = petsage("upgrade", "--project", old)

    assert outcome.code == 3
    assert f"{CORE}/ids.py, line " in outcome.err
    assert "my then" in outcome.err
    assert tree(old) == before

    assert petsage("upgrade", "--project", old, "--conflicts").code == 3
    resolved = old.with_name("project-conflicts") / CORE / "ids.py"
    resolved.write_text("".join(line for line in resolved.read_text().splitlines(True) if line[:7] not in MARKERS))
    landed = petsage("upgrade", "--project", old, "--resolved")
    assert landed.code == 0, landed.out + landed.err
    assert 'return "my then"' in ids.read_text()
    assert not old.with_name("project-conflicts").exists()


def test_a_project_that_a_newer_builder_made_asks_for_that(petsage: Petsage, old: Path) -> None:
    receipt = old / PLACE
    receipt.write_text(receipt.read_text().replace("builder: 0.1.0", "builder: 9.0.0"))
    outcome = petsage("plan", REQUEST, "--project", old)

    assert outcome.code == 4
    assert "install petsage-builder 9.0.0 or newer" in outcome.err


@pytest.mark.parametrize("age", [0, -1])
def test_a_project_from_before_receipts_becomes_what_a_new_one_is(project: Path, age: int) -> None:
    rules = Project(project).blueprint
    new = project_files(rules)
    for path in [path for path in new if not path.startswith("migrations/versions/")]:
        (project / path).unlink()
    names = {"zqp": "petsage", "Zqt": rules.project.title, "Zqb": rules.project.brand, "Zqw": rules.project.welcome}
    for place, numbers in _archive()["files"]["feature-src"].items():
        path, text = place.replace("zqp", "petsage"), _archive()["texts"][numbers[age]]
        for mark, name in names.items():
            text = text.replace(mark, name or "")
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)
    (project / PLACE).unlink()
    main = project / "src/petsage/main.py"
    main.write_text(main.read_text() + EDIT)

    plan = plan_foundation(Project(project))
    after = {change.path: change.after for change in plan.changes}
    left = {path for path, text in new.items() if after.get(path, _content(project / path)) != text.encode()}
    assert left <= {"src/petsage/main.py"}
    assert EDIT.encode() in (after.get("src/petsage/main.py") or main.read_bytes())


def test_the_base_of_an_edited_file_is_what_it_was_before_the_edit(project: Path) -> None:
    rules = Project(project).blueprint
    path = f"{CORE}/rules.py"
    known = former_bases({path: (project / path).read_text()}, rules)[path]
    edited = known + EDIT

    assert former_bases({path: edited}, rules) == {path: known}


def test_the_examples_of_the_tour_of_the_core_run(project: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", (project / CORE / "README.md").read_text(), re.DOTALL)
    assert len(examples) == 2
    for number, example in enumerate(examples):
        (project / CORE / f"example_{number}.py").write_text(example)
    (project / "tests/test_tour.py").write_text(TOUR)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/test_tour.py", "-p", "no:cacheprovider"],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


TOUR = """
from petsage.core.example_0 import router
from petsage.core.example_1 import emails_of_admins


def test_both(app, client, admin, database_url) -> None:
    app.include_router(router)
    emails = emails_of_admins(database_url)
    assert len(emails) == 1
    counted = client.get("/people-by-role", params={"ending": emails[0]}).json()
    assert counted == [{"role": "admin", "people": 1}]
"""


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
