"""A schema's value as a form asks for it, and what was typed there as the value that the app takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Document = dict[str, Any]
Kind = Literal["text", "long text", "number", "choice", "date", "time", "json"]

_FORMATS: dict[str, Kind] = {"date": "date", "time": "time"}
_LONG = 500
_DEEP = 5


@dataclass(frozen=True)
class Input:
    """One field of a form. `place` is path, query or body, `value` what stands in it at first."""

    place: str
    name: str
    kind: Kind
    required: bool
    about: str = ""
    choices: tuple[str, ...] = ()
    value: str = ""
    bounds: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """What the form sends it as."""
        return f"{self.place}.{self.kind}.{self.name}"


def input_of(
    place: str, name: str, schema: Document, document: Document, *, required: bool, value: Any = None
) -> Input:
    """How a form asks for a value of a schema, of which `value` is an example."""
    meant = resolved(schema, document)
    kind, choices = _kind(meant)
    about = schema.get("description") or meant.get("description") or meant.get("format") or ""
    shown = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Input(place, name, kind, required, about, choices, shown, _bounds(meant, kind))


def typed(kind: str, text: str) -> Any:
    """The value of what was typed; text that is none of its kind goes as it is, for the app to refuse."""
    if kind not in ("number", "json"):
        return {"true": True, "false": False}.get(text, text) if kind == "choice" else text
    try:
        return json.loads(text)
    except ValueError:
        return text


def resolved(schema: Document, document: Document) -> Document:
    """What a schema says once its references are followed, and null is left out."""
    for _ in range(_DEEP):
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif options := [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]:
            if len(options) > 1:
                return {}
            schema = options[0]
        else:
            break
    return schema


def _kind(schema: Document) -> tuple[Kind, tuple[str, ...]]:
    if "enum" in schema:
        return "choice", tuple(map(str, schema["enum"]))
    match schema.get("type"):
        case "boolean":
            return "choice", ("true", "false")
        case "integer" | "number":
            return "number", ()
        case "string":
            long = schema.get("maxLength", 0) > _LONG and "format" not in schema
            return _FORMATS.get(schema.get("format", ""), "long text" if long else "text"), ()
        case _:
            return "json", ()


def _bounds(schema: Document, kind: Kind) -> dict[str, Any]:
    """What the browser can hold a value to."""
    if kind == "number":
        step = 1 if schema["type"] == "integer" else "any"
        found = {"min": schema.get("minimum"), "max": schema.get("maximum"), "step": step}
    else:
        found = {"maxlength": schema.get("maxLength")} if kind in ("text", "long text") else {}
    return {name: bound for name, bound in found.items() if bound is not None}
