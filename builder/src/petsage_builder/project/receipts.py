"""What landed: a file for each feature in `.petsage/`, written to be read in a review."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from petsage_builder import __version__
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.files import read_file, yaml_document
from petsage_builder.wiring import Wiring

if TYPE_CHECKING:
    from petsage_builder.spec.feature import FeatureSpec

FOLDER = ".petsage"

_HEADER = "# What `petsage build` landed. Commit it: a rebuild, `petsage check` and `petsage remove` rely on it.\n"

TWO_SIDES = ("holds both sides of a merge", "run `petsage build --all`, which brings them together")
"""What is said of a file in which a merge has left its markers, and what to do about it."""

_FILES = b"\nfiles:\n"
"""What a receipt's files begin with; what comes before is short."""


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

    def meaning(self) -> "FeatureSpec":
        """The spec that landed.

        Raises:
            CannotBuildError: what is kept of it is none.
        """
        return _meaning(self.feature, self.spec)

    @property
    def texts(self) -> dict[str, str]:
        """The files by path, as the builder made them."""
        return {file.path: file.text for file in self.files}

    def to_yaml(self) -> str:
        """The receipt's file; the same receipt is always the same text."""
        return _HEADER + yaml.dump(asdict(self), Dumper=BlockDumper, sort_keys=False, allow_unicode=True, width=120)


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
    place = receipt_path(feature)
    content = read_file(project / place, place)
    return None if content is None else receipt_of(feature, content)


def receipt_of(feature: str, content: bytes) -> Receipt:
    """The receipt of a feature in the content of its file.

    Raises:
        CannotBuildError: it is damaged.
    """
    place = receipt_path(feature)
    _refuse_two_sides(content, place)
    record = yaml_document(content, place)
    try:
        files = tuple(BuiltFile(**file) for file in record["files"])
        receipt = Receipt(**record | {"wiring": _wiring(record["wiring"]), "files": files})
    except (TypeError, KeyError) as error:
        raise _damaged(place) from error
    if receipt.feature != feature or not _is_sound(receipt):
        raise _damaged(place)
    return receipt


def _is_sound(receipt: Receipt) -> bool:
    """Whether everything has its type, and every file is one of the project's."""
    texts = [receipt.description, receipt.builder]
    texts += [text for file in receipt.files for text in (file.path, file.sha256, file.text)]
    texts += [value for value in vars(receipt.wiring).values() if value not in (None, receipt.wiring.tags)]
    if not all(isinstance(text, str) for text in (*texts, *receipt.wiring.tags)) or not isinstance(receipt.spec, dict):
        return False
    paths = [PurePosixPath(path) for path in (*(file.path for file in receipt.files), receipt.wiring.target)]
    return not any(path.is_absolute() or ".." in path.parts or "\0" in str(path) for path in paths)


def has_two_sides(content: bytes) -> bool:
    """Whether a merge has left both sides in a file, between its markers."""
    return b"\n<<<<<<< " in b"\n" + content and b"\n>>>>>>> " in content


def _refuse_two_sides(content: bytes, place: str) -> None:
    if has_two_sides(content):
        raise CannotBuildError(Problem(place, *TWO_SIDES))


def _damaged(place: str) -> CannotBuildError:
    return CannotBuildError(Problem(place, "the receipt is damaged", "restore it from version control"))


def read_spec(project: Path, feature: str) -> "FeatureSpec":
    """The spec that landed for a feature; the files of its receipt are left unread.

    Raises:
        CannotBuildError: the receipt is missing or damaged.
    """
    place = receipt_path(feature)
    content = read_file(project / place, place) or b""
    _refuse_two_sides(content, place)
    head, _, _ = content.partition(_FILES)
    record = yaml_document(head, place)
    if not isinstance(record, dict) or not isinstance(record.get("spec"), dict):
        raise _damaged(place)
    return _meaning(feature, record["spec"])


def built_features(project: Path) -> list[str]:
    """The features that a project has receipts of, by name."""
    return sorted(path.stem for path in (project / FOLDER).glob("*.yaml"))


def missing_feature(feature: str, known: Sequence[str]) -> CannotBuildError:
    """The error that a feature was not built here, but these."""
    built = f"built here: {', '.join(known)}" if known else "nothing has been built here yet"
    return CannotBuildError(Problem(f"feature {feature}", "was not built in this project", built))


def _meaning(feature: str, spec: dict[str, Any]) -> "FeatureSpec":
    from petsage_builder.spec.feature import FeatureSpec  # a list of features needs no spec

    try:
        return FeatureSpec.from_data(spec)
    except (ValueError, TypeError) as error:
        raise _damaged(receipt_path(feature)) from error


def _wiring(record: dict[str, Any]) -> Wiring:
    return Wiring(**record | {"tags": tuple(record["tags"])})


class BlockDumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a reviewer reads code and not escapes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


BlockDumper.add_representer(str, _text)
BlockDumper.add_representer(tuple, yaml.SafeDumper.represent_list)
