"""Where doors keep what outlives them: the user's folder for state."""

import os
from pathlib import Path


def state_folder(*parts: str) -> Path:
    """`petsage/` in `XDG_STATE_HOME`, else in `~/.local/state`, or a folder in it; made for its user alone."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state", "petsage", *parts)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
