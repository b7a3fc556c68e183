"""The command line: parses, calls, prints. Each command is one function."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from petsage_builder.doors import commands, opening
from petsage_builder.doors.ending import DIFFERENT, NOT_PROVEN, as_problems
from petsage_builder.errors import CannotBuildError, NotUnderstoodError, PetsageError, Problem
from petsage_builder.project.shipped import DEFAULT, SHIPPED

if TYPE_CHECKING:
    from petsage_builder.planner.draft import Draft
    from petsage_builder.planning.resolving import Resolving
    from petsage_builder.presenting.report import BuildReport
    from petsage_builder.project.project import Project

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Turns feature requests into finished, proven FastAPI feature modules.",
)

PayloadArgument = Annotated[
    str, typer.Argument(metavar="PAYLOAD", help="A file, - for standard input, or the text itself.")
]
FeatureArgument = Annotated[
    str, typer.Argument(metavar="FEATURE", help="A feature's name, as `petsage list` shows it.")
]
ProjectOption = Annotated[Path, typer.Option("--project", metavar="DIR", help="The project's folder.")]
PythonOption = Annotated[
    Path | None,
    typer.Option("--python", metavar="PATH", help="The Python that has the project's libraries, or its environment."),
]
PlannerOption = Annotated[
    Literal["llm"] | None,
    typer.Option("--planner", help="Take the requirements as free text that a model puts into sentences."),
]
KeepEditsOption = Annotated[
    bool, typer.Option("--keep-edits", help="Keep hand edits where the new text disagrees with them.")
]
ConflictsOption = Annotated[
    bool,
    typer.Option("--conflicts", help="Where both disagree, write the merged files with markers into DIR-conflicts/."),
]
ResolvedOption = Annotated[bool, typer.Option("--resolved", help="Take what was made of the files in DIR-conflicts/.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Agree to the planner's sentences unseen.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]

HERE = Path()
# Every command takes the same two options, also where one changes nothing: nobody has to remember which take them.


def main() -> None:
    """The `petsage` command."""
    signal.signal(signal.SIGTERM, _interrupt)
    with _problems_shown(as_json="--json" in sys.argv):
        app()


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"petsage {version('petsage-builder')}")
        raise typer.Exit


@app.callback()
def petsage(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns feature requests into finished, proven FastAPI feature modules."""


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    blueprint: Annotated[
        str | None, typer.Option(help=f"One of {', '.join(SHIPPED)}, with its own names.", show_default=DEFAULT)
    ] = None,
    package: Annotated[str | None, typer.Option(help="The package's name; DIR's where it isn't said.")] = None,
    title: Annotated[str | None, typer.Option(help="The API's title; it follows from DIR.")] = None,
    style: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What the API looks like: a TOML file with [api] in it.")
    ] = None,
    _project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Make a new FastAPI project, ready to build into."""
    from petsage_builder.new import new_project

    with _problems_shown(as_json):
        project = new_project(folder, blueprint, package=package, title=title, style=style)
        data = {"project": str(project.folder), "blueprint": project.blueprint.name}
        text = f"A new project is in {project.folder}; its README.md says how to run it and what to build first."
        _answer(as_json, data, text)


@app.command()
def plan(
    payload: PayloadArgument,
    project: ProjectOption = HERE,
    diagram: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the entities.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a request means and what would come of it; change nothing in the project."""
    from petsage_builder.build import plan as plan_request
    from petsage_builder.presenting.picture import diagram_of
    from petsage_builder.presenting.text import plan_text

    with _problems_shown(as_json):
        _refuse_unwritable(diagram)
        raw = _payload(payload)
        notes: list[str] = []
        opening_one = opening.opened_or_imagined if project == HERE else opening.opened
        with opening_one(project, notes.append) as opened:
            report = plan_request(raw, opened)
        for note in notes:
            print(f"petsage: {note}", file=sys.stderr)
        if diagram:
            diagram.write_text(diagram_of(report), encoding="utf-8")
        _answer(as_json, report.to_data() | {"notes": notes}, plan_text(report))


@app.command()
def build(
    payload: Annotated[
        str, typer.Argument(metavar="PAYLOAD", help="A file, - for standard input, or the text itself.")
    ] = "",
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Prove and show the difference; don't land.")] = False,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="THING", help="Lose what a field or an entity holds: `film.year`, `film`."),
    ] = None,
    keep_edits: KeepEditsOption = False,
    conflicts: ConflictsOption = False,
    resolved: ResolvedOption = False,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.md", help="Write the build report.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every endpoint, table and file on the way.")
    ] = False,
    all_features: Annotated[
        bool, typer.Option("--all", help="Build every feature again, from the requests that landed.")
    ] = False,
    all_tests: Annotated[
        bool, typer.Option("--all-tests", help="Run also the tests that the change can't reach.")
    ] = False,
    python: PythonOption = None,
    watch: Annotated[bool, typer.Option("--watch", help="Build again each time the request's file is saved.")] = False,
    planner: PlannerOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Stage, prove and land a feature."""
    with _problems_shown(as_json):
        if bool(payload) == all_features:
            message = "is missing" if not payload else "is not wanted with --all"
            raise NotUnderstoodError(Problem("PAYLOAD", message, "name a request, or say --all to build every feature"))
    resolving = partial(_resolving, keep_edits=keep_edits, conflicts=conflicts, resolved=resolved)
    if all_features:
        _build_all(
            project,
            python,
            as_json,
            foundation=False,
            dry_run=dry_run,
            keep_edits=keep_edits,
            resolving=resolving,
            verbose=verbose,
        )
        return
    with _problems_shown(as_json):
        opening.warm_up(project, python)
    from petsage_builder.build import build as build_request
    from petsage_builder.presenting.markdown import to_markdown
    from petsage_builder.presenting.terminal import LineWatcher
    from petsage_builder.presenting.text import outcome_text

    def build_once() -> bool:
        raw = _payload(payload)
        stream = sys.stderr if as_json else sys.stdout
        with _opened(project, python=python) as opened:
            if planner:
                raw = _planned(raw, opened, yes)
            with LineWatcher(stream, verbose=verbose) as watcher:
                report = build_request(
                    raw,
                    opened,
                    watcher,
                    dry_run=dry_run,
                    drop=drop or (),
                    keep_edits=keep_edits,
                    resolving=resolving(opened),
                    all_tests=all_tests,
                )
        if report_file:
            report_file.write_text(to_markdown(report), encoding="utf-8")
        _answer(as_json, report.to_data(), outcome_text(report, difference=dry_run))
        return report.proven

    with _problems_shown(as_json):
        _refuse_unwritable(report_file)
        if watch:
            _build_when_saved(Path(payload), build_once)
        proven = build_once()
    if not proven:
        sys.exit(NOT_PROVEN)


@app.command()
def upgrade(
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Prove and show the difference; don't land.")] = False,
    keep_edits: KeepEditsOption = False,
    conflicts: ConflictsOption = False,
    resolved: ResolvedOption = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every file on the way.")] = False,
    python: PythonOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring the foundation and every feature to what this PetSage makes."""
    _build_all(
        project,
        python,
        as_json,
        foundation=True,
        dry_run=dry_run,
        keep_edits=keep_edits,
        resolving=partial(_resolving, keep_edits=keep_edits, conflicts=conflicts, resolved=resolved),
        verbose=verbose,
    )


def _resolving(project: "Project", *, keep_edits: bool, conflicts: bool, resolved: bool) -> "Resolving | None":
    from petsage_builder.planning.resolving import Resolved, Writing

    if keep_edits + conflicts + resolved > 1:
        options = "--keep-edits, --conflicts and --resolved"
        raise NotUnderstoodError(Problem(options, "don't go together", "say one of them"))
    if resolved:
        return Resolved(project.folder)
    return Writing(project.folder) if conflicts else None


def _build_all(
    project: Path,
    python: Path | None,
    as_json: bool,
    *,
    foundation: bool,
    dry_run: bool,
    keep_edits: bool,
    resolving: "Callable[[Project], Resolving | None]",
    verbose: bool,
) -> None:
    """Builds every feature again; with `foundation` that first."""
    from petsage_builder.presenting.terminal import LineWatcher
    from petsage_builder.presenting.text import outcome_text
    from petsage_builder.upgrade import upgrade as upgrade_project

    stream = sys.stderr if as_json else sys.stdout
    with _problems_shown(as_json), _opened(project, python=python) as opened:
        with LineWatcher(stream, verbose=verbose) as watcher:
            report = upgrade_project(
                opened,
                watcher,
                foundation=foundation,
                dry_run=dry_run,
                keep_edits=keep_edits,
                resolving=resolving(opened),
            )
        _answer(as_json, report.to_data(), outcome_text(report, difference=dry_run))
    if not report.proven:
        sys.exit(NOT_PROVEN)


@app.command(name="list")
def list_features(project: ProjectOption = HERE, as_json: JsonOption = False) -> None:
    """List what has been built here."""
    from petsage_builder.inventory import features
    from petsage_builder.presenting.text import features_text

    with _problems_shown(as_json), _opened(project) as opened:
        found = features(opened)
        _answer(as_json, {"features": found}, features_text(found))


@app.command()
def show(feature: FeatureArgument, project: ProjectOption = HERE, as_json: JsonOption = False) -> None:
    """Show a feature's request, spec and files, and whether they were edited by hand."""
    from petsage_builder.inventory import feature_facts
    from petsage_builder.presenting.text import feature_text

    with _problems_shown(as_json), _opened(project) as opened:
        facts = feature_facts(opened, feature)
        _answer(as_json, facts, feature_text(facts))


@app.command()
def check(
    project: ProjectOption = HERE,
    prove: Annotated[bool, typer.Option("--prove", help="Run every test and check of the project, too.")] = False,
    python: PythonOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold every receipt against the tree, and every request against its module."""
    from petsage_builder.inventory import differences

    proof = None
    with _problems_shown(as_json), _opened(project, python=python) as opened:
        found = differences(opened)
        text = "\n".join(map(str, found)) or "Every receipt and every request is what the tree holds."
        if prove:
            proof = _proof(opened, as_json)
        data = {"differences": [vars(problem) for problem in found]}
        _answer(as_json, data | ({"proof": proof.to_data()} if proof else {}), text)
    if proof and not proof.proven:
        sys.exit(NOT_PROVEN)
    if found:
        sys.exit(DIFFERENT)


def _proof(project: "Project", as_json: bool) -> "BuildReport":
    from petsage_builder.presenting.terminal import LineWatcher
    from petsage_builder.presenting.text import outcome_text
    from petsage_builder.prove import prove_as_it_is

    with LineWatcher(sys.stderr if as_json else sys.stdout, verbose=False) as watcher:
        report = prove_as_it_is(project, watcher)
    if not as_json and not report.proven:
        print(outcome_text(report, difference=False))
    return report


@app.command()
def remove(
    feature: FeatureArgument,
    project: ProjectOption = HERE,
    discard_edits: Annotated[
        bool, typer.Option("--discard-edits", help="Delete files that were edited by hand.")
    ] = False,
    discard_data: Annotated[bool, typer.Option("--discard-data", help="Delete the rows of its tables.")] = False,
    python: PythonOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a feature out: its files, its wiring and its tables."""
    from petsage_builder.remove import remove as remove_feature

    with _problems_shown(as_json), _opened(project, python=python) as opened:
        removal = remove_feature(opened, feature, discard_edits=discard_edits, discard_data=discard_data)
        lines = [f"Removed {feature}:", *(f"  {path}" for path in removal.changed)]
        if removal.rows:
            lines += ["Dropped its tables:", *(f"  {table}, rows: {count}" for table, count in removal.rows.items())]
        if removal.undo:
            lines += [f"Every other database needs `{removal.undo}` before this is deployed there."]
        _answer(as_json, {"feature": feature, **asdict(removal)}, "\n".join(lines))


@app.command()
def undo(
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Prove and show the difference; don't land.")] = False,
    keep_edits: Annotated[
        bool, typer.Option("--keep-edits", help="Keep hand edits where the text from before disagrees with them.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every file on the way.")] = False,
    python: PythonOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the last build back: files, wiring, receipt and migration."""
    from petsage_builder.presenting.terminal import LineWatcher
    from petsage_builder.presenting.text import outcome_text
    from petsage_builder.undo import undo as undo_build

    with _problems_shown(as_json), _opened(project, python=python) as opened:
        with LineWatcher(sys.stderr if as_json else sys.stdout, verbose=verbose) as watcher:
            report = undo_build(opened, watcher, dry_run=dry_run, keep_edits=keep_edits)
        _answer(as_json, report.to_data(), outcome_text(report, difference=dry_run))
    if not report.proven:
        sys.exit(NOT_PROVEN)


@app.command()
def blueprints(_project: ProjectOption = HERE, as_json: JsonOption = False) -> None:
    """List the blueprints that ship."""
    from petsage_builder.project.blueprint import shipped_blueprint

    with _problems_shown(as_json):
        found = {name: shipped_blueprint(name).about for name in SHIPPED}
        data = [{"name": name, "about": about} for name, about in found.items()]
        _answer(as_json, {"blueprints": data}, "\n".join(f"{name.ljust(16)} {about}" for name, about in found.items()))


@app.command()
def schema(
    request: Annotated[bool, typer.Option("--request", help="Of a request's file, for editors.")] = False,
    _project: ProjectOption = HERE,
    _as_json: JsonOption = True,
) -> None:
    """Print the JSON Schema of a feature spec."""
    from petsage_builder.presenting.request_schema import request_schema
    from petsage_builder.spec.feature import FeatureSpec

    _print_json(request_schema() if request else FeatureSpec.model_json_schema())


app.command()(commands.studio)
app.command()(commands.serve)
app.command()(commands.mcp)
app.add_typer(commands.keys, name="keys")


def _payload(argument: str) -> bytes:
    from petsage_builder.request.payload import fetch_payload

    return fetch_payload(argument, sys.stdin.buffer)


def _planned(raw: bytes, project: "Project", agreed: bool) -> bytes:
    """The payload with a model's sentences in place of free text, shown and agreed to."""
    from petsage_builder.doors.planning import draft_text, planned_payload

    def agrees(draft: "Draft") -> bool:
        print(draft_text(draft), file=sys.stderr)
        return agreed or typer.confirm("Build that?", err=True)

    return planned_payload(raw, project, agrees)


def _build_when_saved(path: Path, build_once: Callable[[], bool]) -> NoReturn:
    """Builds now and at each save, until interrupted; what stops one build is shown, and the next is waited for."""
    from petsage_builder.doors.watching import saved

    for _ in saved(path):
        try:
            build_once()
        except PetsageError as error:
            _print_problems(error)
        print(f"Watching {path}; end with Ctrl-C.", file=sys.stderr)
    raise KeyboardInterrupt


def _refuse_unwritable(target: Path | None) -> None:
    """Raises before anything is done where what was asked for in the end can't be written."""
    if target and (target.is_dir() or not os.access(target.parent, os.W_OK)):
        raise CannotBuildError(Problem(str(target), "can't be written", "name a file in a folder that is there"))


_opened = partial(opening.opened, tell=lambda message: print(f"petsage: {message}", file=sys.stderr))


@contextmanager
def _problems_shown(as_json: bool) -> Iterator[None]:
    """Ends the command with a line for each problem and the error's exit code, whatever went wrong."""
    try:
        yield
    except BrokenPipeError:  # whoever read the answer has seen enough, and click knows how to end
        raise
    except (Exception, KeyboardInterrupt) as unmet:
        error = as_problems(unmet)
        _print_problems(error)
        if as_json:
            problems = [vars(problem) for problem in error.problems]
            _print_json({"error": {"exit_code": error.exit_code, "problems": problems}})
        sys.exit(error.exit_code)


def _print_problems(error: PetsageError) -> None:
    from petsage_builder.presenting.problems import problem_lines

    for line in problem_lines(error.problems):
        print(line, file=sys.stderr)


def _answer(as_json: bool, data: Any, text: str) -> None:
    if as_json:
        _print_json(data)
    elif text:
        print(text)


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
