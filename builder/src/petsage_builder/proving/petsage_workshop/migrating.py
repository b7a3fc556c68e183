"""The step that takes an empty database through Alembic's commands."""

import secrets
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from .channel import Channel, Job
from .databases import Gate, RefusedConnectionError
from .rows import insert_rows

if TYPE_CHECKING:
    from alembic.config import Config


def run_migrations(job: Job, channel: Channel) -> None:
    """Run `job["commands"]`, each a list of words; tell the first that failed, or that none did.

    The database is a new one on the PostgreSQL server at `job["url"]`, which goes afterwards; where that is empty, it
    is SQLite in a folder of its own. Besides Alembic's own commands there is `insert`, which puts a row into every
    table.
    """
    step, refused = "a new database", None
    try:
        with _new_database(job["url"]) as url:
            gate = _gate(job, url)
            for words in job["commands"]:
                step = " ".join(words)
                try:
                    _run(job["alembic"], url, *words)
                finally:
                    refused = gate.refused
                if refused:
                    raise RefusedConnectionError
    except BaseException as error:
        channel.tell("result", failed=step, refused=refused, **_reason(error, job["folder"]))
        return
    channel.tell("result", failed=None)


def _gate(job: Job, url: str) -> Gate:
    """The gate through which Alembic gets to the database at `url`, and to no other, before its first statement."""
    from alembic.runtime.migration import MigrationContext

    gate = Gate(job, url)
    gate.close_engines()
    run = MigrationContext.run_migrations

    def run_if_own(context: MigrationContext, **options: Any) -> None:
        gate.refuse_unless_own(context.connection)
        run(context, **options)

    setattr(MigrationContext, "run_migrations", run_if_own)  # noqa: B010 - there is no event before it
    return gate


@contextmanager
def _new_database(server: str) -> Iterator[str]:
    if not server:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/migrations.db"
        return
    import psycopg

    name = f"petsage_check_{secrets.token_hex(8)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            address = urlsplit(server)  # a URL in Alembic's settings is easier to hand on without percent signs
            yield urlunsplit(address._replace(path=f"/{name}", query=unquote(address.query)))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _run(settings: str, url: str, name: str, *arguments: str) -> None:
    from alembic import command
    from alembic.config import Config

    if name == "insert":
        insert_rows(url)
        return
    config = Config(settings)
    if _is_async(config):
        url = url.replace("sqlite:", "sqlite+aiosqlite:", 1).replace("postgresql:", "postgresql+psycopg:", 1)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["petsage_url"] = url
    getattr(command, name)(config, *arguments)


def _is_async(config: "Config") -> bool:
    """Whether env.py makes an asynchronous engine, which wants another driver."""
    from alembic.script import ScriptDirectory

    text = Path(ScriptDirectory.from_config(config).env_py_location).read_text(errors="replace")
    return "create_async_engine" in text or "async_engine_from_config" in text


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
