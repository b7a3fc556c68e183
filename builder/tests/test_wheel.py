"""The wheel, as plain pip installs it into an empty environment of each Python that is here."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2 as httpx
import pytest

from .conftest import PATIENCE

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
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a checkout has that a wheel is made of."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "builder" / "src", folder / "builder" / "src", symlinks=True)
    for path in (ROOT / "builder").iterdir():
        if path.is_file():
            shutil.copy(path, folder / "builder")
    (folder / "docs").mkdir()
    for name in ("Makefile", "uv.txt", "docs/language.md"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".uv").symlink_to(ROOT / ".uv")
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    run(["make", "wheel"], folder=checkout)
    (found,) = checkout.glob("dist/*.whl")
    return found


def run(command: list[str], environment: dict[str, str] | None = None, folder: Path | None = None) -> str:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def commands(text: str) -> list[str]:
    """The commands of a text's console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


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


def test_the_readmes_ways_to_install_it_work_as_they_are_written(checkout: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "venv", str(tmp_path / "env")])
    ours, tools = tmp_path / "env" / "bin", tmp_path / "tools"
    run([str(ours / "pip"), "install", "--quiet", "--disable-pip-version-check", "pipx"])
    environment = {
        **os.environ,
        "PATH": f"{ours}:{ROOT / '.uv' / 'bin'}:{os.environ['PATH']}",
        **{name: str(tools / name) for name in ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "PIPX_HOME", "PIPX_BIN_DIR")},
    }
    section = (ROOT / "README.md").read_text().split("## Installing it")[1].split("\n## ")[0]
    assert len(commands(section)) == 3
    for command in commands(section):
        run(["bash", "-c", command], environment, checkout)
    for folder in (tools / "UV_TOOL_BIN_DIR", tools / "PIPX_BIN_DIR", ours):
        assert run([str(folder / "petsage"), "--version"]).startswith("petsage ")


def test_a_new_projects_readme_goes_as_it_is_written(wheel: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "venv", str(tmp_path / "env")])
    ours = tmp_path / "env" / "bin"
    run([str(ours / "pip"), "install", "--quiet", "--disable-pip-version-check", str(wheel)])
    run([str(ours / "petsage"), "new", "shop"], folder=tmp_path)
    shop = tmp_path / "shop"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {**os.environ, "PATH": f"{ours}:{os.environ['PATH']}", "UVICORN_PORT": port}
    told = commands((shop / "README.md").read_text())
    assert [command for command in told if command.startswith("petsage build")]
    for command in told:
        if command == "make run" or ":app " in command:
            with _running(command, environment, shop, f"http://127.0.0.1:{port}") as url:
                _sign_up(url, "mia@example.org")
        else:
            run(["bash", "-c", command], environment, shop)
    assert json.loads(run([str(ours / "petsage"), "list", "--json"], folder=shop))["features"]


@contextmanager
def _running(command: str, environment: dict[str, str], folder: Path, url: str) -> Iterator[str]:
    """A command that serves, until the block ends; the first makes the environment, too."""
    process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=environment, start_new_session=True)
    try:
        deadline = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{url}/readyz", timeout=PATIENCE).status_code == 200:
                    break
            time.sleep(0.2)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):  # uvicorn's reloader never ends when the signal finds it in `Event.wait`
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _sign_up(url: str, email: str) -> None:
    """Whoever did so before is one already."""
    answer = httpx.post(
        f"{url}/api/v1/users", json={"email": email, "password": "a long enough passphrase"}, timeout=PATIENCE
    )
    assert answer.status_code in (201, 409), answer.text


def _python(version: str) -> str | None:
    """A Python of this version: on the path, or where pyenv keeps its own."""
    if (found := shutil.which(f"python{version}")) and _works(found):
        return found
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(kept[-1]) if kept else None


def _works(python: str) -> bool:
    return subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0
