"""The project's app, running beside the Studio on a database of its own, to be tried as somebody."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.project import Project
from petsage_builder.project.style import Style

PEOPLE = ("Alice", "Bob", "Admin")
"""Who there is to try it as, beside nobody."""

_PASSWORD = "a long trial passphrase"
_RUNNER = Path(__file__).with_name("app_runner.py")
_LONGEST = 1_000_000
_PATIENCE = 60.0


@dataclass(frozen=True)
class Answered:
    """What the app answered, its body as readable text."""

    status: int
    headers: Mapping[str, str]
    body: str
    milliseconds: float


class Trial:
    """The app of a project. It starts on the first use, and anew with what has landed since."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="petsage-trial-"))
        self._runner: subprocess.Popen[str] | None = None
        self._port = 0
        self._accounts, self._api = "", Style()
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether the app can be called."""
        return self._port != 0 and self._runner is not None and self._runner.poll() is None

    def start(self, project: Project) -> None:
        """Bring the database to the project's last migration and start the app.

        Raises:
            CannotBuildError: one of the two fails, with the end of what it printed.
        """
        self._accounts, self._api = project.blueprint.accounts, project.blueprint.api
        with self._lock:
            runner = self._runner if self._runner and self._runner.poll() is None else self._launched(project)
            self._runner, self._port, port = runner, 0, _free_port()
            seen = self._log.stat().st_size
            if not self._is_ready(runner, port):
                raise _broken(self._log.read_bytes()[seen:].decode(errors="replace"))
            self._port = port

    def call(self, method: str, path: str, body: str, person: str) -> Answered:
        """What the app answers to somebody."""
        headers = {"Authorization": f"{self._api.scheme} {self._token(person)}"} if person in PEOPLE else {}
        return self._call(method, path, body, headers)

    def document(self) -> dict[str, Any]:
        """The app's OpenAPI document."""
        document: dict[str, Any] = json.loads(self._call("GET", "/openapi.json", "", {}).body)
        return document

    def close(self) -> None:
        """End the app and forget its data."""
        with self._lock:
            if self._runner is not None and self._runner.stdin and self._runner.stdout:
                with suppress(OSError):
                    self._runner.stdin.close()
                with suppress(subprocess.TimeoutExpired):
                    self._runner.wait(2)
                self._runner.kill()
                self._runner.wait()
                self._runner.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    # ---- its process

    @property
    def _log(self) -> Path:
        return self._folder / "app.log"

    @property
    def _database(self) -> Path:
        return self._folder / "trial.db"

    def _launched(self, project: Project) -> subprocess.Popen[str]:
        """The process that has the project's libraries, and starts its app when it is told a port."""
        layout = project.blueprint.for_project().layout
        locator = f"{layout.dotted(layout.app)}:{project.blueprint.app_name}"
        command = [str(project.interpreter), str(_RUNNER), locator, layout.source]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=project.folder,
                env=self._environment(project),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def _environment(self, project: Project) -> dict[str, str]:
        path = f"{project.interpreter.parent}:{os.environ.get('PATH', '/usr/bin:/bin')}"
        return {
            "PATH": path,
            "HOME": str(self._folder),
            "LANG": "C.UTF-8",
            "DATABASE_URL": f"sqlite:///{self._database}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONSAFEPATH": "1",
        }

    def _is_ready(self, runner: subprocess.Popen[str], port: int) -> bool:
        """Whether the app came up at a port; what an earlier one tells in between counts for nothing."""
        if runner.stdin is None or runner.stdout is None:
            return False
        try:
            runner.stdin.write(f"{port}\n")
            runner.stdin.flush()
        except BrokenPipeError:
            return False
        for line in runner.stdout:
            if line.split() == ["ready", str(port)]:
                return True
            if line.split() == ["ended", str(port)]:
                return False
        return False

    # ---- its people

    def _token(self, person: str) -> str:
        if person not in self._tokens:
            self._tokens[person] = self._signed_in(person)
        return self._tokens[person]

    def _signed_in(self, person: str) -> str:
        given = {"email": f"{person.lower()}@example.org", "password": _PASSWORD}
        envelope = self._api.within(self._api.body, "user", "users")
        account = json.dumps({envelope: given} if envelope else given)
        self._call("POST", self._accounts + self._api.sign_up, account, {})
        if person == "Admin":
            with sqlite3.connect(self._database) as database:
                database.execute("UPDATE users SET role = 'admin' WHERE email LIKE 'admin@%'")
            database.close()
        answer = self._call("POST", self._accounts + self._api.sign_in, account, {})
        if answer.status != 201:
            raise CannotBuildError(Problem(person, f"can't sign in: {answer.status}", "try it as nobody"))
        found, envelope = json.loads(answer.body), self._api.within(self._api.one, "user", "users")
        return str(found.get(envelope, found)["token"])

    def _call(self, method: str, path: str, body: str, headers: Mapping[str, str]) -> Answered:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        kind = {"Content-Type": "application/json"} if body else {}
        started = time.perf_counter()
        try:
            connection.request(method, path, body.encode() or None, {**kind, **headers})
            answer = connection.getresponse()
            text = answer.read(_LONGEST).decode(errors="replace")
        except (OSError, HTTPException) as error:
            raise _silent(error) from error
        finally:
            connection.close()
        spent = (time.perf_counter() - started) * 1000
        return Answered(answer.status, dict(answer.getheaders()), _readable(text), spent)


def _readable(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _silent(error: Exception) -> CannotBuildError:
    return CannotBuildError(
        Problem("the app", f"doesn't answer: {error}", "start it again, and look for what hangs in it")
    )


def _broken(printed: str) -> CannotBuildError:
    last = (printed.strip().splitlines() or ["nothing was printed"])[-1]
    advice = "run `alembic upgrade heads` and the app by hand, which print more"
    return CannotBuildError(Problem("the app", f"can't be started: {last}", advice))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
