"""The command line's argument is standard input, a file's path or the payload's text."""

import io
from pathlib import Path

import pytest

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import MAX_BYTES, fetch_payload

from .payloads import as_base64


def fetch(argument: str, stdin: bytes = b"") -> bytes:
    return fetch_payload(argument, io.BytesIO(stdin))


def test_a_hyphen_is_standard_input() -> None:
    assert fetch("-", b"feature: a") == b"feature: a"


def test_no_more_than_needed_to_refuse_it_is_read_from_standard_input() -> None:
    assert len(fetch("-", b"a" * 1_000_000)) == MAX_BYTES + 1


def test_a_path_is_the_file_there(tmp_path: Path) -> None:
    (tmp_path / "smoke.yaml").write_bytes(b"feature: a")
    assert fetch(str(tmp_path / "smoke.yaml")) == b"feature: a"


def test_a_file_needs_no_suffix_and_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "smoke").write_bytes(b"feature: a")
    monkeypatch.chdir(tmp_path)
    assert fetch("smoke") == b"feature: a"


def test_no_more_than_needed_to_refuse_it_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"a" * 1_000_000)
    assert len(fetch(str(tmp_path / "large.yaml"))) == MAX_BYTES + 1


@pytest.mark.parametrize(
    "text",
    [
        "feature: smoke_test\ndescription: a/b.yaml",
        '{"feature": "a/b"}',
        "{feature: a/b}",
        as_base64(b'{"a": "??????>>>"}').decode(),
        as_base64(b'\xef\xbb\xbf{"a": "??????>>>"}').decode(),
        "x" * 5_000,
        "x/" * 100_000 + ":",
        "",
        "\0",
        "caf\udce9: x",
    ],
)
def test_what_is_no_path_is_the_payload_itself(text: str) -> None:
    assert fetch(text) == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    "path", ["missing.yaml", "missing.yml", "missing.json", "a/missing", "a\\missing", "./missing", "/a/b"]
)
def test_a_path_with_nothing_there_is_said_to_be_missing(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotUnderstoodError, match="can't be read: No such file or directory"):
        fetch(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstoodError, match="can't be read: Is a directory"):
        fetch(str(tmp_path))


def test_a_path_of_impossible_length_is_refused() -> None:
    with pytest.raises(NotUnderstoodError, match="can't be read: File name too long"):
        fetch("a" * 5_000 + ".yaml")
