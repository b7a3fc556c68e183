"""The docs say what there is, and what they show works."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.main import get_command

from petsage_builder.blueprint import SHIPPED, Blueprint
from petsage_builder.cli import app

from .conftest import PETSAGE

ROOT = Path(__file__).parents[2]


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text() + (ROOT / "CHANGELOG.md").read_text()
    commands = get_command(app).commands  # type: ignore[attr-defined]

    assert [name for name in commands if f"`{name}" not in readme and f"petsage {name}" not in readme] == []


def test_every_blueprint_setting_is_documented() -> None:
    page = (ROOT / "docs" / "blueprints.md").read_text()
    settings = [
        f"{section}.{name}" if nested else section
        for section, field in Blueprint.model_fields.items()
        for nested in [isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)]
        for name in (field.annotation.model_fields if nested else [section])  # type: ignore[union-attr]
    ]

    assert [setting for setting in settings if f"`{setting}`" not in page] == []


def test_every_make_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)

    assert [target for target in targets if not re.search(rf"^{target}:.* ## \S", makefile, re.MULTILINE)] == []


def console_blocks() -> list[tuple[str, list[str]]]:
    """The commands of the README's tour, each with the lines that are shown of its output."""
    tour = (ROOT / "README.md").read_text().split("<!-- tour -->")[1].split("<!-- end of tour -->")[0]
    steps: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", tour, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
    return steps


def test_the_readmes_tour_goes_as_it_is_written(tmp_path: Path) -> None:
    """Each command succeeds and prints the lines that the README shows of it; `…` stands for anything."""
    folder = tmp_path
    for command, shown in console_blocks():
        if command.startswith("cd "):
            folder = folder / command[3:]
            continue
        environment = {**os.environ, "PATH": f"{PETSAGE.parent}:{os.environ['PATH']}"}
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)

        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        for line in shown:
            pattern = ".*".join(map(re.escape, re.split(r"\s*…\s*", line)))
            if not re.search(pattern, done.stdout):
                pytest.fail(f"{command}\ndoes not print: {line}\nbut: {done.stdout}{done.stderr}")


def test_the_readme_counts_the_blueprints() -> None:
    assert f"{len(SHIPPED)} ship" in (ROOT / "README.md").read_text().replace("five ship", "5 ship")
