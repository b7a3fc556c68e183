"""Project: what has been built here, each feature from near, taking one out, and the way back."""

from typing import Annotated

from fastapi import FastAPI, Form
from fastapi.responses import RedirectResponse, Response
from starlette.requests import Request

from petsage_builder.doors.opening import opened
from petsage_builder.doors.studio import files
from petsage_builder.doors.studio.history import commits_of
from petsage_builder.doors.studio.landed import feature_view, payload_that_landed, picture_of, standing_of
from petsage_builder.doors.studio.pages import Page
from petsage_builder.doors.studio.studio import Studio
from petsage_builder.doors.studio.views.build import to
from petsage_builder.inventory import features
from petsage_builder.planning.differences import unified_difference
from petsage_builder.remove import preview_of_removal
from petsage_builder.remove import remove as remove_feature

Check = Annotated[bool, Form()]


def add_project(app: FastAPI, studio: Studio, page: Page) -> None:
    """The project's page, the features', and what they call."""

    @app.get("/project")
    def project(request: Request) -> Response:
        found, runs = studio.look(), list(reversed(studio.runs.values()))
        return page("project.html.j2", request, features=features(found), picture=picture_of(found), runs=runs)

    @app.get("/features/{feature}")
    def feature(request: Request, feature: str) -> Response:
        seen = feature_view(studio.look(), feature)
        runs = [run for run in reversed(studio.runs.values()) if run.feature == feature]
        commits = list(commits_of(studio.folder, seen["feature"]))
        return page("feature.html.j2", request, seen=seen, runs=runs, commits=commits)

    @app.get("/features/{feature}/standing")
    def standing(request: Request, feature: str) -> Response:
        return page("standing.html.j2", request, standing=standing_of(studio.look(), feature))

    @app.post("/features/{feature}/rebuild")
    def rebuild(feature: str) -> Response:
        return to(studio.begin(payload_that_landed(studio.look(), feature)))

    @app.post("/undo")
    def undo(keep_edits: Check = False) -> Response:
        return to(studio.undo(keep_edits=keep_edits))

    @app.get("/features/{feature}/removal")
    def removal(request: Request, feature: str) -> Response:
        with opened(studio.folder, lambda _: None, studio.python) as held:
            changes = preview_of_removal(held, feature)
        difference = files.difference(unified_difference(changes))
        return page("removal.html.j2", request, feature=feature, changes=changes, difference=difference)

    @app.post("/features/{feature}/removal")
    def remove(feature: str, discard_edits: Check = False, discard_data: Check = False) -> Response:
        with opened(studio.folder, lambda _: None, studio.python) as held:
            remove_feature(held, feature, discard_edits=discard_edits, discard_data=discard_data)
        return RedirectResponse("/project", 303)
