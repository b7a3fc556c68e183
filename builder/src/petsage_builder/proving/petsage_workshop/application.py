"""The step that imports the app and describes its endpoints."""

import importlib
import importlib.util
import inspect
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from .channel import Channel, Job
from .databases import Gate

_FOR_TESTS = (("pytest",), ("httpx", "httpx2"))


def describe_application(job: Job, channel: Channel) -> None:
    """Tell the app's OpenAPI document and the seconds that it took, or the reason why there is none."""
    started = time.perf_counter()
    Gate(job, "sqlite:")
    try:
        app = _load(job["app"])
        imported = time.perf_counter()
        _refuse_originals(Path(job["project"]), Path(job["folder"]))
        document = app.openapi()
        described = time.perf_counter()
        channel.tell(
            "result",
            openapi=document,
            import_seconds=imported - started,
            openapi_seconds=described - imported,
            lacking=[" or ".join(names) for names in _FOR_TESTS if not any(map(importlib.util.find_spec, names))],
        )
    except BaseException as error:
        channel.tell("result", missing=_is_missing_library(error, job), **_reason(error, job["folder"]))


def _is_missing_library(error: BaseException, job: Job) -> bool:
    """Whether the app can't be imported for want of a library, which is none of the project's own modules."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return False
    top = error.name.partition(".")[0]
    folders = [Path(job["folder"], source) for source in job["sources"]]
    return not any((folder / top).exists() or (folder / f"{top}.py").exists() for folder in folders)


def _load(locator: str) -> Any:
    """The app at `package.module:name`; a function there is taken for one that makes the app."""
    module, _, name = locator.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if inspect.isroutine(found):
        found = found()
    if not hasattr(found, "openapi"):
        raise TypeError(f"{locator} is not a FastAPI app")
    return found


def _refuse_originals(project: Path, folder: Path) -> None:
    """What was imported has to be the copy: proving the project itself proves nothing about the module."""
    others = (folder, Path(sys.prefix), Path(__file__).parent)
    for name, module in list(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or "")
        if path.is_relative_to(project) and not any(path.is_relative_to(other) for other in others):
            raise ImportError(f"{name} came from the project's folder, not from its copy")


def _reason(error: BaseException, folder: str) -> dict[str, str]:
    """The error's last line, the place in the project that it came from, and the traceback from there on."""
    trace = error.__traceback__
    while trace and not trace.tb_frame.f_code.co_filename.startswith(folder):
        trace = trace.tb_next
    own = [frame for frame in traceback.extract_tb(trace) if frame.filename.startswith(folder)]
    place = f"{own[-1].filename}, line {own[-1].lineno}" if own else ""
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{error.filename}, line {error.lineno}"
    message = traceback.format_exception_only(error)[-1].strip()
    return {"error": message, "place": place, "trace": "".join(traceback.format_exception(error.with_traceback(trace)))}
