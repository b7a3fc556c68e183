"""A payload is read as a feature request, in whatever form it comes."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petsage_builder.request.payload import MAX_BYTES, FeatureRequest, Payload, read_payload

from .payloads import SMOKE, as_base64, as_json, as_yaml, request

STATIC = FeatureRequest("smoke_test", "Check system is alive.", None)

# The forms


def test_yaml_is_read() -> None:
    raw = b"feature: smoke_test\ndescription: Check system is alive.\nrequirements: none\n"
    assert read_payload(raw) == Payload("YAML", STATIC)


def test_json_is_read() -> None:
    assert read_payload(as_json()) == Payload("JSON", STATIC)


@pytest.mark.parametrize(
    "encode",
    [
        base64.b64encode,
        base64.urlsafe_b64encode,
        base64.encodebytes,
        lambda raw: base64.b64encode(raw).rstrip(b"="),
        lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"="),
        lambda raw: b"  " + base64.b64encode(raw).replace(b"e", b"e\r\n") + b"\n\n",
    ],
    ids=["standard", "url-safe", "wrapped", "unpadded", "url-safe unpadded", "white space"],
)
@pytest.mark.parametrize("tail", ["", "?", "??", "ÿ>>?"])
def test_base64_of_json_is_read_however_it_was_encoded(encode: Any, tail: str) -> None:
    raw = json.dumps(SMOKE | {"description": "Alive" + tail}, ensure_ascii=False).encode()
    assert read_payload(encode(raw)) == Payload("base64 of JSON", FeatureRequest("smoke_test", "Alive" + tail, None))


@pytest.mark.parametrize("raw", [as_json(), b"feature: smoke_test\ndescription: Check system is alive."])
def test_a_byte_order_mark_at_the_start_is_skipped(raw: bytes) -> None:
    assert request(b"\xef\xbb\xbf" + raw) == STATIC


def test_a_byte_order_mark_inside_base64_is_skipped() -> None:
    assert request(as_base64(b"\xef\xbb\xbf" + as_json())) == STATIC


def test_a_flow_mapping_without_double_quotes_is_yaml() -> None:
    assert read_payload(b"{feature: smoke_test, description: Check system is alive.}") == Payload("YAML", STATIC)


def test_windows_line_ends_become_newlines() -> None:
    yaml_text = as_yaml("|\r\n  A pet has a name.\r\n  Anyone can see pets.\r\n")
    assert request(yaml_text).requirements == "A pet has a name.\nAnyone can see pets.\n"
    assert request(as_json(requirements="A pet.\r\nA cat.")).requirements == "A pet.\nA cat."


# What is asked for


@pytest.mark.parametrize(
    "spelling",
    [
        "none",
        "None",
        "NONE.",
        "None.",
        " none ",
        "",
        "~",
        "null",
        "''",
        '""',
        "None. This will be a static endpoint with no dependencies.",
        "none. this will be a static endpoint with no dependencies",
        ">\n  None. This will be a static\n  endpoint with no dependencies.\n",
    ],
)
def test_every_spelling_of_none_in_yaml_is_a_static_endpoint(spelling: str) -> None:
    assert request(as_yaml(spelling)).requirements is None


@pytest.mark.parametrize("value", [None, "", "  \n", "none", "None.", "NONE"])
def test_every_spelling_of_none_in_json_is_a_static_endpoint(value: str | None) -> None:
    assert request(as_json(requirements=value)).requirements is None


def test_missing_requirements_are_a_static_endpoint() -> None:
    assert request(b'{"feature": "smoke_test", "description": "Check system is alive."}') == STATIC


def test_more_than_the_known_sentence_after_none_is_kept_as_requirements() -> None:
    assert request(as_yaml("None. But a pet has a name.")).requirements == "None. But a pet has a name."


def test_sentences_are_kept_as_they_were_written() -> None:
    assert request(as_yaml("|\n  A pet has a name.\n\n    Anyone  can see pets.")).requirements == (
        "A pet has a name.\n\n  Anyone  can see pets."
    )


@pytest.mark.parametrize(
    "raw",
    [
        as_yaml("\n  - A pet has a name.\n  - Pets are listed\n    by name"),
        as_json(requirements=["A pet has a name.", "Pets are listed by name"]),
    ],
    ids=["YAML", "JSON"],
)
def test_a_list_of_sentences_is_text(raw: bytes) -> None:
    assert request(raw).requirements == "- A pet has a name.\n- Pets are listed by name"


def test_a_list_of_numbered_sentences_is_a_numbered_list() -> None:
    numbered = ["1. A pet has a name.", "2) Pets are listed by name."]

    assert request(as_json(requirements=numbered)).requirements == "\n".join(numbered)


@pytest.mark.parametrize(
    "value", [{"entities": [{"name": "pet", "bound": 0.5, "all": True, "no": None}]}, [{"name": "pet"}]]
)
def test_structured_requirements_are_the_same_in_json_and_yaml(value: Any) -> None:
    assert request(as_json(requirements=value)).requirements == value
    assert request(as_yaml(json.dumps(value))).requirements == value


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "y", "2026-01-31", "12:30", "0x10", "010", "1_000", "=", "1e"]
)
def test_a_yaml_scalar_that_only_yaml_1_1_would_convert_stays_text(word: str) -> None:
    assert request(as_yaml(f"\n  key: {word}")).requirements == {"key": word}


@pytest.mark.parametrize(("word", "value"), [("3", 3), ("-2.5", -2.5), ("1e2", 100.0), ("True", True), ("~", None)])
def test_a_yaml_scalar_that_json_knows_has_its_value(word: str, value: Any) -> None:
    assert request(as_yaml(f"\n  key: {word}")).requirements == {"key": value}


@pytest.mark.parametrize("word", ["5", "5.0", "'5'", "|\n  5"])
def test_a_number_in_yaml_is_text_where_text_is_asked_for(word: str) -> None:
    assert request(as_yaml(word)).requirements in ("5", "5.0")


@pytest.mark.parametrize("name", ["yes", "on", "off", "null", "true"])
def test_a_feature_can_be_called_what_yaml_would_convert(name: str) -> None:
    assert request(f"feature: {name}\ndescription: D".encode()).feature == name


@pytest.mark.parametrize("number", ["2026", "2026-01-31", "1.50", "true"])
def test_a_description_is_the_text_that_was_written(number: str) -> None:
    assert request(f"feature: pets\ndescription: {number}".encode()).description == number


def test_a_description_becomes_one_paragraph() -> None:
    assert request(as_json(description="  The animals\n that\tpeople   care for. \n")).description == (
        "The animals that people care for."
    )


def test_a_key_may_be_a_word_that_yaml_would_convert() -> None:
    assert request(as_yaml("\n  on: a\n  null: b\n  1: c")).requirements == {"on": "a", "null": "b", "1": "c"}


def test_a_merge_key_in_quotes_is_a_key_like_any_other() -> None:
    assert request(as_yaml("{'<<': a}")).requirements == {"<<": "a"}


def test_text_of_every_script_is_kept() -> None:
    assert request(as_json(description="Żółw 🐢 猫 — «ok»")).description == "Żółw 🐢 猫 — «ok»"
    assert request('feature: pets\ndescription: "\\U0001F422 🐢"'.encode()).description == "🐢 🐢"


def test_nesting_down_to_the_limit_is_read() -> None:
    assert request(as_json(requirements=json.loads("[" * 31 + "1" + "]" * 31))).requirements is not None
    assert request(as_yaml("[" * 31 + "1" + "]" * 31)).requirements is not None


def test_a_payload_of_exactly_the_limit_is_read() -> None:
    raw = as_json(requirements="x")
    padded = raw[:-1] + b" " * (256 * 1024 - len(raw)) + b"}"
    assert len(padded) == MAX_BYTES
    assert request(padded).requirements == "x"


PRINTABLE = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn"])
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(PRINTABLE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(PRINTABLE, max_size=8), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: isinstance(value, dict) and value)


@settings(max_examples=200, deadline=None)
@given(JSON_VALUES)
def test_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    assert request(as_json(requirements=value)).requirements == json.loads(json.dumps(value))
