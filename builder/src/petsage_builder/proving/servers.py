"""The servers that a project's tests need: each must be there before a check waits for it."""

import socket
from collections.abc import Iterable

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.proving.petsage_workshop.relay import address_of

_PATIENCE = 2.0


def refuse_silent_servers(named: Iterable[str]) -> None:
    """Connect to each server once.

    Raises:
        CannotBuildError: one doesn't answer.
    """
    advice = "start it, or take it out of [checks] network in petsage.toml"
    lost = [Problem(f"checks.network, {one}", "no server answers there", advice) for one in named if not _reached(one)]
    if lost:
        raise CannotBuildError(*lost)


def _reached(named: str) -> bool:
    try:
        socket.create_connection(address_of(named), _PATIENCE).close()
    except OSError:
        return False
    return True
