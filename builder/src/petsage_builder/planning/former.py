"""What builders wrote before they left a receipt of the foundation: bases to merge with in the projects of then."""

import json
import lzma
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from petsage_builder.project.blueprint import Blueprint
from petsage_builder.project.formatting import format_files

_ARCHIVE = Path(__file__).with_name("former_texts.json.xz")
"""Every text that a new project had, in each blueprint, up to the first receipt, with `_NAMES` for a project's own."""
_NAMES = {"package": "zqp", "title": "Zqt", "brand": "Zqb", "welcome": "Zqw"}


def former_bases(present: Mapping[str, str], rules: Blueprint) -> dict[str, str]:
    """For each file that a project has, by path, the former text that it is nearest to; none for unknown files.

    A file that nobody edited is one of them as it is.
    """
    archive = _archive()
    names = {mark: str(getattr(rules.project, key) or "") for key, mark in _NAMES.items()}
    former = {_named(path, names): numbers for path, numbers in archive["files"].get(rules.name, {}).items()}
    texts = [(_named(text, names), text) for text in archive["texts"]]
    nearest = {
        path: _nearest(present[path], [texts[number] for number in former[path]]) for path in present if path in former
    }
    renamed = {path: text for path, (text, raw) in nearest.items() if text not in (raw, present[path])}
    return {path: text for path, (text, _) in nearest.items()} | _formatted(renamed, present)


def _formatted(texts: Mapping[str, str], present: Mapping[str, str]) -> dict[str, str]:
    """Lines break elsewhere where a project's names are longer than those of the archive."""
    near = {path: text if path == "pyproject.toml" else "" for path, text in present.items() if path not in texts}
    return format_files(texts, near)


def _nearest(text: str, candidates: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The candidate whose first part is most like the text."""
    lines = text.splitlines()

    def likeness(candidate: tuple[str, str]) -> tuple[bool, float]:
        likely = SequenceMatcher(None, candidate[0].splitlines(), lines, autojunk=False).ratio()
        return candidate[0] == text, likely

    return max(candidates, key=likeness)


def _named(text: str, names: Mapping[str, str]) -> str:
    for mark, name in names.items():
        text = text.replace(mark, name)
    return text


@cache
def _archive() -> dict[str, Any]:
    archive: dict[str, Any] = json.loads(lzma.decompress(_ARCHIVE.read_bytes()))
    return archive
