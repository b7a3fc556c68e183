"""What clients call a field: one that gives way to Python or SQL has an underscore at its end, which they don't see."""

from pydantic import AliasGenerator, ConfigDict

_OF_EVERY_THING = frozenset({"id", "created_at", "updated_at"})
_OF_EVERY_LIST = frozenset({"cursor", "limit", "search"})


def in_json(name: str) -> str:
    """The field's name in bodies: `end_` is `end`. What every thing has of its own keeps its name: `id_` is `id_`."""
    return _unless_taken(name, _OF_EVERY_THING)


def in_query(name: str) -> str:
    """The field's name in a list's query, where what every list is asked for by keeps its name, too: `limit_`."""
    return _unless_taken(name, _OF_EVERY_THING | _OF_EVERY_LIST)


def _unless_taken(name: str, taken: frozenset[str]) -> str:
    bare = name.removesuffix("_")
    return name if bare in taken else bare


SHOWN = ConfigDict(alias_generator=AliasGenerator(serialization_alias=in_json), serialize_by_alias=True)
"""The configuration of what clients are shown."""
