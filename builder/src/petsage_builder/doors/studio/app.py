"""The Studio as an ASGI app. Every page is rendered here; the browser swaps parts of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

from petsage_builder.doors.studio.pages import HERE, pages
from petsage_builder.doors.studio.studio import Studio
from petsage_builder.doors.studio.views.attempt import add_try
from petsage_builder.doors.studio.views.build import add_build
from petsage_builder.doors.studio.views.project import add_project
from petsage_builder.doors.studio.views.write import add_write
from petsage_builder.errors import PetsageError


def create_app(studio: Studio) -> FastAPI:
    """The Studio of one project. Whoever can call it can build: `Guard` decides who that is."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(studio.trial.close)

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    page = pages()

    @app.exception_handler(PetsageError)
    async def refused(request: Request, error: PetsageError) -> Response:
        is_part = "hx-request" in request.headers
        return page("problems.html.j2" if is_part else "refused.html.j2", request, problems=error.problems)

    for add_view in (add_write, add_build, add_project, add_try):
        add_view(app, studio, page)
    return app
