"""Reads the plain part of YAML as events: no tags, anchors, aliases or merge keys, one document."""

from collections.abc import Iterator

import yaml

from petsage_builder.request.documents.compose import Event, Kind, Scalar
from petsage_builder.request.documents.number import NUMBER, read_number
from petsage_builder.request.documents.source import Source

_CONSTANTS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}
_ADVICE = "text with a colon or quotes goes into a block: `key: |`, then indented lines"
_NOT_FINITE = {".nan", ".inf", "+.inf", "-.inf"}


def yaml_events(source: Source) -> Iterator[Event]:
    """The events of the one YAML document in `source`; none where it holds only comments.

    They are read as they are asked for, so whoever asks can stop before a deep text becomes deep work.
    """
    documents = 0
    try:
        for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
            at = event.start_mark.index if event.start_mark else 0
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                source.refuse(at, "a second YAML document begins", "send one at a time")
            if plain := _plain_event(source, at, event):
                yield plain
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        source.refuse(mark.index if mark else 0, f"not YAML: {error.problem}", _ADVICE)


def _plain_event(source: Source, at: int, event: yaml.Event) -> Event | None:
    """The event as ours; `None` for those that begin and end the stream and the document."""
    match event:
        case yaml.AliasEvent():
            source.refuse(at, f"the alias *{event.anchor} is not read", "write the value out")
        case yaml.NodeEvent(anchor=str() as anchor):
            source.refuse(at, f"the anchor &{anchor} is not read", "take it out")
        case yaml.ScalarEvent(tag=str() as tag) | yaml.CollectionStartEvent(tag=str() as tag):
            source.refuse(at, f"the tag {tag} is not read", "take it out; write the value plainly")
        case yaml.ScalarEvent():
            return _scalar(source, at, event.value, bare=event.implicit[0])
        case yaml.MappingStartEvent():
            return Event(Kind.MAPPING, at)
        case yaml.SequenceStartEvent():
            return Event(Kind.LIST, at)
        case yaml.CollectionEndEvent():
            return Event(Kind.END, at)
    return None


def _scalar(source: Source, at: int, text: str, *, bare: bool) -> Event:
    if bare and text == "<<":
        source.refuse(at, "the merge key << is not read", "write the values out")
    try:
        return Event(Kind.SCALAR, at, _meaning(text) if bare else text, text)
    except ValueError as error:
        source.refuse(at, str(error), "write a shorter, finite one, or put it in quotes")


def _meaning(text: str) -> Scalar:
    """What a scalar without quotes means: JSON's constants and numbers, else itself. A date stays text."""
    if text.lower() in _NOT_FINITE:
        raise ValueError(f"{text} is not a number")
    if NUMBER.fullmatch(text):
        return read_number(text)
    return _CONSTANTS.get(text.lower(), text)
