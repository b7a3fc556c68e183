"""Build: the steps as they come, what came of them, and the choices that are left."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException
from fastapi.responses import RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request

from petsage_builder.doors.studio import files
from petsage_builder.doors.studio.pages import Page
from petsage_builder.doors.studio.runs import Run
from petsage_builder.doors.studio.studio import Studio
from petsage_builder.doors.workplace import payload_of

_HEARTBEAT = 15.0
Text = Annotated[str, Form()]


def add_build(app: FastAPI, studio: Studio, page: Page) -> None:
    """A build's page and what it calls."""

    def run_of(run_id: str) -> Run:
        if run_id not in studio.runs:
            raise HTTPException(404, "There is no such build.")
        return studio.runs[run_id]

    @app.post("/builds")
    def build(feature: Text = "", description: Text = "", requirements: Text = "") -> Response:
        raw = payload_of(feature, description, requirements.replace("\r\n", "\n"))
        return to(studio.begin(raw))

    @app.get("/builds/{run_id}")
    def show_build(request: Request, run_id: str) -> Response:
        run = run_of(run_id)
        return page("build.html.j2", request, run=run, **_result(run))

    @app.get("/builds/{run_id}/result")
    def show_result(request: Request, run_id: str) -> Response:
        run = run_of(run_id)
        return page("result.html.j2", request, run=run, **_result(run))

    @app.get("/builds/{run_id}/events", response_class=EventSourceResponse)
    async def follow(request: Request, run_id: str) -> AsyncIterator[ServerSentEvent]:
        run = run_of(run_id)
        async for news in iterate_in_threadpool(run.versions(_HEARTBEAT)):
            if news:
                html = page("lines.html.j2", request, run=run)
                yield ServerSentEvent(event="lines", raw_data=bytes(html.body).decode())
            else:
                yield ServerSentEvent(comment="still at work")
        yield ServerSentEvent(event="ended", raw_data=run.state)

    @app.post("/builds/{run_id}/land")
    def land(run_id: str) -> Response:
        run = run_of(run_id)
        return to(studio.land(run))

    @app.post("/builds/{run_id}/settle")
    async def settle(request: Request, run_id: str) -> Response:
        run = run_of(run_id)
        given = await request.form()
        texts = {found.key: str(given[found.key]) for found in run.conflicts if found.key in given}
        chosen = {key: text.replace("\r\n", "\n") for key, text in texts.items()}
        return to(studio.begin(run.raw, {**run.settled, **chosen}))

    @app.post("/builds/{run_id}/cancel", status_code=204)
    def cancel(run_id: str) -> None:
        run_of(run_id).stop.ask()


def to(run: Run) -> Response:
    """To the page of a build."""
    return RedirectResponse(f"/builds/{run.id}", 303)


def _result(run: Run) -> dict[str, Any]:
    """What a build that has ended shows: its files, differences, and what failed checks printed."""
    report = run.report
    if report is None:
        return {"texts": [], "edited": [], "app_difference": "", "difference": "", "checks": []}
    texts = report.facts("generated files").get("files", {})
    edited = report.facts("plan").get("edited", [])
    return {
        "texts": [(path, files.code(path, text)) for path, text in texts.items()],
        "edited": [(one["path"], files.difference(one["yours"]), files.difference(one["new"])) for one in edited],
        "app_difference": files.difference(report.facts("integration").get("difference", "")),
        "difference": files.difference(report.facts("summary").get("difference", "")),
        "checks": report.facts("checks").get("results", []),
    }
