"""Endpoints that change something, at the methods that the style has for that."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter

from .style import STYLE

Function = TypeVar("Function", bound=Callable[..., Any])


def changes(router: APIRouter, path: str, **told: Any) -> Callable[[Function], Function]:
    """Makes a function the endpoint of a change; what is `told` is for the router."""

    def add(function: Function) -> Function:
        if STYLE.change != "put":
            router.patch(path, **told)(function)
        if STYLE.change != "patch":
            name = function.__name__ + "_by_put" * (STYLE.change == "both")
            router.put(path, name=name, **told)(function)
        return function

    return add
