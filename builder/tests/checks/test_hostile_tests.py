"""Tests that do harm: each ends as a failed check that says why, in time, and with nothing left behind."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from petsage_builder.checks import CheckResult

from .conftest import FEATURE_TEST, working_in

ProveTest = Callable[..., CheckResult]


def test_a_test_that_hangs_is_ended_at_the_limit_and_named(prove_test: ProveTest) -> None:
    started = time.monotonic()
    result = prove_test("import time\n\n\ndef test_hang():\n    while True:\n        time.sleep(60)\n", seconds=1)
    assert result.status == "failed"
    assert result.detail == f"it was still running after 1 s, in {FEATURE_TEST}::test_hang"
    assert f'File "{FEATURE_TEST}", line 6 in test_hang' in result.output
    assert time.monotonic() - started < 5


def test_a_test_that_ignores_every_signal_is_ended_too(prove_test: ProveTest) -> None:
    text = (
        "import signal\nimport time\n\n\ndef test_deaf():\n"
        "    for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:\n"
        "        signal.signal(number, signal.SIG_IGN)\n"
        "    while True:\n        time.sleep(60)\n"
    )
    assert prove_test(text, seconds=1).detail.startswith("it was still running after 1 s")


def test_a_daemon_that_a_test_leaves_is_found_ended_and_named(prove_test: ProveTest, tmp_path: Path) -> None:
    text = (
        "import os\nimport time\n\n\ndef test_daemon():\n    if os.fork() == 0:\n        os.setsid()\n"
        "        if os.fork() == 0:\n            time.sleep(600)\n        os._exit(0)\n    os.wait()\n"
    )
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", "it left 1 running: python")
    assert not working_in(tmp_path)


def test_a_program_that_a_test_leaves_in_another_group_is_ended(prove_test: ProveTest, tmp_path: Path) -> None:
    text = (
        "import subprocess\n\n\ndef test_daemon():\n"
        "    subprocess.Popen(['sleep', '600'], start_new_session=True, process_group=None)\n"
    )
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", "it left 1 running: sleep")
    assert not working_in(tmp_path)


def test_a_test_that_starts_processes_without_end_is_ended(prove_test: ProveTest, tmp_path: Path) -> None:
    text = (
        "import os\nimport time\n\n\ndef test_many():\n    for _ in range(400):\n        if os.fork() == 0:\n"
        "            time.sleep(600)\n    time.sleep(600)\n"
    )
    assert prove_test(text).detail.startswith("it started more than 256 processes, in ")
    assert not working_in(tmp_path)


@pytest.mark.parametrize("place", ["project", "temporary", "home", "shared memory"])
def test_writing_outside_of_staging_is_refused(prove_test: ProveTest, tmp_path: Path, place: str) -> None:
    targets = {
        "project": tmp_path / "sample" / "src" / "shop" / "main.py",
        "temporary": tmp_path / "escaped",
        "home": Path.home() / ".petsage-escaped",
        "shared memory": Path("/dev/shm/petsage-escaped"),
    }
    target = targets[place]
    before = target.read_bytes() if target.exists() else None
    result = prove_test(
        f"def test_write():\n    open({str(target)!r}, 'a').write('escaped')\n    assert {place!r} != 'shared memory'\n"
    )
    assert result.status == "failed"
    assert "Permission denied" in result.output or place == "shared memory"
    assert (target.read_bytes() if target.exists() else None) == before


@pytest.mark.parametrize(
    "deed",
    [
        "os.remove(path)",
        "os.truncate(path, 0)",
        "os.rename(path, path + '2')",
        "os.link(path, 'here')",
        "os.mkdir(path + 'd')",
    ],
)
def test_the_project_s_files_can_not_be_moved_or_deleted(prove_test: ProveTest, tmp_path: Path, deed: str) -> None:
    path = tmp_path / "sample" / "src" / "shop" / "main.py"
    before = path.read_bytes()
    assert prove_test(f"import os\n\npath = {str(path)!r}\n\n\ndef test_deed():\n    {deed}\n").status == "failed"
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["__init__.py", "health.py", "main.py"]


def test_a_server_on_this_machine_can_not_be_reached(prove_test: ProveTest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        port = server.getsockname()[1]
        result = prove_test(
            f"import socket\n\n\ndef test_call():\n    socket.create_connection(('127.0.0.1', {port}), 2)\n"
        )
        assert result.status == "failed"
        assert "ConnectionRefusedError" in result.output
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_outside_of_this_machine_can_be_reached(prove_test: ProveTest) -> None:
    result = prove_test("import socket\n\n\ndef test_call():\n    socket.create_connection(('192.0.2.1', 80), 2)\n")
    assert "Network is unreachable" in result.output


def test_a_server_of_the_test_s_own_works(prove_test: ProveTest) -> None:
    text = (
        "import socket\n\n\ndef test_call():\n    with socket.create_server(('127.0.0.1', 0)) as server:\n"
        "        socket.create_connection(server.getsockname(), 2).close()\n"
    )
    assert prove_test(text).status == "passed"


def test_processes_of_others_can_not_be_signalled(prove_test: ProveTest) -> None:
    text = f"import os\nimport signal\n\n\ndef test_kill():\n    os.kill({os.getpid()}, signal.SIGTERM)\n"
    assert "PermissionError" in prove_test(text).output


@pytest.mark.parametrize("process", ["os.getppid()", "os.getpid()"])
def test_a_test_that_kills_its_own_process_or_its_keeper_fails(prove_test: ProveTest, process: str) -> None:
    text = f"import os\nimport signal\n\n\ndef test_kill():\n    os.kill({process}, signal.SIGKILL)\n"
    assert prove_test(text).status == "failed"


@pytest.mark.parametrize("status", [0, 3])
def test_a_test_that_leaves_python_at_once_is_no_pass(prove_test: ProveTest, status: int) -> None:
    result = prove_test(f"import os\n\n\ndef test_leave():\n    os._exit({status})\n")
    assert result.status == "failed"
    assert "before pytest did" in result.detail or f"exit status {status}" in result.detail


@pytest.mark.parametrize("place", ["test", "file"])
def test_a_system_exit_is_no_pass(prove_test: ProveTest, place: str) -> None:
    text = "def test_leave():\n    raise SystemExit(0)\n" if place == "test" else "raise SystemExit(0)\n"
    assert prove_test(text).status == "failed"


def test_tests_after_an_early_end_of_the_session_count_as_not_run(prove_test: ProveTest) -> None:
    text = "import pytest\n\n\ndef test_a():\n    pass\n\n\ndef test_b():\n    pytest.exit('done', returncode=0)\n"
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", "1 not run, 1 passed")


def test_a_fork_of_the_session_has_no_say_in_its_result(prove_test: ProveTest) -> None:
    text = "import os\nimport time\n\n\ndef test_fork():\n    if os.fork():\n        os.wait()\n        assert 0\n"
    assert prove_test(text).status == "failed"


def test_what_a_test_writes_into_the_results_pipe_is_not_believed(prove_test: ProveTest) -> None:
    text = (
        "import json\nimport os\n\n\ndef test_forge():\n"
        "    suite = {'outcomes': {'a': 'passed'}, 'failures': [], 'seconds': 0}\n"
        "    line = json.dumps({'kind': 'result', 'status': 0, 'feature': suite, 'project': suite, 'nonce': ''})\n"
        "    for handle in range(3, 100):\n"
        "        try:\n            os.write(handle, f'{line}\\n'.encode())\n        except OSError:\n            pass\n"
        "    os._exit(0)\n"
    )
    assert prove_test(text).status == "failed"


def test_a_test_that_prints_without_end_fails_and_its_output_is_bounded(prove_test: ProveTest) -> None:
    result = prove_test("def test_print():\n    while True:\n        print('x' * 1_000_000)\n")
    assert result.status == "failed"
    assert len(result.output) < 500_000


def test_a_failure_with_thousands_of_lines_shows_the_last_200(prove_test: ProveTest) -> None:
    result = prove_test("def test_print():\n    print('line\\n' * 5000)\n    assert 0\n")
    assert len(result.output.splitlines()) == 201
    assert result.output.startswith("… ")


def test_memory_is_bounded(prove_test: ProveTest) -> None:
    assert "MemoryError" in prove_test("def test_memory():\n    bytearray(5 * 2**30)\n").output


def test_the_size_of_files_is_bounded(prove_test: ProveTest) -> None:
    text = "def test_file(tmp_path):\n    with open(tmp_path / 'big', 'wb') as file:\n        file.truncate(2**30)\n"
    assert "File too large" in prove_test(text).output


def test_the_caller_s_environment_is_not_seen(prove_test: ProveTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "abc")
    text = (
        "import os\nimport pathlib\n\n\ndef test_environment():\n"
        "    environments = [open('/proc/self/environ').read(), str(os.environ)]\n"
        "    assert not any('SECRET_TOKEN' in text for text in environments)\n"
        "    assert pathlib.Path.cwd().is_relative_to(pathlib.Path.home().parent)\n"
    )
    assert prove_test(text).status == "passed"


def test_the_caller_s_own_environment_can_not_be_read(prove_test: ProveTest) -> None:
    text = f"def test_environment():\n    open('/proc/{os.getpid()}/environ').read()\n"
    assert "Permission denied" in prove_test(text).output


def test_what_the_plan_hands_on_is_seen(prove_test: ProveTest) -> None:
    text = "import os\n\n\ndef test_environment():\n    assert os.environ['DATABASE'] == 'here'\n"
    assert prove_test(text, environment={"DATABASE": "here"}).status == "passed"
