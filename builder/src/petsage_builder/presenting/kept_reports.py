"""Where a report is kept that tells PetSage's makers of a fault of their own."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

OURS = "this is a fault of PetSage, not of your request"

_MOST_KEPT = 20


def keep_report(text: str, suffix: str = ".txt") -> Path | None:
    """Writes a report that outlives the command, for its user alone; `None` where nothing can be written.

    It goes to `petsage/` in the user's state folder (`XDG_STATE_HOME`, else `~/.local/state`), else in the temporary
    one. Only the newest reports stay.
    """
    name = time.strftime("%Y-%m-%d-%H%M%S") + f"-{os.getpid()}{suffix}"
    for folder in _folders():
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / name
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            _drop_oldest(folder)
            return path
    return None


def _folders() -> list[Path]:
    home = os.environ.get("HOME", "")
    state = Path(os.environ.get("XDG_STATE_HOME") or Path(home, ".local", "state"))
    temporary = Path(tempfile.gettempdir(), f"petsage-{os.getuid()}")
    return [state / "petsage", temporary] if state.is_absolute() else [temporary]


def _drop_oldest(folder: Path) -> None:
    for path in sorted(folder.iterdir())[:-_MOST_KEPT]:
        path.unlink()
