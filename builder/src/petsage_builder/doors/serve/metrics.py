"""Figures for Prometheus, read from the store when they are asked for, so that every worker tells the same."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from petsage_builder.doors.serve.store import WAITING, Store

Family = CounterMetricFamily | GaugeMetricFamily


def registry_of(store: Store) -> CollectorRegistry:
    """A registry with the server's figures."""
    registry = CollectorRegistry()
    registry.register(_Builds(store))
    return registry


class _Builds(Collector):
    """How many builds wait, and how many have ended and how."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterator[Family]:
        yield from self._families()

    def collect(self) -> Iterator[Family]:
        """The figures now."""
        waiting, ended, seconds = self._families()
        for state, (count, spent) in self._store.counts().items():
            if state in WAITING:
                waiting.add_metric([state], count)
            else:
                ended.add_metric([state], count)
                seconds.add_metric([state], spent)
        yield from (waiting, ended, seconds)

    def _families(self) -> tuple[GaugeMetricFamily, CounterMetricFamily, CounterMetricFamily]:
        return (
            GaugeMetricFamily("petsage_builds_waiting", "Builds that have not ended.", labels=["state"]),
            CounterMetricFamily("petsage_builds_ended", "Builds that have ended.", labels=["state"]),
            CounterMetricFamily("petsage_builds_seconds", "Time from a build's start to its end.", labels=["state"]),
        )
