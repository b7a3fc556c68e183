"""One name of the user's words, in every spelling that code, tables and paths need."""

import builtins
import keyword
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pluralizer import Pluralizer

_SQL_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate
    collation column concurrently constraint create cross current_date current_role current_time current_timestamp
    current_user default deferrable delete desc distinct do drop else end except exists false fetch for foreign freeze
    from full grant group having if ilike in index initially inner insert intersect into is isnull join lateral leading
    left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing
    primary references returning right select session_user set similar some symmetric table tablesample then to
    trailing transaction true union unique update user using values variadic verbose when where window with
"""
SQL_WORDS = frozenset(_SQL_WORDS.split())
"""What PostgreSQL or SQLite reserve."""

OWN_COLUMNS = frozenset({"id", "created_at", "updated_at", "deleted_at", "version"})
"""What every table has of its own."""

LIBRARY_WORDS = frozenset({"metadata", "registry", "copy", "json", "schema", "construct", "validate", "self", "cls"})
"""What SQLAlchemy's and Pydantic's base classes, and methods, already mean by a name."""

RESERVED = (
    frozenset(keyword.kwlist)
    | frozenset(name for name in dir(builtins) if name.islower())
    | SQL_WORDS
    | OWN_COLUMNS
    | LIBRARY_WORDS
)
"""Names that a field, relation or variable can't have as they are."""

_CLASS_WORDS = """
    Annotated Any Base BaseModel Body Boolean CheckConstraint Column Created CurrentUser Date DateTime Decimal Depends
    Enum Field ForeignKey Header Index Integer Interval Json Link Literal Mapped Numeric Page Path Problem Query Request
    Response Router Self Session Status StrEnum String Table Text Time UniqueConstraint Uuid
"""
CLASS_WORDS = frozenset(_CLASS_WORDS.split())
"""Names that built modules import."""

RESERVED_CLASSES = frozenset(name for name in dir(builtins) if name[0].isupper()) | CLASS_WORDS
"""Names that a class can't have as they are."""

_SAME_IN_PLURAL = {"species": "species", "feces": "feces"}
_PLURALS = _SAME_IN_PLURAL | {"lens": "lenses", "virus": "viruses"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()} | {"lens": "lens", "virus": "virus"}


@lru_cache(maxsize=1)
def _pluralizer() -> "Pluralizer":
    from pluralizer import Pluralizer

    return Pluralizer()  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def plural(words: str) -> str:
    """The plural: "weight entry" gives "weight entries"."""
    rest, space, last = words.rpartition(" ")
    return rest + space + (_PLURALS.get(last) or _pluralizer().plural(last))


@lru_cache(maxsize=4096)
def singular(words: str) -> str:
    """The singular: "weight entries" gives "weight entry"."""
    rest, space, last = words.rpartition(" ")
    return rest + space + (_SINGULARS.get(last) or _pluralizer().singular(last))


def with_article(words: str) -> str:
    """The name after "a" or "an"."""
    return f"{'an' if _sounds_like_a_vowel(words) else 'a'} {words}"


def _sounds_like_a_vowel(words: str) -> bool:
    if words.startswith(("hour", "honest", "honour", "honor", "heir")):
        return True
    if words.startswith(("uni", "use", "usa", "usu", "uti", "ura", "uuid", "eu", "ewe", "one", "once")):
        return words.startswith(("unim", "unin"))
    return words[0] in "aeiou8"


def snake(words: str) -> str:
    """The name in code, in tables and in JSON: "birth date" gives `birth_date`.

    Where the name is already taken (by Python, SQL, the libraries or the columns that every table has) it gets an
    underscore at its end, everywhere alike: `class` becomes `class_`. A name can't begin with a digit: `n10`.
    """
    name = words.replace(" ", "_")
    if name[0].isdigit():
        name = "n" + name
    return name + "_" if name in RESERVED or name.startswith("model_") else name


def constant(words: str) -> str:
    """The name of an enumeration's member: "in progress" gives `IN_PROGRESS`."""
    name = words.replace(" ", "_").upper()
    return "N" + name if name[0].isdigit() else name


def pascal(words: str) -> str:
    """The name of a class: "weight entry" gives `WeightEntry`, a taken one gets an underscore (`Warning_`)."""
    name = "".join(word.capitalize() for word in words.split())
    return name + "_" if name in RESERVED_CLASSES or keyword.iskeyword(name) else name


def kebab(words: str) -> str:
    """The name in a path: "weight entries" gives `weight-entries`."""
    return words.replace(" ", "-")


def title(words: str) -> str:
    """The name in a heading or summary: "weight entry" gives "Weight entry"."""
    return words[:1].upper() + words[1:]
