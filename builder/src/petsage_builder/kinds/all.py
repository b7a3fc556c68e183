"""All kinds of fields, in the order in which people are told of them."""

from typing import Annotated, get_args

from pydantic import Field

from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.date import Date
from petsage_builder.kinds.date_and_time import DateAndTime
from petsage_builder.kinds.duration import Duration
from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.long_text import LongText
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.ordered import InTime, Numeric, Ordered
from petsage_builder.kinds.plain import EmailAddress, Json, Link, Uuid, YesNo
from petsage_builder.kinds.text import Text
from petsage_builder.kinds.text_list import TextList
from petsage_builder.kinds.time_of_day import TimeOfDay
from petsage_builder.kinds.whole_number import WholeNumber

_Any = (
    Text | LongText | WholeNumber | Number | Amount | YesNo | Date | TimeOfDay | DateAndTime | Duration | Uuid | Link
    | EmailAddress | TextList | Json | Choice
)  # fmt: skip
Type = Annotated[_Any, Field(discriminator="kind")]

KINDS: tuple[type[Kind], ...] = get_args(_Any)
"""Every kind."""


NUMERIC = tuple(kind.word() for kind in KINDS if issubclass(kind, Numeric))

_ORDERED = [kind for kind in KINDS if issubclass(kind, Ordered)]
ORDERED = tuple(
    kind.word()
    for kind in sorted(_ORDERED, key=lambda kind: (not issubclass(kind, InTime), kind.word() not in NUMERIC))
)
"""The words of kinds whose values have an order that people mean when they compare: times first, then numbers."""

SORTABLE = tuple(kind.word() for kind in KINDS if kind.traits.is_sortable)
SEARCHABLE = tuple(kind.word() for kind in KINDS if kind.traits.is_searchable)

_BY_WORD = {kind.word(): kind for kind in KINDS}


def kind_of(word: str) -> type[Kind]:
    """The kind that the language has a word for."""
    return _BY_WORD[word]
