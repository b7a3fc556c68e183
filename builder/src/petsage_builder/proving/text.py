"""The end of what a check printed: enough to mend a failure, never more than a reader can take in."""

from pathlib import Path

_MOST_LINES = 200
_MOST_BYTES = 2**18


def last_lines(text: str) -> str:
    """The last lines of `text`; a first line says how many there were before."""
    lines = text.strip("\n").splitlines()
    if len(lines) <= _MOST_LINES:
        return "\n".join(lines)
    return "\n".join([f"… {len(lines) - _MOST_LINES} lines before", *lines[-_MOST_LINES:]])


def end_of(path: Path) -> str:
    """The last lines of the file at `path`; nothing where there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _MOST_BYTES))
            return last_lines(file.read().decode(errors="replace"))
    except FileNotFoundError:
        return ""
