"""Tests that do harm: each ends as a failed check that says why, in time, and with nothing left behind."""

import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from petsage_builder.proving import CheckResult

from ..conftest import PATIENCE
from .conftest import FEATURE_TEST, working_in

ProveTest = Callable[..., CheckResult]


def test_a_test_that_hangs_is_ended_at_the_limit_and_named(prove_test: ProveTest) -> None:
    started = time.monotonic()
    text = """
        import time

        def test_hang():
            time.sleep(600)
    """
    result = prove_test(text, seconds=3)
    assert result.status == "failed"
    assert result.detail.startswith(f"it took longer than 3 s, in {FEATURE_TEST}::test_hang; mend what hangs, or")
    assert f'File "{FEATURE_TEST}", line 5 in test_hang' in result.output
    assert time.monotonic() - started < PATIENCE


def test_a_test_that_ignores_every_signal_is_ended_too(prove_test: ProveTest) -> None:
    text = """
        import signal, time

        def test_deaf():
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            time.sleep(60)
    """
    assert prove_test(text, seconds=1).detail.startswith("it took longer than 1 s")


def test_a_daemon_that_a_test_leaves_is_found_ended_and_named(prove_test: ProveTest, tmp_path: Path) -> None:
    text = """
        import os, time

        def test_daemon():
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    time.sleep(60)
                os._exit(0)
            os.wait()
    """
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", "it left 1 running: python")
    assert not working_in(tmp_path)


def test_a_program_that_a_test_leaves_is_found_ended_and_named(prove_test: ProveTest, tmp_path: Path) -> None:
    text = """
        import subprocess

        def test_daemon():
            subprocess.Popen(["sleep", "60"], start_new_session=True)
    """
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", "it left 1 running: sleep")
    assert not working_in(tmp_path)


def test_a_test_that_starts_processes_without_end_is_ended(prove_test: ProveTest, tmp_path: Path) -> None:
    text = """
        import os, time

        def test_many():
            for _ in range(300):
                if os.fork() == 0:
                    break
            time.sleep(60)
    """
    assert prove_test(text).detail.startswith("it started more than 256 processes, in ")
    assert not working_in(tmp_path)


@pytest.mark.parametrize("place", ["{sample}/src/shop/main.py", "{tmp_path}/escaped", "{home}/.petsage-escaped"])
def test_writing_outside_of_staging_reaches_nothing(
    prove_test: ProveTest, sample: Path, tmp_path: Path, place: str
) -> None:
    target = Path(place.format(sample=sample, tmp_path=tmp_path, home=Path.home()))
    before = target.read_bytes() if target.exists() else None
    text = f"""
        def test_write():
            open({str(target)!r}, "a").write("escaped")
    """
    prove_test(text)
    assert (target.read_bytes() if target.exists() else None) == before


@pytest.mark.parametrize(
    "deed",
    [
        "os.remove(path)",
        "os.truncate(path, 0)",
        "os.rename(path, '2')",
        "os.link(path, 'a')",
        "os.mkdir(path + 'd')",
        "os.chmod(path, 0)",
        "os.chown(path, 1, 1)",
        "os.utime(path, (0, 0))",
        "os.setxattr(path, 'user.a', b'a')",
    ],
)
def test_the_project_s_files_can_not_be_moved_or_deleted(prove_test: ProveTest, sample: Path, deed: str) -> None:
    path = sample / "src" / "shop" / "main.py"
    before, status = path.read_bytes(), path.stat()
    text = f"""
        import os

        path = {str(path)!r}

        def test_deed():
            {deed}
    """
    assert prove_test(text).status == "failed"
    assert (path.read_bytes(), path.stat(), os.listxattr(path)) == (before, status, [])
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["__init__.py", "health.py", "main.py"]


def test_shared_memory_is_the_test_s_own(prove_test: ProveTest) -> None:
    target = Path("/dev/shm/petsage-escaped")
    target.unlink(missing_ok=True)
    text = f"""
        def test_write():
            open({str(target)!r}, "w").write("escaped")
    """
    assert prove_test(text).status == "passed"
    assert not target.exists()


def test_a_server_on_this_machine_can_not_be_reached(prove_test: ProveTest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        text = f"""
            import socket

            def test_call():
                socket.create_connection(("127.0.0.1", {server.getsockname()[1]}), 2)
        """
        assert "ConnectionRefusedError" in prove_test(text).output
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_outside_of_this_machine_can_be_reached(prove_test: ProveTest) -> None:
    text = """
        import socket

        def test_call():
            socket.create_connection(("192.0.2.1", 80), 2)
    """
    assert "Network is unreachable" in prove_test(text).output


def test_a_server_of_the_test_s_own_works(prove_test: ProveTest) -> None:
    text = """
        import socket

        def test_call():
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname(), 2).close()
    """
    assert prove_test(text).status == "passed"


def test_processes_of_others_can_not_be_signalled(prove_test: ProveTest) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        text = f"""
            import os, signal

            def test_kill():
                os.kill({other.pid}, signal.SIGTERM)
        """
        assert "ProcessLookupError" in prove_test(text).output
        assert other.poll() is None
        other.kill()


def test_a_test_that_kills_its_own_process_fails(prove_test: ProveTest) -> None:
    text = """
        import os, signal

        def test_kill():
            os.kill(os.getpid(), signal.SIGKILL)
    """
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", f"it was killed by SIGKILL, in {FEATURE_TEST}::test_kill")


def test_a_test_can_not_kill_what_keeps_it(prove_test: ProveTest) -> None:
    text = """
        import contextlib, os, signal

        def test_kill():
            for process in (os.getppid(), -1):
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            assert os.getppid() == 1
    """
    assert prove_test(text).status == "passed"


@pytest.mark.parametrize(
    ("status", "detail"),
    [(0, "it ended before pytest did"), (3, f"it ended with exit status 3, in {FEATURE_TEST}::test_leave")],
)
def test_a_test_that_leaves_python_at_once_is_no_pass(prove_test: ProveTest, status: int, detail: str) -> None:
    text = f"""
        import os

        def test_leave():
            os._exit({status})
    """
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", detail)


@pytest.mark.parametrize("text", ["raise SystemExit(0)", "def test_leave():\n    raise SystemExit(0)"])
def test_a_system_exit_is_no_pass(prove_test: ProveTest, text: str) -> None:
    assert prove_test(text).status == "failed"


def test_tests_after_an_early_end_of_the_session_count_as_not_run(prove_test: ProveTest) -> None:
    text = """
        import pytest

        def test_a():
            pass

        def test_b():
            pytest.exit("done", returncode=0)
    """
    result = prove_test(text)
    assert (result.status, result.detail) == ("failed", "1 not run, 1 passed")


def test_a_fork_of_the_session_has_no_say_in_its_result(prove_test: ProveTest) -> None:
    text = """
        import os, time

        def test_fork():
            if os.fork():
                assert 0
            time.sleep(0.1)
    """
    assert prove_test(text).status == "failed"


def test_what_a_test_writes_into_the_results_pipe_is_not_believed(prove_test: ProveTest) -> None:
    text = """
        import contextlib, json, os

        def test_forge():
            suite = {"outcomes": {"a": "passed"}, "failures": {}, "seconds": 0}
            line = json.dumps({"nonce": "", "kind": "result", "status": 0, "feature": suite, "project": suite})
            for handle in range(3, 100):
                with contextlib.suppress(OSError):
                    os.write(handle, f"{line}\\n".encode())
            os._exit(0)
    """
    assert prove_test(text).status == "failed"


def test_a_test_that_prints_without_end_fails_and_its_output_is_bounded(prove_test: ProveTest) -> None:
    text = """
        def test_print():
            while True:
                print("x" * 1_000_000)
    """
    result = prove_test(text)
    assert result.status == "failed"
    assert len(result.output) < 500_000


def test_a_failure_is_not_lost_in_what_the_test_printed(prove_test: ProveTest) -> None:
    text = """
        def test_print():
            print("line\\n" * 5000)
            assert 1 == 2
    """
    output = prove_test(text).output
    assert "assert 1 == 2" in output
    assert 50 < len(output.splitlines()) < 100


def test_of_very_many_failures_the_last_200_lines_are_shown(prove_test: ProveTest) -> None:
    text = """
        import pytest

        @pytest.mark.parametrize("number", range(500))
        def test_number(number):
            assert number < 0
    """
    result = prove_test(text)
    assert result.detail == "500 failed"
    assert len(result.output.splitlines()) == 201
    assert result.output.startswith("… ")


def test_memory_is_bounded(prove_test: ProveTest) -> None:
    text = """
        def test_memory():
            bytearray(5 * 2**30)
    """
    assert "MemoryError" in prove_test(text).output


def test_the_size_of_files_is_bounded(prove_test: ProveTest) -> None:
    text = """
        def test_file(tmp_path):
            with open(tmp_path / "big", "wb") as file:
                file.truncate(2**30)
    """
    assert "File too large" in prove_test(text).output


def test_the_home_folder_is_staging_s(prove_test: ProveTest) -> None:
    text = """
        from pathlib import Path

        def test_home():
            (Path.home() / "a").write_text("a")
    """
    assert prove_test(text).status == "passed"
    assert not (Path.home() / "a").exists()


def test_what_the_plan_hands_on_is_seen(prove_test: ProveTest) -> None:
    text = """
        import os

        def test_environment():
            assert os.environ["DATABASE"] == "here"
    """
    assert prove_test(text, environment={"DATABASE": "here"}).status == "passed"


def test_no_call_reaches_past_the_guards(prove_test: ProveTest) -> None:
    text = """
        import ctypes, errno, os, socket
        import pytest

        def test_calls():
            for family in (socket.AF_VSOCK, socket.AF_PACKET, socket.AF_ALG):
                with pytest.raises(PermissionError):
                    socket.socket(family)
            libc = ctypes.CDLL(None, use_errno=True)
            assert libc.syscall(425, 1, ctypes.create_string_buffer(120)) == -1
            assert ctypes.get_errno() == errno.EPERM
            for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
                kind = socket.SOCK_RAW if family == socket.AF_NETLINK else socket.SOCK_STREAM
                socket.socket(family, kind).close()
    """
    assert prove_test(text).detail == "1 passed"
