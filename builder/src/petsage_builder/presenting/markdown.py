"""A build report as Markdown, to be kept or sent in a review."""

import json
from pathlib import PurePosixPath
from typing import Any

from petsage_builder.presenting.lines import duration
from petsage_builder.presenting.report import BuildReport
from petsage_builder.rendering.templating import markdown_text

Facts = dict[str, Any]

_LANGUAGES = {".py": "python", ".md": "markdown", ".toml": "toml"}


def to_markdown(report: BuildReport) -> str:
    """The whole report; what came from a request is shown as text and can't become markup."""
    sections = [f"# Build report: {report.feature}\n"]
    for number, step in enumerate(report.steps, 1):
        sections += [
            f"## {number}. {step.name.capitalize()} ({duration(step.seconds)})\n",
            _BODIES[step.name](step.facts),
        ]
    return "\n".join(sections)


def _acknowledged(facts: Facts) -> str:
    return f"Feature `{facts['feature']}`, received as {facts['form']}.\n"


def _analysis(facts: Facts) -> str:
    asked = facts["requirements"]
    text = asked if isinstance(asked, str) else json.dumps(asked, indent=2, ensure_ascii=False)
    parts = [
        markdown_text(facts["description"]),
        "Requirements:",
        _block(text),
        *(["Assumed, because the requirements leave it open:", _assumed(facts["assumed"])] if facts["assumed"] else []),
        *(["Read as:", _reworded(facts["reworded"])] if facts.get("reworded") else []),
        *(["Left open:", _bullets(list(map(markdown_text, facts["left_open"])))] if facts.get("left_open") else []),
        "Understood:",
        _bullets(facts["understood"]),
    ]
    return "\n\n".join(parts) + "\n"


def _assumed(assumed: list[Facts]) -> str:
    lines = [(one["sentence"], *(f"otherwise: {sentence}" for sentence in one["instead"])) for one in assumed]
    return _bullets([" · ".join(line) for line in lines])


def _reworded(reworded: list[Facts]) -> str:
    return _bullets([f"{markdown_text(one['said'])} → {' '.join(one['sentences'])}" for one in reworded])


def _plan(facts: Facts) -> str:
    rows = "\n".join(f"| `{file['path']}` | {file['action']} |" for file in facts["files"])
    endpoints = "\n".join(f"- `{endpoint}`" for endpoint in facts["endpoints"])
    tables = ", ".join(f"`{table}`" for table in facts["tables"]) or "none"
    text = f"| file | action |\n|---|---|\n{rows}\n\nEndpoints:\n\n{endpoints}\n\nTables: {tables}\n"
    return f"{text}\nKept as written by hand:\n\n{_bullets(facts['kept'])}\n" if facts["kept"] else text


def _generated(facts: Facts) -> str:
    files = [
        f"`{path}`\n\n{_block(text, _LANGUAGES.get(PurePosixPath(path).suffix, ''))}"
        for path, text in facts["files"].items()
    ]
    untested = ["No test of the module tries these rules:", _bullets(facts["untested"])] if facts["untested"] else []
    return "\n\n".join([_block(facts["tree"]), *untested, *files]) + "\n"


def _integration(facts: Facts) -> str:
    return (_block(facts["difference"], "diff") if facts["difference"] else "The app knows the feature already.") + "\n"


def _checks(facts: Facts) -> str:
    rows = "\n".join(
        f"| {result['name']} | {result['status']} | {duration(result['seconds'])} | {markdown_text(result['detail'])} |"
        for result in facts["results"]
    )
    outputs = [
        f"\n{result['name']}:\n\n{_block(result['output'])}\n" for result in facts["results"] if result["output"]
    ]
    outputs += [
        f"\n{result['name']}, red before this build and not its fault:\n\n{_bullets(result['red_before'])}\n"
        for result in facts["results"]
        if result["red_before"]
    ]
    guards = [f"\nThis machine can't promise this of what the checks run: {g}.\n" for g in facts["missing_guards"]]
    return f"| check | result | time | |\n|---|---|---|---|\n{rows}\n" + "".join(outputs + guards)


def _documentation(facts: Facts) -> str:
    if facts["path"]:
        return f"Written to `{facts['path']}`.\n"
    return "This report is the feature's documentation.\n"


def _summary(facts: Facts) -> str:
    text = f"{'Landed' if facts['landed'] else 'Not landed'}: {markdown_text(facts['why'])}.\n"
    return f"{text}\nNext: `{facts['next']}`\n" if facts["next"] else text


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {markdown_text(line)}" for line in lines)


def _block(text: str, language: str = "") -> str:
    """A code block whose fence is longer than any run of backticks in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


_BODIES = {
    "acknowledged": _acknowledged,
    "analysis": _analysis,
    "plan": _plan,
    "generated files": _generated,
    "integration": _integration,
    "checks": _checks,
    "documentation": _documentation,
    "summary": _summary,
}
