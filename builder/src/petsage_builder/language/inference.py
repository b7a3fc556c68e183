"""The type that a noun implies where nothing is said about it."""

from typing import Any

from petsage_builder.language.statements import Item
from petsage_builder.language.units import currencies_of
from petsage_builder.terms import names

Data = dict[str, Any]

_KINDS = {
    "date": "birthday date deadline dob",
    "date and time": "moment time timestamp",
    "email address": "email",
    "link": "avatar homepage image link logo photo picture url website",
    "long text": "biography body comment content description detail instruction message note remark",
    "number": "altitude area depth distance height humidity length percentage pressure rate speed temperature volume"
    " weight width",
    "whole number": "capacity count quantity stock year",
    "duration": "duration",
    "UUID": "uuid",
    "yes or no": "flag",
    "JSON": "json metadata payload",
}
_KIND_OF = {noun: kind for kind, nouns in _KINDS.items() for noun in nouns.split()}
_KINDS_OF_BEGINNINGS = {"is ": "yes or no", "has ": "yes or no", "number of ": "whole number"}
_DEGREES = {"kind": "number", "decimals": 6}
_KINDS_OF_ENDS: dict[str, Data] = {
    "email address": {"kind": "email address"},
    "time of day": {"kind": "time of day"},
    "latitude": _DEGREES | {"minimum": -90, "maximum": 90},
    "longitude": _DEGREES | {"minimum": -180, "maximum": 180},
}
"""What names imply that end so."""


def implied_type(item: Item) -> Data:
    """The data of the type that an item's unit or its noun implies; text where it implies nothing."""
    if item.unit is not None:
        return unit_type(item.unit)
    if item.is_list:
        return {"kind": "list of text"}
    for beginning, kind in _KINDS_OF_BEGINNINGS.items():
        if item.name.startswith(beginning):
            return {"kind": kind}
    for end, implied in _KINDS_OF_ENDS.items():
        if item.name == end or item.name.endswith(f" {end}"):
            return implied
    if item.name == "time":
        return {"kind": "time of day"}
    last = item.name.split(" of ")[0].split()[-1]
    if last in _KIND_OF:
        return {"kind": _KIND_OF[last]}
    kind = _KIND_OF.get(names.singular(last), "text")
    is_several = item.is_bare and names.singular(last) != last and kind != "long text"
    return {"kind": "list of text" if is_several else kind}


def unit_type(unit: str) -> Data:
    """The type of what is measured in a unit: "eur" or "euros" is an amount, "kg" a number."""
    if codes := currencies_of(unit):
        return {"kind": "amount", "currency": codes[0]}
    return {"kind": "number", "unit": str(unit)}
