"""The Python that a project runs on: its own environment's, an activated one's, a named one's, else the builder's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.project.interpreter import find_interpreter

from .conftest import REQUEST, Petsage


def environment(folder: Path, version: str = "3.11", *, with_library: bool = True) -> Path:
    """A folder that looks like an environment with FastAPI in it; its Python."""
    packages = folder / "lib" / f"python{version}" / "site-packages"
    packages.mkdir(parents=True)
    if with_library:
        (packages / "fastapi").mkdir()
        (packages / "fastapi" / "__init__.py").write_text("")
    (folder / "bin").mkdir()
    python = folder / "bin" / "python"
    python.write_text(f"#!/bin/sh\necho {version.replace('.', ' ')} {with_library}\n")
    python.chmod(0o755)
    return python


@pytest.fixture(autouse=True)
def nothing_activated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


@pytest.mark.parametrize("name", [".venv", "venv"])
def test_the_projects_own_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    own = environment(tmp_path / "project" / name)
    environment(tmp_path / "activated")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "activated"))

    assert find_interpreter(tmp_path / "project") == own


def test_a_workspaces_environment_is_its_members_too(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    workspaces = environment(tmp_path / ".venv")
    (tmp_path / "backend").mkdir()

    assert find_interpreter(tmp_path / "backend") == workspaces


def test_an_environment_that_came_with_the_repository_is_not_run(petsage: Petsage, project: Path) -> None:
    python = environment(project / ".venv", with_library=False)
    python.write_text(f"#!/bin/sh\ntouch {project / 'ran'}\n")
    git = ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    subprocess.run([*git, "add", "--force", ".venv"], cwd=project, check=True)
    outcome = petsage("build", REQUEST, "--project", project)

    assert (outcome.code, "came with the repository" in outcome.err) == (4, True), outcome.err
    assert not (project / "ran").exists()
    subprocess.run([*git, "rm", "--quiet", "-r", "--cached", ".venv"], cwd=project, check=True)
    assert find_interpreter(project, Path(sys.executable)) == Path(sys.executable)


def test_an_environment_beyond_the_repository_is_somebody_elses(tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    (tmp_path / "project" / ".git").mkdir(parents=True)

    assert find_interpreter(tmp_path / "project") == Path(sys.executable)


def test_an_activated_environment_is_used_where_the_projects_own_has_no_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(tmp_path / "project" / ".venv", with_library=False)
    activated = environment(tmp_path / "activated")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "activated"))

    assert find_interpreter(tmp_path / "project") == activated


def test_a_named_one_is_used_whatever_else_there_is(tmp_path: Path) -> None:
    environment(tmp_path / "project" / ".venv")
    named = environment(tmp_path / "named")

    assert find_interpreter(tmp_path / "project", named) == named
    assert find_interpreter(tmp_path / "project", tmp_path / "named") == named


def test_a_named_one_without_the_libraries_is_refused_and_no_other_is_tried(tmp_path: Path) -> None:
    environment(tmp_path / "project" / ".venv")
    named = environment(tmp_path / "named", with_library=False)

    with pytest.raises(CannotBuildError) as refused:
        find_interpreter(tmp_path / "project", named)
    assert f"fastapi is missing from {named} (Python 3.11)" in str(refused.value)


def test_a_named_one_that_is_no_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBuildError, match=r"--python: .*/nowhere is no program"):
        find_interpreter(tmp_path, tmp_path / "nowhere")


def test_a_python_that_is_too_old_is_said_so(tmp_path: Path) -> None:
    old = environment(tmp_path / ".venv", "3.9")

    with pytest.raises(CannotBuildError) as refused:
        find_interpreter(tmp_path)
    (problem,) = refused.value.problems
    assert (problem.place, problem.message) == (
        str(old),
        "is Python 3.9, and what PetSage builds needs 3.11 or newer",
    )
    assert "`python3.12 -m venv --clear .venv`" in problem.advice


TOOLS = {
    "uv.lock": ("", "uv sync"),
    "poetry.lock": ("", "poetry install"),
    "pdm.lock": ("", "pdm install"),
    "Pipfile": ("", "pipenv install --dev"),
    "requirements.txt": ("", ".venv/bin/pip install -r requirements.txt"),
    "pyproject.toml": (
        '[project]\nname = "shop"\noptional-dependencies = {dev = []}\n[tool.uv.build-backend]\nmodule-name = ""\n',
        ".venv/bin/pip install -e '.[dev]'",
    ),
    "pyproject.toml of poetry": ("[tool.poetry]\n", "poetry install"),
    "pyproject.toml of uv": ("[tool.uv]\ndev-dependencies = []\n", "uv sync"),
    "pyproject.toml that is broken": ("[tool", ".venv/bin/pip install 'fastapi[standard]' pytest"),
    "pyproject.toml of another kind": ("tool = 3\nproject = 4\n", ".venv/bin/pip install 'fastapi[standard]' pytest"),
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_command_that_installs_is_the_projects_own(tmp_path: Path, name: str) -> None:
    text, command = TOOLS[name]
    (tmp_path / name.partition(" ")[0]).write_text(text)
    environment(tmp_path / ".venv", with_library=False)

    with pytest.raises(CannotBuildError) as refused:
        find_interpreter(tmp_path, tmp_path / ".venv")
    assert f"`{command}` installs them" in str(refused.value)


def test_where_there_is_no_environment_the_advice_makes_one(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("fastapi\n")
    named = environment(tmp_path / "elsewhere", with_library=False)

    with pytest.raises(CannotBuildError, match=r"`python3 -m venv \.venv && \.venv/bin/pip install -r requirements"):
        find_interpreter(tmp_path, named)


def test_build_takes_the_python_that_is_named(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", REQUEST, "--project", project, "--python", project / "nowhere")

    assert outcome.code == 4
    assert "--python" in outcome.err
    assert petsage("build", REQUEST, "--project", project, "--python", sys.executable).code == 0


def test_an_environment_of_another_machine_is_no_traceback(tmp_path: Path, petsage: Petsage, project: Path) -> None:
    python = environment(project / ".venv", with_library=False)
    python.write_text("#!/nowhere/python\n")
    environment_of_ours = {**os.environ, "VIRTUAL_ENV": str(tmp_path / "gone")}

    assert petsage("build", REQUEST, "--project", project, env=environment_of_ours).code == 0
