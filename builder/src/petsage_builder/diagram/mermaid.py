"""A feature spec as Mermaid text, which many Markdown viewers draw."""

import re
from collections.abc import Iterator

from petsage_builder.diagram.content import End, Relation, heading, relations_of, unique_names
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.spec.feature import FeatureSpec

_KEYS = ("pk", "fk", "uk")
_STATES = """
    as class classdef click default direction end hide href note root scale state style title
"""
_STATE_WORDS = frozenset(_STATES.split())
_INDENT = "    "


def to_mermaid(spec: FeatureSpec) -> str:
    """An entity-relationship diagram: keys, columns, types and bounds of each entity, and the relations."""
    lines = ["erDiagram", *_relations(spec)]
    for entity in spec.entities:
        lines += [
            f"{_INDENT}{_entity(entity.name)} {{",
            *(_INDENT * 2 + line for line in _attributes(entity)),
            f"{_INDENT}}}",
        ]
    return "\n".join(lines) + "\n"


def lifecycle_to_mermaid(entity: Entity) -> str:
    """A state diagram of the entity's lifecycle; empty where it has none."""
    life = entity.lifecycle
    if life is None:
        return ""
    lines = ["stateDiagram-v2", "direction LR"]
    lines += [f'state "{state}" as {_state(state)}' for state in life.states if _state(state) != state]
    lines.append(f"[*] --> {_state(life.initial)}")
    for target, verb in life.verbs.items():
        lines += [f"{_state(source)} --> {_state(target)} : {verb}" for source in life.sources(target)]
    ends = [(source, expiry.target) for expiry in life.expiries for source in life.states if source in expiry.sources]
    lines += [f"{_state(source)} --> {_state(target)} : by itself" for source, target in ends]
    sources = {source for source, _ in life.moves}
    lines += [f"{_state(state)} --> [*]" for state in life.states if state not in sources]
    return f"\n{_INDENT}".join(lines) + "\n"


def _relations(spec: FeatureSpec) -> Iterator[str]:
    for relation in (relation for entity in spec.entities for relation in relations_of(entity)):
        left, right = _foot(relation.one), _foot(relation.other)[::-1].replace("}", "{")
        ends = f"{_entity(relation.one.box)} {left}--{right} {_entity(relation.other.box)}"
        yield f'{_INDENT}{ends} : "{_label(relation)}"'


def _foot(end: End) -> str:
    """The left end of a relation: `||`, `|o`, `}|` or `}o`."""
    return ("}" if end.many else "|") + ("o" if end.optional else "|")


def _label(relation: Relation) -> str:
    return relation.role + (f", at most {relation.at_most}" if relation.at_most else "")


def _attributes(entity: Entity) -> Iterator[str]:
    unique = unique_names(entity)
    yield "uuid id PK"
    for link in entity.belongs_to:
        key = "FK, UK" if link.role in unique or link.at_most == 1 else "FK"
        yield f"uuid {_attribute(link.column)} {key}" + (' "optional"' if link.optional else "")
    for field in entity.fields:
        yield _field(field, is_unique=field.name in unique)
    if entity.lifecycle:
        yield f'choice status "{", ".join(entity.lifecycle.states)}"'


def _field(field: FieldSpec, *, is_unique: bool) -> str:
    comment = ", ".join(part for part in ("optional" if field.optional else "", field.type.limits) if part)
    key = " UK" if is_unique else ""
    return f"{field.type.kind.replace(' ', '_')} {_attribute(field.snake)}{key}" + (f' "{comment}"' if comment else "")


def _entity(name: str) -> str:
    """The name in quotes, which can't be taken for a word of Mermaid's."""
    return f'"{heading(name)}"'


def _attribute(column: str) -> str:
    return f"{column}_" if column in _KEYS else column


def _state(state: str) -> str:
    return f"{state}_" if state in _STATE_WORDS else re.sub("[^A-Za-z0-9]", "_", state)
