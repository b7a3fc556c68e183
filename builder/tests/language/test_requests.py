"""Whole requests as product people write them, one after another into one project."""

from pathlib import Path

from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse
from petsage_builder.language.understand import understand
from petsage_builder.request.payload import read_payload
from petsage_builder.spec.feature import FeatureSpec, KnownEntity

FILES = sorted((Path(__file__).parents[1] / "requests").glob("*.yaml"))
Known = dict[str, KnownEntity]


def built() -> list[tuple[FeatureSpec, Known]]:
    """The spec of each request, with the entities that the project has by then."""
    specs: list[tuple[FeatureSpec, Known]] = []
    known: Known = {}
    for file in FILES:
        spec = understand(read_payload(file.read_bytes()).request, known).spec
        specs.append((spec, dict(known)))
        known |= {entity.name: KnownEntity(spec.feature, entity, spec.roles) for entity in spec.entities}
    return specs


def test_each_request_is_understood_in_its_turn() -> None:
    assert [file.stem[3:] for file in FILES] == [spec.feature for spec, _ in built()]


def test_each_request_is_shown_as_it_was_meant() -> None:
    for spec, known in built():
        assert parse(describe(spec), feature=spec.feature, description=spec.description, known=known) == spec


def test_a_request_is_understood_again_when_the_whole_project_is_there() -> None:
    specs = built()
    known = {
        entity.name: KnownEntity(spec.feature, entity, spec.roles) for spec, _ in specs for entity in spec.entities
    }

    for file, (spec, _) in zip(FILES, specs, strict=True):
        assert understand(read_payload(file.read_bytes()).request, known).spec == spec


def test_each_feature_has_operations_at_paths_of_its_own() -> None:
    operations = [(endpoint.method, endpoint.path) for spec, _ in built() for endpoint in spec.endpoints]

    assert len(operations) > 150
    assert len(set(operations)) == len(operations)
