"""The step that imports the app and describes its endpoints."""

import importlib
import inspect
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from .channel import Channel, Job
from .databases import Gate


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
            "result", openapi=document, import_seconds=imported - started, openapi_seconds=described - imported
        )
    except BaseException as error:
        channel.tell("result", **_reason(error, job["folder"]))


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
