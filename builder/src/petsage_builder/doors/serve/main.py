"""Starts the server: its store, its keys, its projects, its worker."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from petsage_builder.doors.serve.app import create_app
from petsage_builder.doors.serve.jobs import Jobs
from petsage_builder.doors.serve.keys import VARIABLE, Keys
from petsage_builder.doors.serve.logs import log_as_json, logger
from petsage_builder.doors.serve.places import places
from petsage_builder.doors.serve.service import Service
from petsage_builder.doors.serve.store import Store
from petsage_builder.doors.state import state_folder
from petsage_builder.errors import CannotBuildError, Problem

GRACE = 10
"""Seconds that open connections have to end when the server does."""


@dataclass(frozen=True)
class Settings:
    """How to serve. `database` is a URL: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."""

    projects: Sequence[str]
    database: str
    host: str = "127.0.0.1"
    port: int = 8321
    at_once: int = 0
    longest_queue: int = 1_000


def store_of(database: str) -> Store:
    """The store of a database, ready to use.

    Raises:
        CannotBuildError: it can't be reached or made.
    """
    try:
        store = Store(database.replace("postgresql://", "postgresql+psycopg://", 1))
        store.prepare()
    except Exception as error:
        advice = "name another with --database, or start its server"
        raise CannotBuildError(Problem("--database", f"can't be used: {error.__cause__ or error}", advice)) from error
    return store


def default_database() -> str:
    """A SQLite file in the user's folder for state."""
    return f"sqlite:///{state_folder() / 'serve.db'}"


def service_of(settings: Settings) -> Service:
    """The service that settings describe.

    Raises:
        CannotBuildError: a project or the database can't be used, or there is no key.
    """
    store = store_of(settings.database)
    keys = Keys(store)
    if not keys.any():
        advice = f"`petsage keys add NAME` makes one, or give some in {VARIABLE}"
        raise CannotBuildError(Problem("keys", "there is none, so nobody could call", advice))
    found = places(settings.projects)
    jobs = Jobs(store, found, at_once=settings.at_once or os.cpu_count() or 1)
    return Service(store, keys, found, jobs, settings.longest_queue)


def serve(settings: Settings) -> None:
    """Serve until told to end."""
    service = service_of(settings)
    log_as_json()
    app = create_app(service)
    _mount_agents(app, service)
    logger.info("awaiting next payload", host=settings.host, port=settings.port, projects=sorted(service.places))
    uvicorn.run(
        app, host=settings.host, port=settings.port, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE
    )


def _mount_agents(app: FastAPI, service: Service) -> None:
    try:
        from petsage_builder.doors.serve.agents import mount_agents
    except ModuleNotFoundError:
        logger.info("serving without /mcp", advice="pip install 'petsage-builder[mcp]'")
    else:
        mount_agents(app, service)
