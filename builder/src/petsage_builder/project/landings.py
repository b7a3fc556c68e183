"""The landings that can be taken back: what each changed, found by the receipts that it left."""

import hashlib
from collections.abc import Mapping, Sequence

from petsage_builder.landing import land
from petsage_builder.project.foundation_receipt import PLACE as FOUNDATION
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import built_features, receipt_path
from petsage_builder.project.state import keep, read_kept
from petsage_builder.terms.module import Change

_FOLDER = "landings"
_MOST_KEPT = 200


def land_for_undo(project: Project, changes: Sequence[Change]) -> None:
    """Lands as `land` does, and keeps what `last_landing` tells.

    It is kept first: until all has landed, the project has other receipts, and nothing is found by them.
    """
    after = {change.path: change.after for change in changes}
    keep(_FOLDER, _receipts(project, after), [_as_data(change) for change in changes], most=_MOST_KEPT)
    land(project.folder, changes)


def last_landing(project: Project) -> tuple[Change, ...]:
    """What the landing changed that left the project's receipts as they are; empty where none is known.

    A copy of a project has the same receipts, and so the same landing.
    """
    return tuple(map(_from_data, read_kept(_FOLDER, _receipts(project, {})) or ()))


def _receipts(project: Project, after: Mapping[str, bytes | None]) -> str:
    """What tells the receipts of a project, with those that it will have, from any others."""
    there = {path: project.read(path) for path in (FOUNDATION, *map(receipt_path, built_features(project.folder)))}
    known = there | {path: content for path, content in after.items() if is_receipt(path)}
    return "\n".join(
        f"{path} {hashlib.sha256(content).hexdigest()}" for path, content in sorted(known.items()) if content
    )


def is_receipt(path: str) -> bool:
    """Whether it is where the receipt of a feature or of the foundation is."""
    return path == FOUNDATION or path == receipt_path(path.rpartition("/")[2].removesuffix(".yaml"))


def _as_data(change: Change) -> list[str | None]:
    """Bytes as the text of one character each, which JSON can hold."""
    contents = (change.before, change.after)
    return [change.path, *(None if one is None else one.decode("latin-1") for one in contents)]


def _from_data(data: Sequence[str | None]) -> Change:
    path, *contents = data
    before, after = (None if one is None else one.encode("latin-1") for one in contents)
    return Change(str(path), before, after)
