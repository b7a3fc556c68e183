"""Changes as a person reads them."""

import difflib
from collections.abc import Iterable

from petsage_builder.terms.module import Change


def unified_difference(changes: Iterable[Change]) -> str:
    """A unified difference of text files."""
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        for change in changes
        for line in difflib.unified_diff(
            _lines(change.before), _lines(change.after), f"a/{change.path}", f"b/{change.path}"
        )
    )


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "replace").splitlines(keepends=True)
