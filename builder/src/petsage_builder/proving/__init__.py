"""The checks that prove a module in staging."""

from petsage_builder.proving.application import AppBefore, KnownApp, Observation, observe
from petsage_builder.proving.plan import AppLocator, CheckPlan, CheckResult, Migrations, OpenAPI, Proof
from petsage_builder.proving.run import run_checks
from petsage_builder.proving.workshop import Workshop, close_workshops, open_workshop

__all__ = [
    "AppBefore",
    "AppLocator",
    "CheckPlan",
    "CheckResult",
    "KnownApp",
    "Migrations",
    "Observation",
    "OpenAPI",
    "Proof",
    "Workshop",
    "close_workshops",
    "observe",
    "open_workshop",
    "run_checks",
]
