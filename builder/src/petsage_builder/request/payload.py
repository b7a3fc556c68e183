"""Raw bytes to a feature request: YAML, JSON or base64 of JSON, told apart by what is in them."""

import difflib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.request.documents.base64_text import decode_base64
from petsage_builder.request.documents.compose import Value, compose
from petsage_builder.request.documents.json_events import json_events
from petsage_builder.request.documents.source import Source, decode, quoted
from petsage_builder.request.documents.yaml_events import yaml_events
from petsage_builder.request.feature_name import alternative, name_fault

Form: TypeAlias = Literal["YAML", "JSON", "base64 of JSON"]
Requirements: TypeAlias = str | dict[str, Value] | list[Value] | None

MAX_BYTES = 256 * 1024
MAX_DESCRIPTION = 2_000
KEYS = ("feature", "description", "requirements")
NOTHING = frozenset({"", "none", "null", "~", "none. this will be a static endpoint with no dependencies"})
"""How requirements say that nothing is required, in small letters and without the full stop."""

_NEVER_IN_PATHS = re.compile(r"[\n:{\0]")
_JSON_START = re.compile(r'\s*(\[|\{\s*("|\}|$))')
_NUMBERED = re.compile(r"\d+[.)]\s")
"""How an item of a list begins that has a number of its own."""
_MAX_UNKNOWN_KEYS = 20


@dataclass(frozen=True)
class FeatureRequest:
    """What is asked for. `description` is one paragraph; `requirements` is `None` for a static endpoint."""

    feature: str
    description: str
    requirements: Requirements


@dataclass(frozen=True)
class Payload:
    """A feature request and the form in which it came."""

    form: Form
    request: FeatureRequest


class UnfitRequestError(NotUnderstoodError):
    """What is around the requirements is wrong; `request` has them under a name that is allowed."""

    def __init__(self, request: FeatureRequest, *problems: Problem) -> None:
        super().__init__(*problems)
        self.request = request


def fetch_payload(argument: str, stdin: BinaryIO) -> bytes:
    """The raw payload that a command line's argument stands for: `-`, a file's path, or the text itself.

    No more than one byte over `MAX_BYTES` is read.

    Raises:
        NotUnderstoodError: the argument is the path of what isn't there or can't be read.
    """
    if argument == "-":
        return stdin.read(MAX_BYTES + 1)
    if not _is_path(argument):
        return argument.encode("utf-8", "surrogatepass")
    try:
        with Path(argument).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        advice = "name the request's file, or hand over its text"
        raise NotUnderstoodError(Problem(quoted(argument), f"can't be read: {error.strerror}", advice)) from error


def _is_path(argument: str) -> bool:
    """Whether the argument is the path of something, or looks like one."""
    with suppress(OSError):  # no path is that long
        if argument.strip() and Path(argument).exists():
            return True
    looks_like_one = "/" in argument or "\\" in argument or argument.endswith((".yaml", ".yml", ".json"))
    return looks_like_one and not _NEVER_IN_PATHS.search(argument) and not _is_base64_of_json(argument)


def _is_base64_of_json(text: str) -> bool:
    try:
        return decode_base64(text).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    except ValueError:
        return False


def read_payload(raw: bytes) -> Payload:
    """The feature request in `raw`.

    Raises:
        NotUnderstoodError: the text can't be read (the first fault, with its line and column), or it isn't a feature
            request (every fault, with its key).
    """
    if len(raw) > MAX_BYTES:
        raise NotUnderstoodError(
            Problem("payload", f"is larger than {MAX_BYTES // 1024} KiB", "ask for less in one feature")
        )
    source = decode("payload", raw)
    if not source.text.strip():
        raise NotUnderstoodError(Problem("payload", "is empty", "write a feature request"))
    if _JSON_START.match(source.text):
        return Payload("JSON", _request(compose(source, json_events(source))))
    if ":" in source.text:
        return Payload("YAML", _request(compose(source, yaml_events(source))))
    decoded = decode("decoded payload", _decoded(source))
    return Payload("base64 of JSON", _request(compose(decoded, json_events(decoded))))


def _decoded(source: Source) -> bytes:
    """What the text is base64 of. It holds no colon, so it can't be YAML or JSON of a feature request."""
    neither = "is neither YAML nor JSON with the key `feature`, nor base64 of such JSON"
    if found := re.search(r"[^A-Za-z0-9+/=_\s-]", source.text):
        source.refuse(found.start(), f"{neither}: {quoted(found[0])} is not a character of base64")
    try:
        return decode_base64(source.text)
    except ValueError as error:
        raise NotUnderstoodError(Problem("payload", f"{neither}: as base64, {error}")) from error


def _request(value: Value) -> FeatureRequest:
    if not isinstance(value, dict):
        keys = ", ".join(f"`{key}`" for key in KEYS)
        raise NotUnderstoodError(Problem("payload", f"is {_kind(value)}, not a mapping", f"give it the keys {keys}"))
    meant = {key: _nearest(key) for key in islice((key for key in value if key not in KEYS), _MAX_UNKNOWN_KEYS)}
    problems = list(_unknown_keys(meant))
    value = {near: value[key] for key, near in meant.items() if near} | value  # so that nothing of it is missing
    feature = _feature(value, problems)
    description = _description(value, problems)
    requirements = _requirements(value, problems)
    if any(problem.place.startswith("payload.requirements") for problem in problems):
        raise NotUnderstoodError(*problems)
    if problems:
        raise UnfitRequestError(FeatureRequest(alternative(feature), description, requirements), *problems)
    return FeatureRequest(feature, description, requirements)


def _unknown_keys(meant: dict[str, str]) -> Iterator[Problem]:
    for key, nearest in meant.items():
        advice = f"did you mean `{nearest}`?" if nearest else f"the keys are {', '.join(KEYS)}"
        yield Problem("payload", f"the key {quoted(key)} is not known", advice)


def _nearest(key: str) -> str:
    """The key that was meant by another one; empty where none is near."""
    return next(iter(difflib.get_close_matches(key.lower(), KEYS, n=1)), "")


def _feature(value: dict[str, Value], problems: list[Problem]) -> str:
    name = _text(value, "feature", "name the feature: `feature: smoke_test`", problems)
    if name and (fault := name_fault(name)):
        problems.append(Problem("payload.feature", f"{quoted(name)} {fault}", f"call it {alternative(name)}"))
    return name


def _description(value: dict[str, Value], problems: list[Problem]) -> str:
    advice = "say in one paragraph what the feature is for"
    text = " ".join(_text(value, "description", advice, problems).split())
    if len(text) > MAX_DESCRIPTION:
        message = f"is {len(text)} characters long, at most {MAX_DESCRIPTION} are allowed"
        problems.append(Problem("payload.description", message, advice))
    return text


def _requirements(value: dict[str, Value], problems: list[Problem]) -> Requirements:
    requirements = value.get("requirements")
    advice = "write sentences, as text or as a list, a feature spec, or `none` for a static endpoint"
    if requirements is None or (isinstance(requirements, str) and _says_nothing(requirements)):
        return None
    if not isinstance(requirements, str | dict | list):
        problems.append(Problem("payload.requirements", f"is {_kind(requirements)}", advice))
        return None
    if not requirements:
        problems.append(Problem("payload.requirements", f"is {_kind(requirements)} with nothing in it", advice))
    if isinstance(requirements, list) and any(isinstance(item, str) for item in requirements):
        return _bullets(requirements, problems)
    return requirements


def _bullets(items: list[Value], problems: list[Problem]) -> str:
    """A list of sentences as text."""
    for number, item in enumerate(items):
        if not isinstance(item, str):
            advice = "put the sentence in quotes: where it has a colon, YAML takes it for a mapping"
            problems.append(Problem(f"payload.requirements[{number}]", f"is {_kind(item)} among sentences", advice))
    return "\n".join(item if _NUMBERED.match(item) else f"- {item}" for item in items if isinstance(item, str))


def _text(value: dict[str, Value], key: str, advice: str, problems: list[Problem]) -> str:
    """The text under `key`; empty, with a problem, where there is none."""
    text = value.get(key)
    if isinstance(text, str) and (key == "feature" or not _says_nothing(text)) and text.strip():
        return text
    if text is None or isinstance(text, str):
        problems.append(Problem(f"payload.{key}", "is missing" if key not in value else "says nothing", advice))
    else:
        problems.append(Problem(f"payload.{key}", f"is {_kind(text)}, not text", advice))
    return ""


def _says_nothing(text: str) -> bool:
    return " ".join(text.split()).casefold().removesuffix(".") in NOTHING


def _kind(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a mapping"
