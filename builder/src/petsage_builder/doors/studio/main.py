"""Starts the Studio and tells its address."""

import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from petsage_builder.doors.studio.app import create_app
from petsage_builder.doors.studio.guard import Guard
from petsage_builder.doors.studio.studio import Studio
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.location import find_project

HOST = "127.0.0.1"


def run_studio(folder: Path, python: Path | None, port: int, *, show: Callable[[str], None], opens: bool) -> None:
    """Serve the project's Studio until told to end; port 0 is any free one.

    Raises:
        CannotBuildError: there is no project, or the port is taken.
    """
    studio = Studio(find_project(folder), python)
    studio.look().blueprint  # noqa: B018 - a project that can't be read is refused before a page is
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        token = secrets.token_urlsafe(32)
        url = f"http://{HOST}:{port}/?token={token}"
        show(url)
        if opens:
            webbrowser.open(url)
        app = Guard(create_app(studio), port, token)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # whoever opens the address at once waits, and isn't refused
    except OSError as error:
        listener.close()
        advice = "name another with --port, or leave it out"
        raise CannotBuildError(Problem(f"port {port}", f"can't be used: {error.strerror}", advice)) from error
    return listener
