"""Features with entities in each blueprint: they are proven there, and stand where its rules say."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import Outcome, Petsage

EXAMPLES = Path(__file__).parents[2] / "examples"
FEATURES = ("pets", "health_tracker")


@dataclass(frozen=True)
class Place:
    """Where a blueprint has the tables and the logic of `pets`, its docs, and its URLs."""

    tables: str
    logic: str
    docs: str | None
    prefix: str


PLACES = {
    "feature-flat": Place(
        tables="petsage/features/pets/tables.py",
        logic="petsage/features/pets/main.py",
        docs="docs/features/pets.md",
        prefix="/api/v1",
    ),
    "feature-src": Place(
        tables="src/petsage/features/pets/models.py",
        logic="src/petsage/features/pets/service.py",
        docs="src/petsage/features/pets/README.md",
        prefix="/api/v1",
    ),
    "feature-package": Place(
        tables="petsage_backend/features/pets/tables.py",
        logic="petsage_backend/features/pets/service.py",
        docs="petsage_backend/features/pets/README.md",
        prefix="/api/v1",
    ),
    "layered": Place(
        tables="petsage_backend/app/models/pets.py",
        logic="petsage_backend/app/api/v1/endpoints/pets.py",
        docs=None,
        prefix="/api/v1",
    ),
    "services": Place(
        tables="petsage/services/pets/tables.py",
        logic="petsage/services/pets/router.py",
        docs="petsage/services/pets/README.md",
        prefix="/v1",
    ),
}


@dataclass(frozen=True)
class Built:
    """A project with both features, and how each build ended."""

    place: Place
    folder: Path
    outcomes: dict[str, Outcome]

    def facts(self, feature: str, step: str) -> dict[str, object]:
        """What a step of a build reported."""
        found: dict[str, object] = next(
            each["facts"] for each in self.outcomes[feature].data["steps"] if each["name"] == step
        )
        return found


@pytest.fixture(scope="module", params=PLACES)
def built(request: pytest.FixtureRequest, petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp(request.param) / "shop"
    assert petsage("new", folder, "--blueprint", request.param).code == 0
    outcomes = {
        feature: petsage("build", EXAMPLES / f"{feature}.yaml", "--project", folder, "--json") for feature in FEATURES
    }
    return Built(PLACES[request.param], folder, outcomes)


def test_every_check_passes(built: Built) -> None:
    assert {feature: outcome.out[-3000:] for feature, outcome in built.outcomes.items() if outcome.code} == {}


def test_the_urls_begin_as_the_blueprint_says(built: Built) -> None:
    prefix = built.place.prefix

    assert f"GET {prefix}/pets" in built.facts("pets", "plan")["endpoints"]  # type: ignore[operator]
    assert f"GET {prefix}/pets/{{pet_id}}/weight-entries" in built.facts("health_tracker", "plan")["endpoints"]  # type: ignore[operator]


def test_the_tables_stand_where_the_blueprint_says(built: Built) -> None:
    assert "class Pet(" in (built.folder / built.place.tables).read_text()


def test_the_logic_stands_where_the_blueprint_says(built: Built) -> None:
    assert "pets = " in (built.folder / built.place.logic).read_text()


def test_the_docs_stand_where_the_blueprint_says_or_are_the_report(built: Built) -> None:
    facts = built.facts("pets", "documentation")

    if built.place.docs is None:
        assert facts["path"] is None
    else:
        assert f"`GET {built.place.prefix}/pets`" in (built.folder / built.place.docs).read_text()


def test_what_was_built_is_what_the_receipts_say(built: Built, petsage: Petsage) -> None:
    outcome = petsage("check", "--project", built.folder)

    assert outcome.code == 0, outcome.out
