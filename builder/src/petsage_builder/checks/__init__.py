"""The checks that prove a module in staging."""

from .application import Observation, observe
from .plan import AppLocator, CheckPlan, CheckResult, OpenAPI, Proof
from .run import run_checks
from .workshop import Workshop, close_workshops, open_workshop

__all__ = [
    "AppLocator",
    "CheckPlan",
    "CheckResult",
    "Observation",
    "OpenAPI",
    "Proof",
    "Workshop",
    "close_workshops",
    "observe",
    "open_workshop",
    "run_checks",
]
