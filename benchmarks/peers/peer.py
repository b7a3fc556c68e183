"""Another generator that is measured beside PetSage: how it is installed and what its user runs, as data."""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from measuring.rounds import Run

HOME = Path(tempfile.gettempdir(), "petsage-benchmark-peers")
"""Where peers are installed, once."""

_NPM = {"npm_config_ignore_scripts": "true", "npm_config_fetch_retries": "1", "npm_config_loglevel": "error"}
_ENVIRONMENT = os.environ | {"CI": "1", "NO_COLOR": "1"} | _NPM


class UnavailableError(Exception):
    """The peer can't be installed here; the message is the reason."""


@dataclass(frozen=True)
class Peer:
    """A generator with its version.

    `set_up` are the commands that install it and make an app in the folder `app`: untimed, in the peer's own folder.
    `steps` are timed, in that app: the first generates, the others check. `generates` and `checks` say it in words.
    """

    name: str
    set_up: tuple[str, ...]
    steps: dict[str, str]
    generates: str
    checks: str

    def install(self) -> None:
        """Install the peer, unless it is installed already.

        Raises:
            UnavailableError: it can't be.
        """
        if self._pristine.is_dir():
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        for command in self.set_up:
            _refuse_failure(command, self._folder)
        shutil.copytree(self._sources, self._pristine)

    def __call__(self, _: Path) -> Run:
        """Generate once into the app as it was made, and check; the peer has a folder of its own.

        A check that finds faults is told, not refused.
        """
        shutil.rmtree(self._sources)
        shutil.copytree(self._pristine, self._sources)
        seconds, faults = {}, []
        for name, command in self.steps.items():
            started = time.perf_counter()
            done = _run(command, self._app)
            seconds[name] = time.perf_counter() - started
            if done.returncode:
                faults.append(name)
        if "generate" in faults:
            raise SystemExit(f"{self.name} doesn't generate any more: remove {self._folder} to install it anew")
        return Run(sum(seconds.values()), seconds, self._did(faults))

    def _did(self, faults: list[str]) -> dict[str, str]:
        found = {"finds": f"faults in what it generated: {', '.join(faults)}"} if faults else {}
        return {"generates": self.generates, "checks": self.checks} | found

    @property
    def _folder(self) -> Path:
        return HOME / self.name.replace(" ", "-")

    @property
    def _app(self) -> Path:
        return self._folder / "app"

    @property
    def _sources(self) -> Path:
        return self._app / "src"

    @property
    def _pristine(self) -> Path:
        return self._folder / "pristine"


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        shlex.split(command),
        cwd=folder,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _refuse_failure(command: str, folder: Path) -> None:
    try:
        done = _run(command, folder)
    except FileNotFoundError as error:
        raise UnavailableError(f"{error.filename} isn't installed") from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise UnavailableError(f"`{command}` failed: {''.join(last)}")
