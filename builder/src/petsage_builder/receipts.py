"""What landed: a file for each feature in `.petsage/`, written to be read in a review."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from petsage_builder import __version__
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.integrate import Wiring

FOLDER = ".petsage"

_HEADER = "# What `petsage build` landed. Commit it: a rebuild, `petsage check` and `petsage remove` rely on it.\n"


@dataclass(frozen=True)
class BuiltFile:
    """A file of a module: `sha256` of what landed, hand edits merged in, and `text` as the builder made it."""

    path: str
    sha256: str
    text: str

    @property
    def edited(self) -> bool:
        """Whether hand edits were part of what landed."""
        return self.sha256 != digest(self.text.encode())


@dataclass(frozen=True)
class Receipt:
    """What landed for one feature. `requirements` is as it was requested: text, structured data or `None`."""

    feature: str
    description: str
    requirements: Any
    spec: dict[str, Any]
    wiring: Wiring
    files: tuple[BuiltFile, ...]
    builder: str = __version__

    def to_yaml(self) -> str:
        """The receipt's file; the same receipt is always the same text."""
        return _HEADER + yaml.dump(asdict(self), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def receipt_path(feature: str) -> str:
    """Where a feature's receipt is, from the project's folder."""
    return f"{FOLDER}/{feature}.yaml"


def read_receipt(project: Path, feature: str) -> Receipt | None:
    """The receipt of a feature, or `None` where the feature was not built here.

    Raises:
        CannotBuildError: the receipt is there but is damaged.
    """
    path = project / receipt_path(feature)
    try:
        record = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return Receipt(
            **record
            | {"wiring": _wiring(record["wiring"]), "files": tuple(BuiltFile(**file) for file in record["files"])}
        )
    except FileNotFoundError:
        return None
    except (OSError, yaml.YAMLError, TypeError, KeyError, ValueError) as error:
        raise CannotBuildError(
            Problem(receipt_path(feature), "the receipt is damaged", "restore it from version control")
        ) from error


def find_receipt(project: Path, feature: str) -> Receipt:
    """The receipt of a feature that must have been built here.

    Raises:
        CannotBuildError: it was not.
    """
    known = [receipt.feature for receipt in read_receipts(project)]
    if feature not in known:
        built = f"built here: {', '.join(known)}" if known else "nothing has been built here yet"
        raise CannotBuildError(Problem(f"feature {feature}", "was not built in this project", built))
    return next(receipt for receipt in read_receipts(project) if receipt.feature == feature)


def read_receipts(project: Path) -> list[Receipt]:
    """Every receipt of a project, by feature name."""
    features = sorted(path.stem for path in (project / FOLDER).glob("*.yaml"))
    return [receipt for feature in features if (receipt := read_receipt(project, feature))]


def _wiring(record: dict[str, Any]) -> Wiring:
    return Wiring(**record | {"tags": tuple(record["tags"])})


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a reviewer reads code and not escapes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(tuple, yaml.SafeDumper.represent_list)
