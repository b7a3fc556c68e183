"""What has landed, as the page shows it: all features in one picture, and one feature from near."""

import json
from dataclasses import dataclass
from typing import Any

from petsage_builder.diagram.svg import to_svg
from petsage_builder.doors.studio.picture import Picture
from petsage_builder.inventory import feature_facts, is_behind
from petsage_builder.project.project import Project
from petsage_builder.spec.feature import FeatureSpec


@dataclass(frozen=True)
class Standing:
    """How a feature stands: files that were edited, files that are gone, and whether building it would change it."""

    edited: int
    missing: int
    behind: bool


def picture_of(project: Project) -> Picture | None:
    """Every entity of the project with its relations; None where there is no entity."""
    entities = tuple(known.entity for known in project.known_entities().values())
    if not entities:
        return None
    title = project.blueprint.project.title
    return Picture(to_svg(FeatureSpec.model_construct(feature="project", description=title, entities=entities)))


def feature_view(project: Project, feature: str) -> dict[str, Any]:
    """A feature's facts, its picture, and its requirements as text to go on writing."""
    facts = feature_facts(project, feature)
    spec = FeatureSpec.from_data(facts["spec"])
    asked = facts["requirements"]
    text = asked if isinstance(asked, str) else "\n".join(facts["understood"]) if asked else ""
    return {**facts, "text": text, "picture": None if spec.is_static else Picture(to_svg(spec))}


def standing_of(project: Project, feature: str) -> Standing:
    """How a feature stands to its receipt and to this builder.

    Raises:
        CannotBuildError: the feature was not built here.
    """
    states = [file["state"] for file in feature_facts(project, feature)["files"]]
    behind = is_behind(project, feature)
    return Standing(states.count("edited by hand"), states.count("missing"), behind)


def payload_that_landed(project: Project, feature: str) -> bytes:
    """The request that a feature was built from, as a payload.

    Raises:
        CannotBuildError: the feature was not built here.
    """
    receipt = project.landed.found(feature)
    names = ("feature", "description", "requirements")
    return json.dumps({name: getattr(receipt, name) for name in names}).encode()
