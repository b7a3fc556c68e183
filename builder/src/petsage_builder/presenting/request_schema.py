"""The JSON Schema of a request's file, for editors that check and complete what is written."""

from typing import Any

from petsage_builder.request.payload import MAX_DESCRIPTION
from petsage_builder.spec.feature import FeatureSpec


def request_schema() -> dict[str, Any]:
    """What a feature request looks like in YAML or JSON."""
    spec = FeatureSpec.model_json_schema()
    own = {name: schema for name, schema in spec["properties"].items() if name not in ("feature", "description")}
    data = {"type": "object", "properties": own, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A feature request of PetSage",
        "type": "object",
        "required": ["feature", "description"],
        "additionalProperties": False,
        "properties": {
            "feature": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9_]{0,47}$",
                "description": "The feature's name in snake_case.",
            },
            "description": {
                "type": "string",
                "minLength": 1,
                "maxLength": MAX_DESCRIPTION,
                "description": "One paragraph: what the feature is for.",
            },
            "requirements": {
                "description": "Sentences of the requirements language, as text or a list, the same as data, or none.",
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}, data],
            },
        },
        "$defs": spec["$defs"],
    }
