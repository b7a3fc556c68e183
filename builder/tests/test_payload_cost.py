"""No payload is costly to answer."""

import subprocess
import sys
import time

import pytest

from petsage_builder.request.payload import MAX_BYTES

from .payloads import as_base64, refusal

COSTLY: dict[str, bytes] = {
    "brackets": b"[" * MAX_BYTES,
    "YAML brackets": b"a: " + b"[" * (MAX_BYTES - 3),
    "YAML brackets on lines": b"a:\n" + b" [\n" * 87_000,
    "YAML braces": b"a: " + b"{" * (MAX_BYTES - 3),
    "YAML question marks": b"a: [" + b"? " * 131_000,
    "YAML list marks": b"a:\n" + b"- " * 131_000,
    "short JSON values": b'{"a": [' + b"1," * 131_000 + b"1]}",
    "short YAML values": b"a: [" + b"1," * 131_000 + b"1]",
    "JSON keys": b"{" + b",".join(b'"%d":1' % number for number in range(25_000)) + b"}",
    "YAML keys": b"\n".join(b"%d: 1" % number for number in range(28_000)),
    "JSON lists": b'{"a": [' + b"[]," * 87_000 + b"[]]}",
    "deep JSON lists": b'{"a": ' + b"[" * 30 + b"1," * 130_000 + b"1" + b"]" * 30 + b"}",
    "YAML lists": b"a: [" + b"[]," * 87_000 + b"[]]",
    "one long key": b'{"' + b"a" * 262_000 + b'": 1}',
    "one long name": b'{"description": "x", "feature": "' + b"aB1_" * 65_000 + b'"}',
    "one long YAML key": b"a" * 262_000 + b": b",
    "one long number": b'{"a": ' + b"9" * 262_000 + b"}",
    "escapes": b'{"a": "' + b"\\u0041" * 43_000 + b'"}',
    "YAML escapes": b'a: "' + b"\\x41" * 65_000 + b'"',
    "base64": as_base64(b"[" * 196_000),
    "almost base64": b"a" * 262_000 + b"*",
    "spaces": b" " * 262_000 + b"{",
    "newlines": b"\n" * 262_000 + b":",
    "colons": b":" * 262_000,
    "quotes": b"'" * 262_000 + b":",
    "anchors": b"a: " + b"&a " * 87_000,
    "exclamation marks": b"a: " + b"!" * 262_000,
    "comments": b"#:\n" * 87_000,
    "indented lines": b"a: |\n" + b"  x\n" * 65_000,
    "folded lines": b"a: " + b"x\n " * 87_000,
}

HOPELESS = 10
"""Seconds of a processor: what grows faster than the text takes minutes. An idle machine answers in half a second."""


@pytest.mark.parametrize("raw", COSTLY.values(), ids=COSTLY.keys())
def test_a_payload_that_tries_to_be_costly_is_answered_in_time(raw: bytes) -> None:
    assert len(raw) <= MAX_BYTES
    start = time.process_time()
    refusal(raw)
    assert time.process_time() - start < HOPELESS


MEASURE = """
import re, sys
from pathlib import Path
from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import read_payload
try:
    read_payload(sys.stdin.buffer.read())
except NotUnderstoodError:
    print(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.parametrize("name", ["short JSON values", "short YAML values", "JSON keys", "YAML lists", "YAML escapes"])
def test_a_payload_that_tries_to_be_costly_is_answered_in_256_mb(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", MEASURE], input=COSTLY[name], capture_output=True, check=True)
    assert int(done.stdout) < 256 * 1024
