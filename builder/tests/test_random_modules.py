"""Modules of requests that nobody thought of: whatever spec is valid is built with every check.

`PETSAGE_SOAK=200 pytest builder/tests/test_random_modules.py` builds so many of those that are drawn, and the whole
covering array; without it, a few of each are built.
"""

import json
import os
import shutil
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from petsage_builder.build import build
from petsage_builder.language.sentences import sentences_of
from petsage_builder.presenting.report import Silent
from petsage_builder.project.project import Project
from petsage_builder.spec.dead_ends import dead_ends
from petsage_builder.spec.feature import FeatureSpec

from .conftest import Petsage
from .covering.array import Covering, at_random
from .covering.scene import AROUND
from .covering.side_by_side import WOODS, side_by_side
from .language.drawing import drawn_specs
from .language.strategies import KNOWN
from .test_requests import python

COUNT = int(os.environ.get("PETSAGE_SOAK", "4"))
COVERING = None if COUNT > 4 else 4
"""How many specs of the covering array are built; None for all."""
WIDTH = 16
"""Of so many specs that are drawn one is built, since those that are drawn after one another are alike."""


def drawn(count: int) -> list[FeatureSpec]:
    """So many specs with endpoints, in which nobody is given what could never be done; the same every time."""
    whole = (
        spec
        for spec in drawn_specs(2 * count * WIDTH, COUNT)
        if not any(
            dead_ends(spec.entities, (AROUND | {one.name: one for one in spec.entities}).__getitem__, lambda *_: True)
        )
    )
    return list(whole)[::WIDTH][:count]


def grouped() -> list[tuple[FeatureSpec, ...]]:
    """Specs of the covering array and of forms at random, as many together as one request holds."""
    chains = [*islice(Covering(), COVERING), *at_random(COUNT // 2)]
    return [tuple(chains[start : start + len(WOODS)]) for start in range(0, len(chains), len(WOODS))]


@pytest.fixture(scope="module")
def around(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the entities that random specs refer to."""
    folder = tmp_path_factory.mktemp("around") / "project"
    assert petsage("new", folder, "--blueprint", "feature-src").code == 0
    for entity, feature in KNOWN.items():
        requirements = f'A "{entity}" has a name. Signed-in users can see, create, change or delete "{entity}".'
        assert_built(folder, feature, requirements)
    return folder


@pytest.mark.parametrize("together", grouped(), ids=lambda _: "together")
def test_every_pair_of_forms_is_proven_on_both_databases(
    around: Path, tmp_path: Path, together: Sequence[FeatureSpec]
) -> None:
    project = Path(shutil.copytree(around, tmp_path / "project"))
    requirements = side_by_side(together)
    assert_built(project, "feature", requirements)

    tests = project / "src" / "petsage" / "features" / "feature" / "tests"
    done = python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", "postgresql", str(tests))

    assert done.returncode == 0, f"{requirements}\n{done.stdout[-6000:]}"


@pytest.mark.parametrize("spec", drawn(COUNT // 2), ids=lambda _: "drawn")
def test_a_valid_spec_is_built_and_proven(around: Path, tmp_path: Path, spec: FeatureSpec) -> None:
    project = Path(shutil.copytree(around, tmp_path / "project"))

    assert_built(project, spec.feature, "\n".join(sentences_of(spec)))


def assert_built(folder: Path, feature: str, requirements: str) -> None:
    """Builds in this process, so that the checks' workshop is warm from the first build on."""
    request = {"feature": feature, "description": "Random.", "requirements": requirements}

    report = build(json.dumps(request).encode(), Project(folder), Silent())

    failed = [check for check in report.facts("checks")["results"] if check["status"] == "failed"]
    assert report.landed, f"{requirements}\n{report.why}\n{failed}"[-12000:]
