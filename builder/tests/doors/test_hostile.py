"""Hostile payloads through the doors for programs: each gives the answer that the command gives."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from petsage_builder.doors.agents import agent_server
from petsage_builder.doors.workplace import LocalWorkplace
from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import MAX_BYTES, read_payload

from ..conftest import Petsage, tree
from ..test_hostile_payloads import HARMLESS
from ..test_payload_refused import HOSTILE
from .servers import Server, serving


@pytest.fixture(scope="module")
def shop(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "shop"
    petsage("new", folder, "--blueprint", "feature-src")
    return folder


@pytest.fixture(scope="module")
def server(shop: Path) -> Iterator[Server]:
    with serving(shop.parent, [shop]) as running:
        yield running


def faults_of(raw: bytes) -> list[dict[str, str]]:
    """What the command says of a payload, as data."""
    with pytest.raises(NotUnderstoodError) as caught:
        read_payload(raw)
    return [dict(vars(problem)) for problem in caught.value.problems]


@pytest.mark.parametrize("path", ["/builds", "/plans"])
def test_a_hostile_payload_over_http_is_refused_as_by_the_command(server: Server, shop: Path, path: str) -> None:
    before = tree(shop)
    for name, (raw, _) in HOSTILE.items():
        answer = server.call("POST", path, content=raw)
        if len(raw) > MAX_BYTES:
            assert answer.status_code == 413, name
            continue
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), name
        assert answer.json()["faults"] == faults_of(raw), name
    assert server.call("GET", "/builds").json()["items"] == []
    assert tree(shop) == before


def test_text_that_tries_to_run_is_planned_harmlessly(server: Server, shop: Path) -> None:
    for name, raw in HARMLESS.items():
        assert server.call("POST", "/plans", content=raw).status_code == 200, name
    assert not list(shop.parent.rglob("pwned"))


def test_hostile_parts_of_a_request_are_refused_by_an_agents_tools(shop: Path) -> None:
    before = tree(shop)
    workplace = LocalWorkplace(shop, print)

    async def play() -> list[Any]:
        async with Client(agent_server(lambda _: workplace)) as client:
            return [(await client.call_tool("build", request)).structured_content for request in _requests()]

    outcomes = asyncio.run(play())
    assert len(outcomes) > 20
    assert {outcome["outcome"] for outcome in outcomes} == {"not understood"}
    assert all(outcome["faults"] for outcome in outcomes)
    assert tree(shop) == before


def _requests() -> Iterator[dict[str, Any]]:
    """The hostile payloads that have the parts of a request, as an agent would send them."""
    for raw, _ in HOSTILE.values():
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and found.keys() == {"feature", "description", "requirements"}:
            right_types = isinstance(found["feature"], str) and isinstance(found["description"], str)
            if right_types and isinstance(found["requirements"], str | dict | None):
                yield found
