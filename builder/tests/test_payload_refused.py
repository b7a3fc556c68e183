"""A payload that isn't a feature request is refused, with one line for each fault that says where it is."""

import base64
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import MAX_BYTES, read_payload

from .conftest import Petsage
from .payloads import SMOKE, as_base64, as_json, as_yaml, refusal

HOSTILE: dict[str, tuple[bytes, str]] = {
    # nothing to read
    "empty": (b"", "payload: is empty"),
    "only space": (b" \n\t\n", "payload: is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "payload: is empty"),
    "only a comment": (b"# feature: pets\n", "payload, line 1, column 1: holds only comments"),
    "only a document start": (b"---\n# a: b\n", "not a mapping"),
    # sizes
    "one byte too many": (b"a" * (MAX_BYTES + 1), "payload: is larger than 256 KiB"),
    "base64 too large before decoding": (as_base64(b"{" + b" " * 200_000 + b"}"), "payload: is larger than 256 KiB"),
    # characters
    "Latin-1": (b"feature: pets\ndescription: caf\xe9", "payload, line 2, column 17: byte 0xe9 is not UTF-8"),
    "UTF-16": ("feature: pets".encode("utf-16"), "payload, line 1, column 1: byte 0xff is not UTF-8"),
    "cut-off UTF-8": (b"feature: pets\ndescription: \xe2\x82", "line 2, column 14: byte 0xe2 is not UTF-8"),
    "overlong UTF-8": (b"feature: \xc0\xaf", "line 1, column 10: byte 0xc0 is not UTF-8"),
    "encoded surrogate": (b"feature: \xed\xa0\x80", "line 1, column 10: byte 0xed is not UTF-8"),
    "NUL": (b"feature: pe\0ts", "payload, line 1, column 12: the unprintable character U+0000 is not allowed"),
    "NUL in JSON": (b'{"feature": "pe\0ts"}', "payload, line 1, column 16: the unprintable character U+0000"),
    "NUL in base64": (b"eyJm\0ZWF0", "payload, line 1, column 5: the unprintable character U+0000"),
    "escape character": (b"feature: \x1b[31m", "line 1, column 10: the unprintable character U+001B"),
    "carriage return alone": (b"feature: pets\rdescription: x", "line 1, column 14: the unprintable character U+000D"),
    "delete": (b"feature: \x7f", "column 10: the unprintable character U+007F"),
    "C1 control": ("feature: \x85".encode(), "column 10: the unprintable character U+0085"),
    "line separator": ("feature: a\u2028b".encode(), "column 11: the unprintable character U+2028"),
    "reading direction": ("feature: a\u202eb".encode(), "column 11: the unprintable character U+202E"),
    "second byte order mark": ("\ufeff\ufefffeature: a".encode(), "column 1: the unprintable character U+FEFF"),
    "no character": ("feature: a\uffff".encode(), "column 11: the unprintable character U+FFFF"),
    "NUL by a JSON escape": (
        as_json(description="a\0b"),
        "column 42: an escape stands for the unprintable character U+0000",
    ),
    "NUL by a YAML escape": (
        as_yaml('"a\\x00b"'),
        "line 3, column 15: an escape stands for the unprintable character U+0000",
    ),
    "NUL by an octet escape": (as_yaml('"a\\0b"'), "an escape stands for the unprintable character U+0000"),
    "bell by a YAML escape": (as_yaml('"\\a"'), "an escape stands for the unprintable character U+0007"),
    "escape in a key": (as_json(requirements={"a\x1b": 1}), "an escape stands for the unprintable character U+001B"),
    "escape deep down": (as_json(requirements=[["\x00"]]), "an escape stands for the unprintable character U+0000"),
    "newline and bell": (as_json(description="a\nb\x07"), "an escape stands for the unprintable character U+0007"),
    "lone high surrogate": (b'{"feature": "a\\ud800"}', "an escape stands for the unprintable character U+D800"),
    "lone low surrogate": (b'{"feature": "\\udc00a"}', "an escape stands for the unprintable character U+DC00"),
    "surrogate in YAML": (as_yaml('"\\ud800"'), "line 3, column 18: not YAML: found invalid Unicode character"),
    "surrogate pair in YAML": (as_yaml('"\\ud83d\\ude00"'), "not YAML: found invalid Unicode character"),
    "beyond Unicode": (as_yaml('"\\UFFFFFFFF"'), "not YAML: found invalid Unicode character"),
    # keys that stand twice
    "JSON key twice": (
        b'{"feature": "a",\n "feature": "b"}',
        "payload, line 2, column 2: the key `feature` stands here a second",
    ),
    "JSON key twice by an escape": (
        b'{"feature": "a", "featur\\u0065": "b"}',
        "column 18: the key `feature` stands here",
    ),
    "JSON key twice deep down": (
        as_json()[:-1] + b', "x": [{"a": 1, "a": 1}]}',
        "the key `a` stands here a second time",
    ),
    "YAML key twice": (
        b"feature: a\ndescription: b\nfeature: c",
        "payload, line 3, column 1: the key `feature` stands here",
    ),
    "YAML key twice in quotes": (b"feature: a\n'feature': c", "line 2, column 1: the key `feature` stands here"),
    "YAML key twice in a flow": (as_yaml("{a: 1, a: 2}"), "line 3, column 22: the key `a` stands here a second time"),
    "YAML key twice as number": (as_yaml("{1: 1, '1': 2}"), "line 3, column 22: the key `1` stands here a second time"),
    # what YAML can do and we don't
    "Python tag": (
        as_yaml("!!python/object/apply:os.system ['id']"),
        "line 3, column 15: the tag tag:yaml.org,2002:python",
    ),
    "own tag": (as_yaml("!x y"), "line 3, column 15: the tag !x is not read"),
    "string tag": (as_yaml("!!str none"), "the tag tag:yaml.org,2002:str is not read"),
    "bare tag": (as_yaml("! none"), "the tag ! is not read"),
    "tag on a mapping": (as_yaml("!!map {a: 1}"), "the tag tag:yaml.org,2002:map is not read"),
    "tag on a key": (b"!!str feature: a", "line 1, column 1: the tag tag:yaml.org,2002:str is not read"),
    "binary tag": (as_yaml("!!binary AAAA"), "the tag tag:yaml.org,2002:binary is not read"),
    "tag shorthand": (
        b"%TAG ! tag:evil,2026:\n---\nfeature: !x y",
        "line 3, column 10: the tag tag:evil,2026:x is not read",
    ),
    "anchor": (b"feature: &a pets\ndescription: b", "payload, line 1, column 10: the anchor &a is not read"),
    "anchor on a mapping": (as_yaml("&a {b: 1}"), "line 3, column 15: the anchor &a is not read"),
    "anchor on a list": (as_yaml("&a [1]"), "line 3, column 15: the anchor &a is not read"),
    "alias": (as_yaml("*a"), "line 3, column 15: the alias *a is not read"),
    "alias as key": (b"*a : b", "line 1, column 1: the alias *a is not read"),
    "merge key": (as_yaml("{<<: {a: 1}}"), "line 3, column 16: the merge key << is not read"),
    "merge key in a block": (as_yaml("\n  <<: b"), "line 4, column 3: the merge key << is not read"),
    "billion laughs": (b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]", "line 1, column 4: the anchor &a is not read"),
    "two documents": (b"feature: a\n---\nfeature: b", "payload, line 2, column 1: a second YAML document begins"),
    "two documents, one empty": (
        b"feature: a\ndescription: b\n---\n",
        "line 3, column 1: a second YAML document begins",
    ),
    "document after an end": (b"feature: a\n...\n---\nb: c", "line 3, column 1: a second YAML document begins"),
    "list as key": (b"? [a]\n: b", "payload, line 1, column 3: a key must be text"),
    "mapping as key": (b"{{a: b}: c}", "line 1, column 2: a key must be text"),
    "unknown directive": (b"%FOO bar\n---\na: b", "line 1, column 5: not YAML: found unknown directive name"),
    "YAML of the future": (b"%YAML 9.0\n---\na: b", "not YAML: found incompatible YAML document"),
    # YAML that isn't
    "colon in plain text": (
        as_yaml("A pet has: a name: x"),
        "line 3, column 24: not YAML: mapping values are not allowed",
    ),
    "tab as indentation": (
        b"requirements:\n\t- a",
        "line 2, column 1: not YAML: found character that cannot start any token",
    ),
    "open quote": (as_yaml("'a"), "not YAML: found unexpected end of stream"),
    "open flow": (as_yaml("[a, b"), "not YAML: did not find expected ',' or ']'"),
    "unknown escape": (as_yaml('"\\q"'), "not YAML: found unknown escape character"),
    "reserved character": (as_yaml("@a"), "not YAML: found character that cannot start any token"),
    "wrong indentation": (
        b"feature: a\n  description: b",
        "line 2, column 14: not YAML: mapping values are not allowed",
    ),
    # depth
    "deep brackets": (b"[" * 20_000, "payload, line 1, column 33: nested deeper than 32"),
    "deep braces": (b'{"a":' * 20_000, "payload, line 1, column 161: nested deeper than 32"),
    "deep closed brackets": (b"[" * 20_000 + b"]" * 20_000, "line 1, column 33: nested deeper than 32"),
    "deep brackets in requirements": (as_json()[:-2] + b'", "x": ' + b"[" * 99_000, "nested deeper than 32"),
    "one too deep": (as_json(requirements=json.loads("[" * 32 + "]" * 32)), "nested deeper than 32"),
    "deep YAML flow": (b"requirements: " + b"[" * 20_000, "line 1, column 46: nested deeper than 32"),
    "deep YAML flow mappings": (b"a: " + b"{a: " * 20_000, "nested deeper than 32"),
    "deep YAML keys": (b"? " * 20_000 + b": a", "line 1, column 3: a key must be text"),
    "deep YAML list": (b"a:\n  " + b"- " * 20_000, "line 2, column 65: nested deeper than 32"),
    "deep YAML mappings": (
        b"\n".join(b" " * i + b"a:" for i in range(300)),
        "line 33, column 33: nested deeper than 32",
    ),
    "one too deep in YAML": (as_yaml("[" * 32 + "]" * 32), "nested deeper than 32"),
    "deep brackets in base64": (as_base64(b"[" * 20_000), "decoded payload, line 1, column 33: nested deeper than 32"),
    # numbers
    "NaN": (as_json(requirements=[float("nan")]), "NaN is not a number"),
    "Infinity": (as_json(requirements=[float("inf")]), "Infinity is not a number"),
    "minus Infinity": (as_json(requirements=[float("-inf")]), "-Infinity is not a number"),
    "NaN in YAML": (as_yaml("[.NaN]"), "line 3, column 16: .NaN is not a number"),
    "infinity in YAML": (as_yaml("[-.inf]"), "line 3, column 16: -.inf is not a number"),
    "infinite by its exponent": (b'{"requirements": [1e999]}', "column 19: the number is too large"),
    "infinite in YAML": (as_yaml("[1e999]"), "line 3, column 16: the number is too large"),
    "integer of 100,000 digits": (
        b'{"a": ' + b"9" * 100_000 + b"}",
        "column 7: a number of 100000 characters is too long",
    ),
    "YAML integer of 100,000 digits": (as_yaml("[" + "9" * 100_000 + "]"), "a number of 100000 characters is too long"),
    "exponent of 5,000 digits": (b'{"a": 1e' + b"9" * 5_000 + b"}", "a number of 5002 characters is too long"),
    "leading zero": (b'{"a": 01}', "payload, line 1, column 7: not JSON: expected a value, found `0`"),
    "plus sign": (b'{"a": +1}', "line 1, column 7: not JSON: expected a value, found `+`"),
    "bare point": (b'{"a": .5}', "line 1, column 7: not JSON: expected a value"),
    "hexadecimal": (b'{"a": 0x1F}', "line 1, column 7: not JSON: expected a value"),
    # JSON that isn't
    "trailing comma": (b'{"feature": "a",}', "line 1, column 17: not JSON: expected a key in double quotes, found `}`"),
    "trailing comma in a list": (b'{"a": [1,]}', "line 1, column 10: not JSON: expected a value, found `]`"),
    "missing comma": (b'{"feature": "a"\n "b": 1}', 'line 2, column 2: not JSON: expected a comma or `}`, found `"`'),
    "missing colon": (b'{"feature" "a"}', "line 1, column 12: not JSON: expected a colon after the key"),
    "missing brace": (b'{"feature": "a"', "line 1, column 16: not JSON: expected a comma or `}`, found the end"),
    "only a brace": (b"{", "line 1, column 2: not JSON: expected a key in double quotes, found the end"),
    "wrong bracket": (b'{"a": [1}', "line 1, column 9: not JSON: expected a comma or `]`, found `}`"),
    "comment": (b'{"feature": "a" /* b */}', "line 1, column 17: not JSON: expected a comma or `}`, found `/`"),
    "single quotes": (b"{\"feature\": 'a'}", "line 1, column 13: not JSON: expected a value, found `'`"),
    "bare word": (b'{"feature": pets}', "line 1, column 13: not JSON: expected a value, found `p`"),
    "Python's None": (b'{"requirements": None}', "line 1, column 18: not JSON: expected a value, found `N`"),
    "open string": (b'{"feature": "a', "line 1, column 13: not JSON: unterminated string"),
    "raw newline in a string": (b'{"feature": "a\nb"}', "line 1, column 15: not JSON: invalid control character"),
    "bad escape": (b'{"feature": "\\x41"}', "line 1, column 14: not JSON: invalid \\escape"),
    "cut-off escape": (b'{"feature": "\\u12"}', "not JSON: invalid \\uXXXX escape"),
    "two values": (
        as_json() + b"\n{}",
        "line 2, column 1: not JSON: expected the end after the first value, found `{`",
    ),
    "only a comma": (b"[,]", "line 1, column 2: not JSON: expected a value, found `,`"),
    # base64 that isn't
    "prose": (
        b"Build me a health check!",
        "line 1, column 24: is neither YAML nor JSON with the key `feature`, nor base64",
    ),
    "a word": (b"pets", "decoded payload, line 1, column 1: byte 0xa5 is not UTF-8"),
    "not the alphabet": (
        b"eyJm*ZWF0",
        "line 1, column 5: is neither YAML nor JSON with the key `feature`, nor base64 of such JSON: `*`",
    ),
    "not ASCII": ("eyJmé".encode(), "line 1, column 5: is neither YAML nor JSON"),
    "both alphabets": (b"ab+_", "as base64, a character is not in its alphabet"),
    "padding inside": (b"eyJ=mZWF", "as base64, a character is not in its alphabet"),
    "too much padding": (as_base64(b"{ }") + b"=", "as base64, it was cut off, or its padding is wrong"),
    "too little padding": (b"e30==", "as base64, it was cut off, or its padding is wrong"),
    "cut off": (b"eyJmZ", "as base64, it was cut off, or its padding is wrong"),
    "only padding": (b"====", "as base64, it was cut off, or its padding is wrong"),
    "stray bits": (b"e31=", "as base64, its last character is not what an encoder writes"),
    "base64 of YAML": (
        as_base64(b"feature: smoke_test"),
        "decoded payload, line 1, column 1: not JSON: expected a value",
    ),
    "base64 of base64": (
        as_base64(as_base64(as_json())),
        "decoded payload, line 1, column 1: not JSON: expected a value",
    ),
    "base64 of noise": (as_base64(bytes(range(200, 256))), "decoded payload, line 1, column 1: byte 0xc8 is not UTF-8"),
    "base64 of NUL": (
        as_base64(b'{"feature": "\0"}'),
        "decoded payload, line 1, column 14: the unprintable character U+0000",
    ),
    "base64 of a wrong name": (
        as_base64(as_json(feature="A")),
        "payload.feature: `A` must be 48 or fewer small letters",
    ),
    # not a feature request
    "JSON list": (b'["feature"]', "payload: is a list, not a mapping"),
    "YAML list": (b"- feature: pets", "payload: is a list, not a mapping"),
    "YAML text": (b"'feature: pets'", "payload: is text, not a mapping"),
    "data URL": (b"data:application/json;base64,e30=", "payload: is text, not a mapping"),
    "empty mapping": (b"{}", "payload.feature: is missing"),
    "no feature": (b"description: a", "payload.feature: is missing (name the feature: `feature: smoke_test`)"),
    "no description": (
        b"feature: pets",
        "payload.description: is missing (say in one paragraph what the feature is for)",
    ),
    "empty description": (as_json(description=" \n "), "payload.description: says nothing"),
    "null description": (as_json(description=None), "payload.description: says nothing"),
    "YAML null description": (b"feature: pets\ndescription: ~", "payload.description: says nothing"),
    "list as description": (as_json(description=["a"]), "payload.description: is a list, not text"),
    "number as description": (as_json(description=1), "payload.description: is a number, not text"),
    "long description": (as_json(description="a" * 2001), "payload.description: is 2001 characters long, at most 2000"),
    "number as feature": (as_json(feature=1), "payload.feature: is a number, not text"),
    "truth as feature": (as_json(feature=True), "payload.feature: is true or false, not text"),
    "null as feature": (as_json(feature=None), "payload.feature: says nothing"),
    "empty feature": (as_json(feature=""), "payload.feature: says nothing"),
    "blank feature": (as_json(feature=" \n"), "payload.feature: says nothing"),
    "mapping as feature": (as_yaml("none").replace(b"pets", b"{a: b}"), "payload.feature: is a mapping, not text"),
    "number as requirements": (as_json(requirements=5), "payload.requirements: is a number (write sentences"),
    "truth as requirements": (as_json(requirements=False), "payload.requirements: is true or false (write sentences"),
    "empty list as requirements": (as_json(requirements=[]), "payload.requirements: is a list with nothing in it"),
    "empty mapping as requirements": (
        as_json(requirements={}),
        "payload.requirements: is a mapping with nothing in it",
    ),
    "unknown key": (as_json(featur="a"), "payload: the key `featur` is not known (did you mean `feature`?)"),
    "key in capitals": (as_json(Description="a"), "the key `Description` is not known (did you mean `description`?)"),
    "unlike any key": (
        as_json(zzz="a"),
        "the key `zzz` is not known (the keys are feature, description, requirements)",
    ),
    "key with a newline": (as_json(**{"a\nb": 1}), "payload: the key `a\\nb` is not known"),
    "prototype": (as_json(__proto__={}), "the key `__proto__` is not known"),
    # names
    "capital": (
        as_json(feature="Pets"),
        "payload.feature: `Pets` must be 48 or fewer small letters, digits and underscores",
    ),
    "leading digit": (as_json(feature="2pets"), "(call it pets)"),
    "leading underscore": (as_json(feature="_pets"), "(call it pets)"),
    "49 letters": (as_json(feature="a" * 49), f"(call it {'a' * 48})"),
    "hyphen": (as_json(feature="smoke-test"), "(call it smoke_test)"),
    "space": (as_json(feature="Smoke test"), "(call it smoke_test)"),
    "camel case": (as_json(feature="healthCheck"), "(call it health_check)"),
    "accents": (as_json(feature="Żółw_crème"), "(call it zow_creme)"),
    "no Latin letter": (as_json(feature="猫"), "(call it feature)"),
    "newline at the end": (as_json(feature="pets\n"), "payload.feature: `pets\\n` must be"),
    "full-width letters": (as_json(feature="\uff50\uff45\uff54\uff53"), "(call it pets)"),
    "path": (as_json(feature="../../etc/passwd"), "(call it etc_passwd)"),
    "code": (as_json(feature="a; import os"), "(call it a_import_os)"),
    "template": (as_json(feature="{{7*7}}"), "payload.feature: `{{7*7}}` must be"),
    "keyword": (as_json(feature="class"), "payload.feature: `class` is a keyword of Python (call it classes)"),
    "soft keyword": (as_json(feature="match"), "payload.feature: `match` is a keyword of Python"),
    "builtin": (as_json(feature="list"), "payload.feature: `list` is a builtin of Python (call it lists)"),
    "standard library": (
        as_json(feature="calendar"),
        "`calendar` would shadow a module of Python's standard library (call it calendars)",
    ),
    "a sentence with a colon in a list": (
        as_yaml("\n  - A pet has a name.\n  - Sizes: small or large."),
        "payload.requirements[1]: is a mapping among sentences (put the sentence in quotes",
    ),
    "plural in the library": (as_json(feature="type"), "`type` is a builtin of Python (call it type_feature)"),
    "used library": (as_json(feature="sqlalchemy"), "`sqlalchemy` is a name that built code uses already"),
    "own package": (as_json(feature="core"), "`core` is a name that built code uses already (call it cores)"),
    "tests": (as_json(feature="tests"), "`tests` is a name that built code uses already (call it tests_feature)"),
    "metadata": (as_json(feature="metadata"), "`metadata` is a name that built code uses already"),
    "Pydantic's names": (
        as_json(feature="model_config"),
        "`model_config` begins with model_, which Pydantic keeps for itself (call it config)",
    ),
    "Pydantic's names twice": (as_json(feature="model_model_1"), "(call it feature)"),
}


@pytest.mark.parametrize(("raw", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_payload_is_refused_with_one_line_that_says_where(raw: bytes, expected: str) -> None:
    lines = refusal(raw).splitlines()
    assert any(expected in line for line in lines)
    assert all(line.startswith(("payload", "decoded payload")) and line.isprintable() for line in lines)
    assert max(map(len, lines)) < 300


def test_every_fault_of_a_request_is_reported_together() -> None:
    raw = json.dumps({"feature": "Pets", "description": "", "requirements": 1, "name": "x"}).encode()
    assert [line.partition(":")[0] for line in refusal(raw).splitlines()] == [
        "payload",
        "payload.feature",
        "payload.description",
        "payload.requirements",
    ]


def test_what_stands_under_a_key_in_capitals_is_not_told_to_be_missing() -> None:
    with pytest.raises(NotUnderstoodError) as error:
        read_payload(json.dumps({"Feature": "pets", "Description": "d", "Requirements": "A pet has a name."}).encode())

    assert [problem.advice for problem in error.value.problems] == [
        "did you mean `feature`?",
        "did you mean `description`?",
        "did you mean `requirements`?",
    ]


def test_a_flood_of_unknown_keys_is_cut_short() -> None:
    raw = json.dumps(SMOKE | {f"k{number}": 1 for number in range(15_000)}).encode()
    assert len(refusal(raw).splitlines()) == 20


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "feature: ",
                "description: ",
                "requirements: ",
                "smoke_test",
                "none",
                "\n",
                "  ",
                "- ",
                "? ",
                ": ",
                "|",
                ">",
            ),
            *(
                "{",
                "}",
                "[",
                "]",
                ",",
                '"',
                "'",
                "\\",
                "\\u",
                "d800",
                "&a",
                "*a",
                "!x",
                "<<",
                "---",
                "...",
                "%",
                "#",
                "\t",
            ),
            *(
                "1e9",
                ".nan",
                "NaN",
                "\ufeff",
                "\0",
                "\r\n",
                "é",
                "🐢",
                "=",
                "eyJ",
                json.dumps(SMOKE),
                json.dumps(SMOKE)[:-1],
            ),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), FRAGMENTS.map(str.encode), FRAGMENTS.map(str.encode).map(base64.b64encode)))
@example(b"feature: a\n? ")
@example(b"a: b\n...\nc")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(NotUnderstoodError):
        read_payload(raw)


def test_a_wrong_name_hides_no_fault_of_the_requirements(petsage: Petsage, tmp_path: Path) -> None:
    project = tmp_path / "shop"
    assert petsage("new", project).code == 0
    payload = as_json(feature="Pet Shop", description="none", requirements="A pet has a nonsense of. A pet flies.")
    outcome = petsage("plan", payload.decode(), "--project", project)

    assert outcome.code == 2
    for place in ("payload.feature:", "payload.description:", "requirements, line 1, column 32: 'flies'"):
        assert place in outcome.err
