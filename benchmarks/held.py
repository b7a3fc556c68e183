"""How long single requests hold the event loop of the PetSage backend: nobody else is answered meanwhile.

    python benchmarks/held.py [--rounds 5]

A heartbeat runs on the loop beside each request; its longest pause is how long the loop was held. A machine that others
use makes pauses of its own, so the processor's time in a pause is told, too: of the whole process, whose other threads
the loop may wait for, and of the loop's own thread. The app is called in this process, on a new SQLite file, and is new
for each round, so that what is made once is made again.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from measuring.figures import machine, table

BACKEND = Path(__file__).parents[1] / "backend"
USERS, JSON = "/api/v1/users", {"content-type": "application/json"}
ACCOUNT = {"email": "alice@example.org", "password": "correct horse battery"}
ROWS = 20_000
Request = tuple[str, str, str, dict[str, Any]]
Pause = tuple[float, float, float]
"""Milliseconds from one beat to the next: by the clock, and of work by the process and by the loop's thread."""


def main() -> None:
    """Prints the longest pause of the loop for each request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    found: dict[str, list[Pause]] = defaultdict(list)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_round(f"sqlite:///{folder}/held.db", found))
    print(machine())
    print(f"the loop's longest pause in ms, of {rounds} rounds\n")
    rows = [
        [what, *(f"{figure(pause[which] for pause in held):.1f}" for which in (0, 1, 2) for figure in (median, max))]
        for what, held in found.items()
    ]
    print(table(["", "median", "most", "process, median", "most", "loop, median", "most"], rows))


async def _round(url: str, found: dict[str, list[Pause]]) -> None:
    os.environ |= {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    from httpx2 import ASGITransport, AsyncClient

    from petsage.core.migrations import migrate
    from petsage.main import create_app
    from petsage.settings import Settings

    migrate(url, BACKEND / "alembic.ini")
    app = create_app(Settings())
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://held") as client,
    ):
        await client.post(USERS, json=ACCOUNT)
        token = (await client.post("/api/v1/tokens", json=ACCOUNT)).json()["token"]
        client.headers["authorization"] = f"Bearer {token}"
        await _fill(client, app.state.database)
        for what, method, path, sent in _requests():
            found[what].append(await _held(client.request(method, path, **sent)))


async def _fill(client: Any, database: Any) -> None:
    """Gives the account a pet with many observations."""
    from petsage.core.expecting import copy_row
    from petsage.features.health_tracker.models import Observation

    pet = (await client.post("/api/v1/pets", json={"name": "Milo", "species": "cat"})).json()["id"]
    sent = {"kind": "weight", "value": "4.20", "note": "benchmark"}
    one = (await client.post(f"/api/v1/pets/{pet}/observations", json=sent)).json()["id"]
    await copy_row(database, Observation, one, ROWS - 1, {})


def _requests() -> Iterator[Request]:
    many = json.dumps({f"k{number}": 1 for number in range(90_000)}).encode()[: 2**20]
    yield "the OpenAPI document, first", "GET", "/openapi.json", {}
    yield "the OpenAPI document, again", "GET", "/openapi.json", {}
    yield "sign up", "POST", USERS, {"json": ACCOUNT | {"email": "bob@example.org"}}
    yield "sign in", "POST", "/api/v1/tokens", {"json": ACCOUNT}
    yield "1 MiB of unknown keys", "POST", USERS, {"content": many, "headers": JSON}
    yield "1 MiB of numbers", "POST", USERS, {"content": b"[" + b"1," * 520_000 + b"1]", "headers": JSON}
    yield "1 MiB of text", "POST", USERS, {"content": b'{"email":"' + b"x" * 1_040_000 + b'"}', "headers": JSON}
    yield "a page of 100", "GET", "/api/v1/pets?limit=100", {}
    yield f"everything that is mine, {ROWS:,} rows", "GET", "/api/v1/users/me/export", {}
    yield f"the CSV of {ROWS:,} rows", "GET", "/api/v1/users/me/export/observations", {}


async def _held(request: Any) -> Pause:
    """The longest pauses while the request is served."""
    longest = [0.0, 0.0, 0.0]

    async def beat() -> None:
        last = _clocks()
        while True:
            await asyncio.sleep(0)
            now = _clocks()
            longest[:] = [max(most, after - before) for most, before, after in zip(longest, last, now, strict=True)]
            last = now

    heart = asyncio.create_task(beat())
    await asyncio.sleep(0)
    await request
    await asyncio.sleep(0)
    heart.cancel()
    by_the_clock, process, loop = longest
    return by_the_clock * 1000, process * 1000, loop * 1000


def _clocks() -> Pause:
    return time.perf_counter(), time.process_time(), time.thread_time()


if __name__ == "__main__":
    main()
