"""What is wrong with data that has not the shape of a spec, in the words of those who wrote it."""

from typing import Any

from petsage_builder.kinds.all import KINDS
from petsage_builder.spec.fault import Fault

_SHAPES = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "tuple_type": "a list",
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
}
_KEYS = "`petsage schema` has the keys; or write sentences, as in `A book has a title.`"
_KINDS = f'as in `{{"kind": "text"}}`; the kinds are {", ".join(kind.word() for kind in KINDS)}'


def misshapen(detail: Any) -> Fault:
    """One of the errors of a pydantic `ValidationError` as a fault."""
    path, found = detail["loc"], detail["type"]
    if found == "extra_forbidden":
        return Fault(path, "is not a key that is known", _KEYS)
    if found == "missing":
        return Fault(path, "is missing", _KINDS if path[-1] == "type" else _KEYS)
    if found == "union_tag_invalid":
        return Fault(path, f"'{detail['ctx']['tag']}' is no kind of field", _KINDS)
    if found == "union_tag_not_found":
        return Fault(path, "has no kind", _KINDS)
    if found in _SHAPES:
        return Fault(path, f"has to be {_SHAPES[found]}", _KINDS if path[-1] == "type" else _KEYS)
    return Fault(path, detail["msg"][:1].lower() + detail["msg"][1:], _KEYS)
