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

_WORD = r"(?:[A-Za-z][A-Za-z0-9_]{0,39}|\{things?\}[A-Za-z0-9_]{0,40})"
_REST_OF_A_PAGE = ("next", "total_is_exact", "totalIsExact")
_OF_THINGS = ("id", "created_at", "updated_at", "deleted_at", "status")
_OF_ANSWERS = (
    "items",
    "next",
    "total",
    "total_is_exact",
    "called",
    "kinds",
    "fields",
    "place",
    "message",
    "content",
    "event",
)
_OF_CORE = (*_OF_THINGS, *_OF_ANSWERS, "email", "password", "role", "roles", "is_active", "token", "expires_at")
"""What answers have of their own."""
_KEPT = ("/tokens/current", "/password-resets", "/password-resets/confirmation", "/email-changes/confirmation")
_OTHER_SCHEMES = ("basic", "digest", "negotiate", "hoba", "mutual", "dpop", "gnap")
_METHODS: dict[str, tuple[str, ...]] = {"patch": ("PATCH",), "put": ("PUT",), "both": ("PATCH", "PUT")}


def _prefix(path: str) -> str:
    if not _PREFIX.fullmatch(path):
        raise ValueError("must be empty or begin with a slash and end without one, such as /api/v1")
    return path


def _path(path: str) -> str:
    if not path or not _PREFIX.fullmatch(path):
        raise ValueError("must begin with a slash and end without one, such as /users/login")
    return path


def _scheme(word: str) -> str:
    if word.lower() in _OTHER_SCHEMES:
        raise ValueError(f"{word} is not followed by a token of the app's own; use Bearer, or a word such as Token")
    return word


class Style(BaseModel):
    """The API's looks. What isn't said is as the shipped blueprints have it.

    `prefix` is what all paths begin with; `collections` has a word of its own for the things of an entity, by its name;
    `case` is how names are written in JSON and in queries. A thing is changed by the methods that `change` names, and
    `scheme` stands before a token.

    `one` is the name that answers have a thing under, `body` the one that requests have it under, `items` and `total`
    those of a page; without `items` it is a bare list. `{thing}` and `{things}` in them are what the entity is called.

    `sign_up`, `sign_in` and `me` are where accounts are, behind the prefix. A `token` is an answer of its own, or part
    of the account that signing up and in, and who is signed in, are answered with. An `email` is somebody's when they
    have confirmed it, or at once.

    What each person does `once` with a thing is a PUT that answers nothing, or a POST that answers with the thing, as
    taking it back does then. `fields` has words of their own for fields, by their names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    prefix: Annotated[str, AfterValidator(_prefix)] | None = None
    case: Literal["snake", "camel"] = "snake"
    change: Literal["patch", "put", "both"] = "patch"
    scheme: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$", max_length=40), AfterValidator(_scheme)] = "Bearer"
    one: Annotated[str, Field(pattern=rf"^{_WORD}?$")] = ""
    body: Annotated[str, Field(pattern=rf"^{_WORD}?$")] = ""
    items: Annotated[str, Field(pattern=rf"^{_WORD}?$")] = "items"
    total: Annotated[str, Field(pattern=rf"^{_WORD}$")] = "total"
    sign_up: Annotated[str, AfterValidator(_path)] = "/users"
    sign_in: Annotated[str, AfterValidator(_path)] = "/tokens"
    me: Annotated[str, AfterValidator(_path)] = "/users/me"
    token: Literal["apart", "with account"] = "apart"
    email: Literal["confirmed", "at once"] = "confirmed"
    once: Literal["put", "post"] = "put"
    fields: Mapping[str, Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]] = {}
    collections: Mapping[str, Annotated[str, Field(pattern=rf"^{_SEGMENT}$")]] = {}

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        twice = [word for word, count in Counter(self.collections.values()).items() if count > 1]
        if twice:
            raise ValueError(f"several entities would be at /{twice[0]}; give each a word of its own")
        if taken := [word for word in self.collections.values() if word in self.of_accounts]:
            raise ValueError(f"/{taken[0]} is where accounts are; give the collection another word")
        words = [*self.fields.values(), *_OF_CORE, *map(self.spelled, _OF_CORE)]
        if alike := [word for word in self.fields.values() if words.count(word) > 1]:
            raise ValueError(f"{alike[0]} would be several things in answers; give each field a word of its own")
        if self.sign_up == self.sign_in:
            raise ValueError(f"sign_up and sign_in would both be POST {self.sign_up}")
        if kept := [path for path in (self.sign_up, self.sign_in, self.me) if path in _KEPT]:
            raise ValueError(f"{kept[0]} is where something else of accounts is")
        parts = [self.items, self.total, *_REST_OF_A_PAGE]
        if twice := [part for part, count in Counter(parts).items() if count > 1]:
            raise ValueError(f"a page would have two parts called {twice[0]}; name items or total otherwise")
        if not self.items and self.total != "total":
            raise ValueError("total is a header where items are a bare list; leave it out, or name the items")
        return self

    @property
    def of_accounts(self) -> set[str]:
        """The segments that collections can't have, since accounts are there."""
        return {*OF_ACCOUNTS, *(path.split("/")[1] for path in (self.sign_up, self.sign_in, self.me))}

    @property
    def names_things(self) -> bool:
        """Whether clients are told what things are called."""
        return any("{thing" in name for name in (self.one, self.body, self.items, self.total))

    def methods(self, method: str) -> tuple[str, ...]:
        """The methods at which clients find an endpoint that is otherwise at this one."""
        return _METHODS[self.change] if method == "PATCH" else (method,)

    def spelled(self, name: str) -> str:
        """A name as clients read it: `birth_date`, or `birthDate`."""
        if own := self.fields.get(name.replace("_", " ")):
            return own
        first, *others = name.split("_")
        return name if self.case == "snake" else first + "".join(word[:1].upper() + word[1:] for word in others)

    def within(self, envelope: str, one: str, many: str) -> str:
        """The name of an envelope, or of a part of a page, where things are called so."""
        return envelope.replace("{thing}", one).replace("{things}", many)

    def in_core(self) -> dict[str, Any]:
        """What the core is told: what is not as it is in every project."""
        told = self.model_dump(exclude={"collections", "fields"}, exclude_defaults=True)
        fields = {name.replace(" ", "_"): own for name, own in self.fields.items()}
        return told | ({"fields": fields} if fields else {})
