"""The main job, as a stranger would try it: a new project, three features built into it, and people who use them."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PETSAGE = Path(sys.executable).with_name("petsage")
EXAMPLES = Path(__file__).parent / "examples"

SMOKE_TEST = {"feature": "smoke_test", "description": "Check system is alive", "requirements": "none"}
PASSWORD = "correct horse battery"
QUIET = {**os.environ, "LOG_LEVEL": "WARNING"}


def main() -> None:
    """Runs the demo in a temporary folder; whatever fails ends it with that command's own message."""
    with tempfile.TemporaryDirectory(prefix="petsage-demo-") as folder:
        project = Path(folder, "pets")
        payload = base64.b64encode(json.dumps(SMOKE_TEST).encode()).decode()
        run("petsage", "new", "pets", cwd=project.parent)
        run("petsage", "build", payload, cwd=project)
        for request in ("pets.yaml", "health_tracker.yaml"):
            (project / request).write_bytes((EXAMPLES / request).read_bytes())
            run("petsage", "build", request, cwd=project)
        run("alembic", "upgrade", "heads", cwd=project)
        with server(project) as url:
            use(Caller(f"{url}/api/v1"))
        run("petsage", "list", cwd=project)
    say("\nYours to try:")
    say("  .venv/bin/petsage new ~/pets && cd ~/pets")
    say("  .venv/bin/petsage plan PAYLOAD     what a request means, before anything is written")
    say("  .venv/bin/petsage build PAYLOAD    stage it, prove it, land it")


def use(anyone: "Caller") -> None:
    """What two people do with the features; every answer is checked for what the demo claims of it."""
    anyone("GET", "/smoke-test", expect=200)
    ann, bob = (anyone.signed_in(f"{name}@example.com") for name in ("ann", "bob"))
    mia = ann("POST", "/pets", {"name": "Mia", "species": "cat", "birth_date": "2021-05-04"}, expect=201)
    weights = f"/pets/{mia['id']}/weight-entries"
    for weight, day in (("4.10", "2026-01-05"), ("4.25", "2026-02-03")):
        ann("POST", weights, {"weight": weight, "measured_time": f"{day}T08:00:00Z"}, expect=201)
    ann("GET", weights, expect=200)
    say("\nSomebody else signs in, and sees nothing of it:")
    if bob("GET", "/pets", expect=200)["items"]:
        sys.exit("A second user sees the first one's pets.")
    bob("GET", weights, expect=404)


def run(command: str, *arguments: str, cwd: Path) -> None:
    """Runs a command of this environment as it is shown."""
    say(f"\n$ {command} {' '.join(arguments)}")
    if subprocess.run([PETSAGE.with_name(command), *arguments], cwd=cwd, env=QUIET, check=False).returncode:
        sys.exit(1)


class Caller:
    """Somebody who calls the API at `url`, and shows each call with its answer."""

    def __init__(self, url: str, token: str = "") -> None:
        self._url = url
        self._headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})

    def signed_in(self, email: str) -> "Caller":
        """A new user, by their first token."""
        account = {"email": email, "password": PASSWORD}
        self("POST", "/users", account, expect=201)
        return Caller(self._url, self("POST", "/tokens", account, expect=201)["token"])

    def __call__(self, method: str, path: str, body: Any = None, *, expect: int) -> Any:
        """The answer's body; another status than expected ends the demo."""
        sent = None if body is None else json.dumps(body)
        say(f"\n$ curl -X {method} {self._url}{path}" + (f" -d '{sent}'" if sent else ""))
        data = sent.encode() if sent else None
        try:
            answer = urllib.request.urlopen(
                urllib.request.Request(self._url + path, data, self._headers, method=method)
            )
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode()
            say(f"{answer.status} {answer.reason}\n{text}")
        if answer.status != expect:
            sys.exit(f"That should have been answered with {expect}.")
        return json.loads(text)


@contextmanager
def server(project: Path) -> Iterator[str]:
    """The project's app on a free port of this machine, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--app-dir", "src", "pets.main:app", "--port", str(port)]
    say(f"\n$ uvicorn --app-dir src pets.main:app --port {port}")
    process = subprocess.Popen(command, cwd=project, env=QUIET)
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


def say(text: str) -> None:
    """Prints at once, so that the lines of other processes stay in order."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
