"""Which database a URL means."""

from pathlib import Path

from sqlalchemy import make_url

from .database import Database
from .sqlite import SQLite


def database_at(url: str) -> Database:
    """The database at `sqlite:///FILE` or `postgresql://...`; not yet connected."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        from .postgresql import PostgreSQL  # its driver takes a while to import, and on SQLite isn't needed

        return PostgreSQL(url)
    if not address.database:
        raise ValueError(f"{url!r} names no file: SQLite's databases in memory can't be shared by threads")
    return SQLite(Path(address.database))
