"""A new project, as a person finds it: it runs, answers, logs, and says how to go on."""

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from petsage_builder.project.shipped import SHIPPED

from .conftest import PATIENCE, REQUEST, Petsage, tree


@pytest.fixture
def served(project: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A new project's server: its address, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-B", "-m", "uvicorn", "petsage.main:app", "--port", str(port)]
    process = subprocess.Popen(command, cwd=project / "src", stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


def test_it_serves_health_documentation_and_problems(served: tuple[str, subprocess.Popen[str]]) -> None:
    url, _ = served

    assert json.load(urllib.request.urlopen(f"{url}/livez")) == {"status": "ok"}
    with pytest.raises(urllib.error.HTTPError, match="503") as unmigrated:
        urllib.request.urlopen(f"{url}/readyz")
    assert "alembic upgrade heads" in json.load(unmigrated.value)["detail"]
    assert b"PetSage Backend API" in urllib.request.urlopen(f"{url}/docs").read()
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{url}/nothing")
    assert missing.value.headers["content-type"] == "application/problem+json"


def test_every_line_it_logs_is_json_and_names_the_request(served: tuple[str, subprocess.Popen[str]]) -> None:
    url, process = served
    request = urllib.request.Request(f"{url}/livez?token=secret", headers={"x-request-id": "0" * 32})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    identifier = refused.value.headers["x-request-id"]
    process.terminate()
    assert process.stderr
    lines = [json.loads(line) for line in process.stderr.read().splitlines()]

    answered = next(line for line in lines if line.get("event") == "answered")
    assert answered["route"] == "/livez"
    assert answered["request_id"] == identifier
    assert "secret" not in json.dumps(lines)


@pytest.mark.parametrize("blueprint", SHIPPED)
def test_every_path_that_its_readme_names_is_there(petsage: Petsage, tmp_path: Path, blueprint: str) -> None:
    petsage("new", tmp_path / "shop", "--blueprint", blueprint)
    root = next(path.parent for path in tmp_path.rglob("petsage.toml"))
    named = re.findall(r"^\| `([^`{]+)` \|", (root / "README.md").read_text(), re.MULTILINE)

    assert len(named) >= 4
    paths = [path for path in named if path != ".petsage/" and not path.isupper()]
    assert [path for path in paths if not (root / path).exists()] == []


@pytest.mark.parametrize("blueprint", SHIPPED)
def test_its_migrations_make_the_tables_that_its_models_describe(
    petsage: Petsage, tmp_path: Path, blueprint: str
) -> None:
    petsage("new", tmp_path / "shop", "--blueprint", blueprint)
    root = next(path.parent for path in tmp_path.rglob("alembic.ini"))
    commands = "main(['upgrade', 'heads']); main(['check']); main(['downgrade', 'base'])"
    done = subprocess.run(
        [sys.executable, "-B", "-c", f"from alembic.config import main; {commands}"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_its_versions_are_pinned(project: Path) -> None:
    pins = re.findall(r'^    "([^"]+)",$', (project / "pyproject.toml").read_text(), re.MULTILINE)

    assert len(pins) > 5
    assert [pin for pin in pins if "==" not in pin] == []


def test_its_pins_are_those_that_the_builder_is_tested_with(project: Path) -> None:
    pins = re.findall(r'^    "([^"]+)",$', (project / "pyproject.toml").read_text(), re.MULTILINE)
    locked = (Path(__file__).parents[2] / "requirements.txt").read_text()
    versions = [re.sub(r"\[\w+\]", "", pin) for pin in pins]

    assert [version for version in versions if f"\n{version} " not in f"\n{locked}"] == []


def test_the_backend_stands_on_the_same_foundation(project: Path) -> None:
    backend = Path(__file__).parents[2] / "backend" / "src" / "petsage" / "core"

    assert tree(project / "src" / "petsage" / "core") == tree(backend)


def test_new_names_the_package_and_the_title(petsage: Petsage, tmp_path: Path) -> None:
    made = petsage("new", tmp_path / "shop", "--package", "corner_shop", "--title", 'The "Corner" shop')
    built = petsage("build", REQUEST, "--project", tmp_path / "shop")

    assert made.code == 0
    assert built.code == 0, built.out + built.err
    assert (tmp_path / "shop/src/corner_shop/features/smoke_test/router.py").is_file()


def test_new_refuses_a_folder_with_something_in_it(petsage: Petsage, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert petsage("new", tmp_path).code == 4
    assert tree(tmp_path) == {"mine.txt": b"mine"}


def test_new_refuses_a_folder_that_cannot_be_made(petsage: Petsage, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    outcome = petsage("new", tmp_path / "file" / "shop")

    assert outcome.code == 4
    assert "can't be made: Not a directory" in outcome.err


@pytest.mark.parametrize("package", ["class", "Shop", "shop-2", "../shop", ""])
def test_new_refuses_a_name_that_is_no_package(petsage: Petsage, tmp_path: Path, package: str) -> None:
    outcome = petsage("new", tmp_path / "shop", "--package", package)

    assert outcome.code == 4
    assert not (tmp_path / "shop").exists()


def test_the_layered_blueprint_has_a_folder_of_its_own_unless_it_is_given_it(petsage: Petsage, tmp_path: Path) -> None:
    petsage("new", tmp_path / "shop", "--blueprint", "layered")
    petsage("new", tmp_path / "petsage_backend", "--blueprint", "layered")

    assert (tmp_path / "shop/petsage_backend/app/main.py").is_file()
    assert (tmp_path / "petsage_backend/app/main.py").is_file()
