"""What is said of things that don't overlap: "Confirmed bookings of a room do not overlap between …"."""

from collections.abc import Iterator
from typing import Any

from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Said
from petsage_builder.language.scene import Scene
from petsage_builder.language.things import things_of
from petsage_builder.spec.overlap_checks import KINDS
from petsage_builder.terms.noun import Noun


def no_overlap(scene: Scene, statement: said.NoOverlap) -> None:
    things = things_of(scene, statement.things, statement.states)
    if things is None:
        return
    entity = things.entity
    per = [_of_the_same(scene, entity, noun) for noun in statement.of]
    start, end = (scene.field(entity, noun, *KINDS) for noun in (statement.start, statement.end))
    if start and end and all(per):
        data = {"per": tuple(per), "start": start, "end": end, "through": statement.through, "states": things.states}
        entity.overlaps.append(Said(data, statement.start.at))


def _of_the_same(scene: Scene, entity: EntityDraft, noun: Noun) -> str | None:
    """The relation or the field that a noun stands for; otherwise a fault."""
    if noun in entity.items and not entity.link(noun):
        return scene.field(entity, noun)
    link = scene.link(entity, noun, of_things=True)
    return link.role if link else None


def in_turn(draft: EntityDraft) -> Iterator[Said]:
    """The data of the comparisons that go without saying where times don't overlap: what ends has begun."""
    for rule in draft.overlaps:
        start, end = rule.value["start"], rule.value["end"]
        if not any({one.value["field"], one.value["other"]} == {start, end} for one in draft.comparisons):
            yield Said(_ending(rule.value), rule.at)


def _ending(rule: dict[str, Any]) -> dict[str, Any]:
    must_be = "at least" if rule["through"] else "after"
    return {"field": rule["end"], "must_be": must_be, "other": rule["start"]}
