"""The workshop's life: how it starts, lasts and ends, and what it can't do."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.proving import AppLocator, CheckPlan, Workshop, close_workshops, observe, open_workshop, run_checks
from petsage_builder.proving.staging import stage
from petsage_builder.terms.module import Change

from ..conftest import PATIENCE
from .conftest import MAIN, working_in, write

APP = AppLocator("shop.main:app", ("src",))
PYTHON = Path(sys.executable)


def can_be_a_machine_without_networks() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-Ur", "true"], check=False).returncode == 0


def wrapper(path: Path, script: str) -> Path:
    """An interpreter that is a shell script, which finds its arguments in `"$@"`."""
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@contextmanager
def killed_when_it_has_spoken(script: str) -> Iterator[int]:
    """The id of a Python process that runs `script` and has printed a line; it is killed at the end."""
    with subprocess.Popen([PYTHON, "-c", dedent(script)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        yield process.pid
        process.kill()


def soon(condition: Callable[[], object]) -> bool:
    """Whether it comes true; at once on a machine that has nothing else to do."""
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(condition())


def test_a_builder_keeps_its_workshop_from_one_build_to_the_next() -> None:
    assert open_workshop(PYTHON) is open_workshop(PYTHON)
    close_workshops()


def test_a_workshop_that_has_ended_is_replaced() -> None:
    first = open_workshop(PYTHON)
    first.close()
    second = open_workshop(PYTHON)
    assert second is not first
    assert second.running
    close_workshops()
    assert not second.running


def test_a_workshop_is_replaced_when_something_was_installed(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    python = wrapper(tmp_path / "bin" / "python", f'exec {PYTHON} "$@"')
    first = open_workshop(python)
    os.utime(packages, (0, 0))
    assert open_workshop(python) is not first
    assert not first.running
    close_workshops()


def test_an_interpreter_that_is_not_there_can_not_be_built_with(tmp_path: Path) -> None:
    with pytest.raises(CannotBuildError, match="can't run the checks: No such file or directory"):
        Workshop(tmp_path / "python")


def test_an_interpreter_that_fails_is_told_with_its_last_words(sample: Path, tmp_path: Path) -> None:
    workshop = Workshop(wrapper(tmp_path / "bin" / "python", "echo it is broken >&2; exit 1"))
    with stage(sample) as staging, pytest.raises(CannotBuildError, match="can't run the checks: it is broken"):
        observe(workshop, staging, APP).result()
    workshop.close()


def test_an_environment_without_the_app_s_libraries_can_not_be_built_with(sample: Path, tmp_path: Path) -> None:
    bare = Workshop(wrapper(tmp_path / "bin" / "python", f'exec {PYTHON} -S "$@"'))
    with stage(sample) as staging, pytest.raises(CannotBuildError, match="No module named 'fastapi'"):
        observe(bare, staging, APP).result()
    bare.close()


def test_an_editable_installation_of_the_project_is_not_what_is_proven(sample: Path, tmp_path: Path) -> None:
    editable = Workshop(wrapper(tmp_path / "bin" / "python", f'PYTHONPATH={sample}/src exec {PYTHON} "$@"'))
    with stage(sample) as staging:
        staging.apply([Change("src/shop/main.py", MAIN.encode(), MAIN.replace("Shop", "Copy").encode())])
        document = observe(editable, staging, AppLocator("shop.main:app", ())).result()
    editable.close()
    assert document["info"]["title"] == "Copy"


def test_the_caller_s_environment_is_not_handed_on(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "abc")
    looks = """import os

assert "SECRET_TOKEN" not in os.environ
assert b"SECRET_TOKEN" not in open("/proc/self/environ", "rb").read()
"""
    write(sample, {"src/shop/main.py": looks + MAIN})
    workshop = Workshop(PYTHON)
    with stage(sample) as staging:
        assert observe(workshop, staging, APP).result()
    workshop.close()


def test_an_app_that_leaves_a_process_when_it_is_imported_can_not_be_built_into(
    sample: Path, workshop: Workshop
) -> None:
    write(sample, {"src/shop/main.py": "import subprocess\n\nsubprocess.Popen(['sleep', '60'])\n" + MAIN})
    with stage(sample) as staging, pytest.raises(CannotBuildError, match="it left 1 running: sleep"):
        observe(workshop, staging, APP).result()


def test_builds_at_the_same_time_share_a_workshop(sample: Path, tmp_path: Path, workshop: Workshop) -> None:
    other = write(tmp_path / "other", {"main.py": "from fastapi import FastAPI\n\napp = FastAPI(title='Other')\n"})
    with stage(sample) as first, stage(other) as second:
        observations = [observe(workshop, first, APP), observe(workshop, second, AppLocator("main:app"))]
        titles = [observation.result()["info"]["title"] for observation in observations]
    assert titles == ["Shop", "Other"]


def test_a_workshop_ends_with_the_process_that_started_it() -> None:
    script = """
        import pathlib, sys, time
        from petsage_builder.proving import Workshop

        workshop = Workshop(pathlib.Path(sys.executable))
        print("started", flush=True)
        time.sleep(600)
    """
    with killed_when_it_has_spoken(script) as builder:
        (workshop,) = Path(f"/proc/{builder}/task/{builder}/children").read_text().split()
    assert soon(lambda: not Path(f"/proc/{workshop}").exists())


def test_what_a_killed_builder_was_running_ends_too(sample: Path, tmp_path: Path) -> None:
    write(sample, {"src/shop/health.py": "import time\n\ntime.sleep(600)\n"})
    script = f"""
        import pathlib, sys, tempfile
        from petsage_builder.proving import AppLocator, Workshop, observe
        from petsage_builder.proving.staging import stage

        tempfile.tempdir = {str(tmp_path)!r}
        with stage(pathlib.Path({str(sample)!r})) as staging:
            app = AppLocator("shop.main:app", ("src",))
            observation = observe(Workshop(pathlib.Path(sys.executable)), staging, app)
            print("observing", flush=True)
            observation.result()
    """
    with killed_when_it_has_spoken(script):
        assert soon(lambda: working_in(tmp_path))
    assert soon(lambda: not working_in(tmp_path))


@pytest.mark.skipif(not can_be_a_machine_without_networks(), reason="needs a user namespace to take networks away")
def test_a_guard_that_the_machine_does_not_have_is_named(sample: Path, tmp_path: Path) -> None:
    without = "echo 0 > /proc/sys/user/max_net_namespaces"
    python = wrapper(tmp_path / "bin" / "python", f'exec unshare -Ur sh -c \'{without}; exec {PYTHON} "$@"\' sh "$@"')
    workshop = Workshop(python)
    with stage(sample) as staging:
        plan = CheckPlan(APP, observe(workshop, staging, APP).result(), frozenset(), skip=frozenset({"types"}))
        proof = run_checks(staging, plan, workshop, lambda _: None, lambda _: None)
    workshop.close()
    assert not proof.failed
    assert proof.missing_guards == ("no network (No space left on device)",)
