"""The type that a noun implies where nothing is said about it."""

from petsage_builder.kinds.all import KINDS
from petsage_builder.kinds.reading import Data
from petsage_builder.language.statements import Item
from petsage_builder.terms import names

_KIND_OF = {noun: kind.word() for kind in KINDS for noun in kind.nouns.last.split()}
_WITH_PLURALS = "long text"
"""The kind whose nouns in the plural, such as "notes", may still be one text."""


def implied_type(item: Item) -> Data:
    """The data of the type that an item's unit or its noun implies; text where it implies nothing."""
    if item.unit is not None:
        return unit_type(item.unit)
    if item.is_list:
        return {"kind": "list of text"}
    if implied := _of_whole_name(item.name):
        return implied
    last = item.name.split(" of ")[0].split()[-1]
    if last in _KIND_OF:
        return {"kind": _KIND_OF[last]}
    kind = _KIND_OF.get(names.singular(last), "text")
    is_several = item.is_bare and names.singular(last) != last and kind != _WITH_PLURALS
    return {"kind": "list of text" if is_several else kind}


def _of_whole_name(name: str) -> Data | None:
    for kind in KINDS:
        if name.startswith(kind.nouns.beginnings) or name in kind.nouns.alone:
            return {"kind": kind.word()}
        for end, implied in kind.nouns.ends.items():
            if name == end or name.endswith(f" {end}"):
                return {"kind": kind.word(), **implied}
    return None


def unit_type(unit: str) -> Data:
    """The type of what is measured in a unit: "eur" or "euros" is an amount, "kg" a number."""
    return next(type_ for kind in KINDS if (type_ := kind.of_unit(unit)))
