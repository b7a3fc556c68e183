"""How long from a payload to a landed, proven module: cold, warm, and beside two public generators.

Cold is `petsage build` as a new process; warm is the same use case in a process that has built before.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from measuring.figures import Figures, machine, table
from measuring.rounds import Contender, Measured, Run, measure
from peers.known import PEERS
from peers.peer import UnavailableError

from petsage_builder.build import build
from petsage_builder.landing import project_lock, recover
from petsage_builder.new import new_project
from petsage_builder.presenting.report import Silent
from petsage_builder.project.location import find_project
from petsage_builder.project.project import Project
from petsage_builder.project.shipped import DEFAULT
from petsage_builder.request.payload import fetch_payload

PETSAGE = Path(sys.executable).with_name("petsage")
SMOKE_TEST = '{"feature": "smoke_test", "description": "Check system is alive.", "requirements": "none"}'
COLD, WARM = "PetSage, cold", "PetSage, warm"
CASES = {
    "static": (SMOKE_TEST, {COLD: 1.5, WARM: 0.5}),
    "two-entities": (str(Path(__file__).with_name("two_entities.yaml")), {COLD: 3.0, WARM: 1.0}),
}
"""Payloads as `petsage build` takes them, and the goals in seconds."""

Report = dict[str, Any]


def main() -> None:
    options = _options()
    payload, goals = CASES[options.case]
    contenders: dict[str, Contender] = {
        COLD: partial(_built, partial(_build_cold, payload)),
        WARM: partial(_built, partial(_build_warm, payload)),
    }
    if not options.without_peers:
        contenders |= _installed_peers()
    measured = measure(contenders, options.runs)
    print(f"\n{options.runs} interleaved runs on {machine()}; medians and ranges in seconds\n")
    print(_steps_table(measured[COLD], measured[WARM]), end="\n\n")
    print(_peers_table(measured), end="\n\n")
    print(_deeds(measured), end="\n\n")
    print(*_verdicts(measured, goals), sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="how often each is run (7)")
    parser.add_argument("--case", choices=CASES, default="static", help="what is built (static)")
    parser.add_argument("--without-peers", action="store_true", help="measure PetSage alone")
    return parser.parse_args()


def _installed_peers() -> dict[str, Contender]:
    found: dict[str, Contender] = {}
    for peer in PEERS:
        try:
            peer.install()
            found[peer.name] = peer
        except UnavailableError as reason:
            print(f"{peer.name} is not measured: {reason}")
    return found


def _built(build_in: Callable[[Path], Report], folder: Path) -> Run:
    """A build in a new project; making the project isn't timed."""
    new_project(folder, DEFAULT)
    started = time.perf_counter()
    report = build_in(folder)
    seconds = time.perf_counter() - started
    if not report["landed"]:
        raise SystemExit(f"nothing was landed: {report['why']}")
    return Run(seconds, _steps(report, seconds), _deed(report))


def _build_cold(payload: str, folder: Path) -> Report:
    command = [str(PETSAGE), "build", payload, "--project", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    report: Report = json.loads(done.stdout)
    return report


def _build_warm(payload: str, folder: Path) -> Report:
    """What the command does, in this process: the first build, which isn't counted, leaves it warm."""
    project = Project(find_project(folder))
    with project_lock(project.folder):
        recover(project.folder)
        return build(fetch_payload(payload, sys.stdin.buffer), project, Silent()).to_data()


def _steps(report: Report, seconds: float) -> dict[str, float]:
    """The report's steps, each check below `checks`, and what is outside of all steps."""
    outside = seconds - sum(step["seconds"] for step in report["steps"])
    steps = {"start, imports, staging, end": outside}
    for step in report["steps"]:
        steps[step["name"]] = step["seconds"]
        steps |= {f"  {result['name']}": result["seconds"] for result in step["facts"].get("results", [])}
    return steps


def _deed(report: Report) -> dict[str, str]:
    facts = {step["name"]: step["facts"] for step in report["steps"]}
    plan, checks = facts["plan"], facts["checks"]["results"]
    tests = {check["name"]: f" ({check['detail']})" for check in checks if check["name"].endswith("tests")}
    return {
        "generates": f"{len(plan['files'])} files: {', '.join(plan['endpoints'])}, {len(plan['tables'])} tables",
        "checks": ", ".join(check["name"] + tests.get(check["name"], "") for check in checks),
    }


def _steps_table(cold: Measured, warm: Measured) -> str:
    heading = ("step (checks run side by side)", "cold", "range", "warm", "range")
    cold_steps, warm_steps = cold.steps(), warm.steps()
    rows = [(name, *cold_steps[name].cells(), *warm_steps[name].cells()) for name in cold_steps]
    return table(heading, [*rows, ("payload to landed module", *cold.whole.cells(), *warm.whole.cells())])


def _peers_table(measured: dict[str, Measured]) -> str:
    cold, warm = measured[COLD].whole, measured[WARM].whole
    rows = []
    for name, runs in measured.items():
        rows.append((name, *runs.whole.cells(), _ratio(runs.whole, cold), _ratio(runs.whole, warm)))
        if name not in (COLD, WARM):
            rows += [(f"  {step}", *figures.cells(), "", "") for step, figures in runs.steps().items()]
    return table(("beside others", "median", "range", "to cold", "to warm"), rows)


def _ratio(one: Figures, other: Figures) -> str:
    return f"{one.median / other.median:.2f}"


def _deeds(measured: dict[str, Measured]) -> str:
    """What each generator made and what was checked of it."""
    others = {name: runs.did for name, runs in measured.items() if name not in (COLD, WARM)}
    lines = []
    for name, did in {"PetSage": measured[COLD].did, **others}.items():
        lines += [name, *(f"  {verb.ljust(9)}  {text}" for verb, text in did.items())]
    return "\n".join(lines)


def _verdicts(measured: dict[str, Measured], goals: dict[str, float]) -> list[str]:
    return [
        f"goal: {name} at most {goal} s: {'met' if found.median <= goal else 'missed'}, {found.median:.3f} s"
        for name, goal in goals.items()
        for found in [measured[name].whole]
    ]


if __name__ == "__main__":
    main()
