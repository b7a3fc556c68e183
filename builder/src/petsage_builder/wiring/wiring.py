"""The two statements by which an app's file knows a feature's router."""

import json
from dataclasses import dataclass

WIDTH = 88
"""Longer statements are broken as ruff breaks them; a trailing comma keeps them so where lines may be longer."""


@dataclass(frozen=True)
class Wiring:
    """Which router is included where.

    `target` is the file's path; there, `name` of `module` is imported as `alias` and included into the object `app`.
    """

    target: str
    module: str
    name: str
    alias: str
    app: str
    prefix: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def import_line(self) -> str:
        """The import on one line."""
        return f"from {self.module} import {self._imported}"

    @property
    def call_line(self) -> str:
        """The call on one line."""
        return f"{self.app}.include_router({', '.join(self._arguments())})"

    @property
    def by_hand(self) -> str:
        """The advice for whoever has to do it."""
        return f"add by hand: `{self.import_line}` and `{self.call_line}`"

    def import_lines(self) -> list[str]:
        """The import, broken where it is too long."""
        if len(self.import_line) <= WIDTH:
            return [self.import_line]
        return [f"from {self.module} import (", f"    {self._imported},", ")"]

    def call_lines(self, indent: str) -> list[str]:
        """The call, broken where it is too long."""
        if len(indent + self.call_line) <= WIDTH:
            return [indent + self.call_line]
        arguments = [f"{indent}    {argument}," for argument in self._arguments()]
        return [f"{indent}{self.app}.include_router(", *arguments, f"{indent})"]

    @property
    def _imported(self) -> str:
        return self.name if self.name == self.alias else f"{self.name} as {self.alias}"

    def _arguments(self) -> list[str]:
        prefix = [] if self.prefix is None else [f"prefix={_literal(self.prefix)}"]
        tags = [f"tags=[{', '.join(map(_literal, self.tags))}]"] if self.tags else []
        return [self.alias, *prefix, *tags]


def _literal(text: str) -> str:
    """A Python literal in double quotes."""
    return json.dumps(text, ensure_ascii=False)
