"""The endpoints of pets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from petsage.core.answers import Created, Item, Items
from petsage.core.documentation import problems
from petsage.core.identity.callers import CurrentUser
from petsage.core.paging import Page
from petsage.core.preconditions import IfMatch
from petsage.core.sessions import Session, Transaction

from .models import PetStatus
from .schemas import DeletedPet, PetCreate, PetPatch, PetQuery, PetRead
from .service import pet_steps, pets

router = APIRouter(tags=["Pets"])


@router.get("/pets", summary="List my pets")
async def list_pets(query: Annotated[PetQuery, Query()], user: CurrentUser, session: Session) -> Items[PetRead]:
    """By name."""
    return Items(await pets.page(session, query, user))


@router.post("/pets", status_code=201, summary="Create a pet", responses=problems(409))
async def create_pet(new: PetCreate, user: CurrentUser, transaction: Transaction) -> Created[PetRead]:
    """Whoever creates it becomes its owner."""
    pet = await pets.create(transaction, new, user, owner_id=user.id, status=PetStatus.ACTIVE)
    return Created(pet, "get_pet", pet_id=pet.id)


@router.get("/pets/{pet_id}", summary="Get a pet")
async def get_pet(pet_id: UUID, user: CurrentUser, session: Session) -> Item[PetRead]:
    """Only its owner can see it."""
    return Item(await pets.get(session, pet_id, user))


@router.patch("/pets/{pet_id}", summary="Change a pet", responses=problems(409))
async def change_pet(
    pet_id: UUID, patch: PetPatch, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
) -> Item[PetRead]:
    """What is left out stays as it is."""
    return Item(await pets.change(transaction, pet_id, patch, user, if_match))


@router.delete("/pets/{pet_id}", status_code=204, summary="Delete a pet", responses=problems(409))
async def delete_pet(pet_id: UUID, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None) -> None:
    """It can be restored for 30 days."""
    await pets.delete(transaction, pet_id, user, if_match)


@router.post("/pets/{pet_id}/activate", summary="Activate a pet", responses=problems(409))
async def activate_pet(pet_id: UUID, user: CurrentUser, transaction: Transaction) -> Item[PetRead]:
    """Possible while it is lost, deceased or rehomed."""
    return Item(await pet_steps.step(transaction, pet_id, PetStatus.ACTIVE, user))


@router.post("/pets/{pet_id}/lose", summary="Lose a pet", responses=problems(409))
async def lose_pet(pet_id: UUID, user: CurrentUser, transaction: Transaction) -> Item[PetRead]:
    """Possible while it is active."""
    return Item(await pet_steps.step(transaction, pet_id, PetStatus.LOST, user))


@router.post("/pets/{pet_id}/mark-deceased", summary="Mark a pet deceased", responses=problems(409))
async def mark_deceased_pet(pet_id: UUID, user: CurrentUser, transaction: Transaction) -> Item[PetRead]:
    """Possible while it is active or lost."""
    return Item(await pet_steps.step(transaction, pet_id, PetStatus.DECEASED, user))


@router.post("/pets/{pet_id}/mark-rehomed", summary="Mark a pet rehomed", responses=problems(409))
async def mark_rehomed_pet(pet_id: UUID, user: CurrentUser, transaction: Transaction) -> Item[PetRead]:
    """Possible while it is active or lost."""
    return Item(await pet_steps.step(transaction, pet_id, PetStatus.REHOMED, user))


@router.post("/pets/{pet_id}/restore", summary="Restore a pet", responses=problems(409))
async def restore_pet(pet_id: UUID, user: CurrentUser, transaction: Transaction) -> Item[PetRead]:
    """Possible for 30 days after it was deleted."""
    return Item(await pets.restore(transaction, pet_id, user))


@router.get("/deleted-pets", summary="List deleted pets")
async def list_deleted_pets(query: Page, user: CurrentUser, session: Session) -> Items[DeletedPet]:
    """Those that the caller can restore, the last one first."""
    return Items(await pets.deleted(session, DeletedPet, query, user))
