"""A project's files are read as hostile: what comes with a clone has any size and depth, and need not be a file."""

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import yaml

from petsage_builder.errors import CannotBuildError, Problem

MOST_BYTES = 4 * 2**20
DEEPEST = 64
"""How many lists and mappings may stand in each other."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GOING_DEEPER = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_COMING_BACK = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


def read_file(path: Path, place: str) -> bytes | None:
    """The content of a file, `None` where there is none; `place` is what to call it.

    Raises:
        CannotBuildError: it is no file (nothing is waited for), is larger than `MOST_BYTES`, or can't be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _refused(place, f"can't be read: {error.strerror}", "make it a readable file") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _refused(place, "is not a file", "put a file there, or take it away")
    with os.fdopen(handle, "rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _refused(place, f"is larger than {MOST_BYTES // 2**20} MiB", "make it smaller")
    return content


def yaml_document(content: bytes, place: str) -> Any:
    """The data of a YAML file, in which nothing stands for something else and nothing is nested deeper than `DEEPEST`.

    Its events are looked at first: composing what is nested very deep ends the process.

    Raises:
        CannotBuildError: it is nested deeper, has aliases, or is no YAML.
    """
    depth = 0
    try:
        for event in yaml.parse(content, Loader=_LOADER):
            depth += isinstance(event, _GOING_DEEPER) - isinstance(event, _COMING_BACK)
            if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
                raise ValueError(f"nested deeper than {DEEPEST}" if depth > DEEPEST else "has an alias")
        return yaml.load(content, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _refused(place, f"is damaged: {_in_one_line(error)}", "restore it from version control") from error


def toml_document(content: bytes, place: str) -> dict[str, Any]:
    """The data of a TOML file.

    Raises:
        CannotBuildError: it is no TOML, or is nested deeper than Python reads.
    """
    try:
        return tomllib.loads(content.decode())
    except RecursionError as error:
        raise _refused(place, "can't be read: it is nested too deeply", "mend the file") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise _refused(place, f"can't be read: {_in_one_line(error)}", "mend the file") from error


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _refused(place: str, message: str, advice: str) -> CannotBuildError:
    return CannotBuildError(Problem(place, message, advice))
