"""What landed of the foundation: `.petsage/foundation/receipt.yaml`, beside the receipts of features."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from petsage_builder import __version__
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.files import read_file, yaml_document
from petsage_builder.project.receipts import BlockDumper

PLACE = ".petsage/foundation/receipt.yaml"

_HEADER = "# What `petsage new` or `petsage upgrade` made of this project. Commit it: the next upgrade needs it.\n"
_MARK = re.compile(rb"^templates: ([0-9a-f]{64})$", re.MULTILINE)


@dataclass(frozen=True)
class FoundationReceipt:
    """The files that a builder made of a project's core and of the project's own, as it made them, by path.

    `templates` is the mark of what they were made from: the same mark makes the same files.
    """

    templates: str
    files: Mapping[str, str]
    builder: str = __version__

    def to_yaml(self) -> str:
        """The receipt's file; the same receipt is always the same text."""
        files = [{"path": path, "text": text} for path, text in sorted(self.files.items())]
        data = {"builder": self.builder, "templates": self.templates, "files": files}
        return _HEADER + yaml.dump(data, Dumper=BlockDumper, sort_keys=False, allow_unicode=True, width=120)


def read_mark(content: bytes | None) -> str:
    """The mark in a receipt's file, of which no more is read; empty where there is none."""
    found = _MARK.search((content or b"")[:1000])
    return found[1].decode() if found else ""


def read_foundation(project: Path) -> FoundationReceipt | None:
    """The receipt of a project's foundation, or `None` where it has none.

    Raises:
        CannotBuildError: it is damaged.
    """
    content = read_file(project / PLACE, PLACE)
    if content is None:
        return None
    try:
        record = yaml_document(content, PLACE)
        files = {file["path"]: file["text"] for file in record["files"]}
        receipt = FoundationReceipt(record["templates"], files, record["builder"])
    except (TypeError, KeyError) as error:
        raise _damaged() from error
    if not _is_sound(receipt):
        raise _damaged()
    return receipt


def _is_sound(receipt: FoundationReceipt) -> bool:
    texts: list[Any] = [receipt.builder, receipt.templates, *receipt.files, *receipt.files.values()]
    if not all(isinstance(text, str) for text in texts):
        return False
    paths = map(PurePosixPath, receipt.files)
    return not any(path.is_absolute() or ".." in path.parts or "\0" in str(path) for path in paths)


def _damaged() -> CannotBuildError:
    return CannotBuildError(Problem(PLACE, "the receipt is damaged", "restore it from version control"))
