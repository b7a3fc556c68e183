"""Names for addresses that are made from texts: "Éclairs & tea" becomes `eclairs-tea`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import category, normalize
from uuid import uuid4

from sqlalchemy import Insert
from sqlalchemy.dialects.postgresql import insert  # SQLite's compiler knows its ON CONFLICT as well
from sqlalchemy.orm import InstrumentedAttribute

from .schemas import Read
from .tables import live
from .visible import UNSEEN

TOLD_APART = 6
"""Characters at the end of a name whose plain form is taken."""

_DROPPED = re.compile("(?<=[a-z])[\u0300-\u036f]+|['\u2019\u00ad\u200c\u200d\ufe00-\ufe0f]")
"""Accents of Latin letters, apostrophes, and what only joins signs or says how they look."""
_UNSEEN = re.compile(UNSEEN)


class MadeFrom:
    """A new thing's `column` is made from its `source`, as `slug_of` says; when that `changes`, it is made anew.

    Where a name is taken, or nothing is left of the text, it ends in characters drawn by lot, so that of those who
    create things of the same name at once everybody has another one. `column` must be unique.
    """

    def __init__(
        self, column: InstrumentedAttribute[Any], source: InstrumentedAttribute[Any], *, changes: bool = False
    ) -> None:
        self.column = column.key
        self._source = source.key
        self._longest = column.type.length
        self._changes = changes
        table = column.class_.__table__
        self.insert: Insert = insert(column.class_).on_conflict_do_nothing(
            index_elements=[column], index_where=live(table) if "deleted_at" in table.columns else None
        )

    def names(self, values: Mapping[str, Any]) -> Iterator[str]:
        """What the thing with these values can be called, the best first; there is always another one."""
        plain = self._plain(values)
        if plain:
            yield plain
        start = slug_of(plain, self._longest - TOLD_APART - 1)
        while True:
            yield f"{start}-{uuid4().hex[:TOLD_APART]}".lstrip("-")

    def is_outdated(self, before: Read, changes: Mapping[str, Any]) -> bool:
        """Whether these changes of a thing make another name of it."""
        if not self._changes or self._source not in changes:
            return False
        return self._plain(changes) != self._plain({self._source: getattr(before, self._source)})

    def _plain(self, values: Mapping[str, Any]) -> str:
        return slug_of(values[self._source] or "", self._longest)


def slug_of(text: str, longest: int) -> str:
    """The text in small letters and digits of any script, hyphens between its words: empty where it has none of these.

    Signs are told apart as Unicode's NFKC does. Latin letters lose their accents; apostrophes fall away.
    """
    plain = _DROPPED.sub("", normalize("NFKD", normalize("NFKD", text).casefold()))
    made = ""
    for sign in normalize("NFC", plain):
        made += sign if _belongs(sign, made) else "-"
    return re.sub("-+", "-", made).strip("-")[:longest].rstrip("-")


def _belongs(sign: str, after: str) -> bool:
    """Whether a sign is part of a name: a letter, a digit, or a mark of the letter before it."""
    if sign.isascii():
        return sign.isalnum()
    kind = category(sign)
    return (kind[0] in "LN" or (kind in ("Mn", "Mc") and after[-1:] not in ("", "-"))) and not _UNSEEN.match(sign)
