"""The functions that a migration has beside its two: each is a template, and comes with what it needs."""

import re
from dataclasses import dataclass

from petsage_builder.rendering.ddl import Ddl

BEGIN = "_begin"
"""Gives each account a row."""

FILL, FOLD, NAME = "_fill", "_fold", "_name"
"""Give rows a value, a text without capitals, and a name that is made from a text of theirs."""

INDEX, UNIQUE, REQUIRE, RECHECK, VALIDATE = "_index", "_unique", "_require", "_recheck", "_validate"
"""Make what holds for all rows of a table that is in use."""

LET_REPEAT = "_let_repeat"
"""Takes back what makes values unique, as far as it is there."""

ONLINE, PATIENTLY = "_online", "_patiently"
"""Are around what is done while tables are in use, and what waits for other transactions."""

REFUSE_DUPLICATES, REFUSE_FOLDED, REFUSE_ROWS = "_refuse_duplicates", "_refuse_folded", "_refuse_rows"
"""Stop where rows hold the same, or the same but for capitals, or are in the way."""

RENAME, REWRITE = "_rename", "_rewrite"
"""Rename constraints and indexes, and what is called otherwise in the changes that are kept of things."""

FOLDED, WRITTEN = "_folded", "_written"
"""A text without capitals, and a constraint's name as the database has it."""


@dataclass(frozen=True)
class _Needs:
    """What a function imports, by module, and the functions that it calls."""

    imports: tuple[tuple[str, str], ...] = ()
    helpers: tuple[str, ...] = ()
    sqlalchemy: bool = True
    modules: tuple[str, ...] = ()


_ANY = (("typing", "Any"),)
_NEEDS = {
    BEGIN: _Needs(_ANY),
    FILL: _Needs(_ANY),
    FOLD: _Needs(helpers=(FOLDED,)),
    FOLDED: _Needs((("unicodedata", "normalize"),), sqlalchemy=False),
    INDEX: _Needs(_ANY, (PATIENTLY, WRITTEN)),
    LET_REPEAT: _Needs(sqlalchemy=False),
    NAME: _Needs((("unicodedata", "normalize"), ("unicodedata", "category")), modules=("re",)),
    ONLINE: _Needs((("contextlib", "AbstractContextManager"), ("contextlib", "nullcontext")), sqlalchemy=False),
    PATIENTLY: _Needs((("contextlib", "contextmanager"), ("collections.abc", "Generator"))),
    RECHECK: _Needs(helpers=(WRITTEN,), sqlalchemy=False),
    REFUSE_DUPLICATES: _Needs(),
    REFUSE_FOLDED: _Needs(_ANY, (FOLDED,)),
    REFUSE_ROWS: _Needs(),
    RENAME: _Needs(),
    REQUIRE: _Needs(sqlalchemy=False),
    REWRITE: _Needs(sqlalchemy=False),
    UNIQUE: _Needs(helpers=(INDEX, REFUSE_DUPLICATES, WRITTEN)),
    VALIDATE: _Needs(helpers=(WRITTEN,), sqlalchemy=False),
    WRITTEN: _Needs(sqlalchemy=False),
}


def helpers_in(text: str, ddl: Ddl) -> list[str]:
    """The functions that a text calls, and those that these call, by name; what they need is imported."""
    found: set[str] = set()
    waiting = {name for name in _NEEDS if re.search(rf"\b{name}\(", text)}
    while waiting := waiting - found:
        found |= waiting
        waiting = {needed for name in waiting for needed in _NEEDS[name].helpers}
    for name in found:
        _import_for(_NEEDS[name], ddl)
    return sorted(found)


def _import_for(needs: _Needs, ddl: Ddl) -> None:
    ddl.use("alembic", "op")
    if needs.sqlalchemy:
        ddl.sa("text")
    for module in needs.modules:
        ddl.use.module(module)
    for module, name in needs.imports:
        ddl.use(module, name)
