"""A cloned project whose files are hostile, and every command: one clear line, at once, and nothing is changed."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import PATIENCE, PETSAGE, REQUEST, Petsage, tree

DEEP = "[" * 200_000
RECEIPT = ".petsage/smoke_test.yaml"
COMMANDS = {
    "list": ["list"],
    "show": ["show", "smoke_test"],
    "check": ["check"],
    "plan": ["plan", REQUEST],
    "build": ["build", REQUEST, "--dry-run"],
    "remove": ["remove", "smoke_test"],
}
Spoil = Callable[[Path], object]


def text(path: str, content: str) -> Spoil:
    return lambda project: (project / path).write_text(content)


def edited(path: str, old: str, new: str) -> Spoil:
    return lambda project: (project / path).write_text((project / path).read_text().replace(old, new, 1))


def fifo(path: str) -> Spoil:
    def make(project: Path) -> None:
        (project / path).unlink(missing_ok=True)
        os.mkfifo(project / path)

    return make


def folder(path: str) -> Spoil:
    def make(project: Path) -> None:
        (project / path).unlink()
        (project / path).mkdir()

    return make


RECEIPTS: dict[str, Spoil] = {
    "200,000 brackets": text(RECEIPT, f"feature: {DEEP}"),
    "200,000 mappings": text(RECEIPT, "feature: " + "{a: " * 200_000),
    "a deep block": text(RECEIPT, "".join(f"{' ' * depth}a:\n" for depth in range(200))),
    "aliases": text(RECEIPT, "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
    "a tag": text(RECEIPT, "!!python/object/apply:os.system [id]"),
    "a number of 100,000 digits": text(RECEIPT, "feature: " + "9" * 100_000),
    "no date": text(RECEIPT, "feature: 2026-99-99"),
    "a list": text(RECEIPT, "- 1\n"),
    "nothing": text(RECEIPT, ""),
    "bytes": lambda project: (project / RECEIPT).write_bytes(b"\xff\xfe\x00\x01"),
    "5 MiB": text(RECEIPT, "#" * (5 * 2**20)),
    "a FIFO": fifo(RECEIPT),
    "a folder": folder(RECEIPT),
    "another's path": edited(RECEIPT, "- path: src", "- path: ../../src"),
    "an absolute path": edited(RECEIPT, "- path: src", "- path: /etc"),
    "a path that is a number": edited(RECEIPT, "- path: src/petsage/features/smoke_test/router.py", "- path: 7"),
    "a spec that is a list": edited(RECEIPT, "spec:\n", "spec: []\nother:\n"),
    "another feature's name": edited(RECEIPT, "feature: smoke_test", "feature: other"),
}
RULES: dict[str, Spoil] = {
    "deep TOML": text("petsage.toml", f"a = {DEEP}"),
    "a number of 100,000 digits in TOML": text("petsage.toml", "a = " + "9" * 100_000),
    "bytes in TOML": lambda project: (project / "petsage.toml").write_bytes(b"\xff\xfe\x00"),
    "5 MiB of TOML": text("petsage.toml", "#" * (5 * 2**20)),
}


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "shop"
    assert petsage("new", folder, "--blueprint", "feature-src").code == 0
    assert petsage("build", REQUEST, "--project", folder).code == 0
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "shop"))


def refused(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """How a command ends, which it does at once and without a change."""
    before, started = tree(project), time.monotonic()
    command = [str(PETSAGE), *arguments, "--project", str(project)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert time.monotonic() - started < PATIENCE / 3
    assert "Traceback" not in done.stderr
    assert tree(project) == before
    return done


@pytest.mark.parametrize(("at", "name"), enumerate(RECEIPTS))
def test_a_hostile_receipt_is_refused_by_its_name(project: Path, at: int, name: str) -> None:
    """By `list`, and by one of the other commands in turn: all read receipts in one way."""
    RECEIPTS[name](project)
    others = [words for command, words in COMMANDS.items() if command != "list"]
    for words in (COMMANDS["list"], others[at % len(others)]):
        done = refused(project, *words)
        assert done.returncode == 4, done.stderr[-500:]
        assert f"petsage: {RECEIPT}: " in done.stderr


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("list", "show")])
@pytest.mark.parametrize("name", RULES)
def test_hostile_rules_are_refused_by_their_name(project: Path, name: str, command: str) -> None:
    RULES[name](project)
    done = refused(project, *COMMANDS[command])

    assert done.returncode == 4, done.stderr[-500:]
    assert "petsage: petsage.toml: " in done.stderr


@pytest.mark.parametrize("spec", ["spec:\n  feature: 7\nother:\n", "spec:\n  entities: {}\nother:\n"])
def test_a_receipt_whose_spec_is_none_is_refused(project: Path, spec: str) -> None:
    edited(RECEIPT, "spec:\n", spec)(project)

    assert refused(project, "show", "smoke_test").returncode == 4


@pytest.mark.parametrize(
    "content", ["x = " + "(" * 100_000, "x = " + "-" * 100_000 + "1", "\0", "x = " + "9" * 100_000]
)
def test_an_app_that_cannot_be_parsed_is_refused(project: Path, content: str) -> None:
    (project / RECEIPT).unlink()
    shutil.rmtree(project / "src/petsage/features/smoke_test")
    text("src/petsage/main.py", content)(project)
    done = refused(project, "plan", REQUEST)

    assert done.returncode == 4
    assert "src/petsage/main.py" in done.stderr


@pytest.mark.parametrize("spoil", [fifo("requests/pets.yaml"), text("requests/pets.yaml", f"a: {DEEP}")])
def test_hostile_requests_are_told_by_check(project: Path, spoil: Spoil) -> None:
    (project / "requests").mkdir()
    spoil(project)

    assert refused(project, "check").returncode in (3, 4)
