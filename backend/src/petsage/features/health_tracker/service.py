"""Who may see and change what, and what holds for it."""

from petsage.core.filters import at_least, at_most, equal
from petsage.core.repository import Parent, Repository
from petsage.core.rules import AtMost, Check
from petsage.features.pets.service import pets

from .models import Observation
from .schemas import ObservationRead
from .sense import refuse_senseless_value

observations = Repository(
    Observation,
    ObservationRead,
    visible=Observation.pet.has(pets.visible),
    changeable=Observation.pet.has(pets.changeable),
    parent=Parent(Observation.pet_id, pets),
    order=[Observation.measured_time.desc()],
    filters=[equal(Observation.kind), at_least(Observation.measured_time), at_most(Observation.measured_time)],
    rules=[AtMost(10000, per=Observation.pet_id), Check(refuse_senseless_value)],
)
