"""Tells Alembic of every table, and of the database to change."""

from alembic import context

import petsage.main  # noqa: F401  every feature's tables come with the app
from petsage.core.migrations import run_migrations
from petsage.core.tables import Base
from petsage.settings import Settings

run_migrations(context.config.get_main_option("sqlalchemy.url") or Settings().database_url, Base.metadata)
