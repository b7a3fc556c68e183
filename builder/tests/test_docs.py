"""The docs say what there is, and what they show works."""

import os
import re
import subprocess
from pathlib import Path

from pydantic import BaseModel
from typer.main import get_command

from petsage_builder.cli import app
from petsage_builder.project.blueprint import Blueprint
from petsage_builder.project.shipped import SHIPPED

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


TOUR = re.compile(r"<!-- file: (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```|```console\n(?P<console>.*?)```", re.DOTALL)


def tour() -> list[re.Match[str]]:
    """The files and the console blocks of the README's tour, in their order."""
    text = (ROOT / "README.md").read_text().split("<!-- tour -->")[1].split("<!-- end of tour -->")[0]
    return list(TOUR.finditer(text))


def commands(console: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that are shown of its output."""
    first, *rest = re.split(r"^\$ ", console, flags=re.MULTILINE)
    assert not first
    return [(lines[0], lines[1:]) for lines in map(str.splitlines, rest)]


def test_the_readmes_tour_goes_as_it_is_written(tmp_path: Path) -> None:
    """Each command succeeds and prints the lines that the README shows of it; `…` stands for anything."""
    folder = tmp_path
    for part in tour():
        if part["file"]:
            (folder / part["file"]).write_text(part["text"])
        for command, shown in commands(part["console"] or ""):
            if command.startswith("cd "):
                folder = folder / command[3:]
            else:
                printed = run(command, folder)
                assert [line for line in shown if not re.search(pattern(line), printed)] == [], printed


def run(command: str, folder: Path) -> str:
    environment = {**os.environ, "PATH": f"{PETSAGE.parent}:{os.environ['PATH']}"}
    shell = ["bash", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def pattern(shown: str) -> str:
    return ".*".join(map(re.escape, re.split(r"\s*…\s*", shown)))


def test_the_readme_counts_the_blueprints() -> None:
    assert f"{len(SHIPPED)} ship" in (ROOT / "README.md").read_text().replace("five ship", "5 ship")
