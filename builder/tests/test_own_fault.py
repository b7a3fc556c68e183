"""What nobody foresaw ends in one line, and in a report that is kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from petsage_builder import cli, inventory

from .conftest import PETSAGE


def _fail(*_: object) -> None:
    raise KeyError("a key that nobody foresaw")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(inventory, "features", _fail)
    return tmp_path / "state" / "petsage"


def run(*arguments: object) -> int | str | None:
    sys.argv = ["petsage", *map(str, arguments)]
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_a_fault_of_our_own_is_one_line_with_the_kept_reports_place(
    state: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("list", "--project", project)
    told = capsys.readouterr().err

    assert code == 1
    (report,) = state.iterdir()
    assert told.startswith("petsage: this is a fault of PetSage, not of your request: KeyError")
    assert str(report) in told
    assert len(told.splitlines()) == 1
    assert "Traceback" in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600


def test_json_tells_of_it_too(state: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("list", "--project", project, "--json")

    assert '"exit_code": 1' in capsys.readouterr().out
    assert state.is_dir()


def test_only_the_newest_reports_are_kept(state: Path, project: Path) -> None:
    state.mkdir(parents=True)
    for number in range(30):
        (state / f"2020-01-01-{number:06}.txt").write_text("an old one")
    run("list", "--project", project)

    kept = sorted(path.name for path in state.iterdir())
    assert len(kept) == 20
    assert not kept[-1].startswith("2020")


@pytest.mark.usefixtures("state")
def test_a_home_that_cannot_be_written_is_no_second_fault(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", os.devnull)

    assert run("list", "--project", project) == 1
    assert f"petsage-{os.getuid()}" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_fault(project: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        command, environment = (
            [str(PETSAGE), "list", "--project", str(project)],
            {**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        done = subprocess.run(command, stdout=nobody, stderr=subprocess.PIPE, env=environment, text=True, check=False)

    assert done.stderr == ""
