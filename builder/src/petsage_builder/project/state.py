"""What a command keeps for later ones, in the user's own state folder: what comes with a clone is none of it."""

import hashlib
import json
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any


def read_kept(folder: str, key: str) -> Any:
    """What was kept under this key, as JSON data; `None` where there is nothing that can be read."""
    try:
        return json.loads(zlib.decompress(_place(folder, key).read_bytes()))
    except (OSError, ValueError, zlib.error):
        return None


def keep(folder: str, key: str, data: Any, *, most: int) -> None:
    """Keep JSON data under a key, and of all that is in the folder the newest `most`; where nothing can be, none is."""
    place = _place(folder, key)
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = place.with_suffix(f".{os.getpid()}")
        new.write_bytes(zlib.compress(json.dumps(data).encode(), 1))
        new.replace(place)
        for old in sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-most]:
            old.unlink()


def _place(folder: str, key: str) -> Path:
    home = os.environ.get("HOME", "")
    state = Path(os.environ.get("XDG_STATE_HOME") or Path(home, ".local", "state"))
    return state / "petsage" / folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.z"
