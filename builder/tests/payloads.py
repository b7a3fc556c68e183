"""Payloads to send, and what comes of them."""

import base64
import json
from typing import Any

import pytest

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import FeatureRequest, read_payload

SMOKE = {"feature": "smoke_test", "description": "Check system is alive.", "requirements": "none"}


def as_json(**changes: Any) -> bytes:
    return json.dumps(SMOKE | changes).encode()


def as_yaml(requirements: str) -> bytes:
    return f"feature: pets\ndescription: Pets.\nrequirements: {requirements}".encode()


def as_base64(text: bytes) -> bytes:
    return base64.b64encode(text)


def request(raw: bytes) -> FeatureRequest:
    return read_payload(raw).request


def refusal(raw: bytes) -> str:
    with pytest.raises(NotUnderstoodError) as caught:
        read_payload(raw)
    return str(caught.value)
