"""Write: the request, and what is understood of it at each key."""

import json
from typing import Annotated, Any

from fastapi import FastAPI, Form
from fastapi.responses import RedirectResponse, Response
from starlette.requests import Request

from petsage_builder.doors.planning import drafted_request
from petsage_builder.doors.studio.landed import feature_view
from petsage_builder.doors.studio.pages import HERE, Page
from petsage_builder.doors.studio.phrasebook import phrasebook
from petsage_builder.doors.studio.reading import read_request
from petsage_builder.doors.studio.studio import Studio
from petsage_builder.planner.settings import is_configured
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.access import VERBS

Text = Annotated[str, Form()]
Place = Annotated[int, Form(ge=0)]


def add_write(app: FastAPI, studio: Studio, page: Page) -> None:
    """The editor and what it calls."""

    @app.get("/")
    def write(request: Request, feature: str = "") -> Response:
        written = _written(studio, feature)
        return page("write.html.j2", request, written=written, examples=_examples(), planner=is_configured())

    @app.post("/understand")
    def understand(
        request: Request, feature: Text = "", description: Text = "", requirements: Text = "", caret: Place = 0
    ) -> Response:
        asked = _request(feature, description, requirements)
        text = str(asked.requirements or "")
        studio.draft = asked
        project = studio.look()
        known = project.known_entities()
        book = phrasebook(text, known)
        reading, offer = read_request(asked, known, project.blueprint), book.goes_on(text, caret)
        return page("understood.html.j2", request, reading=reading, verbs=VERBS, phrases=book.forms(), offer=offer)

    @app.post("/forget")
    def forget() -> Response:
        studio.draft = None
        return RedirectResponse("/", 303)

    @app.post("/draft")
    def draft(request: Request, feature: Text = "", description: Text = "", requirements: Text = "") -> Response:
        asked = _request(feature, description, requirements)
        return page("draft.html.j2", request, draft=drafted_request(asked, studio.look()))


def _request(feature: str, description: str, requirements: str) -> FeatureRequest:
    return FeatureRequest(feature, description, requirements.replace("\r\n", "\n") or None)


def _written(studio: Studio, feature: str) -> dict[str, Any] | None:
    """What the editor begins with: a feature that landed, or what was being written."""
    if feature:
        return {"landed": True, **feature_view(studio.look(), feature)}
    draft = studio.draft
    if draft is None or not (draft.feature or draft.description or draft.requirements):
        return None
    text = draft.requirements or ""
    return {"landed": False, "feature": draft.feature, "description": draft.description, "text": text}


def _examples() -> dict[str, dict[str, str]]:
    """Requests to start from, by their titles."""
    found: dict[str, dict[str, str]] = json.loads((HERE / "examples.json").read_text(encoding="utf-8"))
    return found
