"""A project's database as its users have it: changed by the project's own Alembic, with rows in its tables."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from petsage_builder.foundation.migrations import engine_for
from petsage_builder.foundation.testing import new_postgresql_database

from .conftest import PATIENCE

ENTITY = "id, created_at, updated_at, version"
ALICE = "00000000-0000-0000-0000-00000000000a"
_TIMES = "'2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z', 1"


@dataclass(frozen=True)
class ProjectDatabase:
    """The database at `url` for the project in `folder`."""

    folder: Path
    url: str

    @classmethod
    def of_kind(cls, kind: str, folder: Path) -> "ProjectDatabase":
        """A new database: the project's default one, or one on PostgreSQL."""
        return cls(folder, new_postgresql_database() if kind == "postgresql" else f"sqlite:///{folder}/petsage.db")

    @property
    def environment(self) -> dict[str, str]:
        """What tells the project of it."""
        return {"DATABASE_URL": self.url}

    def alembic(self, *arguments: str) -> str:
        """What Alembic prints; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-B", "-m", "alembic", *arguments],
            cwd=self.folder,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, statement: str) -> list[dict[str, Any]]:
        """The rows that a statement gives."""
        with engine_for(self.url).begin() as connection:
            result = connection.execute(sa.text(statement))
            return [dict(row) for row in result.mappings()] if result.returns_rows else []

    def add_alice(self) -> None:
        """A user, who things can belong to."""
        self.run(
            f"INSERT INTO users ({ENTITY}, email, password, role)"
            f" VALUES ('{ALICE}', {_TIMES}, 'alice@example.com', 'x', 'user')"
        )

    def add_pet(self, name: str) -> None:
        """A pet of Alice's; the last letter of its name must be a digit, which no other pet has."""
        self.run(
            f"INSERT INTO pets ({ENTITY}, name, species, owner_id)"
            f" VALUES ('00000000-0000-0000-0000-0000000000b{name[-1]}', {_TIMES}, '{name}', 'dog', '{ALICE}')"
        )

    @property
    def tables(self) -> set[str]:
        """The names of its tables."""
        with engine_for(self.url).connect() as connection:
            return set(sa.inspect(connection).get_table_names())
