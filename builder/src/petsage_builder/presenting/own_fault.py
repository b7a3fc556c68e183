"""Our own output that fails its own checks: which sentences are involved, a way around, and where all of it is kept."""

import ast
import json
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from petsage_builder.presenting.kept_reports import keep_report
from petsage_builder.presenting.report import OwnFault
from petsage_builder.proving import CheckResult
from petsage_builder.terms.module import Change, Module
from petsage_builder.terms.names import singular

_OURS = frozenset(["format", "lint", "types", "import", "openapi", "feature's tests"])
"""The checks that our output alone can fail, as far as nobody has edited it."""

_SETTINGS = frozenset(["format", "lint", "types"])
"""The checks that depend on the project's settings."""

_MOST_INVOLVED = 5
_MOST_TRIALS = 3
_TEST = re.compile(r"::(test_\w+)")
_LINE = re.compile(r"(\S+\.py):(\d+)")
_LITTLE_WORDS = frozenset(re.findall(r"\w+", "a an the is are its it of and or to be can by test that has with in"))

Proves = Callable[[Sequence[str]], bool]
"""Whether the request passes every check when these sentences are all that it says."""


def own_failures(module: Module, changes: Iterable[Change], results: Iterable[CheckResult]) -> list[CheckResult]:
    """The failed checks that are our own fault: nobody has edited what we made."""
    after = {change.path: change.after for change in changes}
    if any(after.get(path, text.encode()) != text.encode() for path, text in module.files.items()):
        return []
    return [result for result in results if result.status == "failed" and _is_about(result, module)]


def own_fault(failed: Sequence[CheckResult], module: Module, sentences: Sequence[str], proves: Proves) -> OwnFault:
    """What a person is told of it. Where sentences are involved, the request is tried without them."""
    tests = [name for result in failed for name in dict.fromkeys(_TEST.findall(result.output))]
    places = tests or [name for result in failed for name in _places(result.output, module.files)]
    involved = _involved(places, sentences)
    return OwnFault(
        checks=[f"{result.name}: {result.detail}" for result in failed],
        tests=tests,
        sentences=involved,
        way_around=_way_around(failed, involved, sentences, proves),
    )


def kept(fault: OwnFault, request: Mapping[str, Any], module: Module, failed: Sequence[CheckResult]) -> str:
    """Where the whole story is kept, outside the project; empty where it can't be written."""
    facts = f"petsage-builder {version('petsage-builder')}, Python {platform.python_version()}, {platform.platform()}"
    outputs = [f"== {result.name}: {result.detail}\n{result.output}" for result in failed]
    files = [f"== {path}\n{text}" for path, text in module.files.items()]
    told = [facts, json.dumps(request, indent=2, ensure_ascii=False), *fault.sentences, *outputs, *files]
    return str(keep_report("\n\n".join(told)) or "")


def _is_about(result: CheckResult, module: Module) -> bool:
    return result.name in _OURS or any(path in result.output for path in module.files)


def _places(output: str, files: Mapping[str, str]) -> Iterator[str]:
    """What the functions and classes are called that an output names lines of."""
    for path, line in _LINE.findall(output):
        if path in files:
            yield from _names_around(int(line), files[path])


def _names_around(line: int, text: str) -> Iterator[str]:
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in (node for node in ast.walk(ast.parse(text)) if isinstance(node, named)):
        if node.lineno <= line <= (node.end_lineno or node.lineno):
            yield re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name)


def _involved(places: Iterable[str], sentences: Sequence[str]) -> list[str]:
    """For each place in what we made, the sentences that have most of its words."""
    words = {sentence: _words(sentence.replace(" ", "_")) for sentence in sentences}
    found: dict[str, None] = {}
    for place in places:
        shared = {sentence: len(_words(place) & words[sentence]) for sentence in sentences}
        most = max(shared.values(), default=0)
        found |= {sentence: None for sentence in sentences if most and shared[sentence] == most}
    return list(found)[:_MOST_INVOLVED]


def _words(name: str) -> set[str]:
    found = re.findall(r"[a-z0-9]+", name.replace("'s", "").lower())
    return {singular(word) for word in found} - _LITTLE_WORDS


def _way_around(
    failed: Sequence[CheckResult], involved: Sequence[str], sentences: Sequence[str], proves: Proves
) -> str:
    for without in _trials(involved):
        if proves([sentence for sentence in sentences if sentence not in without]):
            return f"leave out `{' '.join(without)}`: everything else passes, it was tried"
    if names := [result.name for result in failed if result.name in _SETTINGS]:
        listed = ", ".join(f'"{name}"' for name in names)
        return f"switch the check off for now, with `skip = [{listed}]` under [checks] in petsage.toml"
    return "say what you need in other sentences, or leave the part out that fails"


def _trials(involved: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from [[sentence] for sentence in involved][:_MOST_TRIALS]
    if len(involved) > 1:
        yield involved
