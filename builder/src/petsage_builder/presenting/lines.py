"""The facts of a report in single lines, the same on every surface."""

from collections.abc import Callable
from typing import Any

from petsage_builder.presenting.report import Step
from petsage_builder.terms.module import Operation, counted, summary_of

Facts = dict[str, Any]


def shown(text: str) -> str:
    """The text as it is safe to print: what can't be seen is written as an escape."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def duration(seconds: float) -> str:
    """A time as people say it: 0.8 ms, 45 ms, 1.20 s."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def headline(step: Step) -> str:
    """What a step found, in one line."""
    return shown(_HEADLINES[step.name](step.facts))


def succeeded(step: Step) -> bool:
    """Whether a step came to what it was for."""
    results = step.facts.get("results", ())
    return step.facts.get("proven", True) and not any(result["status"] == "failed" for result in results)


def details(step: Step) -> list[str]:
    """What a step's headline only counts."""
    if step.name in ("upgrade", "undo"):
        return [f"{file['action']:6}  {file['path']}" for file in step.facts["files"]]
    if step.name != "plan":
        return []
    files = [f"{file['action']:6}  {file['path']}" for file in step.facts["files"]]
    return [*step.facts["endpoints"], *(f"table {table}" for table in step.facts["tables"]), *files]


def _plan(facts: Facts) -> str:
    operations = [Operation(*endpoint.split(" ", 1)) for endpoint in facts["endpoints"]]
    files, tables = counted(len(facts["files"]), "file"), counted(len(facts["tables"]), "table")
    rebuilt = f"; with it {', '.join(facts['rebuilt'])}" if facts.get("rebuilt") else ""
    return f"{summary_of(operations)}, {tables}, {files}{rebuilt}"


def _upgrade(facts: Facts) -> str:
    parts = ["the foundation"] if facts["foundation"] else []
    parts += [counted(len(facts["features"]), "feature")] if facts["features"] else []
    return f"{' and '.join(parts) or 'nothing'}, {counted(len(facts['files']), 'file')}"


def _undo(facts: Facts) -> str:
    return (
        f"the last build, of {', '.join(facts['features']) or 'the foundation'}: {counted(len(facts['files']), 'file')}"
    )


def _integration(facts: Facts) -> str:
    changed = [line[6:] for line in facts["difference"].splitlines() if line.startswith("+++ b/")]
    return ", ".join(changed) if changed else "the app knows the feature already"


def _checks(facts: Facts) -> str:
    statuses = [result["status"] for result in facts["results"]]
    counts = [(statuses.count(status), status) for status in ("passed", "failed", "skipped")]
    guards = facts["missing_guards"]
    missing = f" (without what this machine doesn't have: {', '.join(guards)})" if guards else ""
    return ", ".join(f"{count} {status}" for count, status in counts if count) + missing


_HEADLINES: dict[str, Callable[[Facts], str]] = {
    "acknowledged": lambda facts: f"{facts['form']}, feature {facts['feature']}",
    "analysis": lambda facts: " ".join(facts["understood"][:1]),
    "plan": _plan,
    "upgrade": _upgrade,
    "undo": _undo,
    "generated files": lambda facts: counted(len(facts["files"]), "file"),
    "integration": _integration,
    "checks": _checks,
    "documentation": lambda facts: facts["path"] or "this report",
    "summary": lambda facts: facts["why"],
}
