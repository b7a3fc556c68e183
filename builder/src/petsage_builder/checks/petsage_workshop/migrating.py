"""The step that takes an empty database through Alembic's commands."""

import secrets
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from .channel import Channel, Job
from .rows import insert_rows


def run_migrations(job: Job, channel: Channel) -> None:
    """Run `job["commands"]`, each a list of words; tell the first that failed, or that none did.

    The database is a new one on the PostgreSQL server at `job["url"]`, which goes afterwards; where that is empty, it
    is SQLite in a folder of its own. Besides Alembic's own commands there is `insert`, which puts a row into every
    table.
    """
    step = "a new database"
    try:
        with _new_database(job["url"]) as url:
            for words in job["commands"]:
                step = " ".join(words)
                _run(job["alembic"], url, *words)
    except BaseException as error:
        channel.tell("result", failed=step, **_reason(error, job["folder"]))
        return
    channel.tell("result", failed=None)


@contextmanager
def _new_database(server: str) -> Iterator[str]:
    if not server:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/migrations.db"
        return
    import psycopg
    from sqlalchemy import make_url

    name = f"petsage_check_{secrets.token_hex(8)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _run(settings: str, url: str, name: str, *arguments: str) -> None:
    from alembic import command
    from alembic.config import Config

    if name == "insert":
        insert_rows(url)
        return
    config = Config(settings)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    getattr(command, name)(config, *arguments)


def _reason(error: BaseException, folder: str) -> dict[str, str]:
    """The error in a line, and all that helps to mend it: the project's own lines that led there, and the message."""
    differences = [_in_words(difference) for difference in _singly(getattr(error, "diffs", ()))]
    if differences:
        return {"error": differences[0], "trace": "\n".join(differences)}
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folder)]
    message = traceback.format_exception_only(error)
    return {"error": message[-1].splitlines()[0], "trace": "".join([*traceback.format_list(own), *message])}


def _singly(differences: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    """Alembic's differences, one by one: what differs in a column comes as a list of them."""
    for difference in differences:
        yield from difference if isinstance(difference, list) else [difference]


def _in_words(difference: tuple[Any, ...]) -> str:
    kind, _, what = difference[0].partition("_")
    if kind == "modify":
        _, _, table, column, _, made, wanted = difference
        return f"column {table}.{column}: {what} is {made!r} by the migrations, {wanted!r} by the models"
    thing = f"{what} {_name(next(part for part in difference if hasattr(part, 'name')))}"
    if kind == "add":
        return f"{thing} is in the models, and no migration makes it"
    return f"{thing} is made by a migration, and not in the models"


def _name(thing: Any) -> str:
    """What a table, or a part of one, is called; a part without a name after its columns."""
    name = thing.name or ", ".join(column.name for column in thing.columns)
    return f"{thing.table.name}.{name}" if hasattr(thing, "table") else name
