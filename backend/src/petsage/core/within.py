"""Bodies that come in the style's envelope: `{"article": {"title": …}}`."""

from functools import cache
from operator import attrgetter
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, core_schema

from .envelopes import Called
from .schemas import Known
from .style import STYLE

_BODIES: set[str] = set()


class Within:
    """Marks a body that comes in the style's envelope, where it has one; what is inside is handed on.

    `called` is what the thing is called that the body says something of.
    """

    def __init__(self, called: str) -> None:
        self._name = Called(called).within(STYLE.body)
        _BODIES.add(self._name)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if not self._name:
            return handler(source)
        body = handler.generate_schema(_body(source, self._name))
        return core_schema.chain_schema([body, core_schema.no_info_plain_validator_function(attrgetter("inside"))])


def inside(place: tuple[Any, ...]) -> tuple[Any, ...]:
    """A place in a body as if there were no envelope: `body.article.title` is `body.title`."""
    has_envelope = len(place) > 2 and place[0] == "body" and place[1] in _BODIES
    return (place[0], *place[2:]) if has_envelope else place


@cache
def _body(shape: type[BaseModel], name: str) -> type[BaseModel]:
    """The schema of a body that has another one under a name, and nothing else."""
    extra = shape.model_config.get("json_schema_extra")
    examples = extra.get("examples") if isinstance(extra, dict) else None
    shown: Any = {"examples": [{name: example} for example in examples]} if isinstance(examples, list) else {}

    class Body(Known):
        model_config = ConfigDict(json_schema_extra=shown)

    return create_model(
        f"{shape.__name__}Body", __base__=Body, __doc__=shape.__doc__, inside=(shape, Field(alias=name))
    )
