"""The app that all tests run against."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from petsage.core.migrations import migrate
from petsage.main import create_app
from petsage.settings import Settings

pytest_plugins = ["petsage.core.testing"]


@pytest.fixture(scope="session")
def app(database_url: str) -> FastAPI:
    """The whole app, on a database with every table."""
    migrate(database_url, Path(__file__).with_name("alembic.ini"))
    return create_app(Settings(database_url=database_url, log_level="WARNING"))
