"""All checks together, on a sound change and on unsound ones."""

import threading
from pathlib import Path

import pytest

from petsage_builder.checks import AppLocator, CheckPlan, Workshop, observe, open_workshop, run_checks
from petsage_builder.errors import CannotBuildError
from petsage_builder.module import Operation
from petsage_builder.staging import stage

from .conftest import FEATURE_TEST, MAIN, PRICES, PRICES_MAIN, PRICES_TEST, Prove, write
