"""Who may see and change what, and what holds for it."""

from petsage.core.access import CALLER
from petsage.core.filters import equal, search
from petsage.core.lifecycle import Lifecycle
from petsage.core.restoring import RestorableRepository
from petsage.core.rules import AtMost, Logged

from .models import Pet, PetStatus
from .schemas import PetRead

pets = RestorableRepository(
    Pet,
    PetRead,
    days=30,
    visible=Pet.owner_id == CALLER,
    order=[Pet.name],
    filters=[equal(Pet.species), equal(Pet.status), search(Pet.name)],
    rules=[AtMost(100, per=Pet.owner_id), Logged("pet", "created", "deleted")],
)

pet_steps = Lifecycle(
    pets,
    Pet.status,
    {
        PetStatus.ACTIVE: {PetStatus.LOST, PetStatus.DECEASED, PetStatus.REHOMED},
        PetStatus.LOST: {PetStatus.ACTIVE},
        PetStatus.DECEASED: {PetStatus.ACTIVE, PetStatus.LOST},
        PetStatus.REHOMED: {PetStatus.ACTIVE, PetStatus.LOST},
    },
)
