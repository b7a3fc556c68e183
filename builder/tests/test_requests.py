"""Whole requests from a dozen fields, built into one project one after another: what they become works together."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Outcome, Petsage

REQUESTS = sorted((Path(__file__).parent / "requests").glob("*.yaml"))
EXAMPLES = [Path(__file__).parents[2] / "examples" / name for name in ("pets.yaml", "health_tracker.yaml")]


@pytest.fixture(scope="module")
def grown(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, Outcome]]:
    """A project with a feature of every request, and how each build ended."""
    project = tmp_path_factory.mktemp("grown") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    return project, {path: petsage("build", path, "--project", project, "--json") for path in (*EXAMPLES, *REQUESTS)}


def test_there_are_a_dozen_and_they_are_all_built(grown: tuple[Path, dict[Path, Outcome]]) -> None:
    _, outcomes = grown

    assert len(outcomes) >= 14
    assert {path.name: outcome.out[-2000:] for path, outcome in outcomes.items() if outcome.code} == {}


def test_the_tree_is_what_the_requests_say(petsage: Petsage, grown: tuple[Path, dict[Path, Outcome]]) -> None:
    outcome = petsage("check", "--project", grown[0])

    assert outcome.code == 0, outcome.out


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_whole_suite_is_green(grown: tuple[Path, dict[Path, Outcome]], database: str) -> None:
    done = python(grown[0], "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database)

    assert done.returncode == 0, done.stdout[-5000:]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("kind", ["contract", "extremes"])
def test_the_api_keeps_its_documents_word_and_no_value_is_its_fault(
    grown: tuple[Path, dict[Path, Outcome]], kind: str, database: str
) -> None:
    shutil.copy(Path(__file__).with_name(f"{kind}_of_project.py"), grown[0] / "tests" / f"test_{kind}.py")
    shutil.copy(Path(__file__).parents[2] / "backend" / "tests" / "contracts.py", grown[0] / "tests")
    done = python(
        grown[0], "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, f"tests/test_{kind}.py"
    )

    assert done.returncode == 0, done.stdout[-5000:]


def test_the_whole_project_is_typed(grown: tuple[Path, dict[Path, Outcome]]) -> None:
    done = python(grown[0], "-m", "mypy")

    assert done.returncode == 0, done.stdout[-5000:]


@pytest.mark.parametrize("path", [*EXAMPLES, *REQUESTS], ids=lambda path: path.stem)
def test_a_module_documents_itself(grown: tuple[Path, dict[Path, Outcome]], path: Path) -> None:
    project, outcomes = grown
    steps = {step["name"]: step["facts"] for step in json.loads(outcomes[path].out)["steps"]}
    readme = (project / steps["documentation"]["path"]).read_text()

    assert all(f"`{endpoint}`" in readme for endpoint in steps["plan"]["endpoints"])
    assert "```mermaid" in readme


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs this environment's Python in a folder."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
