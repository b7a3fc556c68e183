"""What a module's README says: its endpoints and who may use them, an example, its rules, its tables."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from petsage_builder.diagram.mermaid import lifecycle_to_mermaid, to_mermaid
from petsage_builder.language.phrases import people_phrase, who_phrase
from petsage_builder.language.quoting import plain
from petsage_builder.language.sentences import sentences_of
from petsage_builder.rendering.access import references
from petsage_builder.rendering.bodies import least_example
from petsage_builder.rendering.conventions import methods_of
from petsage_builder.rendering.handlers import Handler
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.templating import templates
from petsage_builder.rendering.testing.untested import untested_rules
from petsage_builder.spec.endpoints import Endpoint
from petsage_builder.spec.entity import Entity
from petsage_builder.terms import names
from petsage_builder.terms.accounts import changes_me


@dataclass(frozen=True)
class Row:
    """An endpoint as the README shows it."""

    endpoint: str
    does: str
    who: str


def render_docs(scene: Scene) -> str:
    """The README of a module."""
    prefix = scene.rules.prefix
    first = next((endpoint for endpoint in scene.spec.endpoints if endpoint.action == "create"), None)
    return (
        templates()
        .get_template("entity/docs.md.j2")
        .render(
            title=names.title(scene.spec.feature.replace("_", " ")),
            description=scene.spec.description,
            assumed=scene.assumed,
            rows=[*_own_row(scene), *(_row(endpoint, scene, prefix) for endpoint in scene.spec.endpoints)],
            is_counted=any(entity.counted and entity.access.see for entity in scene.spec.entities),
            example=first and _example(first, scene, prefix),
            scheme=scene.rules.api.scheme,
            spelled=scene.rules.api.spelled,
            is_bare=not scene.rules.api.items,
            total=_total(scene),
            sentences=sentences_of(scene.spec),
            untested=untested_rules(scene),
            diagrams=[
                to_mermaid(scene.spec),
                *(lifecycle_to_mermaid(entity) for entity in scene.spec.entities if entity.lifecycle),
            ],
        )
    )


def _total(scene: Scene) -> str:
    """What the first list that is counted has its total as."""
    counted = next((entity for entity in scene.spec.entities if entity.counted), None)
    return scene.in_envelope(scene.rules.api.total, counted) if counted else ""


def _own_row(scene: Scene) -> Iterator[Row]:
    """The endpoint that people change what is their own by, where they have something."""
    for method in scene.rules.api.methods("PATCH") if scene.spec.people else ():
        yield Row(
            str(changes_me(method, scene.rules.me)),
            "changes what is one's own, given at sign-up",
            "signed-in users",
        )


def _row(endpoint: Endpoint, scene: Scene, prefix: str) -> Row:
    subject = Handler(endpoint, scene).subject
    who = _who(endpoint, subject)
    method = " or ".join(methods_of(endpoint, scene.rules.api))
    return Row(f"{method} {prefix}{scene.path_of(endpoint)}", _deed(endpoint, scene), plain(who))


def _who(endpoint: Endpoint, subject: Entity) -> str:
    match endpoint.action:
        case "step":
            return who_phrase(subject.step_grants(endpoint.target))
        case "do once" | "take back":
            (once,) = (once for once in subject.once if once.verb == endpoint.target)
            return who_phrase(once.who)
        case _:
            return people_phrase(subject, endpoint.verb)


def _deed(endpoint: Endpoint, scene: Scene) -> str:
    entity = scene.own[endpoint.entity]
    one = names.with_article(entity.name)
    match endpoint.action:
        case "list":
            return f"lists {entity.plural}"
        case "list all":
            return f"lists all {entity.plural} that one can see"
        case "list deleted":
            return f"lists deleted {entity.plural} that can be restored"
        case "step" if entity.lifecycle:
            return f"{entity.lifecycle.verbs[endpoint.target]}: makes {one} {names.spoken(endpoint.target)}"
        case "history":
            return f"lists the changes of {one}"
        case "list linked":
            return f"lists the {names.plural(endpoint.target)} of {one}"
        case "list linking":
            return f"lists the {entity.plural} of {names.with_article(endpoint.target)}"
        case "link":
            return f"gives {one} {names.with_article(endpoint.target)}"
        case "unlink":
            return f"takes {names.with_article(endpoint.target)} from {one}"
        case "do once":
            return f"{endpoint.target}: once for each who asks"
        case "take back":
            return f"{endpoint.target}: takes it back"
        case _:
            return f"{endpoint.action}s {one}"


def _example(endpoint: Endpoint, scene: Scene, prefix: str) -> dict[str, str]:
    """A call that creates the feature's first kind of thing; what it needs is in variables, such as `$PET_ID`."""
    path = (prefix + scene.path_of(endpoint)).replace("{", "$").replace("}", "")
    variables = "/".join(part.upper() if part.startswith("$") else part for part in path.split("/"))
    entity = scene.own[endpoint.entity]
    ids = {link.column: f"${link.column.upper()}" for link in references(entity) if not link.optional}
    sent = {scene.rules.api.spelled(name): value for name, value in (least_example(entity) | ids).items()}
    envelope = scene.in_envelope(scene.rules.api.body, entity)
    body = json.dumps({envelope: sent} if envelope else sent, ensure_ascii=False)
    return {"path": variables, "body": body.replace("'", "'\\''"), "one": entity.name}
