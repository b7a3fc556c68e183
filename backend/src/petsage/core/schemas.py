"""What every schema keeps: what comes in is strict, what goes out carries its version."""

import math
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from .envelopes import Called
from .errors import MOST_FAULTS
from .spelling import SHOWN, in_json

MAX_DEPTH = 32


class Known(BaseModel):
    """What has no unknown fields, however many are sent."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _few(cls, sent: Any) -> Any:
        """What was sent, without what comes after so many unknown fields that no more faults are told."""
        most = len(cls.model_fields) + MOST_FAULTS + 1
        return dict(islice(sent.items(), most)) if isinstance(sent, dict) and len(sent) > most else sent


class Input(Known):
    """What a client sends. Unknown fields are refused, and so is text that no database can hold."""

    model_config = ConfigDict(allow_inf_nan=False, alias_generator=in_json)

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, sent: Any) -> Any:
        return whole(storable(sent))


class Patch(Input):
    """What a client wants changed. A field is `T | MISSING = MISSING`: not sent, it is not in `model_dump()`."""


def with_example(**fields: Any) -> ConfigDict:
    """The configuration of a schema that is documented with a body of these fields, which can be sent as it is."""
    return ConfigDict(json_schema_extra={"examples": [{in_json(name): value for name, value in fields.items()}]})


class Read(BaseModel):
    """What a client is shown of a thing. The version goes into the ETag, not into the body."""

    model_config = SHOWN
    called: ClassVar[Called] = Called()

    id: UUID
    created_at: datetime
    updated_at: datetime
    version: int = Field(exclude=True)


class ReadInPublic(Read):
    """What others are shown of somebody: nothing but their id and what is named."""

    created_at: datetime = Field(exclude=True)
    updated_at: datetime = Field(exclude=True)


class ReadWithin(BaseModel):
    """What a client is shown of a thing within another: some of its fields, and where to find it."""

    model_config = SHOWN

    id: UUID


def whole(sent: Any) -> Any:
    """What was sent; 7.0 as 7, which are one number in JSON."""
    return int(sent) if isinstance(sent, float) and sent.is_integer() and abs(sent) < 2**53 else sent


def storable(sent: Any) -> Any:
    """What was sent; `ValueError` where no database can hold it."""
    _refuse_unstorable(sent, MAX_DEPTH)
    return sent


def _refuse_unstorable(sent: Any, depth: int) -> None:
    if isinstance(sent, str):
        if "\0" in sent:
            raise ValueError("text can't contain NUL")
        if not sent.isascii() and any("\ud800" <= letter <= "\udfff" for letter in sent):
            raise ValueError("text can't contain half of a surrogate pair")
    elif isinstance(sent, dict | list):
        if not depth:
            raise ValueError(f"nesting can't be deeper than {MAX_DEPTH}")
        for part in (*sent, *sent.values()) if isinstance(sent, dict) else sent:
            _refuse_unstorable(part, depth - 1)
    elif isinstance(sent, float) and not math.isfinite(sent):
        raise ValueError("a number must be finite")
