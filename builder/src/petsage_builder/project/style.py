"""What a team's API looks like, as data: `[api]` in a project's rules, and what the project's core is told of it."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_SEGMENT = r"[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9])?"
_PREFIX = re.compile(rf"(?:/{_SEGMENT})*")
OF_ACCOUNTS = ("users", "tokens", "password-resets", "email-changes")
"""The collections that every project has."""


def _prefix(path: str) -> str:
    if not _PREFIX.fullmatch(path):
        raise ValueError("must be empty or begin with a slash and end without one, such as /api/v1")
    return path


class Style(BaseModel):
    """The API's looks. What isn't said is as the shipped blueprints have it.

    `prefix` is what all paths begin with; `collections` has a word of its own for the things of an entity, by its name;
    `case` is how names are written in JSON and in queries.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    prefix: Annotated[str, AfterValidator(_prefix)] | None = None
    case: Literal["snake", "camel"] = "snake"
    collections: Mapping[str, Annotated[str, Field(pattern=rf"^{_SEGMENT}$")]] = {}

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        twice = [word for word, count in Counter(self.collections.values()).items() if count > 1]
        if twice:
            raise ValueError(f"several entities would be at /{twice[0]}; give each a word of its own")
        if taken := [word for word in self.collections.values() if word in OF_ACCOUNTS]:
            raise ValueError(f"/{taken[0]} is where accounts are; give the collection another word")
        return self

    def spelled(self, name: str) -> str:
        """A name as clients read it: `birth_date`, or `birthDate`."""
        first, *others = name.split("_")
        return name if self.case == "snake" else first + "".join(word[:1].upper() + word[1:] for word in others)

    def in_core(self) -> dict[str, Any]:
        """What the core is told: what is not as it is in every project."""
        return self.model_dump(exclude={"collections"}, exclude_defaults=True)
