"""Try: the project's app, called from forms that know its schema."""

from itertools import groupby

from fastapi import FastAPI
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from petsage_builder.doors.studio.calls import called
from petsage_builder.doors.studio.endpoints import endpoints_of
from petsage_builder.doors.studio.pages import Page
from petsage_builder.doors.studio.studio import Studio
from petsage_builder.doors.studio.trial import PEOPLE


def add_try(app: FastAPI, studio: Studio, page: Page) -> None:
    """The app's endpoints and what they answer."""

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
        given = [(name, str(value)) for name, value in (await request.form()).multi_items()]
        answer = await run_in_threadpool(called, studio.trial, given)
        return page("answer.html.j2", request, answer=answer)
