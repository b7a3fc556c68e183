"""Modules of requests that nobody thought of: whatever spec is valid is built with every check.

`PETSAGE_SOAK=200 pytest builder/tests/test_random_modules.py` builds so many of those that are drawn, and the whole
covering array; without it, a few of each are built.
"""

import json
import os
import shutil
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from petsage_builder.language.sentences import sentences_of
from petsage_builder.spec.feature import FeatureSpec

from .conftest import Petsage
from .covering.array import Covering, at_random
from .language.strategies import KNOWN, specs

COUNT = int(os.environ.get("PETSAGE_SOAK", "4"))
COVERING = None if COUNT > 4 else 2
"""How many specs of the covering array are built; None for all."""
WIDTH = 16
"""Of so many specs that are drawn one is built, since those that are drawn after one another are alike."""

pytestmark = pytest.mark.xdist_group("random modules")


def drawn(count: int) -> list[FeatureSpec]:
    """So many specs with endpoints, the same every time."""
    found: list[FeatureSpec] = []

    @settings(
        max_examples=2 * count * WIDTH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(COUNT)
    @given(specs())
    def draw(spec: FeatureSpec) -> None:
        if spec.endpoints:
            found.append(spec)

    draw()
    return found[::WIDTH][:count]


@pytest.fixture(scope="module")
def around(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the entities that random specs refer to."""
    folder = tmp_path_factory.mktemp("around") / "project"
    assert petsage("new", folder, "--blueprint", "feature-src").code == 0
    for entity, feature in KNOWN.items():
        requirements = f'"{entity}" has a name. Signed-in users can see, create, change or delete "{entity}".'
        request = {"feature": feature, "description": "Around.", "requirements": f"A {requirements}"}
        outcome = petsage("build", "-", "--project", folder, stdin=json.dumps(request))
        assert outcome.code == 0, outcome.out + outcome.err
    return folder


@pytest.mark.parametrize("spec", islice(Covering(), COVERING), ids=lambda _: "covering")
def test_every_pair_of_forms_is_built_and_proven(
    petsage: Petsage, around: Path, tmp_path: Path, spec: FeatureSpec
) -> None:
    assert_built(petsage, around, tmp_path, spec)


@pytest.mark.parametrize("spec", [*drawn(COUNT // 2), *at_random(COUNT // 2)], ids=lambda _: "drawn")
def test_a_valid_spec_is_built_and_proven(petsage: Petsage, around: Path, tmp_path: Path, spec: FeatureSpec) -> None:
    assert_built(petsage, around, tmp_path, spec)


def assert_built(petsage: Petsage, around: Path, tmp_path: Path, spec: FeatureSpec) -> None:
    project = shutil.copytree(around, tmp_path / "project")
    request = {
        "feature": spec.feature,
        "description": "Random.",
        "requirements": "\n".join(sentences_of(spec)),
    }

    outcome = petsage("build", "-", "--project", project, stdin=json.dumps(request))

    assert outcome.code == 0, f"{request['requirements']}\n{outcome.out[-6000:]}{outcome.err}"
