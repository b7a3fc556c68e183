"""Drops the tables of a feature, never with rows in them that nobody said may go."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from petsage_builder.errors import CannotBuildError, HandEditsError, Problem

_SCRIPT = Path(__file__).with_name("in_project.py")
_SECONDS = 60.0
"""For all of it; a table that the running app keeps locked takes longer."""


def drop_tables(
    project: Path,
    interpreter: Path,
    alembic: str,
    feature: str,
    revisions: Sequence[str],
    tables: Sequence[str],
    *,
    discard_data: bool,
) -> dict[str, int]:
    """Take a feature's migrations back in the database that the project's settings name; the rows of dropped tables.

    Nothing is done where there is no database, or the migrations aren't applied.

    Raises:
        HandEditsError: the tables have rows and `discard_data` is not set.
        CannotBuildError: a migration of others builds on them, the database can't be reached, or it is neither a file
            of the project's nor what DATABASE_URL names.

    Whatever it raises, no row is lost.
    """
    request = {
        "alembic": alembic,
        "feature": feature,
        "revisions": revisions,
        "tables": tables,
        "discard": discard_data,
    }
    answer = _asked(project, interpreter, request)
    if builds := answer.get("built_on"):
        raise CannotBuildError(*(_built_on(feature, revision) for revision in builds))
    if unnamed := answer.get("unnamed"):
        raise CannotBuildError(_unnamed(feature, unnamed))
    rows: dict[str, int] = answer["rows"]
    if any(rows.values()) and not answer["dropped"]:
        raise HandEditsError(*(_has_rows(answer["database"], *found) for found in rows.items() if found[1]))
    return rows


def _asked(project: Path, interpreter: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of the project's own Python.

    Raises:
        CannotBuildError: there was none, or it says that it failed.
    """
    command = [str(interpreter), "-B", "-P", str(_SCRIPT), json.dumps(request)]
    try:
        done = subprocess.run(
            command, cwd=project, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unreachable(str(error)) from error
    except ValueError as error:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise _unreachable(lines[-1] if lines else f"exit status {done.returncode}") from error
    if reason := answer.get("failed"):
        raise _unreachable(reason)
    return dict(answer)


def _built_on(feature: str, revision: str) -> Problem:
    return Problem(f"migration {revision}", f"builds on those of {feature}", "take it out first")


def _unnamed(feature: str, database: str) -> Problem:
    message = f"is one that env.py knows by itself, so nothing was done there: {database}"
    return Problem("the project's database", message, f"if it is meant: DATABASE_URL=… petsage remove {feature}")


def _has_rows(database: str, table: str, count: int) -> Problem:
    rows = "1 row" if count == 1 else f"{count} rows"
    message = f"data would be deleted: {rows} in {database}"
    return Problem(f"table {table}", message, "keep a copy, then pass --discard-data")


def _unreachable(reason: str) -> CannotBuildError:
    advice = "mend that, or name the database to look at in DATABASE_URL"
    return CannotBuildError(Problem("the project's database", f"can't be asked: {reason}", advice))
