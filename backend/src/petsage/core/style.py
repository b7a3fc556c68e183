"""What this project's API looks like, as `[api]` in `petsage.toml` says: read by everything that meets clients.

Code and tests speak in one way, whatever clients are told; only what is here makes the difference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Style:
    """What the project's API looks like.

    `prefix` is what the paths of the foundation's endpoints begin with, `case` how names are written in JSON and
    queries. A thing is changed by the methods that `change` names, and `scheme` stands before a token.

    `one` is the name that an answer has a thing under, and `body` the one that a request has it under; without a name
    there is no envelope. `items` and `total` are those of a page; without `items`, it is a bare list.

    `sign_up`, `sign_in` and `me` are the paths of accounts behind the prefix. A `token` is an answer of its own, or
    part of the account that signing up and in, and who is signed in, are answered with. An `email` is somebody's when
    they have confirmed it, or at once.

    What each person does `once` with a thing is a PUT that answers nothing, or a POST that answers with the thing.
    `fields` are own words for fields, by the names that code has for them.
    """

    prefix: str = "/api/v1"
    case: Literal["snake", "camel"] = "snake"
    change: Literal["patch", "put", "both"] = "patch"
    scheme: str = "Bearer"
    one: str = ""
    body: str = ""
    items: str = "items"
    total: str = "total"
    sign_up: str = "/users"
    sign_in: str = "/tokens"
    me: str = "/users/me"
    token: Literal["apart", "with account"] = "apart"
    once: Literal["put", "post"] = "put"
    email: Literal["confirmed", "at once"] = "confirmed"
    fields: Mapping[str, str] = field(default_factory=dict)


STYLE = Style()
