"""A module's Python text as the project's own formatter would leave it."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

RUFF = Path(sys.executable).with_name("ruff")
CONFIGS = ("ruff.toml", ".ruff.toml", "pyproject.toml")


def format_files(files: Mapping[str, str], context: Mapping[str, str]) -> dict[str, str]:
    """The same files with imports sorted and code formatted; only `.py` files change.

    `context` has what the formatter looks at beside them, by path: its settings (one of `CONFIGS`), and the
    `__init__.py` that tell the project's packages from other people's. The work happens in a folder of its own.
    """
    with tempfile.TemporaryDirectory(prefix="petsage-format-") as folder:
        root = Path(folder)
        paths = [path for path in files if path.endswith(".py")]
        for path, text in {**context, **{path: files[path] for path in paths}}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        _ruff(root, "check", "--select=I", "--fix", *paths)
        _ruff(root, "format", *paths)
        return {
            path: (root / path).read_text(encoding="utf-8") if path in paths else text for path, text in files.items()
        }


def is_tidy(project: Path, path: str) -> bool:
    """Whether a file of a project is formatted and has no lint as it is; the project is only read."""
    commands = (["format", "--check"], ["check"])
    return all(_ruff(project, *command, path, check=False) == 0 for command in commands)


def _ruff(folder: Path, *arguments: str, check: bool = True) -> int:
    command = [str(RUFF), *arguments, "--quiet", "--no-cache"]
    return subprocess.run(command, cwd=folder, check=check, stdout=subprocess.DEVNULL).returncode
