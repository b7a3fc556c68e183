"""What tests and the app see of the machine while they are proven: what they need, and nothing that is anybody's."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from petsage_builder.proving import AppLocator, CheckResult, Workshop, observe
from petsage_builder.proving.staging import stage

from .conftest import MAIN, write

ProveTest = Callable[..., CheckResult]
PYTHON = Path(sys.executable)


def server(address: str) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen()
    listening.settimeout(0.1)
    return listening


@pytest.mark.parametrize("address", ["{tmp_path}/s", "\0petsage-{pid}", "/tmp/petsage-{pid}.s"])
def test_a_server_at_a_unix_socket_can_not_be_reached(prove_test: ProveTest, tmp_path: Path, address: str) -> None:
    place = address.format(tmp_path=tmp_path, pid=os.getpid())
    text = f"""
        import socket

        def test_call():
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                try:
                    socket.socket(socket.AF_UNIX, kind).connect({place!r})
                except OSError:
                    continue
                assert 0, "reached"
    """
    with server(place) as listening:
        assert prove_test(text).status == "passed"
        with pytest.raises(TimeoutError):
            listening.accept()
    Path(place.replace("\0", "/nowhere")).unlink(missing_ok=True)


def test_no_open_file_of_the_builder_s_is_handed_on(prove_test: ProveTest, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    handle = os.open(secret, os.O_RDWR)
    os.set_inheritable(handle, True)
    text = """
        import os, socket, stat

        def test_files():
            for name in os.listdir("/proc/self/fd"):
                try:
                    target = os.readlink(f"/proc/self/fd/{name}")
                    connected = stat.S_ISSOCK(os.stat(int(name)).st_mode)
                except OSError:
                    continue
                assert "secret" not in target
                if connected:  # the job's own line to the builder, in which it tells what it finds
                    assert socket.socket(fileno=os.dup(int(name))).family == socket.AF_UNIX
                else:
                    own = os.environ["HOME"].removesuffix("home")
                    assert target.startswith(("/dev/", "/proc/", own, "pipe:", "anon"))
    """
    try:
        assert prove_test(text).status == "passed"
    finally:
        os.close(handle)


@pytest.mark.parametrize(
    "place",
    [
        "/etc/shadow",
        "/root/.ssh",
        "{home}/.aws",
        "{home}/.netrc",
        "{home}/.gitconfig",
        "{sample}/.env",
        "{tmp_path}/other/.env",
        "/var",
        "/run",
        "/sys/class",
        "/boot",
        "/proc/{pid}",
        "/proc/1/root/etc/shadow",
        "/proc/self/root/etc/shadow",
        "/proc/kcore",
        "/dev/mem",
        "/dev/vda",
        "/dev/tty",
    ],
)
def test_nothing_of_others_is_there_to_be_read(prove_test: ProveTest, sample: Path, tmp_path: Path, place: str) -> None:
    write(tmp_path / "other", {".env": "TOKEN=abc"})
    where = place.format(home=Path.home(), sample=sample, tmp_path=tmp_path, pid=os.getpid())
    text = f"""
        import os

        def test_read():
            try:
                os.listdir({where!r}) if os.path.isdir({where!r}) else open({where!r}, "rb").read(1)
            except OSError:
                return
            assert 0, "read"
    """
    assert prove_test(text).status == "passed"


def test_the_home_folder_of_the_caller_holds_nothing_but_the_way_to_the_interpreter(prove_test: ProveTest) -> None:
    text = f"""
        import os, sys

        def test_list():
            home = {str(Path.home())!r}
            for folder, folders, files in os.walk(home):
                shown = [sys.prefix, sys.base_prefix, os.environ["HOME"].removesuffix("/home"), *sys.path]
                if not any(folder.startswith(place) or place.startswith(folder) for place in shown if place):
                    assert 0, folder
                folders[:] = [] if folder in shown else folders
                assert not files or folder in shown
    """
    assert prove_test(text).status == "passed"


def test_the_test_s_own_processes_are_the_only_ones(prove_test: ProveTest) -> None:
    text = """
        import os

        def test_list():
            assert len([name for name in os.listdir("/proc") if name.isdigit()]) == 2
    """
    assert prove_test(text).status == "passed"


@pytest.mark.parametrize(
    "deed", ["umount2('/tmp', 2)", "mount('/tmp', '/usr', None, 0x1000, None)", "unshare(0x20000)"]
)
def test_the_view_can_not_be_changed(prove_test: ProveTest, deed: str) -> None:
    name, _, arguments = deed.partition("(")
    text = f"""
        import ctypes

        def test_change():
            libc = ctypes.CDLL(None, use_errno=True)
            def {name}(*arguments):
                return libc.{name}(*[a.encode() if isinstance(a, str) else a for a in arguments])
            assert {name}({arguments} == -1
    """
    assert prove_test(text).status == "passed"


def test_a_root_of_its_own_namespace_sees_no_more(prove_test: ProveTest) -> None:
    text = """
        import subprocess

        def test_root():
            script = "mount -t tmpfs none /usr; ls /root/.ssh /etc/shadow"
            done = subprocess.run(["unshare", "-Urm", "sh", "-c", script])
            assert done.returncode != 0
    """
    assert prove_test(text).status == "passed"


def test_temporary_files_and_terminals_are_the_test_s_own(prove_test: ProveTest) -> None:
    text = """
        import os, pty

        def test_make():
            open("/tmp/petsage-escaped", "w").write("escaped")
            ours, theirs = pty.openpty()
            assert os.listdir("/dev/pts") == ["0", "ptmx"] or os.listdir("/dev/pts") == ["ptmx", "0"]
    """
    assert prove_test(text).status == "passed"
    assert not Path("/tmp/petsage-escaped").exists()


def test_a_library_installed_from_beside_the_project_is_read_and_not_written(sample: Path, tmp_path: Path) -> None:
    write(tmp_path / "library", {"src/prices/__init__.py": "NAME = 'Prices'\n", ".env": "TOKEN=abc"})
    python = tmp_path / "bin" / "python"
    write(tmp_path, {"bin/python": f'#!/bin/sh\nPYTHONPATH={tmp_path}/library/src exec {PYTHON} "$@"\n'})
    python.chmod(0o755)
    app = f"""
        import os
        import prices

        assert not os.path.exists({str(tmp_path / "library/.env")!r})
        try:
            os.utime(prices.__file__)
        except OSError:
            app = FastAPI(title=prices.NAME)
    """
    write(sample, {"src/shop/main.py": MAIN + dedent(app)})
    workshop = Workshop(python)
    with stage(sample) as staging:
        document = observe(workshop, staging, AppLocator("shop.main:app", ("src",))).result()
    workshop.close()
    assert document["info"]["title"] == "Prices"


def test_an_environment_in_the_project_s_folder_does_not_show_the_project(sample: Path) -> None:
    """`python -m venv .` makes the project's folder the interpreter's prefix."""
    write(sample, {"pyvenv.cfg": f"home = {Path(sys.base_prefix, 'bin')}\n", ".env": "TOKEN=abc"})
    (sample / "bin").mkdir()
    (sample / "bin/python").symlink_to(Path(sys.base_prefix, "bin", "python3"))
    packages = sample / f"lib/python3.{sys.version_info.minor}/site-packages"
    packages.mkdir(parents=True)
    (packages / "all.pth").write_text("\n".join(place for place in sys.path if "site-packages" in place))
    app = f"\nimport os\n\nassert not os.path.exists({str(sample / '.env')!r})\n"
    write(sample, {"src/shop/main.py": MAIN + app})
    workshop = Workshop(sample / "bin/python")
    with stage(sample) as staging:
        assert observe(workshop, staging, AppLocator("shop.main:app", ("src",))).result()
    workshop.close()
