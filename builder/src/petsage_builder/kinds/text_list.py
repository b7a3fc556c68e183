"""Several texts in an order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from petsage_builder.kinds.bounds import LONGEST_TEXT, MOST_ITEMS, Length
from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.reading import Bounds, Data, lengths_of, whole
from petsage_builder.kinds.text import Text
from petsage_builder.kinds.unmeasured import Incomparable, Unmeasured
from petsage_builder.kinds.writing import length_faults
from petsage_builder.terms.code import Code, Writer, code
from petsage_builder.terms.column import DOCUMENT, ColumnType
from petsage_builder.terms.marking import constant
from petsage_builder.terms.noun import as_name

if TYPE_CHECKING:
    from lark import Token


class TextList(Unmeasured, Incomparable):
    """Several texts in an order, bounded in how many and, each, in characters."""

    kind: Literal["list of text"] = "list of text"
    max_items: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = 100
    min_length: Length = 1
    max_length: Length = 200

    traits: ClassVar = Traits(
        is_sortable=False,
        is_searchable=False,
        has_capitals=False,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="unknown",
    )

    nouns: ClassVar = Nouns()
    examples: ClassVar = ("a list of text",)
    default_example: ClassVar = "empty"

    @classmethod
    def form(cls) -> str:
        return '"a list of" [_AT_MOST NUMBER] _TEXTS ["of" length UNIT_OF_LENGTH]'

    @classmethod
    def read(cls, count: "Token | None", length: Bounds | None = None, _unit: str | None = None) -> Data:
        items = {} if count is None else {"max_items": whole(count, 1, MOST_ITEMS)}
        return {"kind": "list of text", **items, **lengths_of(length, LONGEST_TEXT)}

    def said(self) -> str:
        return f"a list of at most {self.max_items} texts of {self.each.limits}"

    def default_said(self, default: str) -> str:
        return constant(default)

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return as_name(said)

    @property
    def each(self) -> Text:
        """What each of the texts is."""
        return Text(min_length=self.min_length, max_length=self.max_length)

    def faults(self, field: str) -> Iterator[tuple[str, str]]:
        return length_faults(field, self.min_length, self.max_length)

    def _spell(self, default: str) -> str | None:
        return default if default == "empty" else None

    def allows(self, _default: str) -> bool:
        return True

    def column(self, _named: str) -> ColumnType:
        return DOCUMENT

    def fill(self, _default: str) -> str:
        return "[]"

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.alias(file.annotated(f"list[{self.each.annotated(file)}]", max_length=self.max_items))

    def queried(self, file: Writer) -> str:
        return self.incoming(file, None)

    def outgoing(self, file: Writer) -> str:
        return f"{file.core('Shown')}[{self.incoming(file, None)}]"

    def start(self, file: Writer, _default: str) -> str:
        return file.made_by("list")

    def ladder(self, steps: int, never_in: Tense | None) -> list[Any]:
        return [[text] for text in self.each.ladder(steps, never_in)]

    def edges(self) -> list[Any]:
        return [[], ["x" * self.max_length], Code(f"[{self._one}] * {self.max_items}")]

    def bad(self) -> Iterator[Any]:
        *usual, _newline = self.each.bad()
        yield from ([text] for text in usual)
        yield from ("x" * max(self.min_length, 1), Code(f"[{self._one}] * {self.max_items + 1}"))

    @property
    def _one(self) -> str:
        return code("x" * max(self.min_length, 1))

    def distinct(self) -> Code | None:
        return None

    def counted(self, _number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return None

    def shown(self, _default: str) -> Any:
        return []

    @property
    def longest(self) -> int | None:
        return None

    @property
    def short(self) -> str:
        return self.kind

    @property
    def limits(self) -> str:
        return f"at most {self.max_items}"
