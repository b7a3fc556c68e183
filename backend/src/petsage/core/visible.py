"""Which text can be seen: what is made of blanks and of signs without a shape is as good as none."""

import re

UNSEEN = (
    r"[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""A sign that can't be seen, as a regular expression that Python and JSON Schema read alike.

These are those that Unicode calls controls, white space or ignorable by default, and letters and symbols without
ink (fillers of Hangul, the empty pattern of Braille). Accents and what joins the parts of an emoji don't stand alone.
"""

BLANK = f"^{UNSEEN}*$"
"""Text that can't be seen, likewise."""

_BLANK = re.compile(BLANK)


def visible(text: str) -> str:
    """The text; `ValueError` where nothing of it can be seen."""
    if _BLANK.match(text):
        raise ValueError("must have a character that can be seen")
    return text
