"""Python text as the project's own formatter and linter would have it."""

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.files import read_file
from petsage_builder.project.other_formatters import as_ruff

RUFF = Path(sys.executable).with_name("ruff")
CONFIGS = ("ruff.toml", ".ruff.toml", "pyproject.toml")
HELD_RULES = re.compile(r"(?:E[479]|[FIB]|UP|SIM|RUF)\d*")
"""The linter's rules that all generated code keeps: those of a new project. Others can have more."""

LONGEST = 60.0
"""Seconds that the formatter may take for a module, which it has in a twentieth of one."""

_MEND = "mend them, or do without the checks: `skip = ['format', 'lint']` in [checks] of petsage.toml"
_SORT = ("check", "--select=I", "--fix", "--fixable=I", "--config=lint.unfixable=[]", "--exit-zero")
_KEPT_QUOTES = '"preserve"'
_FAULT = re.compile(r"^(?P<path>.+?):\d+:\d+: (?P<code>[A-Z]+\d+) ", re.MULTILINE)


def format_files(files: Mapping[str, str], context: Mapping[str, str]) -> dict[str, str]:
    """The same files with imports sorted and code formatted; only `.py` files change.

    `context` has what the formatter looks at beside them, by path from the project's folder (`../ruff.toml` is above
    it): its settings, and the `__init__.py` that tell the project's packages from other people's. A file that breaks
    rules which the project has beyond `HELD_RULES` says so in a comment for the linter.

    Raises:
        CannotBuildError: the formatter refuses its settings.
    """
    with tempfile.TemporaryDirectory(prefix="petsage-format-") as folder:
        paths = [path for path in files if path.endswith(".py")]
        root = _written(Path(folder), {path: files[path] for path in paths}, context)
        _ruff(root, *_SORT, *paths)
        if any(_KEPT_QUOTES in text for text in context.values()):
            _ruff(root, "format", "--config=format.quote-style='double'", *paths)  # what is kept is alike
        _ruff(root, "format", *paths)
        if _has_more_rules(context):
            _excuse(root, paths)
        return {path: _read(root / path) if path in paths else text for path, text in files.items()}


def follow_format(path: str, before: str, after: str, context: Mapping[str, str]) -> str:
    """A file's text `after` a change, sorted and formatted as far as it was before the change."""
    with tempfile.TemporaryDirectory(prefix="petsage-format-") as folder:
        old = _written(Path(folder, "before"), {path: before}, context) / path
        new = _written(Path(folder, "after"), {path: after}, context) / path
        for step in (_SORT, ("format",)):
            kept = _read(new)
            _ruff(Path(folder), *step, str(old), str(new))
            if _read(old) != before:
                _write(old, before)
                _write(new, kept)
        return _read(new)


def settings_of(folders: Iterable[Path]) -> dict[str, str]:
    """The formatter's settings for a project by their paths from its folder, the first of `folders`."""
    found: dict[str, str] = {}
    for height, folder in enumerate(folders):
        for name in CONFIGS:
            text = _text_of(folder / name)
            if text is not None:
                found[f"{'../' * height}{name}"] = text
                base = _ruff_settings(name, text).get("extend")
                if isinstance(base, str) and (extended := _text_of(folder / base)) is not None:
                    found[f"{'../' * height}{base}"] = extended
    return found


def settings_of_others(folders: Iterable[Path]) -> str:
    """The `ruff.toml` that says what the settings of black and isort do; empty where there are none, or ruff's own."""
    for folder in folders:
        if any((folder / name).is_file() for name in CONFIGS[:2]):
            return ""
        tools = _table("tool", _text_of(folder / CONFIGS[2]) or "")
        if "ruff" in tools:
            return ""
        if (text := as_ruff(tools)) is not None:
            return text
    return ""


def _written(folder: Path, files: Mapping[str, str], context: Mapping[str, str]) -> Path:
    """The root below `folder` of the files and their context; what is above the project fits in between."""
    height = max((PurePosixPath(path).parts.count("..") for path in context), default=0)
    root = folder.joinpath(*["project"] * (height + 1))
    settled = any(PurePosixPath(path).name in CONFIGS for path in context)
    rooted = {} if settled else {"ruff.toml": ""}  # where settings are is where imports start from
    for path, text in {**rooted, **context, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        _write(root / path, text)
    return root


def _has_more_rules(context: Mapping[str, str]) -> bool:
    """Whether any of the settings chooses rules that generated code isn't written for."""
    chosen = {rule for path, text in context.items() for rule in _chosen(PurePosixPath(path).name, text)}
    return not all(HELD_RULES.fullmatch(rule) for rule in chosen)


def _chosen(name: str, text: str) -> Iterator[str]:
    settings = _ruff_settings(name, text) if name.endswith(".toml") else {}
    for table in (settings, settings.get("lint")):
        for key in ("select", "extend-select"):
            rules = table.get(key) if isinstance(table, dict) else None
            yield from map(str, rules) if isinstance(rules, list) else ()


def _ruff_settings(name: str, text: str) -> dict[str, Any]:
    return _table("tool.ruff" if name == "pyproject.toml" else "", text)


def _table(keys: str, text: str) -> dict[str, Any]:
    """The table at some keys of a TOML text; an empty one where there is none."""
    try:
        table: Any = tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}  # the formatter says so better
    for key in filter(None, keys.split(".")):
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def _excuse(root: Path, paths: Iterable[str]) -> None:
    """Put the rules that a file breaks into a comment at its top, but for those that generated code has to keep."""
    broken: dict[str, set[str]] = {}
    for fault in _FAULT.finditer(_ruff(root, "check", "--output-format=concise", "--exit-zero", *paths)):
        if not HELD_RULES.fullmatch(fault["code"]):
            broken.setdefault(fault["path"], set()).add(fault["code"])
    for path, codes in broken.items():
        _write(root / path, f"# ruff: noqa: {', '.join(sorted(codes))}\n{_read(root / path)}")


def _ruff(folder: Path, *arguments: str) -> str:
    command = [str(RUFF), *arguments, "--quiet", "--no-cache"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        raise CannotBuildError(
            Problem("ruff's settings", f"ruff took longer than {LONGEST:g} s by them", _MEND)
        ) from error
    if done.returncode:
        lines = [line.strip().removeprefix("Cause: ") for line in done.stderr.splitlines()]
        reasons = [line for line in lines if line and not line.startswith(("ruff failed", "Failed to parse"))]
        reason = (reasons or ["it says no reason"])[0 if len(reasons) == 1 else -1]
        raise CannotBuildError(Problem("ruff's settings", f"ruff can't work by them: {reason}", _MEND))
    return done.stdout


def _text_of(path: Path) -> str | None:
    try:
        content = read_file(path, path.name)
        return None if content is None else content.decode()
    except UnicodeDecodeError:
        return None


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
