"""The door for coding agents, with the official client: over standard input and output, and over HTTP."""

import asyncio
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from ..conftest import PATIENCE, PETSAGE, ROUTER, SERVICE, Petsage, tree
from .agent import Agent
from .servers import ALICE, serving

SESSION = Path(__file__).parents[3] / "docs" / "session.md"
CALL = re.compile(r"call `(\w+)`\n\n```json\n(.*?)\n```\n\nanswer\n\n```json\n(.*?)\n```", re.DOTALL)
WANTED = [
    "A pet has a name and an optional birth date.",
    "A pet belongs to a user, its owner.",
    "Only its owner can see, create, change or delete a pet.",
    "A pet's name is unqiue per owner.",
]
SMOKE = {"feature": "smoke_test", "description": "Check system is alive."}


@asynccontextmanager
async def over_stdio(project: Path) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(command=str(PETSAGE), args=["mcp", "--project", str(project)])
    async with Client(stdio_client(parameters)) as client:
        yield client


@asynccontextmanager
async def over_http(project: Path, folder: Path) -> AsyncIterator[Client]:
    with serving(folder, [project]) as server:
        async with (
            httpx.AsyncClient(headers={"Authorization": f"Bearer {ALICE}"}, timeout=PATIENCE) as http,
            Client(streamable_http_client(f"{server.url}/mcp/", http_client=http)) as client,
        ):
            yield client


@asynccontextmanager
async def connected(way: str, project: Path, folder: Path) -> AsyncIterator[Client]:
    async with over_stdio(project) if way == "stdio" else over_http(project, folder) as client:
        yield client


@pytest.fixture(params=["stdio", "http"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_an_agent_gets_from_a_first_wording_to_a_landed_feature(way: str, project: Path, tmp_path: Path) -> None:
    async def play() -> tuple[dict[str, Any], list[str]]:
        async with connected(way, project, tmp_path) as client:
            agent = Agent(client)
            return await agent.land("pets", "The animals that people care for.", WANTED), agent.said

    built, said = asyncio.run(play())
    assert "line 4, column 17" in "\n".join(said)
    assert built["outcome"] == "landed", built
    assert (project / "src/petsage/features/pets/router.py").is_file()


def test_the_recorded_session_goes_as_it_is_shown(tmp_path: Path, petsage: Petsage) -> None:
    shop = tmp_path / "shop"
    petsage("new", shop)
    calls = re.findall(
        r"call `(\w+)`\n\n```json\n(.*?)\n```\n\nanswer\n\n```json\n(.*?)\n```", SESSION.read_text(), re.DOTALL
    )
    assert len(calls) > 6

    async def play() -> list[Any]:
        async with over_stdio(shop) as client:
            return [(await client.call_tool(tool, json.loads(asked))).structured_content for tool, asked, _ in calls]

    for (tool, _, shown), answer in zip(calls, asyncio.run(play()), strict=True):
        assert holds(answer, json.loads(shown)), f"{tool} answers {answer}"


def holds(whole: Any, part: Any) -> bool:
    """Whether an answer has everything that is shown of it."""
    if isinstance(part, dict):
        return all(name in whole and holds(whole[name], value) for name, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(holds, whole, part))
    return bool(whole == part)


def test_the_tools_are_few_and_typed_in_and_out(project: Path) -> None:
    async def look() -> Any:
        async with over_stdio(project) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(look())
    assert {tool.name for tool in tools} == {"plan", "build", "list", "show", "check", "remove", "undo"}
    assert all(tool.output_schema and tool.description for tool in tools)


def test_a_build_tells_its_progress_and_lists_shows_checks_and_removes_what_it_built(
    way: str, project: Path, tmp_path: Path
) -> None:
    before, told = tree(project), []

    async def progress(progress: float, total: float | None, message: str | None) -> None:  # noqa: ARG001 - named so by the client
        told.append((progress, message))

    async def play() -> list[Any]:
        async with connected(way, project, tmp_path) as client:
            built = await client.call_tool("build", SMOKE, progress_callback=progress)
            answers = [built]
            for tool, arguments in (("list", {}), ("show", {"feature": "smoke_test"}), ("check", {})):
                answers.append(await client.call_tool(tool, arguments))
            answers.append(await client.call_tool("undo", {"dry_run": True}))
            answers.append(await client.call_tool("undo", {}))
            answers.append(await client.call_tool("build", SMOKE))
            answers.append(await client.call_tool("remove", {"feature": "smoke_test"}))
            return [answer.structured_content for answer in answers]

    built, listed, shown, checked, previewed, undone, again, removed = asyncio.run(play())
    assert built["outcome"] == "landed"
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {"checks", "check feature's tests: passed"} <= {message for _, message in told}
    assert [line["feature"] for line in listed["result"]] == ["smoke_test"]
    assert {"path": SERVICE, "state": "as built"} in shown["shown"]["files"]
    assert checked["result"] == []
    assert (previewed["outcome"], undone["outcome"], again["outcome"]) == ("proven", "landed", "landed")
    assert (undone["features"], undone["files"]) == (["smoke_test"], previewed["files"])
    assert {"path": SERVICE, "action": "delete"} in undone["files"]
    assert removed["faults"] == []
    assert tree(project) == before


def test_what_is_wrong_is_told_as_faults_and_not_as_a_crash(project: Path) -> None:
    async def play() -> tuple[Any, Any]:
        async with over_stdio(project) as client:
            built = await client.call_tool("build", {"feature": "Bad name", "description": "x"})
            shown = await client.call_tool("show", {"feature": "nothing"})
            return built.structured_content, shown.structured_content

    built, shown = asyncio.run(play())
    assert (built["outcome"], built["faults"][0]["place"]) == ("not understood", "payload.feature")
    assert shown["faults"][0]["message"] == "was not built in this project"


def test_conflicts_with_hand_edits_are_settled_by_their_keys(way: str, project: Path, tmp_path: Path) -> None:
    async def play() -> list[Any]:
        async with connected(way, project, tmp_path) as client:
            built = await client.call_tool("build", SMOKE)
            router = project / ROUTER
            router.write_text(router.read_text().replace("Check system is alive.", "By hand."))
            changed = SMOKE | {"description": "Check system lives."}
            conflicting = await client.call_tool("build", changed)
            faults = conflicting.structured_content["faults"]
            settled = await client.call_tool("build", changed | {"settled": {one["key"]: one["new"] for one in faults}})
            return [answer.structured_content for answer in (built, conflicting, settled)]

    built, conflicting, settled = asyncio.run(play())
    assert [one["outcome"] for one in (built, conflicting, settled)] == [
        "landed",
        "conflicts with hand edits",
        "landed",
    ]
    assert "By hand." in conflicting["faults"][0]["yours"]
    assert "Check system lives." in (project / ROUTER).read_text()


def test_a_cancelled_build_leaves_the_project_as_it_was(project: Path) -> None:
    rules = project / "petsage.toml"
    rules.write_text(rules.read_text() + '\n[checks]\ncommands = [["sleep", "600"]]\n')
    before = tree(project)

    async def play() -> float:
        async with over_stdio(project) as client:
            reached = asyncio.Event()

            async def progress(progress: float, total: float | None, message: str | None) -> None:  # noqa: ARG001
                if message == "checks":
                    reached.set()

            call = asyncio.create_task(client.call_tool("build", SMOKE, progress_callback=progress))
            await asyncio.wait_for(reached.wait(), PATIENCE)
            call.cancel()
            started = time.monotonic()
            listed = await client.call_tool("list", {})  # waits for the project's lock
            assert listed.structured_content == {"result": []}
            return time.monotonic() - started

    assert asyncio.run(play()) < 60  # what runs may take twice as long
    assert tree(project) == before


def test_an_agent_that_hangs_up_ends_the_server(project: Path) -> None:
    process = subprocess.Popen(
        [PETSAGE, "mcp", "--project", project], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    )
    assert process.stdin
    process.stdin.close()
    try:
        assert process.wait(PATIENCE) == 0
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
