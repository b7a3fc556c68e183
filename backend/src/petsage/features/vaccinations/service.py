"""Who may see and change what, and what holds for it."""

from petsage.core.errors import Fault, InvalidError
from petsage.core.filters import at_least, at_most, equal
from petsage.core.repository import Parent, Repository
from petsage.core.rules import AtMost, Check
from petsage.features.pets.service import pets

from .models import Vaccination
from .schemas import VaccinationRead


def due_date_after_given_date(vaccination: VaccinationRead) -> None:
    """A vaccination's due date is after its given date."""
    if vaccination.due_date is not None and vaccination.due_date <= vaccination.given_date:
        raise InvalidError(Fault(("body", "due_date"), "must be after the given date"))


vaccinations = Repository(
    Vaccination,
    VaccinationRead,
    visible=Vaccination.pet.has(pets.visible),
    changeable=Vaccination.pet.has(pets.changeable),
    parent=Parent(Vaccination.pet_id, pets),
    order=[Vaccination.given_date.desc()],
    filters=[at_least(Vaccination.due_date), at_most(Vaccination.due_date), equal(Vaccination.vaccine)],
    rules=[Check(due_date_after_given_date), AtMost(500, per=Vaccination.pet_id)],
)
