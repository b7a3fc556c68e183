"""Text that must be given has a character that can be seen, for the app as for who reads its OpenAPI document."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.foundation.fields import Line, VisibleLine, VisibleText
from petsage_builder.language.parse import parse

SEEN = {
    "a letter": "a",
    "a letter among blanks": "  a\u200b",
    "a combining accent alone": "\u0301",
    "a family, joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a heart in colour": "\u2764\ufe0f",
    "the flag of England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Arabic": "\u0645\u0631\u062d\u0628\u0627",
    "a full stop": ".",
}
UNSEEN = {
    "nothing": "",
    "blanks": "   ",
    "a blank that does not break": "\xa0",
    "an ideographic blank": "\u3000",
    "a zero-width blank": "\u200b",
    "joiners": "\u200d\u200c\u2060",
    "a mark of direction": "\u200e\u202e\u2066",
    "a soft hyphen": "\xad",
    "a byte order mark": "\ufeff",
    "fillers of Hangul": "\u3164\uffa0\u115f",
    "the empty pattern of Braille": "\u2800",
    "a variation selector": "\ufe0f",
    "tags": "\U000e0067\U000e007f",
}


@pytest.mark.parametrize("kind", [VisibleLine, VisibleText])
@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_text_with_something_to_see_is_taken_as_it_is(kind: Any, text: str) -> None:
    adapter = TypeAdapter(kind)

    assert adapter.validate_python(text) == text
    assert not re.search(adapter.json_schema()["not"]["pattern"], text)


@pytest.mark.parametrize("kind", [VisibleLine, VisibleText])
@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_text_with_nothing_to_see_is_refused(kind: Any, text: str) -> None:
    adapter = TypeAdapter(kind)

    with pytest.raises(ValidationError, match="must have a character that can be seen"):
        adapter.validate_python(text)
    assert re.search(adapter.json_schema()["not"]["pattern"], text)


def test_what_may_be_empty_may_be_blank() -> None:
    assert TypeAdapter(Line).validate_python("  ") == "  "


def test_text_does_not_start_as_nothing_to_see() -> None:
    said = 'A pet has a name. A pet\'s name is text of {} characters and starts as "  ".'

    with pytest.raises(NotUnderstoodError, match="can't start as"):
        parse(said.format("1 to 80"), feature="pets", description="")
    parse(said.format("0 to 80"), feature="pets", description="")
