"""Text of many lines."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from petsage_builder.kinds.bounds import LONGEST_LONG_TEXT
from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.reading import Bounds, Data, lengths_of
from petsage_builder.kinds.writing import Writing
from petsage_builder.terms.code import Code, Writer
from petsage_builder.terms.column import ColumnType


class LongText(Writing):
    """Text of many lines, in characters."""

    kind: Literal["long text"] = "long text"
    min_length: Annotated[int, Field(ge=0, le=LONGEST_LONG_TEXT)] = 1
    max_length: Annotated[int, Field(ge=0, le=LONGEST_LONG_TEXT)] = 10_000

    traits: ClassVar = Traits(
        is_sortable=False,
        is_searchable=True,
        has_capitals=False,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="unknown",
    )

    nouns: ClassVar = Nouns("biography body comment content description detail instruction message note remark")
    examples: ClassVar = ("long text",)

    @classmethod
    def form(cls) -> str:
        return '"long text" ["of" length UNIT_OF_LENGTH]'

    @classmethod
    def read(cls, length: Bounds | None = None, _unit: str | None = None) -> Data:
        return {"kind": "long text", **lengths_of(length, LONGEST_LONG_TEXT)}

    def said(self) -> str:
        return f"long text of {self.limits}"

    def column(self, _named: str) -> ColumnType:
        return ColumnType("text")

    def _base(self, file: Writer) -> str:
        return file.core("VisibleText") if self.min_length else "str"

    @property
    def sign(self) -> str:
        return "x"

    def counted(self, _number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return None

    @property
    def short(self) -> str:
        return self.kind
