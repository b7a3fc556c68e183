"""Kinds without bounds, side by side."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.reading import Data
from petsage_builder.kinds.unbounded import Undefaulted, Unordered
from petsage_builder.kinds.writing import LETTERS, printable
from petsage_builder.terms.code import Code, Writer, quoted
from petsage_builder.terms.column import DOCUMENT, IDENTIFIER, ColumnType
from petsage_builder.terms.noun import as_name

NO_ID = "01890000-0000-7000-8000-000000000000"
"""The id of nothing."""


class YesNo(Unordered):
    """Yes or no."""

    kind: Literal["yes or no"] = "yes or no"

    phrase: ClassVar = "yes or no"
    examples: ClassVar = (phrase,)
    default_example: ClassVar = "yes"
    nouns: ClassVar = Nouns("flag", beginnings=("is ", "has "))
    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=False,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="unknown",
    )

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return as_name(said)

    def _spell(self, default: str) -> str | None:
        return {"yes": "yes", "true": "yes", "no": "no", "false": "no"}.get(default)

    def column(self, _named: str) -> ColumnType:
        return ColumnType("boolean")

    def fill(self, default: str) -> str:
        return str(self.shown(default))

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.core("YesNo")

    def queried(self, file: Writer) -> str:
        return self.outgoing(file)

    def outgoing(self, _file: Writer) -> str:
        return "bool"

    def start(self, _file: Writer, default: str) -> str:
        return str(self.shown(default))

    def ladder(self, _steps: int, _never_in: Tense | None) -> list[Any]:
        return [False, True]

    def bad(self) -> Iterator[Any]:
        yield from (1, "yes")

    def distinct(self) -> Code | None:
        return None

    def shown(self, default: str) -> Any:
        return default == "yes"


class Uuid(Undefaulted):
    """A UUID given by the client."""

    kind: Literal["UUID"] = "UUID"

    phrase: ClassVar = "a UUID"
    examples: ClassVar = (phrase,)
    nouns: ClassVar = Nouns("uuid")
    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="as sent",
    )

    def column(self, _named: str) -> ColumnType:
        return IDENTIFIER

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return self.outgoing(file)

    def outgoing(self, file: Writer) -> str:
        return file.named("uuid", "UUID")

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        return [f"{NO_ID[:-1]}{step + 1}" for step in range(steps)]

    def bad(self) -> Iterator[Any]:
        yield from (7, "no-uuid")

    def distinct(self) -> Code | None:
        return Code("str(uuid4())")


class Link(Unordered):
    """An http or https address of at most 2,000 characters."""

    kind: Literal["link"] = "link"

    phrase: ClassVar = "a link"
    examples: ClassVar = (phrase,)
    default_example: ClassVar = ""
    nouns: ClassVar = Nouns("avatar homepage image link logo photo picture url website")
    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=True,
        has_capitals=False,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="unknown",
    )

    def default_said(self, default: str) -> str:
        return f'"{default}"'

    def _spell(self, default: str) -> str | None:
        return printable(default) if default.startswith(("http://", "https://")) else None

    def column(self, _named: str) -> ColumnType:
        return ColumnType("string", length=2_000)

    def fill(self, default: str) -> str:
        return repr(default)

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.core("Link")

    def outgoing(self, file: Writer) -> str:
        return f"{file.core('Shown')}[{self.incoming(file, None)}]"

    def start(self, _file: Writer, default: str) -> str:
        return quoted(default)

    def ladder(self, _steps: int, _never_in: Tense | None) -> list[Any]:
        return [f"https://example.org/{letter}" for letter in LETTERS]

    def bad(self) -> Iterator[Any]:
        yield from (7, "javascript:alert(1)", Code('"https://example.org/" + "x" * 2000'))

    def distinct(self) -> Code | None:
        return Code('f"https://example.org/{uuid4()}"')

    def shown(self, default: str) -> Any:
        return default


class EmailAddress(Undefaulted):
    """An email address of at most 254 characters."""

    kind: Literal["email address"] = "email address"

    phrase: ClassVar = "an email address"
    examples: ClassVar = (phrase,)
    nouns: ClassVar = Nouns("email", ends={"email address": {}})
    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=True,
        has_capitals=True,
        is_readable=False,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="unknown",
    )

    def column(self, _named: str) -> ColumnType:
        return ColumnType("string", length=254)

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.core("FoldedEmail")

    def outgoing(self, file: Writer) -> str:
        return f"{file.core('Shown')}[{self.incoming(file, None)}]"

    def ladder(self, _steps: int, _never_in: Tense | None) -> list[Any]:
        return [f"{letter}@example.org" for letter in LETTERS]

    def bad(self) -> Iterator[Any]:
        yield from (7, "nobody", Code('"x" * 250 + "@a.nl"'))

    def distinct(self) -> Code | None:
        return Code('f"{uuid4().hex}@example.org"')


class Json(Undefaulted):
    """Any JSON value."""

    kind: Literal["JSON"] = "JSON"

    phrase: ClassVar = "JSON"
    examples: ClassVar = (phrase,)
    nouns: ClassVar = Nouns("json metadata payload")
    traits: ClassVar = Traits(
        is_sortable=False,
        is_searchable=False,
        has_capitals=False,
        is_readable=True,
        takes_null=True,
        has_words=False,
        ends=None,
        sorting="unknown",
    )

    def column(self, _named: str) -> ColumnType:
        return DOCUMENT

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.core("JsonValue")

    def outgoing(self, file: Writer) -> str:
        return file.named("typing", "Any")

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        return [{"key": [step, None]} for step in range(steps)]

    def bad(self) -> Iterator[Any]:
        yield {"key": "\0"}

    def distinct(self) -> Code | None:
        return None
