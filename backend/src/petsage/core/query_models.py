"""How FastAPI remembers what the query of each list may hold."""

from functools import lru_cache
from typing import Any

from fastapi.dependencies import utils

_NAME = "get_cached_model_fields"


def remember_every_query_model() -> None:
    """Let FastAPI keep the fields of every model that a query is read into, however many lists an app has.

    It keeps those of the last 128 and makes the others anew. Its OpenAPI document looks fields up by identity, and ends
    with a `KeyError` where they have been made anew; requests pay for it, too. A FastAPI without this cache is left
    alone.
    """
    kept: Any = getattr(utils, _NAME, None)
    if hasattr(kept, "cache_parameters") and kept.cache_parameters()["maxsize"] is not None:
        setattr(utils, _NAME, lru_cache(maxsize=None)(kept.__wrapped__))
