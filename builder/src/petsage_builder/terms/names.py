"""One name of the user's words, in every spelling that code, tables and paths need."""

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
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

OWN_MEMBERS = frozenset({"id", "created_at", "updated_at"})
"""What bodies show of every thing."""

LIST_WORDS = frozenset({"cursor", "limit", "search"})
"""What every list is asked for by."""

_LIBRARY_WORDS = """
    cls construct copy from_orm json metadata model_computed_fields model_config model_construct model_copy model_dump
    model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name
    model_post_init model_rebuild model_validate model_validate_json model_validate_strings registry schema self
    parse_file parse_obj parse_raw schema_json update_forward_refs validate
"""
LIBRARY_WORDS = frozenset(_LIBRARY_WORDS.split())
"""What the base classes of SQLAlchemy and Pydantic, and every method, already mean by a name."""

_OF_THE_PROMPT = frozenset(["copyright", "credits", "exit", "help", "license", "quit"])
"""Builtins for people at Python's prompt, which code may call what it likes."""

AMBIGUOUS = frozenset("lIO")
"""Letters that look like digits, which no name should be."""

RESERVED = (
    frozenset(keyword.kwlist)
    | frozenset(name for name in dir(builtins) if name.islower()) - _OF_THE_PROMPT
    | SQL_WORDS
    | OWN_COLUMNS
    | LIST_WORDS
    | LIBRARY_WORDS
    | AMBIGUOUS
)
"""Names that a field, relation or variable can't have as they are."""

_CLASS_WORDS = """
    Annotated Any APIRouter AtMost Base BigInteger BigWhole Check Clock Contains CountedItems Created CurrentUser Day
    DayFromToday DayUntilToday Decimal Document Duration Email Entity Exact Fault Field ForeignKey History IfMatch
    Index Input InvalidError Item Items Json JsonValue Length Lifecycle Line Link Links Logged MadeFrom Mapped
    Moment MomentFromNow MomentUntilNow Number NumberInUrl Once OnlyFor OptionalUser Page PageQuery Parent Patch Person
    Query Read ReadInPublic ReadWithin RefersTo RefersToUser Repository Response Restorable RestorableRepository
    Revision RevisionRead Self Session ShownWith Step StrEnum String Text Thing TimeOfDay ToLinked ToMany ToOne ToUser
    Transaction UniqueConstraint When Whole YesNo
"""
CLASS_WORDS = frozenset(_CLASS_WORDS.split())
"""Names that built modules import."""

OWN_TABLES = frozenset(["alembic_version", "attempts", "letters", "tokens", "user_roles", "users"])
"""The tables that every project has for accounts and migrations."""

RESERVED_CLASSES = frozenset(name for name in dir(builtins) if name[0].isupper()) | CLASS_WORDS | AMBIGUOUS
"""Names that a class can't have as they are."""

_SAME_IN_PLURAL = {word: word for word in ("species", "feces", "means", "metadata")}
_WITH_S = """
    agenda brahman caiman cyborg epoch eunuch german hierarch loch matriarch monarch norman oligarch ottoman patriarch
    roman saman shaman stomach talisman tech
"""
"""Words that have a plain s in the plural, whatever their endings look like."""

_WITH_ES = {"axis": "axes", "basis": "bases", "lens": "lenses", "oasis": "oases", "virus": "viruses"}
_PLURALS = _SAME_IN_PLURAL | _WITH_ES | {word: f"{word}s" for word in _WITH_S.split()}
_SINGULARS = {plural: word for word, plural in _PLURALS.items()} | {word: word for word in _PLURALS}

_ALSO = {"bacteria": "bacterium", "criteria": "criterion", "data": "datum", "media": "medium",
         "memoranda": "memorandum", "phenomena": "phenomenon", "strata": "stratum"}  # fmt: skip
"""Plurals that are singular, too, as most people say them."""

_SPOKEN_WITH_A_VOWEL = ("heir", "honest", "honor", "honour", "hour")
_SPOKEN_WITH_A_CONSONANT = ("eu", "ewe", "once", "one", "unico", "unif", "union", "uniq", "unit", "univ", "ural", "url",
                            "us", "ute", "uti", "uuid")  # fmt: skip


@lru_cache(maxsize=1)
def _pluralizer() -> "Pluralizer":
    from pluralizer import Pluralizer

    return Pluralizer()  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def plural(words: str) -> str:
    """The plural: "weight entry" gives "weight entries", "time of day" gives "times of day"."""
    before, last, after = _parts(words)
    return before + (_PLURALS.get(last) or _pluralizer().plural(last)) + after


@lru_cache(maxsize=4096)
def singular(words: str) -> str:
    """The singular: "weight entries" gives "weight entry"."""
    before, last, after = _parts(words)
    return before + (_SINGULARS.get(last) or _pluralizer().singular(last) or last) + after


def one_of_several(words: str) -> str:
    """The singular of any plural that people say: "persons" gives "person", "social media" gives "social medium"."""
    before, last, after = _parts(words)
    return before + _ALSO[last] + after if last in _ALSO else singular(words)


def _parts(words: str) -> tuple[str, str, str]:
    """The word that has a plural, with what stands before and after it."""
    head, of, rest = words.partition(" of ")
    before, space, last = head.rpartition(" ")
    return before + space, last, of + rest


def with_article(words: str) -> str:
    """The name after "a" or "an"."""
    sounds_open = words.startswith(tuple("aeiou")) and not words.startswith(_SPOKEN_WITH_A_CONSONANT)
    return f"{'an' if sounds_open or words.startswith(_SPOKEN_WITH_A_VOWEL) else 'a'} {words}"


def snake(words: str) -> str:
    """The name in code and in tables: "birth date" gives `birth_date`.

    Where the name is already taken (by Python, SQL, the libraries or the columns that every table has) it gets an
    underscore at its end: `class` becomes `class_`. A name can't begin with a digit: `n10`.
    """
    name = _bare(words)
    return name + "_" if name in RESERVED else name


def table(plural: str) -> str:
    """The name of a table: "weight entries" gives `weight_entries`; one that every project has, `attempts_`."""
    name = snake(plural)
    return name + "_" if name in OWN_TABLES else name


def in_json(words: str) -> str:
    """The name in bodies: the user's word, `class`. Only what every thing has of its own makes it give way: `id_`."""
    name = _bare(words)
    return name + "_" if name in OWN_MEMBERS else name


def in_query(words: str, end: str = "") -> str:
    """The name of a list's filter, or of an end of its range: `class`, `end_from`; `limit_`, as every list has one."""
    name = _bare(words) + end
    return name + "_" if name in OWN_MEMBERS | LIST_WORDS else name


def _bare(words: str) -> str:
    name = words.replace(" ", "_")
    return "n" + name if name[0].isdigit() else name


def spoken(value: str) -> str:
    """A choice or a state as it is said within a sentence: "in_progress" and "IN-PROGRESS" give "in progress"."""
    return re.sub("[_-](?=[A-Za-z0-9])", " ", value).lower()


def meant(said: str, values: Iterable[str]) -> str | None:
    """The choice or state that is meant, written so or at least spoken so; None where there is none, or several."""
    values = tuple(values)
    alike = [said] if said in values else [value for value in values if spoken(value) == spoken(said)]
    return alike[0] if len(alike) == 1 else None


def constant(value: str) -> str:
    """The name of an enumeration's member: "in_progress" gives `IN_PROGRESS`, "A+" `A_PLUS`, the letter "o" `O_`."""
    signed = re.sub("-(?![A-Za-z0-9])", "_minus", value.replace("+", "_plus"))
    name = re.sub("[^A-Za-z0-9]", "_", signed).upper()
    if name in AMBIGUOUS:
        return name + "_"
    return "N" + name if name[0].isdigit() else name


def same_constants(values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Different values that would become the same member of an enumeration, such as "1" and "n1"."""
    members = {constant(value): value for value in reversed(values)}
    for value in values:
        if (first := members[constant(value)]) != value:
            yield first, value


def pascal(words: str) -> str:
    """The name of a class: "weight entry" gives `WeightEntry`, a taken one gets an underscore (`Warning_`)."""
    name = "".join(word.capitalize() for word in words.split())
    return name + "_" if name in RESERVED_CLASSES or keyword.iskeyword(name) else name


def kebab(words: str) -> str:
    """The name in a path: "weight entries" gives `weight-entries`."""
    return words.replace(" ", "-")


def subject(words: str) -> str:
    """The name as a sentence begins with it: "pet" gives "A pet"."""
    return title(with_article(words))


def is_plural(words: str) -> bool:
    """Whether the name speaks of several."""
    return singular(words) != words


def title(words: str) -> str:
    """The name in a heading or summary: "weight entry" gives "Weight entry"."""
    return words[:1].upper() + words[1:]
