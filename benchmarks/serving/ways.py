"""Two endpoints, written in every way that is compared. Each way is a factory of an app."""

import json
import os
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, Index, String, create_engine, insert, make_url, select, true
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Mapped, mapped_column
from starlette.responses import Response

from petsage.core.answers import Item, Items
from petsage.core.app import new_app
from petsage.core.migrations import engine_for
from petsage.core.paging import Page
from petsage.core.repository import Repository
from petsage.core.schemas import Read
from petsage.core.sessions import Session
from petsage.core.tables import Entity

ROWS = 10_000
NO_MIGRATIONS = Path("no-migrations")
COLUMNS = ("id", "created_at", "updated_at", "name", "species", "birth_date", "microchip")
ONE = f"SELECT {', '.join(COLUMNS)} FROM animals WHERE id = "
PAGE = f"SELECT {', '.join(COLUMNS)} FROM animals ORDER BY name, id LIMIT "


class Animal(Entity):
    """What is read."""

    __tablename__ = "animals"

    name: Mapped[str] = mapped_column(String(80))
    species: Mapped[str] = mapped_column(String(20))
    birth_date: Mapped[date | None]
    microchip: Mapped[str | None] = mapped_column(String(15))

    __table_args__ = (Index(None, "name", "id"),)


class AnimalRead(Read):
    """What is answered."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    species: str
    birth_date: date | None
    microchip: str | None


class AnimalsRead(BaseModel):
    """Several of them."""

    items: list[AnimalRead]
    next: str | None


def seeded(url: str, rows: int) -> list[str]:
    """Creates the table with rows in it; their ids."""
    engine, moment = engine_for(url), datetime.now(UTC)
    ids = [uuid.UUID(int=number << 80 | 7 << 76 | 2 << 62) for number in range(rows)]
    with engine.begin() as connection:
        Entity.metadata.create_all(connection, [Animal.__table__])  # type: ignore[list-item]
        for start in range(0, rows, 10_000):
            connection.execute(
                insert(Animal),
                [
                    {
                        "id": ids[number],
                        "created_at": moment,
                        "updated_at": moment,
                        "version": 1,
                        "name": f"Animal {number * 7919 % rows:07}",
                        "species": "dog",
                        "birth_date": date(2020, 2, 29),
                        "microchip": f"{number:015}",
                    }
                    for number in range(start, min(rows, start + 10_000))
                ],
            )
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return [str(one) for one in ids]


class Driver:
    """The driver by itself: a connection that is held for SQLite, a pool for PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._pool: AsyncConnectionPool[Any] | None = None
        if url.startswith("sqlite"):
            self._held = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
            self._held.execute("PRAGMA journal_mode = WAL")
        else:
            self._pool = AsyncConnectionPool(url, open=False, min_size=10, kwargs={"autocommit": True})

    @asynccontextmanager
    async def open(self, _app: object) -> AsyncIterator[None]:
        if self._pool:
            await self._pool.open()
        yield
        if self._pool:
            await self._pool.close()

    async def read(self, query: str, value: Any) -> list[dict[str, Any]]:
        """The rows of a query that ends with its parameter."""
        rows: Sequence[Sequence[Any]]
        if self._pool is None:
            rows = self._held.execute(query + "?", (str(value) if isinstance(value, uuid.UUID) else value,)).fetchall()
        else:
            async with self._pool.connection() as connection:
                rows = await (await connection.execute(query + "%s", (value,))).fetchall()
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def raw_asgi() -> Any:
    """No framework."""
    driver = Driver(os.environ["DATABASE_URL"])

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            async with driver.open(None):
                await receive()
                await send({"type": "lifespan.startup.complete"})
                await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        _, _, animal_id = scope["path"].removeprefix("/").partition("/")
        rows = await (driver.read(ONE, uuid.UUID(animal_id)) if animal_id else driver.read(PAGE, 50))
        body = _json(rows[0] if animal_id else {"items": rows, "next": None})
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def fastapi_raw_driver() -> FastAPI:
    """FastAPI, and JSON from what the driver gives."""
    driver = Driver(os.environ["DATABASE_URL"])
    app = FastAPI(lifespan=driver.open)

    @app.get("/pets/{pet_id}")
    async def get_pet(pet_id: uuid.UUID) -> Response:
        rows = await driver.read(ONE, pet_id)
        return Response(_json(rows[0]), media_type="application/json")

    @app.get("/pets")
    async def list_pets(limit: int = 20) -> Response:
        rows = await driver.read(PAGE, limit)
        return Response(_json({"items": rows, "next": None}), media_type="application/json")

    return app


def fastapi_core_held() -> FastAPI:
    """FastAPI, and a SQLAlchemy statement on a connection that is held, on the event loop (SQLite alone)."""
    engine: Engine = create_engine(os.environ["DATABASE_URL"])
    held = engine.connect()
    app = FastAPI()

    @app.get("/pets/{pet_id}")
    async def get_pet(pet_id: uuid.UUID) -> AnimalRead:
        row = held.execute(select(Animal.__table__).where(Animal.id == pet_id)).one()
        return AnimalRead.model_validate(row)

    @app.get("/pets")
    async def list_pets(limit: int = 20) -> AnimalsRead:
        rows = held.execute(select(Animal.__table__).order_by(Animal.name, Animal.id).limit(limit)).all()
        return AnimalsRead(items=[AnimalRead.model_validate(row) for row in rows], next=None)

    return app


def async_orm() -> FastAPI:
    """What is usually written: an async session a request, mapped objects, response_model."""
    address = make_url(os.environ["DATABASE_URL"])
    driver = "sqlite+aiosqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    engine = create_async_engine(address.set(drivername=driver), pool_size=10)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    app = FastAPI()

    async def session() -> AsyncIterator[AsyncSession]:
        async with sessions() as session:
            yield session

    OrmSession = Annotated[AsyncSession, Depends(session)]

    @app.get("/pets/{pet_id}", response_model=AnimalRead)
    async def get_pet(pet_id: uuid.UUID, session: OrmSession) -> Animal:
        animal = await session.get(Animal, pet_id)
        if animal is None:
            raise HTTPException(404)
        return animal

    @app.get("/pets", response_model=AnimalsRead)
    async def list_pets(session: OrmSession, limit: int = 20) -> dict[str, Any]:
        found = await session.scalars(select(Animal).order_by(Animal.name, Animal.id).limit(limit))
        return {"items": found.all(), "next": None}

    return app


def ours() -> FastAPI:
    """A module on core, in the whole app: request ids, problems, security headers and all."""
    app = new_app("Benchmark", database_url=os.environ["DATABASE_URL"], migrations=NO_MIGRATIONS, log_level="ERROR")
    app.include_router(_module("pets"))
    return app


def ours_among_200() -> FastAPI:
    """The same module, included last of two hundred."""
    app = new_app("Benchmark", database_url=os.environ["DATABASE_URL"], migrations=NO_MIGRATIONS, log_level="ERROR")
    for number in range(199):
        app.include_router(_module(f"others-{number}"))
    app.include_router(_module("pets"))
    return app


def _module(name: str) -> APIRouter:
    """What the builder writes for `Anyone can see animals. Animals are listed by name.`, with five operations."""
    router = APIRouter(prefix=f"/{name}")
    animals = Repository(Animal, AnimalRead, visible=true(), order=[Animal.name])

    @router.get("")
    async def list_animals(query: Page, session: Session) -> Items[AnimalRead]:
        return Items(await animals.page(session, query))

    @router.get("/{animal_id}")
    async def get_animal(animal_id: uuid.UUID, session: Session) -> Item[AnimalRead]:
        return Item(await animals.get(session, animal_id))

    async def other(animal_id: uuid.UUID) -> None:
        """Stands for an operation that isn't asked for here."""

    for method, path in (("POST", ""), ("PATCH", "/{animal_id}"), ("DELETE", "/{animal_id}")):
        router.add_api_route(path, other, methods=[method])
    return router


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), default=str).encode()


WAYS: dict[str, Callable[[], Any]] = {
    "bare ASGI, raw driver": raw_asgi,
    "FastAPI, raw driver": fastapi_raw_driver,
    "FastAPI, Core, held": fastapi_core_held,
    "async ORM, response_model": async_orm,
    "ours": ours,
    "ours among 200": ours_among_200,
}
