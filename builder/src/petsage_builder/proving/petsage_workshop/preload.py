"""What the workshop imports before any job, so that each job's process is born with it."""

import contextlib
import importlib
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

FOR_APPS = ("fastapi", "pydantic.v1")
_WARM_UP = Path(__file__).with_name("petsage_warm_up.py")
_HEAVY_PLUGINS = ("-pno:schemathesis", "-pno:hypothesispytest")


def import_if_there(modules: Iterable[str]) -> None:
    """Import what is installed of `modules`. What fails here fails again, and is reported, where it is needed."""
    for name in modules:
        if name not in sys.modules:
            with contextlib.suppress(Exception), contextlib.redirect_stderr(io.StringIO()):
                importlib.import_module(name)


def warm_up_pytest() -> None:
    """Run one test of a small app: what pytest, its plugins and the test client import late is then in memory."""
    with contextlib.suppress(ImportError), contextlib.redirect_stdout(io.StringIO()):
        import pytest

        here = str(_WARM_UP.parent)
        arguments = ["--assert=plain", f"--rootdir={here}", f"-c{os.devnull}", "-pno:cacheprovider", *_HEAVY_PLUGINS]
        pytest.main([*arguments, str(_WARM_UP)])
