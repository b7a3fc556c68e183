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

PEOPLE = ("Alice", "Bob", "Admin")
"""Who there is to try it as, beside nobody."""

_PASSWORD = "a long trial passphrase"
_PATIENCE = 20.0
_LONGEST = 1_000_000


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
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether the app can be called."""
        return self._process is not None and self._process.poll() is None

    def start(self, project: Project) -> None:
        """Bring the database to the project's last migration and start the app.

        Raises:
            CannotBuildError: one of the two fails, with the end of what it printed.
        """
        with self._lock:
            self._stop()
            layout = project.blueprint.for_project().layout
            environment = self._environment(project)
            if (project.folder / "alembic.ini").is_file():
                self._run([str(project.interpreter), "-m", "alembic", "upgrade", "heads"], project, environment)
            self._port = _free_port()
            app = f"{layout.dotted(layout.app)}:app"
            command = [str(project.interpreter), "-m", "uvicorn", app, "--port", str(self._port), "--app-dir"]
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    [*command, layout.source], cwd=project.folder, env=environment, stdout=log, stderr=log
                )
            self._wait()

    def call(self, method: str, path: str, body: str, person: str) -> Answered:
        """What the app answers to somebody."""
        headers = {"Authorization": f"Bearer {self._token(person)}"} if person in PEOPLE else {}
        return self._call(method, path, body, headers)

    def document(self) -> dict[str, Any]:
        """The app's OpenAPI document."""
        document: dict[str, Any] = json.loads(self._call("GET", "/openapi.json", "", {}).body)
        return document

    def close(self) -> None:
        """End the app and forget its data."""
        with self._lock:
            self._stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    # ---- its process

    @property
    def _log(self) -> Path:
        return self._folder / "app.log"

    @property
    def _database(self) -> Path:
        return self._folder / "trial.db"

    def _environment(self, project: Project) -> dict[str, str]:
        path = f"{project.interpreter.parent}:{os.environ.get('PATH', '/usr/bin:/bin')}"
        return {
            "PATH": path,
            "HOME": str(self._folder),
            "LANG": "C.UTF-8",
            "DATABASE_URL": f"sqlite:///{self._database}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _run(self, command: list[str], project: Project, environment: Mapping[str, str]) -> None:
        done = subprocess.run(command, cwd=project.folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise _broken("the trial's migrations", done.stderr)

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and self.running:
            with suppress(OSError, HTTPException):
                self._call("GET", "/openapi.json", "", {})
                return
            time.sleep(0.03)
        self._stop()
        raise _broken("the app", self._log.read_text(errors="replace"))

    def _stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
            self._process.kill()
            self._process.wait()
            self._process = None

    # ---- its people

    def _token(self, person: str) -> str:
        if person not in self._tokens:
            self._tokens[person] = self._signed_in(person)
        return self._tokens[person]

    def _signed_in(self, person: str) -> str:
        account = json.dumps({"email": f"{person.lower()}@example.org", "password": _PASSWORD})
        self._call("POST", "/api/v1/users", account, {})
        if person == "Admin":
            with sqlite3.connect(self._database) as database:
                database.execute("UPDATE users SET role = 'admin' WHERE email LIKE 'admin@%'")
            database.close()
        answer = self._call("POST", "/api/v1/tokens", account, {})
        if answer.status != 201:
            raise CannotBuildError(Problem(person, f"can't sign in: {answer.status}", "try it as nobody"))
        return str(json.loads(answer.body)["token"])

    def _call(self, method: str, path: str, body: str, headers: Mapping[str, str]) -> Answered:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        kind = {"Content-Type": "application/json"} if body else {}
        started = time.perf_counter()
        try:
            connection.request(method, path, body.encode() or None, {**kind, **headers})
            answer = connection.getresponse()
            text = answer.read(_LONGEST).decode(errors="replace")
        finally:
            connection.close()
        spent = (time.perf_counter() - started) * 1000
        return Answered(answer.status, dict(answer.getheaders()), _readable(text), spent)


def _readable(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _broken(what: str, printed: str) -> CannotBuildError:
    last = (printed.strip().splitlines() or ["nothing was printed"])[-1]
    advice = "run `alembic upgrade heads` and the app by hand, which print more"
    return CannotBuildError(Problem(what, f"can't be started: {last}", advice))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
