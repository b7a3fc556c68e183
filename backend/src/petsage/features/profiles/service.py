"""Who may see and change what, and what holds for it."""

from sqlalchemy import false

from petsage.core.access import CALLER
from petsage.core.repository import Repository

from .models import Profile
from .schemas import ProfileRead

profiles = Repository(Profile, ProfileRead, visible=Profile.owner_id == CALLER, deletable=false())
