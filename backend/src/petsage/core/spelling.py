"""What clients call a field: one that gives way to Python or SQL has an underscore at its end, which they don't see.

How names are written is the style's.
"""

from pydantic import AliasGenerator, ConfigDict

from .style import STYLE

_OF_EVERY_THING = frozenset({"id", "created_at", "updated_at"})
_OF_EVERY_LIST = frozenset({"cursor", "limit", "search"})


def plain(name: str) -> str:
    """The field's name: `end_` is `end`. What every thing has of its own keeps its name: `id_` is `id_`."""
    return _unless_taken(name, _OF_EVERY_THING)


def in_json(name: str) -> str:
    """The field's name in bodies."""
    return in_style(plain(name))


def in_query(name: str) -> str:
    """The field's name in a list's query, where what every list is asked for by keeps its name, too: `limit_`."""
    return in_style(_unless_taken(name, _OF_EVERY_THING | _OF_EVERY_LIST))


def in_style(name: str) -> str:
    """A name as the style writes it; what is written so already stays as it is."""
    if name in STYLE.fields:
        return STYLE.fields[name]
    if STYLE.case == "snake":
        return name
    first, *others = name.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others) + name[len(name.rstrip("_")) :]


def _unless_taken(name: str, taken: frozenset[str]) -> str:
    bare = name.removesuffix("_")
    return name if bare in taken else bare


SHOWN = ConfigDict(alias_generator=AliasGenerator(serialization_alias=in_json), serialize_by_alias=True)
"""The configuration of what clients are shown."""
