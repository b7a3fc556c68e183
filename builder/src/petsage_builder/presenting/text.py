"""Answers of the commands as text for a person."""

from collections.abc import Iterator
from typing import Any

from petsage_builder.presenting.kept_reports import OURS
from petsage_builder.presenting.lines import shown
from petsage_builder.presenting.report import BuildReport, OwnFault

Facts = dict[str, Any]


def plan_text(report: BuildReport) -> str:
    """What was understood and what would come of it."""
    analysis, plan = report.facts("analysis"), report.facts("plan")
    return "\n\n".join(
        [
            f"{report.feature}: {shown(analysis['description'])}",
            *([_section("Assumed", list(_assumed(analysis["assumed"])))] if analysis["assumed"] else []),
            *([_section("Read as", list(_reworded(analysis["reworded"])))] if analysis.get("reworded") else []),
            *([_section("Left open", analysis["left_open"])] if analysis.get("left_open") else []),
            _section("Understood", analysis["understood"]),
            _section("Endpoints", plan["endpoints"]),
            _section("Tables", plan["tables"] or ["none"]),
            *([_section("Built anew with it", plan["rebuilt"])] if plan["rebuilt"] else []),
            _section("Files", [f"{file['action']:6}  {file['path']}" for file in plan["files"]]),
            *([_section("Entities (Mermaid)", plan["entities"].splitlines())] if "entities" in plan else []),
        ]
    )


def outcome_text(report: BuildReport, *, difference: bool) -> str:
    """How a build ended: which edits won, the output of failed checks, the difference where it is asked for, and what
    to do next.
    """
    kept: list[str] = next((step.facts["kept"] for step in report.steps if step.facts.get("kept")), [])
    kept_edits = [_section("Kept as you wrote it", kept)] if kept else []
    ours = [line.partition(":")[0] for line in report.fault.checks] if report.fault else []
    failures = [
        f"{result['name']} failed:\n{result['output'].rstrip()}"
        for result in report.facts("checks").get("results", [])
        if result["status"] == "failed" and result["name"] not in ours
    ]
    failures += [_fault_text(report.fault)] if report.fault else []
    untested = report.facts("generated files").get("untested")
    rules = [_section("Rules that no test tries", untested)] if untested and report.proven else []
    shown_difference = [report.facts("summary")["difference"].rstrip()] if difference else []
    following = [f"Next: {report.next}"] if report.next else []
    if report.landed and (downgrades := report.facts("undo").get("downgrades")):
        commands = " and ".join(f"`{command}`" for command in downgrades)
        following.insert(0, f"Every other database needs {commands} before this is deployed there.")
    return "\n\n".join(part for part in [*kept_edits, *failures, *rules, *shown_difference, *following] if part)


def _fault_text(fault: OwnFault) -> str:
    """That it is ours, what of the request is involved, a way around, and where the rest is."""
    failed = [*fault.checks, *(f"  {test}" for test in fault.tests)]
    involved = [_section("Probably involved", fault.sentences)] if fault.sentences else []
    kept = f"All of it is kept in {fault.kept}: please report it with that." if fault.kept else "Please report it."
    return "\n".join(
        [f"T{OURS[1:]}: what it made doesn't pass its own checks.", *map(shown, failed), *involved,
         shown(f"A way around: {fault.way_around}."), shown(kept)]
    )  # fmt: skip


def features_text(features: list[Facts]) -> str:
    """One line a feature."""
    if not features:
        return "Nothing has been built here yet."
    width = max(len(feature["feature"]) for feature in features)
    return "\n".join(f"{feature['feature'].ljust(width)}  {shown(feature['description'])}" for feature in features)


def feature_text(facts: Facts) -> str:
    """A feature's request, what was understood, and its files."""
    return "\n\n".join(
        [
            f"{facts['feature']}: {shown(facts['description'])}",
            _section("Requirements", str(facts["requirements"] or "none").splitlines()),
            _section("Understood", facts["understood"]),
            _section("Files", [f"{file['state'].ljust(14)}  {file['path']}" for file in facts["files"]]),
            f"Built by petsage-builder {facts['builder']}.",
        ]
    )


def _assumed(assumed: list[Facts]) -> Iterator[str]:
    """Each assumption, and below it what to add to the request for something else."""
    for assumption in assumed:
        yield assumption["sentence"]
        yield from (f"  otherwise: {sentence}" for sentence in assumption["instead"])


def _reworded(reworded: list[Facts]) -> Iterator[str]:
    """Each sentence in somebody's own words, and below it how it was read."""
    for one in reworded:
        yield one["said"]
        yield from (f"  {sentence}" for sentence in one["sentences"])


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(f"  {shown(line)}" for line in lines)])
