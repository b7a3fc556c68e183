"""An agent without a model: it knows what it wants in sentences, and otherwise does what the tools tell it."""

import re
from dataclasses import dataclass, field
from typing import Any

from mcp import Client
from mcp.types import TextResourceContents

_OFFERED = re.compile(r"`([A-Z][^`]*\.)`")
_PLACE = re.compile(r"requirements, line (\d+), column \d+")
MOST_PLANS = 10


@dataclass
class Agent:
    """Takes a request from a first wording to a landed feature; `said` is what passed between it and the tools."""

    tools: Client
    said: list[str] = field(default_factory=list)

    async def land(self, feature: str, description: str, sentences: list[str]) -> dict[str, Any]:
        """The answer of the build, once the request is understood."""
        (guide,) = (await self.tools.read_resource("petsage://language")).contents
        assert isinstance(guide, TextResourceContents)
        self.said.append(f"read petsage://language: {guide.text.splitlines()[0]}")
        for _ in range(MOST_PLANS):
            request = {"feature": feature, "description": description, "requirements": "\n".join(sentences)}
            planned = await self._call("plan", request)
            if not planned["faults"]:
                return await self._call("build", request)
            sentences = self._mended(sentences, planned["faults"])
        raise AssertionError(f"still not understood: {planned['faults']}")

    def _mended(self, sentences: list[str], faults: list[dict[str, str]]) -> list[str]:
        """The sentences with the first fault mended as its advice says."""
        fault = faults[0]
        offered, place = _OFFERED.search(fault["advice"]), _PLACE.fullmatch(fault["place"])
        assert offered, fault
        assert place, fault
        line = int(place[1]) - 1
        if fault["advice"].startswith("add "):
            return [*sentences, offered[1]]
        return [*sentences[:line], offered[1], *sentences[line + 1 :]]

    async def _call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = await self.tools.call_tool(tool, arguments)
        assert not answer.is_error, answer.content
        found: dict[str, Any] = answer.structured_content
        self.said += [f"call {tool}: {arguments['requirements']}", f"answer: {_short(found)}"]
        return found


def _short(answer: dict[str, Any]) -> str:
    if answer["faults"]:
        return "; ".join(f"{fault['place']}: {fault['message']} ({fault['advice']})" for fault in answer["faults"])
    return str(answer.get("outcome", "understood"))
