"""The main job, as a stranger would try it: a new project, a feature from a base64 payload, a call to its endpoint."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PETSAGE = Path(sys.executable).with_name("petsage")

SMOKE_TEST = {"feature": "smoke_test", "description": "Check system is alive", "requirements": "none"}


def main() -> None:
    """Runs the demo in a temporary folder; whatever fails ends it with that command's own message."""
    with tempfile.TemporaryDirectory(prefix="petsage-demo-") as folder:
        project = Path(folder, "pets")
        payload = base64.b64encode(json.dumps(SMOKE_TEST).encode()).decode()
        petsage("new", "pets", cwd=project.parent)
        petsage("build", payload, "--project", "pets", cwd=project.parent)
        with server(project) as url:
            call(f"{url}/api/v1/smoke-test")
    say("\nYours to try:")
    say("  .venv/bin/petsage new ~/pets && cd ~/pets")
    say("  .venv/bin/petsage plan PAYLOAD     what a request means, before anything is written")
    say("  .venv/bin/petsage build PAYLOAD    stage it, prove it, land it")


def petsage(*arguments: str, cwd: Path) -> None:
    """Runs the command as it is shown."""
    say(f"\n$ petsage {' '.join(arguments)}")
    if subprocess.run([PETSAGE, *arguments], cwd=cwd, check=False).returncode:
        sys.exit(1)


@contextmanager
def server(project: Path) -> Iterator[str]:
    """The project's app on a free port of this machine, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "petsage.main:app", "--port", str(port)]
    say(f"\n$ uvicorn petsage.main:app --port {port}")
    process = subprocess.Popen(command, cwd=project / "src", env={**os.environ, "LOG_LEVEL": "WARNING"})
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns once the server listens; ends the demo where it doesn't within ten seconds."""
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("The server did not start.")


def call(url: str) -> None:
    """Calls an endpoint and shows its answer."""
    say(f"\n$ curl {url}")
    with urllib.request.urlopen(url) as answer:
        say(f"{answer.status} {answer.reason}\n{answer.read().decode()}")


def say(text: str) -> None:
    """Prints at once, so that the lines of other processes stay in order."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
