"""What doors for programs answer, typed: the same facts that the command prints."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from petsage_builder import errors
from petsage_builder.errors import Problem
from petsage_builder.presenting.report import BuildReport

Action = Literal["create", "change", "delete", "keep"]
Status = Literal["passed", "failed", "skipped"]


class Fault(BaseModel):
    """One thing that is wrong: where, what, and what to do about it, with a sentence to paste where there is one."""

    place: str
    message: str
    advice: str


class Conflict(Fault):
    """Lines that a hand edit and the new text both change; a text by its key, when it is built again, settles it."""

    key: str
    path: str
    line: int
    before: Annotated[str, Field(description="The lines as they were built.")]
    yours: Annotated[str, Field(description="The lines as they are now.")]
    new: Annotated[str, Field(description="The lines as they would be built.")]


Faults = list[Conflict | Fault]


class File(BaseModel):
    """A file of the project and what a build does to it."""

    path: str
    action: Action


class Assumed(BaseModel):
    """What was taken for granted, and the sentences that would say otherwise."""

    sentence: str
    instead: list[str]


class ReadAs(BaseModel):
    """A sentence in somebody's own words, and how it was read."""

    said: str
    sentences: list[str]


class Understood(BaseModel):
    """What a request means in a project, and what building it would change."""

    feature: str
    assumed: Annotated[list[Assumed], Field(description="What the request left open, and how it was taken.")]
    reworded: Annotated[list[ReadAs], Field(description="How sentences in people's own words were read.")] = []
    left_open: Annotated[list[str], Field(description="What was said to be not for now.")] = []
    sentences: Annotated[list[str], Field(description="The request as it was read, inferences included.")]
    endpoints: list[str]
    tables: list[str]
    files: list[File]
    diagram: Annotated[str, Field(description="The entities as a Mermaid diagram; empty without entities.")]


class Check(BaseModel):
    """One thing that the staged project had to pass; `output` is what a failed one printed."""

    name: str
    status: Status
    seconds: float
    detail: str
    output: str


class Built(BaseModel):
    """How a build ended. Where it hasn't landed, the project is byte for byte what it was."""

    feature: str
    landed: bool
    proven: bool
    why: str
    understood: Understood
    checks: list[Check]
    difference: Annotated[str, Field(description="What would land, of a dry run; else empty.")]


def faults_of(problems: Iterable[Problem]) -> Faults:
    """Every problem of an error."""
    return [(Conflict if isinstance(one, errors.Conflict) else Fault).model_validate(vars(one)) for one in problems]


def understood_of(report: BuildReport) -> Understood:
    """What the steps up to the plan tell."""
    analysis, plan = report.facts("analysis"), report.facts("plan")
    return Understood(
        feature=report.feature,
        assumed=[Assumed(**one) for one in analysis["assumed"]],
        reworded=[ReadAs(**one) for one in analysis.get("reworded", [])],
        left_open=analysis.get("left_open", []),
        sentences=analysis["understood"],
        endpoints=plan["endpoints"],
        tables=plan["tables"],
        files=[File(**file) for file in plan["files"]],
        diagram=plan.get("entities", ""),
    )


def built_of(report: BuildReport) -> Built:
    """What all steps tell."""
    results: list[dict[str, Any]] = report.facts("checks").get("results", [])
    return Built(
        feature=report.feature,
        landed=report.landed,
        proven=report.proven,
        why=report.why,
        understood=understood_of(report),
        checks=[Check(**{name: result[name] for name in Check.model_fields}) for result in results],
        difference=report.facts("summary").get("difference", ""),
    )
