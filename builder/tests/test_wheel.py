"""The wheel, as plain pip installs it into an empty environment of each Python that is here."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUEST = {
    "feature": "pets",
    "description": "Pets.",
    "requirements": "A pet has a name. Anyone can see and create pets.",
}
NEEDED = (
    "language/guide.md",
    "py.typed",
    "foundation/app.py",
    "rendering/templates/entity/models.py.j2",
    "project/blueprints/layered.toml",
    "language/grammar.lark",
    "doors/studio/pages/write.html.j2",
    "doors/studio/static/vendor/htmx-4.0.1/LICENSE",
    "doors/studio/static/vendor/pico-2.1.1/LICENSE",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", str(ROOT / "builder"), "--out-dir", str(folder)]
    run(build, {**os.environ, "PYTHONPATH": str(ROOT / ".uv")})
    (found,) = folder.glob("*.whl")
    return found


def run(command: list[str], environment: dict[str, str] | None = None, folder: Path | None = None) -> str:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_everything_that_the_command_needs_is_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert [name for name in NEEDED if f"petsage_builder/{name}" not in names] == []
    assert [
        name for name in names if "/tests/" in name and not name.startswith("petsage_builder/rendering/templates/")
    ] == []


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_plain_pip_installs_it_and_the_command_works(wheel: Path, version: str, tmp_path: Path) -> None:
    python = _python(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    run([python, "-m", "venv", str(tmp_path / "env")])
    binaries = tmp_path / "env" / "bin"
    run([str(binaries / "pip"), "install", "--quiet", "--disable-pip-version-check", str(wheel)])

    petsage = str(binaries / "petsage")
    assert run([petsage, "--version"]).startswith("petsage ")
    run([petsage, "new", "shop"], folder=tmp_path)
    plan = json.loads(run([petsage, "plan", json.dumps(REQUEST), "--json"], folder=tmp_path / "shop"))
    assert plan["feature"] == "pets"
    studio = subprocess.run([petsage, "studio"], cwd=tmp_path / "shop", capture_output=True, text=True, check=False)
    assert (studio.returncode, "petsage-builder[studio]" in studio.stderr) == (4, True)


def _python(version: str) -> str | None:
    """A Python of this version: on the path, or where pyenv keeps its own."""
    if (found := shutil.which(f"python{version}")) and _works(found):
        return found
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(kept[-1]) if kept else None


def _works(python: str) -> bool:
    return subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0
