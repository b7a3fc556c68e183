"""Runs in the project's own Python: loads its libraries once, then starts the app each time that it is asked to.

Standard input brings a port a line; the app that ran before ends, and a fork brings the database to its last migration
and serves the app of now at the port. Standard output tells "ready PORT" or "ended PORT". It ends with its input.
"""

import importlib
import importlib.util
import inspect
import os
import signal
import sys
import threading
from pathlib import Path

_LIBRARIES = ("alembic.command", "alembic.config", "fastapi", "pydantic_settings", "sqlalchemy.ext.asyncio", "uvicorn")


def main(locator: str, source: str) -> None:
    """Start and stop the app as standard input says."""
    for name in _LIBRARIES:
        if importlib.util.find_spec(name.partition(".")[0]):
            importlib.import_module(name)
    sys.path.insert(0, source)
    child = 0
    for line in sys.stdin:
        _end(child)
        child = os.fork()
        if child == 0:
            _run(locator, int(line))
        threading.Thread(target=_wait, args=(child, int(line)), daemon=True).start()
    _end(child)


def _run(locator: str, port: int) -> None:
    try:
        _serve(locator, port)
    except BaseException:  # a fork must never go on with its parent's work
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _serve(locator: str, port: int) -> None:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(Path.home() / "compiled")
    if Path("alembic.ini").is_file():
        from alembic import command
        from alembic.config import Config

        command.upgrade(Config("alembic.ini"), "heads")

    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):  # type: ignore[no-untyped-def]
            await super().startup(sockets)
            print(f"ready {port}", flush=True)

    Server(uvicorn.Config(_app(locator), port=port, log_level="warning")).run()


def _app(locator: str):  # type: ignore[no-untyped-def]
    """The app at `package.module:name`; a function there is taken for one that makes it."""
    module, _, name = locator.partition(":")
    found = getattr(importlib.import_module(module), name)
    return found() if inspect.isroutine(found) else found


def _wait(child: int, port: int) -> None:
    try:
        os.waitpid(child, 0)
    except ChildProcessError:
        return
    print(f"ended {port}", flush=True)


def _end(child: int) -> None:
    if child:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
