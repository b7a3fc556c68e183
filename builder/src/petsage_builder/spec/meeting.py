"""What a feature means after two branches have changed it, from what it meant before and on each of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]
_MISSING: Any = object()


@dataclass(frozen=True)
class Disagreement:
    """Where both have made something else of the same: "film, year, maximum", and what each made of it."""

    place: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Met:
    """The data of the spec that has the changes of both, theirs where they disagree; and where they do."""

    data: Data
    disagreements: tuple[Disagreement, ...]


def meet(base: Data, ours: Data, theirs: Data) -> Met:
    """The data of a spec with what `ours` and `theirs` have each changed of `base`."""
    found: list[Disagreement] = []
    data = _met((base, ours, theirs), (), found)
    return Met(data, tuple(found))


def _met(sides: tuple[Any, Any, Any], place: tuple[str, ...], found: list[Disagreement]) -> Any:
    base, ours, theirs = sides
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    if all(isinstance(side, Mapping) and not _is_calculation(side) for side in sides):
        return _merged(sides, place, found)
    if all(isinstance(side, list) and not _is_whole(side) for side in sides):
        was, here, there = ({_key(item): item for item in side} for side in sides)
        return list(_merged((was, here, there), place, found).values())
    found.append(Disagreement(", ".join(place), _shown(ours), _shown(theirs)))
    return ours if theirs is _MISSING else theirs


def _merged(sides: tuple[Data, Data, Data], place: tuple[str, ...], found: list[Disagreement]) -> dict[str, Any]:
    """Part by part; what one of them took out is gone, unless the other has changed it."""
    _, ours, theirs = sides
    parts = {}
    for key in _order(list(ours), list(theirs)):
        was, here, there = (side.get(key, _MISSING) for side in sides)
        parts[key] = _met((was, here, there), (*place, key), found)
    return {key: part for key, part in parts.items() if part is not _MISSING}


def _order(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The keys of both: ours in their order, and what only theirs has after what it follows there."""
    order = list(ours)
    at = 0
    for key in theirs:
        if key in order:
            at = order.index(key) + 1
        else:
            order.insert(at, key)
            at += 1
    return order


def _is_whole(items: Sequence[Any]) -> bool:
    """Whether a list says one thing: to whom something is granted can't be put together of two answers."""
    return any(isinstance(item, Mapping) and "to" in item for item in items)


def _is_calculation(item: Data) -> bool:
    """Whether it says one thing: what is computed can't be put together of two formulas."""
    return "operands" in item


def _key(item: Any) -> str:
    """What tells an item of a list from the others."""
    if isinstance(item, Mapping):
        for name in ("name", "role"):
            if isinstance(item.get(name), str):
                return str(item[name])
    return json.dumps(item, sort_keys=True)


def _shown(value: Any) -> Any:
    return None if value is _MISSING else value
