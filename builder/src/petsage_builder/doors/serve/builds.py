"""The routes of builds and plans."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

from petsage_builder.doors.answers import Understood, understood_of
from petsage_builder.doors.serve.bodies import body_of
from petsage_builder.doors.serve.keys import Key
from petsage_builder.doors.serve.problems import RefusedError, answers
from petsage_builder.doors.serve.schemas import BuildLine, BuildPage, BuildRead, Settlement, line_of, read_of
from petsage_builder.doors.serve.service import Order, Service
from petsage_builder.doors.serve.store import WAITING, Build, State
from petsage_builder.presenting.markdown import to_markdown
from petsage_builder.presenting.report import BuildReport
from petsage_builder.request.payload import MAX_BYTES

router = APIRouter()

PAYLOADS = {
    "requestBody": {
        "required": True,
        "description": "A feature request: YAML, JSON, or base64 of JSON, told apart by content.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["feature", "description"],
                    "properties": {
                        "feature": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,47}$"},
                        "description": {"type": "string"},
                        "requirements": {},
                    },
                }
            },
            "application/yaml": {"schema": {"type": "string"}},
            "text/plain": {"schema": {"type": "string", "description": "Base64 of JSON."}},
        },
    }
}
SETTLEMENTS = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Settlement.model_json_schema()}},
    }
}
MOST_SETTLED = 1024 * 1024
MOST_EVENTS = 1_000_000
_LOOK = 0.25
"""Seconds between two looks for new events."""


def the_service(request: Request) -> Service:
    """The server's parts."""
    service: Service = request.app.state.service
    return service


ServiceHere = Annotated[Service, Depends(the_service)]


def the_caller(service: ServiceHere, authorization: Annotated[str | None, Header()] = None) -> Key:
    """Who calls."""
    return service.caller(authorization)


Caller = Annotated[Key, Depends(the_caller)]


async def the_payload(request: Request, _: Caller) -> bytes:
    """The body, read only from somebody with a key."""
    return await body_of(request, MAX_BYTES, "a payload")


Payload = Annotated[bytes, Depends(the_payload)]


async def the_settlement(request: Request, _: Caller) -> Settlement:
    """What is to stand at the conflicts, read only from somebody with a key."""
    raw = await body_of(request, MOST_SETTLED, "what is settled")
    try:
        return Settlement.model_validate_json(raw)
    except ValidationError:
        raise RefusedError(422, 'send {"texts": {KEY: TEXT}}, with the keys of the build\'s conflicts') from None


SettlementGiven = Annotated[Settlement, Depends(the_settlement)]


def the_build(service: ServiceHere, caller: Caller, build_id: str) -> Build:
    """The build that the path names, where this key asked for it."""
    return service.found(caller, build_id)


AskedBuild = Annotated[Build, Depends(the_build)]
IdempotencyKey = Annotated[str | None, Header(min_length=1, max_length=255)]
ProjectName = Annotated[str | None, Query(description="Which project; not needed where there is one.")]


@router.post(
    "/builds",
    status_code=202,
    response_model=BuildLine,
    summary="Ask for a build",
    operation_id="createBuild",
    openapi_extra=PAYLOADS,
    responses=answers(400, 401, 404, 408, 413, 422, 429, 503),
)
async def create_build(
    service: ServiceHere,
    caller: Caller,
    raw: Payload,
    response: Response,
    project: ProjectName = None,
    dry_run: bool = False,
    keep_edits: bool = False,
    idempotency_key: IdempotencyKey = None,
) -> BuildLine:
    """Queue a payload. The answer's `Location` is the build; the same `Idempotency-Key` finds the same one."""
    order = Order(raw, project, dry_run, keep_edits, idempotency_key=idempotency_key)
    build = await run_in_threadpool(service.ask, caller, order)
    response.headers["Location"] = f"/builds/{build.id}"
    return line_of(build)


@router.post(
    "/builds/{build_id}/settle",
    status_code=202,
    response_model=BuildLine,
    summary="Settle a build's conflicts",
    operation_id="settleBuild",
    openapi_extra=SETTLEMENTS,
    responses=answers(400, 401, 404, 408, 409, 413, 422, 429, 503),
)
async def settle_build(
    service: ServiceHere,
    caller: Caller,
    build: AskedBuild,
    settlement: SettlementGiven,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> BuildLine:
    """Queue the same build again, with the lines that are to stand where hand edits and the new text disagree."""
    again = await run_in_threadpool(service.settle, caller, build, settlement.texts, idempotency_key)
    response.headers["Location"] = f"/builds/{again.id}"
    return line_of(again)


@router.post(
    "/plans",
    response_model=Understood,
    summary="What would be understood",
    operation_id="createPlan",
    openapi_extra=PAYLOADS,
    responses=answers(400, 401, 404, 408, 409, 413, 422, 503),
)
async def create_plan(service: ServiceHere, caller: Caller, raw: Payload, project: ProjectName = None) -> Understood:
    """What a payload means, and what building it would change. Nothing is kept."""
    return understood_of(await run_in_threadpool(service.plan, caller, raw, project))


@router.get(
    "/builds",
    response_model=BuildPage,
    summary="List builds",
    operation_id="listBuilds",
    responses=answers(401, 422, 503),
)
def list_builds(
    service: ServiceHere,
    caller: Caller,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(pattern=r"^[0-9a-f-]{36}$")] = None,
    state: State | None = None,
) -> BuildPage:
    """The builds that this key asked for, the newest first."""
    found = service.store.page(caller.name, cursor, limit + 1, state)
    following = found[limit - 1].id if len(found) > limit else None
    if following:
        response.headers["Link"] = f'</builds?limit={limit}&cursor={following}>; rel="next"'
    return BuildPage(items=[line_of(build) for build in found[:limit]], next=following)


@router.get(
    "/builds/{build_id}",
    response_model=BuildRead,
    summary="Get a build",
    operation_id="getBuild",
    responses={
        **answers(401, 404, 406, 503),
        200: {"content": {"text/markdown": {"schema": {"type": "string"}}}},
    },
)
def get_build(build: AskedBuild, accept: Annotated[str, Header()] = "*/*") -> BuildRead | Response:
    """A build and its report, as JSON, or as Markdown where `Accept` asks for text/markdown."""
    if "text/markdown" in accept:
        return PlainTextResponse(_markdown(build), media_type="text/markdown")
    return read_of(build)


@router.delete(
    "/builds/{build_id}",
    status_code=202,
    response_model=BuildLine,
    summary="Cancel a build",
    operation_id="cancelBuild",
    responses=answers(401, 404, 409, 503),
)
def cancel_build(service: ServiceHere, caller: Caller, build: AskedBuild) -> BuildLine:
    """Have a build end before it lands; the project then stays as it is. One that has ended can't be cancelled."""
    if build.state not in WAITING:
        raise RefusedError(409, f"the build has ended: {build.state}")
    service.jobs.cancel(build)
    return line_of(service.found(caller, build.id))


@router.get(
    "/builds/{build_id}/events",
    response_class=EventSourceResponse,
    summary="Follow a build",
    operation_id="followBuild",
    responses=answers(401, 404, 422, 503),
)
async def follow_build(
    service: ServiceHere,
    caller: Caller,
    build: AskedBuild,
    last_event_id: Annotated[int, Header(ge=0, le=MOST_EVENTS)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """Every step and check as it happens, until the build has ended; resumes after `Last-Event-ID`."""
    seen = last_event_id
    while True:
        known = await run_in_threadpool(service.found, caller, build.id)
        for event in await run_in_threadpool(service.store.events, build.id, seen):
            seen = event.number
            yield ServerSentEvent(id=str(event.number), event=event.kind, raw_data=json.dumps(event.data))
        if known.state not in WAITING:
            return
        await asyncio.sleep(_LOOK)


def _markdown(build: Build) -> str:
    if build.report:
        return to_markdown(BuildReport.from_data(build.report))
    faults = "".join(f"- {found['place']}: {found['message']} ({found['advice']})\n" for found in build.problems or ())
    return f"# Build of {build.feature}: {build.state}\n\n{faults}"
