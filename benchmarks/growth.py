"""What a build costs among 1, 10, 50 and 200 features: one more of two entities, connected with none of them, warm.

The features before it are laid without proof, as a build lays them; a first build then proves everything once.
"""

import argparse
import statistics
import tempfile
import time
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

from measuring.figures import machine

from petsage_builder.build import build
from petsage_builder.landing import land
from petsage_builder.language.understand import understand
from petsage_builder.new import new_project
from petsage_builder.planning.prepare import changes_of, prepare
from petsage_builder.presenting.report import BuildReport, Silent
from petsage_builder.project.project import Project
from petsage_builder.project.shipped import DEFAULT
from petsage_builder.request.payload import read_payload

REQUEST = """
feature: {noun}s
description: One of many.
requirements: |
  A {noun} has a name and a colour. A {noun} belongs to a user, its owner.
  Only its owner can see, change or delete a {noun}.
  A {noun} part has a label and an optional weight in kg. A {noun} part belongs to a {noun}.
  Access to a {noun} part follows its {noun}.
  {Noun}s are listed by name, and can be filtered by colour.
"""
GOALS = {50: 1.1, 200: 1.5}
"""How many times the cost among one feature a build may cost."""


def main() -> None:
    options = _options()
    print(f"One more feature of two entities, warm, {options.runs} runs on {machine()}; medians in seconds\n")
    print("| features before | build | tests | app | to one |\n|---|---|---|---|---|")
    first = 0.0
    for features in options.features:
        reports = _measured(features, options.runs)
        seconds = statistics.median(took for took, _ in reports)
        first = first or seconds
        parts = [_seconds_of(reports[-1][1], name) for name in ("project's tests", "openapi")]
        goal = GOALS.get(features)
        verdict = "" if goal is None else f" (goal {goal:g}: {'met' if seconds <= goal * first else 'not met'})"
        figures = " | ".join(f"{figure:.2f}" for figure in (seconds, *parts, seconds / first))
        print(f"| {features} | {figures}{verdict} |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=int, nargs="+", default=[1, 10, 50, 200], help="how many there are before")
    parser.add_argument("--runs", type=int, default=3, help="how many more features are built (3)")
    return parser.parse_args()


def _measured(features: int, runs: int) -> list[tuple[float, BuildReport]]:
    with tempfile.TemporaryDirectory(prefix="petsage-growth-") as place:
        folder = new_project(Path(place, "growth"), DEFAULT).folder
        letters = islice(product(ascii_lowercase, repeat=2), features + runs)
        nouns = [f"{''.join(pair)}gadget" for pair in letters]
        for noun in nouns[: features - 1]:
            _lay(folder, noun)
        _built(folder, nouns[features - 1])
        return [_built(folder, noun) for noun in nouns[features : features + runs]]


def _lay(folder: Path, noun: str) -> None:
    project, request = Project(folder), read_payload(_request(noun)).request
    prepared = prepare(request, understand(request, project.known_entities()), project)
    land(folder, changes_of([prepared]))


def _built(folder: Path, noun: str) -> tuple[float, BuildReport]:
    started = time.perf_counter()
    report = build(_request(noun), Project(folder), Silent())
    if not report.landed:
        raise SystemExit(f"{noun} was not built: {report.why}")
    return time.perf_counter() - started, report


def _request(noun: str) -> bytes:
    return REQUEST.format(noun=noun, Noun=noun.capitalize()).encode()


def _seconds_of(report: BuildReport, check: str) -> float:
    results = report.facts("checks")["results"]
    return float(next(result["seconds"] for result in results if result["name"] == check))


if __name__ == "__main__":
    main()
