"""Three-way merges of files: what was built, what somebody made of it, and what is built now."""

import hashlib
from collections.abc import Mapping

from petsage_builder.edits import merge as three_ways
from petsage_builder.edits.merged import Clash
from petsage_builder.errors import Conflict

_KEEPING = "or pass --keep-edits to keep yours"


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
    message = f"hand edits say {quoted(clash.yours)}, the new text says {quoted(clash.new)}"
    sides = {"before": clash.base, "yours": clash.yours, "new": clash.new}
    key = hashlib.sha256("\0".join((path, *sides.values())).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    advice = f"{_fitting(clash.yours, clash.new)}, {_KEEPING}"
    return Conflict(f"{path}, line {clash.line}", message, advice, path=path, key=key, **sides)


def _fitting(yours: str, new: str) -> str:
    """What to do about a conflict so that the next build finds none."""
    if not yours:
        return "write what is new where you took lines out and build again"
    if not new:
        return "take your lines out, which nothing needs any more, and build again"
    return "write what is new into your lines and build again"


def quoted(text: str) -> str:
    """Lines as they are quoted in a message, which is one line."""
    return " ⏎ ".join(f"`{line.strip()}`" for line in text.splitlines()) or "nothing"
