"""Two families and their pets, for a database that has no users yet: `python sample_data.py`.

Everything is made through the API itself, in this process, so that it keeps the rules of the day.
"""

import asyncio
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import func, select

from petsage.core.database import Session
from petsage.core.identity.models import User
from petsage.main import create_app
from petsage.settings import Settings

PASSWORD = "correct horse battery"
FAMILIES: dict[str, dict[str, Any]] = {
    "rivera@example.com": {
        "profile": {"display_name": "Rivera", "country": "ES", "time_zone": "Europe/Madrid"},
        "pets": [
            {"name": "Luna", "species": "dog", "sex": "female", "neuter_status": "neutered", "years": 4, "kg": 24.0},
            {"name": "Milo", "species": "cat", "sex": "male", "neuter_status": "neutered", "years": 9, "kg": 5.6},
        ],
    },
    "okafor@example.com": {
        "profile": {"display_name": "Okafor", "country": "GB", "time_zone": "Europe/London", "unit_system": "imperial"},
        "pets": [
            {"name": "Biscuit", "species": "dog", "sex": "male", "neuter_status": "intact", "years": 1, "kg": 9.5},
            {"name": "Hazel", "species": "rabbit", "sex": "female", "neuter_status": "unknown", "years": 3, "kg": 2.1},
            {"name": "Pip", "species": "cat", "sex": "female", "neuter_status": "neutered", "years": 12, "kg": 3.9},
        ],
    },
}
LOST = "Pip"
VACCINES = {"dog": ("distemper", "rabies"), "cat": ("panleukopenia", "feline leukemia"), "rabbit": ("myxomatosis",)}


async def main() -> None:
    """Makes the families where there is nobody yet, and says how to sign in as one."""
    app = create_app(Settings(log_level="WARNING"))
    async with app.router.lifespan_context(app), _client(app) as client:
        if await Session(app.state.database).scalar(int, select(func.count()).select_from(User)):
            print("There are users already; no sample data is added.")
            return
        for email, family in FAMILIES.items():
            await _make(await Member.join(client, email), family)
    print(f"Sign in as {' or '.join(FAMILIES)} with the password: {PASSWORD}")


class Member:
    """Somebody who is signed in and calls the API."""

    def __init__(self, client: AsyncClient, token: str | None = None) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    @classmethod
    async def join(cls, client: AsyncClient, email: str) -> "Member":
        """Somebody new."""
        stranger, account = cls(client), {"email": email, "password": PASSWORD}
        await stranger.post("/users", account)
        return cls(client, (await stranger.post("/tokens", account))["token"])

    async def post(self, path: str, body: Any = None) -> dict[str, Any]:
        """The answer to a request that must be good."""
        answer = await self._client.post(f"/api/v1{path}", json=body, headers=self._headers)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        found: dict[str, Any] = answer.json()
        return found


def _client(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1", trust_env=False)


async def _make(member: Member, family: dict[str, Any]) -> None:
    await member.post("/profiles", family["profile"])
    for about in family["pets"]:
        born = date.today() - timedelta(days=365 * about["years"] + 40)
        told = {key: about[key] for key in ("name", "species", "sex", "neuter_status")}
        pet = await member.post("/pets", told | {"birth_date": born.isoformat(), "birth_precision": "month"})
        await _weigh(member, pet, about["kg"])
        await _vaccinate(member, pet)
        if about["name"] == LOST:
            await member.post(f"/pets/{pet['id']}/lose")


async def _weigh(member: Member, pet: dict[str, Any], kg: float) -> None:
    """A weight a month for a year, around a slow trend."""
    chance, start = random.Random(pet["name"]), datetime.now(UTC) - timedelta(days=360)
    drift = chance.uniform(-0.12, 0.08)
    for month in range(13):
        weight = kg * (1 + drift * month / 12 + chance.uniform(-0.01, 0.01))
        moment = start + timedelta(days=30 * month)
        body = {"kind": "weight", "value": f"{weight:.2f}", "unit": "kg", "measured_time": moment.isoformat()}
        await member.post(f"/pets/{pet['id']}/observations", body)
    await member.post(f"/pets/{pet['id']}/observations", {"kind": "body condition", "value": "5", "method": "clinic"})


async def _vaccinate(member: Member, pet: dict[str, Any]) -> None:
    given = date.today() - timedelta(days=300)
    for vaccine in VACCINES[pet["species"]]:
        due = given + timedelta(days=365)
        body = {"vaccine": vaccine, "given_date": str(given), "due_date": str(due), "due_reason": "vet"}
        await member.post(f"/pets/{pet['id']}/vaccinations", body)


if __name__ == "__main__":
    asyncio.run(main())
