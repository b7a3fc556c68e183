"""A project's tests, run in this process: what a child of the laboratory does."""

import gc
import importlib
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

NEVER_IMPORTED = 99
"""The exit status where the tests passed but never imported the file that they should tell about."""

CONDITIONS = ("visible", "changeable", "deletable", "creatable")
"""What a repository asks of a row and of who wants it."""

_OPTIONS = ("-x", "-q", "--color=no", "-pno:cacheprovider", "-Wignore::pytest.PytestAssertRewriteWarning")


def run_tests(folder: Path, tests: Sequence[str], output: Path, file: Path | None = None) -> None:
    """Run tests up to the first failure and end the process with pytest's exit status. `file` has to be imported."""
    import pytest

    os.setsid()
    os.chdir(folder)
    _write_all_to(output)
    os.environ["TMPDIR"] = tempfile.tempdir = str(output.parent)
    sys.dont_write_bytecode = file is not None
    status = int(pytest.main([*_OPTIONS, *tests]))
    if status == 0 and file is not None and str(file) not in _files().values():
        status = NEVER_IMPORTED
    if status == 0:
        _conditions_file(output).write_text("\n".join(sorted(_conditions(folder))))
    if file is None:
        _names_file(output).write_text("\n".join(_from_elsewhere(folder)))
    sys.stdout.flush()
    os._exit(status)


def conditions(output: Path) -> str:
    """What the conditions of every repository were, in SQL, under the tests that wrote `output` and passed."""
    return _conditions_file(output).read_text()


def preload(output: Path) -> None:
    """Import into this process what the tests that wrote `output` imported from outside of their project."""
    for name in _names_file(output).read_text().split():
        with suppress(Exception):
            importlib.import_module(name)
    gc.freeze()  # children would copy what their collector touches


def _write_all_to(output: Path) -> None:
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(handle, stream)


def _names_file(output: Path) -> Path:
    return output.with_suffix(".imported")


def _conditions_file(output: Path) -> Path:
    return output.with_suffix(".conditions")


def _conditions(folder: Path) -> Iterable[str]:
    """Each condition of each repository of the project, by its place."""
    for name, file in _files().items():
        if Path(file).is_relative_to(folder):
            for place, thing in vars(sys.modules[name]).items():
                own = getattr(thing, "__dict__", {})
                for kind in CONDITIONS if own.keys() >= {*CONDITIONS} else ():
                    condition = own[kind].compile()
                    yield f"{name}.{place}.{kind}: {condition} {condition.params}"


def _from_elsewhere(folder: Path) -> Iterable[str]:
    return (name for name, file in _files().items() if not Path(file).is_relative_to(folder))


def _files() -> dict[str, str]:
    """The file of each imported module that has one."""
    found = {
        name: getattr(module, "__file__", None) for name, module in [*sys.modules.items()] if "__main__" not in name
    }
    return {name: file for name, file in found.items() if file}
