"""What clients ask and are shown of a pet's timeline."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from petsage.core.paging import PageQuery
from petsage.features.profiles.preferences import AskedUnits


class TimelineQuery(PageQuery):
    """Which part of a timeline, and how much of it."""

    upcoming: bool | None = Field(None, description="Only what is to come (true), or only what has been (false).")
    units: AskedUnits = None


class Entry(BaseModel):
    """Something that happened, or that is to come."""

    at: datetime = Field(description="When; midnight UTC where only the day is known.")
    kind: str
    title: str
    id: UUID = Field(description="Of the thing that the entry is about.")
    href: str
    upcoming: bool = Field(description="Whether its moment is after now.")
