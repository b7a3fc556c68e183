"""The Studio's pages, and what they call. Every page is rendered here; the browser swaps parts of it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import FastAPI, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from markupsafe import Markup
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

from petsage_builder.doors.opening import opened
from petsage_builder.doors.planning import drafted_request
from petsage_builder.doors.studio import files
from petsage_builder.doors.studio.endpoints import endpoints_of
from petsage_builder.doors.studio.landed import feature_view, picture_of
from petsage_builder.doors.studio.phrasebook import phrasebook
from petsage_builder.doors.studio.reading import read_request
from petsage_builder.doors.studio.runs import Run
from petsage_builder.doors.studio.trial import PEOPLE, Trial
from petsage_builder.doors.workplace import payload_of
from petsage_builder.errors import PetsageError
from petsage_builder.inventory import features
from petsage_builder.planner.settings import is_configured
from petsage_builder.presenting.lines import duration, shown
from petsage_builder.project.project import Project
from petsage_builder.remove import preview_of_removal
from petsage_builder.remove import remove as remove_feature
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.access import VERBS

HERE = Path(__file__).parent
_HEARTBEAT = 15.0
Text = Annotated[str, Form()]
Check = Annotated[bool, Form()]
Place = Annotated[int, Form(ge=0)]


@dataclass
class Studio:
    """One project, the builds that were run here, and its app on trial."""

    folder: Path
    python: Path | None = None
    runs: dict[str, Run] = field(default_factory=dict)
    trial: Trial = field(default_factory=Trial)

    def look(self) -> Project:
        """The project as it is now, to be read from."""
        return Project(self.folder, self.python)

    def begin(self, raw: bytes, *, dry_run: bool, keep_edits: bool) -> Run:
        """A new build, which runs from now on."""
        run = Run(raw, dry_run, keep_edits)
        self.runs[run.id] = run
        run.start(self.folder, self.python, self._refresh)
        return run

    def _refresh(self) -> None:
        """What has landed can be tried, where the app was being tried."""
        if self.trial.running:
            self.trial.start(self.look())


def create_app(studio: Studio) -> FastAPI:
    """The Studio of one project. Whoever can call it can build: `Guard` decides who that is."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(studio.trial.close)

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    page = _pages()

    @app.exception_handler(PetsageError)
    async def refused(request: Request, error: PetsageError) -> Response:
        return page("refused.html.j2", request, problems=error.problems)

    # ---- write

    @app.get("/")
    def write(request: Request, feature: str = "") -> Response:
        written = feature_view(studio.look(), feature) if feature else None
        return page("write.html.j2", request, written=written, examples=_examples(), planner=is_configured())

    @app.post("/understand")
    def understand(
        request: Request, feature: Text = "", description: Text = "", requirements: Text = "", caret: Place = 0
    ) -> Response:
        project, text = studio.look(), requirements.replace("\r\n", "\n")
        known = project.known_entities()
        reading = read_request(FeatureRequest(feature, description, text or None), known, project.blueprint)
        book = phrasebook(text, known)
        offer = book.goes_on(text, caret)
        return page("understood.html.j2", request, reading=reading, verbs=VERBS, phrases=book.forms(), offer=offer)

    @app.post("/draft")
    def draft(request: Request, feature: Text = "", description: Text = "", requirements: Text = "") -> Response:
        asked = FeatureRequest(feature, description, requirements.replace("\r\n", "\n"))
        return page("draft.html.j2", request, draft=drafted_request(asked, studio.look()))

    # ---- build

    @app.post("/builds")
    def build(
        feature: Text = "",
        description: Text = "",
        requirements: Text = "",
        keep_edits: Check = False,
    ) -> Response:
        raw = payload_of(feature, description, requirements.replace("\r\n", "\n"))
        return _to(studio.begin(raw, dry_run=True, keep_edits=keep_edits))

    @app.get("/builds/{run_id}")
    def show_build(request: Request, run_id: str) -> Response:
        run = _run(studio, run_id)
        return page("build.html.j2", request, run=run, asked=json.loads(run.raw), **_result(run))

    @app.get("/builds/{run_id}/result")
    def show_result(request: Request, run_id: str) -> Response:
        run = _run(studio, run_id)
        return page("result.html.j2", request, run=run, asked=json.loads(run.raw), **_result(run))

    @app.get("/builds/{run_id}/events", response_class=EventSourceResponse)
    async def follow(request: Request, run_id: str) -> AsyncIterator[ServerSentEvent]:
        run = _run(studio, run_id)
        async for news in iterate_in_threadpool(run.versions(_HEARTBEAT)):
            if news:
                html = page("lines.html.j2", request, run=run)
                yield ServerSentEvent(event="lines", raw_data=bytes(html.body).decode())
            else:
                yield ServerSentEvent(comment="still at work")
        yield ServerSentEvent(event="ended", raw_data=run.state)

    @app.post("/builds/{run_id}/land")
    def land(run_id: str, keep_edits: Check = False) -> Response:
        return _to(studio.begin(_run(studio, run_id).raw, dry_run=False, keep_edits=keep_edits))

    @app.post("/builds/{run_id}/cancel", status_code=204)
    def cancel(run_id: str) -> None:
        _run(studio, run_id).stop.ask()

    # ---- project

    @app.get("/project")
    def project(request: Request) -> Response:
        found = studio.look()
        runs = list(reversed(studio.runs.values()))
        return page("project.html.j2", request, features=features(found), picture=picture_of(found), runs=runs)

    @app.get("/features/{feature}")
    def feature(request: Request, feature: str) -> Response:
        return page("feature.html.j2", request, seen=feature_view(studio.look(), feature))

    @app.get("/features/{feature}/removal")
    def removal(request: Request, feature: str) -> Response:
        with opened(studio.folder, lambda _: None, studio.python) as held:
            changed = preview_of_removal(held, feature)
        return page("removal.html.j2", request, feature=feature, changed=changed)

    @app.post("/features/{feature}/removal")
    def remove(feature: str, discard_edits: Check = False, discard_data: Check = False) -> Response:
        with opened(studio.folder, lambda _: None, studio.python) as held:
            remove_feature(held, feature, discard_edits=discard_edits, discard_data=discard_data)
        return RedirectResponse("/project", 303)

    # ---- try

    @app.get("/try")
    def try_it(request: Request) -> Response:
        found = endpoints_of(studio.trial.document()) if studio.trial.running else []
        groups = [(tag, list(group)) for tag, group in groupby(found, key=lambda endpoint: endpoint.tag)]
        return page("try.html.j2", request, running=studio.trial.running, groups=groups, people=PEOPLE)

    @app.post("/try/start")
    def start_trial() -> Response:
        studio.trial.start(studio.look())
        return RedirectResponse("/try", 303)

    @app.post("/try/call")
    async def call(request: Request) -> Response:
        given = {name: str(value) for name, value in (await request.form()).items()}
        answer = await run_in_threadpool(_called, studio.trial, given)
        return page("answer.html.j2", request, answer=answer)

    return app


def _called(trial: Trial, given: dict[str, str]) -> Any:
    """What the app answers to a filled-in form; `path.x` and `query.x` are its parameters."""
    path = given["path"]
    for name, value in given.items():
        if name.startswith("path."):
            path = path.replace(f"{{{name[5:]}}}", quote(value, safe=""))
    query = [(name[6:], value) for name, value in given.items() if name.startswith("query.") and value]
    return trial.call(
        given["method"], path + (f"?{urlencode(query)}" if query else ""), given.get("body", ""), given["person"]
    )


def _result(run: Run) -> dict[str, Any]:
    """What a build that has ended shows: its files, differences, and what failed checks printed."""
    report = run.report
    if report is None:
        return {"texts": [], "app_difference": "", "difference": "", "checks": []}
    texts = report.facts("generated files").get("files", {})
    return {
        "texts": [(path, files.code(path, text)) for path, text in texts.items()],
        "app_difference": files.difference(report.facts("integration").get("difference", "")),
        "difference": files.difference(report.facts("summary").get("difference", "")),
        "checks": report.facts("checks").get("results", []),
    }


def _run(studio: Studio, run_id: str) -> Run:
    if run_id not in studio.runs:
        raise HTTPException(404, "There is no such build; the Studio forgets them when it ends.")
    return studio.runs[run_id]


def _to(run: Run) -> Response:
    return RedirectResponse(f"/builds/{run.id}", 303)


def _examples() -> dict[str, dict[str, str]]:
    """Requests to start from, by their titles."""
    found: dict[str, dict[str, str]] = json.loads((HERE / "examples.json").read_text(encoding="utf-8"))
    return found


def _spoken(text: str) -> Markup:
    """A message with what stands in backticks as code."""
    parts = shown(text).split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))


def _pages() -> Callable[..., HTMLResponse]:
    """Renders a page; what comes from a request is shown as text and can't become markup."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"duration": duration, "spoken": _spoken}

    def page(name: str, request: Request, **facts: Any) -> HTMLResponse:
        return HTMLResponse(environment.get_template(name).render(path=request.url.path, **facts))

    return page
