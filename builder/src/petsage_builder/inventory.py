"""What has been built in a project, and whether it is still what its receipts say."""

from typing import Any

from petsage_builder.errors import PetsageError, Problem
from petsage_builder.language.sentences import sentences_of
from petsage_builder.language.understand import read_request
from petsage_builder.planning.asked import request_of
from petsage_builder.planning.foundation import foundation_problem
from petsage_builder.planning.history import brought_to, migration_path
from petsage_builder.planning.prepare import make_module
from petsage_builder.project.files import read_file
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import TWO_SIDES, BuiltFile, Receipt, digest, has_two_sides
from petsage_builder.wiring import wire


def features(project: Project) -> list[dict[str, Any]]:
    """Each feature that was built here: its name, description and how many files it has, edited ones among them."""
    return [
        {
            "feature": receipt.feature,
            "description": receipt.description,
            "files": len(receipt.files),
            "edited": sum(file_state(project, file) == "edited by hand" for file in receipt.files),
        }
        for receipt in project.landed.receipts
    ]


def feature_facts(project: Project, feature: str) -> dict[str, Any]:
    """One feature's request, spec, and files with their states.

    Raises:
        CannotBuildError: the feature was not built here.
    """
    receipt = project.landed.found(feature)
    return {
        "feature": receipt.feature,
        "description": receipt.description,
        "requirements": receipt.requirements,
        "spec": receipt.spec,
        "understood": sentences_of(receipt.meaning()),
        "files": [{"path": file.path, "state": file_state(project, file)} for file in receipt.files],
        "builder": receipt.builder,
    }


def file_state(project: Project, file: BuiltFile) -> str:
    """How a built file stands to what the builder made: "as built", "edited by hand" or "missing"."""
    content = project.read(file.path)
    if content is None:
        return "missing"
    return "as built" if content == file.text.encode() else "edited by hand"


def is_behind(project: Project, feature: str) -> bool:
    """Whether this builder makes something else of a feature's request than what landed.

    Raises:
        CannotBuildError: the feature was not built here.
    """
    return bool(_module(project, project.landed.found(feature)))


def differences(project: Project) -> list[Problem]:
    """Where the tree differs from its receipts, a receipt from what its request makes, or a request from its receipt.

    Hand edits that a build has taken in are part of what landed, and no difference.
    """
    receipts = list(project.landed.receipts)
    found = [problem for receipt in receipts for problem in _tree(project, receipt)]
    if older := foundation_problem(project):
        found.append(older)
    else:
        found += [problem for receipt in receipts for problem in _module(project, receipt)]
    return found + _requests(project, {receipt.feature: receipt for receipt in receipts})


def _tree(project: Project, receipt: Receipt) -> list[Problem]:
    found = []
    for file in receipt.files:
        content = project.read(file.path)
        if content is None:
            found.append(Problem(file.path, f"is missing from feature {receipt.feature}", "build its request again"))
        elif has_two_sides(content):
            found.append(Problem(file.path, *TWO_SIDES))
        elif digest(content) != file.sha256:
            found.append(
                Problem(file.path, "was edited since it landed", "build its request again to take the edit in")
            )
    app = project.read_text(receipt.wiring.target)
    if wire(app, receipt.wiring) != app:
        found.append(
            Problem(
                receipt.wiring.target, f"doesn't include the router of {receipt.feature}", "build its request again"
            )
        )
    return found


def _module(project: Project, receipt: Receipt) -> list[Problem]:
    if brought := brought_to(receipt, project):
        message = f"was brought by another branch, and {receipt.feature} is not built with it yet"
        return [Problem(migration_path(one.name, project), message, "run `petsage build --all`") for one in brought]
    made, built = make_module(request_of(receipt), project).files, receipt.texts
    return [
        Problem(path, f"is not what the builder now makes of {receipt.feature}", "build its request again")
        for path in sorted(made.keys() | built.keys())
        if made.get(path) != built.get(path)
    ]


def _requests(project: Project, receipts: dict[str, Receipt]) -> list[Problem]:
    """The request files whose feature wasn't built, or was built from another request."""
    folder = project.folder / project.blueprint.layout.requests
    found = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.json")]):
        place = str(path.relative_to(project.folder))
        try:
            request = read_request(read_file(path, place) or b"", project.known_entities).request
        except PetsageError as error:
            found += [Problem(place, str(problem), "mend the request") for problem in error.problems]
            continue
        receipt = receipts.get(request.feature)
        if receipt is None:
            found.append(Problem(place, f"feature {request.feature} is not built", f"petsage build {place}"))
        elif request != request_of(receipt):
            found.append(Problem(place, "changed since it was built", f"petsage build {place}"))
    return found
