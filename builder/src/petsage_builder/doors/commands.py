"""The commands that open the other doors. What they need is an extra, so each imports it only when it is called."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from petsage_builder.errors import CannotBuildError, Problem

DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="PETSAGE_DATABASE_URL",
        metavar="URL",
        help="Where builds and keys are kept; a SQLite file in the user's folder for state where it isn't said.",
    ),
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")]
ProjectsOption = Annotated[
    list[str],
    typer.Option("--project", metavar="[NAME=]DIR|URL", help="A project's folder, or its git repository; repeatable."),
]
LimitOption = Annotated[
    list[str] | None,
    typer.Option("--project", metavar="NAME", help="A project that the key is limited to; repeatable."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def serve(
    project: ProjectsOption,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.")] = 8321,
    database: DatabaseOption = "",
    at_once: Annotated[int, typer.Option(help="How many builds run at once here; one for each processor.")] = 0,
    longest_queue: Annotated[int, typer.Option(help="How many builds may wait before more are refused.")] = 1_000,
    _as_json: JsonOption = True,
) -> None:
    """Take payloads over HTTP, and build them one after the other for each project."""
    with _extra("serve"):
        from petsage_builder.doors.serve.main import Settings, default_database
        from petsage_builder.doors.serve.main import serve as serve_builds
    serve_builds(Settings(project, database or default_database(), host, port, at_once, longest_queue))


def studio(
    project: Annotated[Path, typer.Option("--project", metavar="DIR", help="The project's folder.")] = Path(),
    port: Annotated[int, typer.Option(help="The port to listen at; any free one where it isn't said.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address, and open no browser.")] = False,
    python: Annotated[
        Path | None, typer.Option("--python", metavar="PATH", help="The Python that has the project's libraries.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write, build and try features at a page on this machine."""
    with _extra("studio"):
        from petsage_builder.doors.studio.main import run_studio

    def show(url: str) -> None:
        typer.echo(json.dumps({"url": url}) if as_json else f"PetSage Studio: {url}")

    run_studio(project, python, port, show=show, opens=not no_open)


def mcp(
    project: Annotated[Path, typer.Option("--project", metavar="DIR", help="The project's folder.")] = Path(),
    _as_json: JsonOption = True,
) -> None:
    """Serve a coding agent over standard input and output (Model Context Protocol)."""
    with _extra("mcp"):
        from petsage_builder.doors.agents import serve_agent
    serve_agent(project, lambda message: typer.echo(f"petsage: {message}", err=True))


keys = typer.Typer(no_args_is_help=True, help="The keys that open `petsage serve`.")


@keys.command()
def add(
    name: NameArgument,
    project: LimitOption = None,
    database: DatabaseOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make a key. Its text is printed this once; only its hash is kept."""
    from petsage_builder.doors.serve.keys import make_key
    from petsage_builder.doors.serve.main import default_database, store_of

    text = make_key(store_of(database or default_database()), name, project or [])
    typer.echo(json.dumps({"name": name, "key": text}) if as_json else text)


@keys.command(name="list")
def list_keys(database: DatabaseOption = "", as_json: JsonOption = False) -> None:
    """List the keys by name."""
    from petsage_builder.doors.serve.main import default_database, store_of

    found = [
        {"name": name, "projects": projects, "created_at": made.isoformat()}
        for name, projects, made in store_of(database or default_database()).all_keys()
    ]
    lines = [f"{key['name']}  {', '.join(key['projects']) or 'every project'}  {key['created_at']}" for key in found]
    typer.echo(json.dumps({"keys": found}) if as_json else "\n".join(lines) or "There is no key.")


@keys.command()
def revoke(name: NameArgument, database: DatabaseOption = "", as_json: JsonOption = False) -> None:
    """Forget a key: whoever holds it is refused from now on."""
    from petsage_builder.doors.serve.keys import revoke_key
    from petsage_builder.doors.serve.main import default_database, store_of

    revoke_key(store_of(database or default_database()), name)
    typer.echo(json.dumps({"revoked": name}) if as_json else f"Revoked {name}.")


@contextmanager
def _extra(name: str) -> Iterator[None]:
    """Says which extra is missing where a library is."""
    try:
        yield
    except ModuleNotFoundError as error:
        advice = f"pip install 'petsage-builder[{name}]'"
        raise CannotBuildError(
            Problem(f"petsage {name}", f"needs {error.name}, which isn't installed", advice)
        ) from error
