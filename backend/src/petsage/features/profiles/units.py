"""The two systems of units, and what each measures weights and temperatures in."""

from typing import Annotated

from fastapi import Query

from petsage.units import CELSIUS, FAHRENHEIT, KILOGRAM, POUND

from .models import ProfileUnitSystem

UnitSystem = ProfileUnitSystem
METRIC, IMPERIAL = UnitSystem.METRIC, UnitSystem.IMPERIAL
WEIGHT = {METRIC: KILOGRAM, IMPERIAL: POUND}
TEMPERATURE = {METRIC: CELSIUS, IMPERIAL: FAHRENHEIT}

Units = Annotated[UnitSystem, Query(description="What weights and temperatures are shown in.")]
