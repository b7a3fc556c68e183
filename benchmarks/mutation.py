"""How many small faults in built modules do the modules' own tests notice?

Every mutant of a module is its code with one fault: a condition left out, a bound moved, a guard not called. The
module's own tests run on each; those that still pass have a gap.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from mutating.mutator import Mutant, mutants
from mutating.suite import CONDITIONS
from mutating.tally import Tried, by, share, survivors, verdicts
from mutating.trials import UnfitProjectError, outcomes

PETSAGE = Path(sys.executable).with_name("petsage")
REQUESTS = Path(__file__).parents[1] / "builder" / "tests" / "requests"
FILES = ("router", "schemas", "service")
GUARD = rf"({'|'.join(CONDITIONS)})=(?!false)|CALLER|CurrentUser"
"""What decides who reaches what; `false()` keeps nobody from what has no endpoint."""
GOAL = 90
Found = tuple[Mutant, bool]
"""A mutant, and whether it is one of a guard."""


@dataclass(frozen=True)
class Module:
    """A built feature: its project, and its code and its tests as paths from there."""

    feature: str
    project: Path
    code: Sequence[str]
    tests: Sequence[str]


def main() -> None:
    options = _options()
    tried: list[Tried] = []
    with TemporaryDirectory(prefix="mutation-projects-") as folder:
        for module in _modules(options, Path(folder)):
            try:
                tried += _measured(module, options)
            except UnfitProjectError as reason:
                print(f"{module.feature} is not measured: {reason}\n")
    if tried:
        print(by(lambda mutant: mutant.kind, "all features, by kind", tried), end="\n\n")
        print(*verdicts(tried, GOAL), sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=Path, metavar="DIR", help="an own project, not one with every request built")
    parser.add_argument("--feature", help="the one feature to measure; without it, every one of the project")
    parser.add_argument(
        "--files", nargs="+", default=FILES, metavar="NAME", help=f"what is mutated ({', '.join(FILES)})"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="at most N mutants a feature, evenly spread")
    parser.add_argument("--jobs", type=int, default=2, help="how many mutants are tried at once (2)")
    parser.add_argument("--guard", type=re.compile, default=GUARD, metavar="REGEX", help=f"what guards say ({GUARD})")
    parser.add_argument("--guards", action="store_true", help="guards alone")
    return parser.parse_args()


def _modules(options: argparse.Namespace, folder: Path) -> Iterator[Module]:
    project = options.project.resolve() if options.project else _grown(folder / "project")
    for feature in [options.feature] if options.feature else _features(project):
        yield _module(project, feature, options.files)


def _grown(project: Path) -> Path:
    """A new project with every request built into it, one after another."""
    _petsage("new", project, "--blueprint", "feature-src")
    for request in sorted(REQUESTS.glob("*.yaml")):
        _petsage("build", request, "--project", project)
    return project


def _features(project: Path) -> list[str]:
    return [feature["feature"] for feature in json.loads(_petsage("list", "--project", project, "--json"))["features"]]


def _module(project: Path, feature: str, files: Sequence[str]) -> Module:
    shown = json.loads(_petsage("show", feature, "--project", project, "--json"))
    python = [file["path"] for file in shown["files"] if file["path"].endswith(".py")]
    tests = [path for path in python if PurePosixPath(path).name.startswith("test_")]
    code = [path for path in python if PurePosixPath(path).stem in files]
    return Module(feature, project, code, tests)


def _petsage(*arguments: object) -> str:
    done = subprocess.run([PETSAGE, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.strip())
    return done.stdout


def _measured(module: Module, options: argparse.Namespace) -> list[Tried]:
    started = time.perf_counter()
    tried: list[Tried] = []
    found = [(mutant, re.search(options.guard, mutant.changed) is not None) for mutant in _mutants(module)]
    chosen = _spread([each for each in found if each[1] or not options.guards], options.limit)
    tests = outcomes(module.project, module.tests, [mutant for mutant, _ in chosen], options.jobs)
    for (mutant, is_guard), outcome in zip(chosen, tests, strict=True):
        tried.append(Tried(mutant, outcome, is_guard))
        _show_progress(module.feature, len(tried), len(chosen))
    seconds = time.perf_counter() - started
    print(f"{module.feature}: {len(tried)} mutants in {seconds:.0f} s, {share(tried)} noticed\n")
    print(by(lambda mutant: mutant.path, "file", tried), end="\n\n")
    print(*survivors(tried), sep="\n", end="\n\n")
    return tried


def _mutants(module: Module) -> Iterator[Mutant]:
    for path in module.code:
        yield from mutants(path, (module.project / path).read_text())


def _spread(found: list[Found], limit: int | None) -> list[Found]:
    """At most `limit` of them, evenly from the first to the last."""
    if limit is None or len(found) <= limit:
        return found
    return [found[index * len(found) // limit] for index in range(limit)]


def _show_progress(feature: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{feature}: {done} of {total} mutants", end="\n" if done == total else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
