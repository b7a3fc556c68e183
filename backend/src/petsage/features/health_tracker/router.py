"""The endpoints of observations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import MISSING

from petsage.core.answers import Created, Item, Items
from petsage.core.documentation import problems
from petsage.core.identity.callers import CurrentUser
from petsage.core.preconditions import IfMatch
from petsage.core.sessions import Session, Transaction
from petsage.features.profiles.preferences import OwnPreferences
from petsage.features.profiles.units import METRIC, Units

from .schemas import ObservationCreate, ObservationPatch, ObservationQuery, ObservationRead
from .sense import refuse_leap, refuse_missing_unit
from .service import observations

router = APIRouter(tags=["Health tracker"])


@router.get("/pets/{pet_id}/observations", summary="List a pet's observations")
async def list_observations(
    pet_id: UUID, query: Annotated[ObservationQuery, Query()], user: CurrentUser, session: Session
) -> Items[ObservationRead]:
    """Newest measured time first."""
    found = await observations.page(session, query, user, parent=pet_id)
    found.items = [observation.shown_in(query.units) for observation in found.items]
    return Items(found)


@router.post(
    "/pets/{pet_id}/observations", status_code=201, summary="Create an observation of a pet", responses=problems(409)
)
async def create_observation(
    pet_id: UUID,
    new: ObservationCreate,
    user: CurrentUser,
    transaction: Transaction,
    preferences: OwnPreferences,
    units: Units = METRIC,
) -> Created[ObservationRead]:
    """Only whoever can change its pet can create one. A weight that is far from the last one has to be confirmed."""
    refuse_missing_unit(new, new.kind, units, preferences.unit_system)
    observation = await observations.create(transaction, new, user, parent=pet_id)
    await refuse_leap(transaction, new, observation, preferences.unit_system)
    return Created(observation.shown_in(units), "get_observation", observation_id=observation.id)


@router.get("/observations/{observation_id}", summary="Get an observation")
async def get_observation(
    observation_id: UUID, user: CurrentUser, session: Session, units: Units = METRIC
) -> Item[ObservationRead]:
    """Only whoever can see its pet can see it."""
    observation = await observations.get(session, observation_id, user)
    return Item(observation.shown_in(units))


@router.patch("/observations/{observation_id}", summary="Change an observation", responses=problems(409))
async def change_observation(
    observation_id: UUID,
    patch: ObservationPatch,
    user: CurrentUser,
    transaction: Transaction,
    preferences: OwnPreferences,
    if_match: IfMatch = None,
    units: Units = METRIC,
) -> Item[ObservationRead]:
    """What is left out stays as it is. A weight that becomes far from the one before has to be confirmed."""
    before = await observations.get(transaction, observation_id, user)
    refuse_missing_unit(patch, before.kind if patch.kind is MISSING else patch.kind, units, preferences.unit_system)
    observation = await observations.change(transaction, observation_id, patch, user, if_match)
    if {"value", "kind", "measured_time"} & patch.model_dump().keys():
        await refuse_leap(transaction, patch, observation, preferences.unit_system)
    return Item(observation.shown_in(units))


@router.delete(
    "/observations/{observation_id}", status_code=204, summary="Delete an observation", responses=problems(409)
)
async def delete_observation(
    observation_id: UUID, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
) -> None:
    """Only whoever can change its pet can delete it."""
    await observations.delete(transaction, observation_id, user, if_match)
