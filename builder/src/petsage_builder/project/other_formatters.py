"""A project that black and isort lay out: the formatter's settings that come to the same."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_ISORT = (
    "case-sensitive",
    "combine-as-imports",
    "force-single-line",
    "force-sort-within-sections",
    "known-first-party",
    "known-local-folder",
    "known-third-party",
    "lines-after-imports",
    "lines-between-types",
    "no-sections",
    "order-by-type",
)
"""What both call the same, but for hyphens."""


def as_ruff(tools: Mapping[str, Any]) -> str | None:
    """The text of a `ruff.toml` for the `tool` tables of a `pyproject.toml`; `None` where it has ruff's, or none."""
    black, isort = tools.get("black"), tools.get("isort")
    if "ruff" in tools or not (isinstance(black, dict) or isinstance(isort, dict)):
        return None
    return "\n".join([*_of_black(_hyphened(black)), *_of_isort(_hyphened(isort))]) + "\n"


def _of_black(black: Mapping[str, Any]) -> Iterator[str]:
    if "line-length" in black:
        yield _line("line-length", black["line-length"])
    yield "[format]"
    if black.get("skip-string-normalization") is True:
        yield _line("quote-style", "preserve")
    if black.get("skip-magic-trailing-comma") is True:
        yield _line("skip-magic-trailing-comma", True)


def _of_isort(isort: Mapping[str, Any]) -> Iterator[str]:
    yield "[lint.isort]"
    yield from (_line(name, isort[name]) for name in _ISORT if name in isort)
    if isort.get("profile") == "google":
        yield from (
            _line(name, True) for name in ("force-single-line", "force-sort-within-sections") if name not in isort
        )


def _hyphened(table: Any) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in table.items()} if isinstance(table, dict) else {}


def _line(name: str, value: Any) -> str:
    return f"{name} = {json.dumps(value, default=str)}"
