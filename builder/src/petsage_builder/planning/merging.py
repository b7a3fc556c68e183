"""Three-way merges of files: what was built, what somebody made of it, and what is built now."""

import hashlib
from collections.abc import Mapping

from petsage_builder.edits import merge as three_ways
from petsage_builder.edits.merged import Clash
from petsage_builder.errors import Conflict

_FITTING = "write what is new into your lines and build again, or pass --keep-edits to keep yours"


def merge(path: str, pristine: str, yours: str, new: str, settled: Mapping[str, str]) -> tuple[str, list[Conflict]]:
    """The merged text, in which yours wins, and each conflict that isn't `settled`: its text by the conflict's key."""
    text, conflicts = "", []
    for part in three_ways.merge(path, pristine, yours, new).parts:
        if isinstance(part, str):
            text += part
        elif (found := _conflict(path, part)).key in settled:
            text += settled[found.key]
        else:
            text += part.kept
            conflicts.append(found)
    return text, conflicts


def _conflict(path: str, clash: Clash) -> Conflict:
    message = f"hand edits say {_quoted(clash.yours)}, the new text says {_quoted(clash.new)}"
    sides = {"before": clash.base, "yours": clash.yours, "new": clash.new}
    key = hashlib.sha256("\0".join((path, *sides.values())).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Conflict(f"{path}, line {clash.line}", message, _FITTING, path=path, key=key, **sides)


def _quoted(text: str) -> str:
    return " ⏎ ".join(f"`{line.strip()}`" for line in text.splitlines()) or "nothing"
