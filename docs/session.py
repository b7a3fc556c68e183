"""The recorded session of docs/session.md: `.venv/bin/python docs/session.py` plays it anew, with the official client.

The agent needs no model: it knows what it wants in sentences, and otherwise does what the tools tell it. A test holds
the tools to what is recorded.
"""

import asyncio
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextResourceContents

PETSAGE = Path(sys.executable).with_name("petsage")
PAGE = Path(__file__).with_suffix(".md")
WIDTH = 128
WANTED = [
    "A pet has a name and an optional birth date.",
    "A pet belongs to a user, its owner.",
    "Only its owner can see, create, change or delete a pet.",
    "A pet's name is unqiue per owner.",
]
WANTED_LATER = "A pet has an optional weight in kg."
BEGINNING = """\
# An agent's session

From nothing to a landed feature, changed and taken out again, with the tools of `petsage mcp` alone. `docs/session.py`
recorded it; a test sends the same calls and holds the answers to these, of which only a part is shown.
"""
SHOWN = {
    "understood": ("assumed", "sentences", "endpoints", "tables"),
    "built": ("why", "checks"),
    "faults": ("place", "advice"),
    "checks": ("name", "status"),
}
"""What is shown of an answer's parts; a part that isn't named here is shown whole."""

_OFFERED = re.compile(r"`([A-Z][^`]*\.)`")
_LINE = re.compile(r"requirements, line (\d+)")


class Recorder:
    """Calls the tools, and writes down what was asked and what was answered."""

    def __init__(self, tools: Client) -> None:
        self._tools = tools
        self.page = BEGINNING

    async def say(self, text: str) -> None:
        """What the agent thinks of it."""
        self.page += f"\n{text}\n"

    async def read(self, address: str) -> None:
        """Read a resource."""
        (found,) = (await self._tools.read_resource(address)).contents
        assert isinstance(found, TextResourceContents)
        self.page += f"\nread `{address}`\n\n```markdown\n{found.text.splitlines()[0]}\n…\n```\n"

    async def call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a tool."""
        answer: dict[str, Any] = (await self._tools.call_tool(tool, arguments)).structured_content
        self.page += f"\ncall `{tool}`\n\n{_block(arguments)}\nanswer\n\n{_block(_shown(answer))}"
        return answer


def main() -> None:
    """Play the session in a new project, and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PETSAGE, "new", "shop"], cwd=folder, check=True, capture_output=True)
        PAGE.write_text(asyncio.run(_recorded(Path(folder, "shop"))), encoding="utf-8")


async def _recorded(project: Path) -> str:
    parameters = StdioServerParameters(command=str(PETSAGE), args=["mcp", "--project", str(project)])
    async with Client(stdio_client(parameters)) as client:
        recorder = Recorder(client)
        await _play(recorder)
        return recorder.page


async def _play(session: Recorder) -> None:
    await session.read("petsage://language")
    await session.say("What it wants, with one sentence that isn't quite the language's:")
    request = {"feature": "pets", "description": "The animals that people care for."}
    sentences = WANTED
    planned = await session.call("plan", request | {"requirements": "\n".join(sentences)})
    await session.say("The fault says which sentence to change, and offers the one to write:")
    sentences = _mended(sentences, planned["faults"][0])
    asked = request | {"requirements": "\n".join(sentences)}
    await session.call("plan", asked)
    await session.say("Understood. It is built, proven and landed:")
    await session.call("build", asked)
    await session.say("A day later, more is wanted. The same feature is built again; rows and hand edits are kept:")
    asked = request | {"requirements": "\n".join([*sentences, WANTED_LATER])}
    await session.call("build", asked | {"dry_run": True})
    await session.call("build", asked)
    await session.call("show", {"feature": "pets"})
    await session.call("check", {})
    await session.say("And out again:")
    await session.call("remove", {"feature": "pets"})


def _mended(sentences: list[str], fault: dict[str, str]) -> list[str]:
    offered, line = _OFFERED.search(fault["advice"]), _LINE.match(fault["place"])
    assert offered, fault
    assert line, fault
    at = int(line[1]) - 1
    return [*sentences[:at], offered[1], *sentences[at + 1 :]]


def _shown(value: Any, name: str = "") -> Any:
    if isinstance(value, list):
        return [_shown(one, name) for one in value]
    if isinstance(value, dict):
        names = SHOWN.get(name, tuple(value))
        return {name: _shown(value[name], name) for name in names if value[name] not in (None, [], {}, "")}
    return value


def _block(data: Any) -> str:
    return f"```json\n{_laid_out(data)}\n```\n"


def _laid_out(data: Any, margin: str = "") -> str:
    """JSON with what fits into a line on one."""
    line = json.dumps(data, ensure_ascii=False)
    if len(margin + line) <= WIDTH or not isinstance(data, dict | list):
        return line
    parts = (
        [f'"{name}": {_laid_out(value, margin + "  ")}' for name, value in data.items()]
        if isinstance(data, dict)
        else [_laid_out(value, margin + "  ") for value in data]
    )
    begins, ends = "{}" if isinstance(data, dict) else "[]"
    return begins + "".join(f"\n{margin}  {part}," for part in parts)[:-1] + f"\n{margin}{ends}"


if __name__ == "__main__":
    main()
