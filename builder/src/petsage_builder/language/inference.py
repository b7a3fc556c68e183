"""The type that a noun implies where nothing is said about it."""

from typing import Any

from petsage_builder import names
from petsage_builder.language.statements import Item
from petsage_builder.spec.currencies import CURRENCIES

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
_KINDS_OF_NAMES: dict[str, Data] = {
    "email address": {"kind": "email address"},
    "latitude": _DEGREES | {"minimum": -90, "maximum": 90},
    "longitude": _DEGREES | {"minimum": -180, "maximum": 180},
    "time": {"kind": "time of day"},
    "time of day": {"kind": "time of day"},
}


def implied_type(item: Item) -> Data:
    """The data of the type that an item's unit or its noun implies; text where it implies nothing."""
    if item.unit is not None:
        return unit_type(item.unit)
    if item.is_list:
        return {"kind": "list of text"}
    for beginning, kind in _KINDS_OF_BEGINNINGS.items():
        if item.name.startswith(beginning):
            return {"kind": kind}
    if implied := _KINDS_OF_NAMES.get(item.name):
        return implied
    last = item.name.split(" of ")[0].split()[-1]
    kind = _KIND_OF.get(names.singular(last), "text")
    is_several = item.is_bare and names.singular(last) != last and kind != "long text"
    return {"kind": "list of text" if is_several else kind}


def unit_type(unit: str) -> Data:
    """The type of what is measured in a unit: "eur" is an amount, "kg" a number."""
    if unit.upper() in CURRENCIES:
        return {"kind": "amount", "currency": unit.upper()}
    return {"kind": "number", "unit": str(unit)}
