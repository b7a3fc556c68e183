"""The endpoints of vaccinations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from petsage.core.answers import Created, Item, Items
from petsage.core.documentation import problems
from petsage.core.identity.callers import CurrentUser
from petsage.core.preconditions import IfMatch
from petsage.core.sessions import Session, Transaction

from .schemas import VaccinationCreate, VaccinationPatch, VaccinationQuery, VaccinationRead
from .service import vaccinations

router = APIRouter(tags=["Vaccinations"])


@router.get("/pets/{pet_id}/vaccinations", summary="List a pet's vaccinations")
async def list_vaccinations(
    pet_id: UUID, query: Annotated[VaccinationQuery, Query()], user: CurrentUser, session: Session
) -> Items[VaccinationRead]:
    """Newest given date first."""
    return Items(await vaccinations.page(session, query, user, parent=pet_id))


@router.post(
    "/pets/{pet_id}/vaccinations", status_code=201, summary="Create a vaccination of a pet", responses=problems(409)
)
async def create_vaccination(
    pet_id: UUID, new: VaccinationCreate, user: CurrentUser, transaction: Transaction
) -> Created[VaccinationRead]:
    """Only whoever can change its pet can create one."""
    vaccination = await vaccinations.create(transaction, new, user, parent=pet_id)
    return Created(vaccination, "get_vaccination", vaccination_id=vaccination.id)


@router.get("/vaccinations/{vaccination_id}", summary="Get a vaccination")
async def get_vaccination(vaccination_id: UUID, user: CurrentUser, session: Session) -> Item[VaccinationRead]:
    """Only whoever can see its pet can see it."""
    return Item(await vaccinations.get(session, vaccination_id, user))


@router.patch("/vaccinations/{vaccination_id}", summary="Change a vaccination")
async def change_vaccination(
    vaccination_id: UUID, patch: VaccinationPatch, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
) -> Item[VaccinationRead]:
    """What is left out stays as it is."""
    return Item(await vaccinations.change(transaction, vaccination_id, patch, user, if_match))


@router.delete(
    "/vaccinations/{vaccination_id}", status_code=204, summary="Delete a vaccination", responses=problems(409)
)
async def delete_vaccination(
    vaccination_id: UUID, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
) -> None:
    """Only whoever can change its pet can delete it."""
    await vaccinations.delete(transaction, vaccination_id, user, if_match)
