"""One line of text."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from petsage_builder.kinds.bounds import LONGEST_TEXT, Length, span
from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.reading import Bounds, Data, lengths_of
from petsage_builder.kinds.writing import Writing
from petsage_builder.terms.code import Code, Writer, within_quotes
from petsage_builder.terms.column import ColumnType


class Text(Writing):
    """One line of text, in characters; `digits` allows nothing but 0 to 9."""

    kind: Literal["text"] = "text"
    min_length: Length = 1
    max_length: Length = 200
    digits: bool = False

    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=True,
        has_capitals=True,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=None,
        sorting="as sent",
    )

    nouns: ClassVar = Nouns()
    examples: ClassVar = ("text of 1 to 80 characters", "text of 15 digits")

    @classmethod
    def form(cls) -> str:
        return '"text" ["of" length UNIT_OF_LENGTH]'

    @classmethod
    def read(cls, length: Bounds | None = None, unit: str | None = None) -> Data:
        digits = {"digits": True} if unit in ("digits", "digit") else {}
        return {"kind": "text", **lengths_of(length, LONGEST_TEXT), **digits}

    def said(self) -> str:
        return f"text of {self.limits}"

    def allows(self, default: str) -> bool:
        return super().allows(default) and (not self.digits or (default.isascii() and default.isdigit()))

    def column(self, _named: str) -> ColumnType:
        return ColumnType("string", length=self.max_length)

    def annotated(self, file: Writer) -> str:
        if not self.digits:
            return super().annotated(file)
        least, most = self.min_length, self.max_length
        times = str(most) if least == most else f"{least},{most}"
        return file.annotated("str", pattern=f'"^[0-9]{{{times}}}$"')

    def _base(self, file: Writer) -> str:
        return file.core("VisibleLine" if self.min_length else "Line")

    @property
    def sign(self) -> str:
        return "7" if self.digits else "x"

    def ladder(self, steps: int, never_in: Tense | None) -> list[Any]:
        if not self.digits:
            return super().ladder(steps, never_in)
        return [sign * max(self.min_length, min(self.max_length, 3)) for sign in "1234567"[:steps]]

    def bad(self) -> Iterator[Any]:
        yield from super().bad()
        yield "\n".rjust(max(self.min_length, 1), self.sign)
        if self.digits:
            yield "x" * max(self.min_length, 1)

    def distinct(self) -> Code | None:
        if not self.digits or self.max_length < 8:
            return super().distinct()
        size = min(max(self.min_length, 15), self.max_length)
        return Code(f'f"{{uuid4().int % 10**{min(size, 30)}:0{size}}}"')

    def counted(self, number: str, least: int, _never_in: Tense | None) -> Code | None:
        inside = within_quotes(number)
        if self.max_length == 2 and not self.digits:
            return Code(f'f"{{chr(97 + (n := {inside}) // 26 % 26)}}{{chr(97 + n % 26)}}"')
        size = max(self.min_length, min(self.max_length, 6))
        return Code(f'f"{{{inside} % 10**{size}:0{size}}}"') if 10**size > least else None

    @property
    def short(self) -> str:
        return self.kind if self == Text() else self.limits

    @property
    def limits(self) -> str:
        return f"{span(self.min_length, self.max_length)} {'digits' if self.digits else 'characters'}"
