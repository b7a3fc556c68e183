"""The server as an ASGI app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool

from petsage_builder import __version__
from petsage_builder.doors.serve import builds
from petsage_builder.doors.serve.builds import ServiceHere
from petsage_builder.doors.serve.metrics import registry_of
from petsage_builder.doors.serve.problems import ProblemDocument, answers, install_problems
from petsage_builder.doors.serve.schemas import Alive, Ready
from petsage_builder.doors.serve.service import Service


def create_app(service: Service) -> FastAPI:
    """The app of a service, whose worker runs as long as it does."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(service.jobs.start)
        try:
            yield
        finally:
            await run_in_threadpool(service.jobs.stop)

    app = FastAPI(
        title="PetSage builds",
        version=__version__,
        description="Takes feature requests and turns them into finished, proven FastAPI modules.",
        lifespan=lifespan,
        telemetry={"auto_configure": True, "operation_spans": False},
    )
    app.state.service = service
    registry = registry_of(service.store)
    install_problems(app)
    app.include_router(builds.router)

    @app.get("/livez", response_model=Alive, summary="Whether the process runs", operation_id="alive")
    async def alive() -> Alive:
        return Alive()

    @app.get("/readyz", response_model=Ready, summary="Whether it takes payloads", operation_id="ready",
             responses=answers(503))  # fmt: skip
    def ready(service: ServiceHere) -> Ready:
        return Ready(state=service.at_work())

    @app.get("/metrics", response_class=Response, summary="Figures for Prometheus", operation_id="metrics",
             responses={200: {"content": {CONTENT_TYPE_LATEST: {}}}})  # fmt: skip
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    document = app.openapi

    def with_problems() -> dict[str, object]:
        found = document()
        found["components"]["schemas"].setdefault("ProblemDocument", _problem_schema())
        return found

    app.openapi = with_problems  # type: ignore[method-assign]
    return app


def _problem_schema() -> dict[str, object]:
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema
