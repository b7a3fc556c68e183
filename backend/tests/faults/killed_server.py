"""The server is killed again and again while people write to it: what was acknowledged is there, and nothing else.

python tests/faults/killed_server.py [--kills 20]
"""

import argparse
import asyncio
import random
import tempfile
from pathlib import Path

from live_app import Load, Server, new_pets, prepare, served, sign_in, stored, write


def killed(database_url: str, kills: int) -> tuple[Load, list[str]]:
    """What writers were told over so many kills, and every note that is there afterwards."""
    prepare(database_url)
    load = Load()
    with served(database_url) as server:
        pets = new_pets(server, sign_in(server))
    for _ in range(kills):
        with served(database_url) as server:
            asyncio.run(_write_and_kill(server, sign_in(server), pets, load))
    with served(database_url) as server:
        return load, stored(server, sign_in(server), pets)


async def _write_and_kill(server: Server, headers: dict[str, str], pets: list[str], load: Load) -> None:
    writing = asyncio.create_task(write(server, headers, pets, load, asyncio.Event()))
    kept = len(load.kept)
    while len(load.kept) == kept and not writing.done():
        await asyncio.sleep(0.01)
    await asyncio.sleep(random.uniform(0, 0.6))
    await asyncio.to_thread(server.kill)
    await writing


def main() -> None:
    """Prints how many writes a second there were, and what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    with tempfile.TemporaryDirectory() as folder:
        load, notes = killed(f"sqlite:///{Path(folder)}/faults.db", parser.parse_args().kills)
    lost, unexpected = load.kept - set(notes), set(notes) - load.kept - load.unanswered
    print(f"{len(load.kept)} writes acknowledged, {load.rate:.0f} a second; statuses {load.statuses}")
    print(f"{len(lost)} lost, {len(unexpected)} unexpected, {len(notes) - len(set(notes))} twice")


if __name__ == "__main__":
    main()
