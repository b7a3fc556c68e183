"""Statements merged by what is in their brackets."""

import ast
import tokenize
from textwrap import dedent

from petsage_builder.edits.brackets import Brackets, Text, bracketed
from petsage_builder.edits.lines import merge_items


def merge_in_brackets(base: str, yours: str, new: str) -> tuple[str, bool] | None:
    """The merge of three versions of a statement, and whether it is one; None where what comes of it isn't Python.

    Where both sides changed the same item, yours is taken.
    """
    try:
        merged, fits = _text(*(bracketed(text) for text in (base, yours, new)))
        written = merged.written
        ast.parse(dedent(written))
    except (SyntaxError, tokenize.TokenError):
        return None
    return written, fits


def _text(base: Text | None, yours: Text, new: Text) -> tuple[Text, bool]:
    """The merge of three texts with brackets; without a base, both sides have added theirs."""
    if new.normal == yours.normal or (base and new.normal == base.normal):
        return yours, True
    if base and yours.normal == base.normal:
        return new, True
    shapes = {_shape(text) for text in (base, yours, new) if text}
    if len({len(shape) for shape in shapes}) > 1:
        return yours, False
    parts: list[str | Brackets] = []
    fits = True
    landed = base.parts if base else [None] * len(yours.parts)
    for was, mine, theirs in zip(landed, yours.parts, new.parts, strict=True):
        part, fit = _part(was, mine, theirs)
        parts.append(part)
        fits = fits and fit
    return Text(parts), fits


def _shape(text: Text) -> tuple[bool, ...]:
    return tuple(isinstance(part, str) for part in text.parts)


def _part(was: str | Brackets | None, mine: str | Brackets, theirs: str | Brackets) -> tuple[str | Brackets, bool]:
    if isinstance(mine, Brackets) and isinstance(theirs, Brackets) and not isinstance(was, str):
        return _brackets(was, mine, theirs)
    if mine == theirs or theirs == was:
        return mine, True
    return (theirs, True) if mine == was else (mine, False)


def _brackets(base: Brackets | None, yours: Brackets, new: Brackets) -> tuple[Brackets, bool]:
    if (base and base.normal == new.normal) or yours.normal == new.normal:
        return yours, True
    if base and base.normal == yours.normal:
        return new, True
    lists = [brackets.items if brackets else [] for brackets in (base, yours, new)]
    by_key = [{item.key: item for item in items} for items in lists]
    landed, mine, theirs = by_key
    landed_keys, own_keys, new_keys = ([item.key for item in items] for items in lists)
    keys, fits = merge_items(landed_keys, own_keys, new_keys)
    edited = [key for key in mine if key in landed and key not in keys and mine[key].normal != landed[key].normal]
    fits = fits and not edited
    items = []
    for key in [*keys, *edited]:
        item, fit = _item(landed.get(key), mine.get(key), theirs.get(key))
        items.append(item)
        fits = fits and fit
    dropped = [key for key in theirs if key in landed and key not in mine]
    fits = fits and all(theirs[key].normal == landed[key].normal for key in dropped)
    return Brackets(yours.pair, items).laid_out(), fits


def _item(base: Text | None, yours: Text | None, new: Text | None) -> tuple[Text, bool]:
    """An item that is there afterwards."""
    if yours and new:
        return _text(base, yours, new)
    found = yours or new
    assert found is not None
    return found, True
