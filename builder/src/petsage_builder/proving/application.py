"""The checks of the whole app: it imports, and its OpenAPI document changes by what was planned and nothing else."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.tooling import Tooling
from petsage_builder.proving.bench import Bench
from petsage_builder.proving.libraries import libraries_used, modules_of
from petsage_builder.proving.openapi import missing, unplanned
from petsage_builder.proving.plan import AppLocator, CheckPlan, CheckResult, Fault, OpenAPI
from petsage_builder.proving.staging import Staging
from petsage_builder.proving.text import last_lines
from petsage_builder.proving.work import Outcome, Work
from petsage_builder.proving.workshop import Workshop
from petsage_builder.terms.module import summary_of

_ANOTHER = "name another Python with --python PATH"
_NEEDS = (
    "make the app start first, then build again; a file of the environment variables that it needs "
    "can be named in petsage.toml: [checks] env_file"
)
_UNNAMED = 'name the app, or the function that makes it, in petsage.toml: `app = "create_app()"` in [wiring]'


class AppBefore(Protocol):
    """The app without the change."""

    def result(self) -> OpenAPI: ...


@dataclass(frozen=True)
class KnownApp:
    """The app of the last proof, of which nothing has changed since."""

    document: OpenAPI

    def result(self) -> OpenAPI:
        """Its OpenAPI document."""
        return self.document


@dataclass(frozen=True)
class Observation:
    """The app as it is before the changes, while it is being imported."""

    staging: Staging
    app: AppLocator
    interpreter: Path
    work: Work

    def result(self) -> OpenAPI:
        """Wait for the app's OpenAPI document; changes must not be applied before it is there.

        Raises:
            CannotBuildError: the app can't be imported, so nothing can be proven.
        """
        found = _described(self._outcome)
        if "error" in found:
            place = self.staging.shown(found["place"]) or self.app.name
            message = f"the app can't be imported: {' '.join(self.staging.shown(found['error']).split())}"
            unnamed = found["error"].endswith(f"has no attribute '{self.app.name.partition(':')[2]}'")
            advice = _UNNAMED if unnamed else _NEEDS
            if found["error"].startswith("SyntaxError"):
                message += f" for {self.interpreter}"
                advice = f"{_NEEDS.partition(';')[0]}, or {_ANOTHER}"
            if found.get("missing"):
                message += f" in {self.interpreter}"
                advice = f"`{Tooling(self.staging.project).install}` installs the project's libraries, or {_ANOTHER}"
            raise CannotBuildError(Problem(place, message, advice))
        if lacking := found["lacking"]:
            message = f"has no {' and no '.join(lacking)}, which the feature's tests need"
            advice = f"`{Tooling(self.staging.project).add(' '.join(lacking))}`, or {_ANOTHER}"
            raise CannotBuildError(Problem(str(self.interpreter), message, advice))
        document: OpenAPI = found["openapi"]
        return document

    @cached_property
    def _outcome(self) -> Outcome:
        return self.work.outcome()


def observe(
    workshop: Workshop,
    staging: Staging,
    app: AppLocator,
    environment: Mapping[str, str] | None = None,
    seconds: float = CheckPlan.seconds,
) -> Observation:
    """Start to import the app as it is in `staging` now, with these environment variables, for at most `seconds`."""
    facts = {"app": app.name, "preload": modules_of(libraries_used(staging.folder))}
    work = workshop.start("application", staging, app.sources, seconds, environment=dict(environment or {}), **facts)
    return Observation(staging, app, workshop.interpreter, work)


def check_application(bench: Bench) -> list[CheckResult]:
    """The app imports with the changes, and only the planned endpoints differ."""
    started = time.perf_counter()
    found = _described(
        bench.do("application", bench.plan.seconds, app=bench.plan.app.name, environment=dict(bench.plan.environment))
    )
    seconds = time.perf_counter() - started
    if "error" in found:
        error, trace = bench.staging.shown(found["error"]), bench.staging.shown(found["trace"])
        return [
            CheckResult("import", "failed", seconds, error, last_lines(trace)),
            CheckResult("openapi", "skipped", 0, "the app can't be imported"),
        ]
    bench.document = found["openapi"]
    imported = CheckResult("import", "passed", found["import_seconds"], f"{bench.plan.app.name}, before and after")
    return [imported, _compare(bench.plan, found["openapi"], found["openapi_seconds"])]


def _described(outcome: Outcome) -> Mapping[str, Any]:
    """What the job told; an `error` also where it ended before it could."""
    if outcome.result and not outcome.ending:
        return outcome.result
    return {"error": outcome.ending or "it ended without an answer", "place": "", "trace": outcome.output}


def _compare(plan: CheckPlan, after: OpenAPI, seconds: float) -> CheckResult:
    if plan.before is None:
        return CheckResult("openapi", "skipped", seconds, "there is no document to compare with")
    if plan.only_additions:
        faults = missing(plan.before, after)
        told = tuple(Fault(fault, fault) for fault in faults)
        detail = faults[0] if faults else "every operation is there still"
        return CheckResult("openapi", "failed" if faults else "passed", seconds, detail, "\n".join(faults), told)
    faults = unplanned(plan.before, after, plan.operations, plan.former_operations)
    if faults:
        told = tuple(Fault(fault, fault) for fault in faults)
        return CheckResult("openapi", "failed", seconds, faults[0], last_lines("\n".join(faults)), told)
    changed = plan.operations | plan.former_operations
    return CheckResult("openapi", "passed", seconds, f"only {summary_of(changed) if changed else 'nothing'} changed")
