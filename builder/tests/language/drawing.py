"""Specs that are drawn once, for tests in which building is dear."""

from hypothesis import HealthCheck, Phase, given, seed, settings

from petsage_builder.spec.feature import FeatureSpec

from .strategies import specs


def drawn_specs(count: int, start: int) -> list[FeatureSpec]:
    """Those with endpoints among so many specs; the same every time that it starts at the same number."""
    found: list[FeatureSpec] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(start)
    @given(specs())
    def draw(spec: FeatureSpec) -> None:
        if spec.endpoints:
            found.append(spec)

    draw()
    return found
