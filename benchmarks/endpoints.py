"""What one read costs: the same two endpoints written in several ways, each served by one worker over loopback.

    python benchmarks/endpoints.py [--database sqlite] [--seconds 2] [--rounds 5] [--rows 10000] [ways ...]
    python benchmarks/endpoints.py --rows 1000000 --depth 900000 ours

`GET /pets/ID` answers with one pet, `GET /pets?limit=50` with fifty; nobody signs in. The ways are in
`serving/ways.py`. Rounds are interleaved; a round of a way is a server of its own, warmed up. The figure of a way is
its best round. With `--depth` the page is the one that far down, which is reached by its cursor.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring.figures import machine, table
from serving.load import Load, loaded
from serving.ways import ROWS, WAYS, seeded

HERE = Path(__file__).parent
HELD = "FastAPI, Core, held"
BASE = "async ORM, response_model"
BEST = "FastAPI, raw driver"


def main() -> None:
    """Prints reads and pages a second of every way, and their ratios."""
    arguments = _arguments()
    url = _database(arguments.database)
    ids = seeded(url, arguments.rows)
    reads = [f"/pets/{ids[len(ids) * part // 64]}" for part in range(64)]
    best: dict[str, dict[str, Load]] = {way: {} for way in arguments.ways}
    for _ in range(arguments.rounds):
        for way in arguments.ways:
            with _served(way, url) as port:
                for kind, asked in (("reads", reads), ("pages", [_page(port, arguments.depth)])):
                    load = loaded(port, asked, arguments.seconds)
                    if kind not in best[way] or load.rate > best[way][kind].rate:
                        best[way][kind] = load
    print(machine())
    print(f"{arguments.database}, {arguments.rows} rows, pages after {arguments.depth}")
    print(f"best of {arguments.rounds} rounds of {arguments.seconds} s\n")
    print(table(["", "reads/s", "p99 ms", "to ORM", "to raw", "pages/s", "p99 ms", "to ORM", "to raw"], _rows(best)))


def _page(port: int, depth: int) -> str:
    """The path of the page of fifty after so many rows."""
    path, limit = "/pets?limit=50", 100
    for _ in range(depth // limit):
        address = f"http://127.0.0.1:{port}{path.replace('limit=50', f'limit={limit}')}"
        with urllib.request.urlopen(address) as answer:
            path = f"/pets?limit=50&cursor={json.load(answer)['next']}"
    return path


def _rows(best: dict[str, dict[str, Load]]) -> list[list[str]]:
    rows = []
    for way, loads in best.items():
        row = [way]
        for kind, load in loads.items():
            row += [f"{load.rate:,.0f}", f"{load.p99 * 1000:.1f}"]
            row += [f"{load.rate / best[other][kind].rate:.2f}" if other in best else "" for other in (BASE, BEST)]
        rows.append(row)
    return rows


@contextmanager
def _served(way: str, url: str) -> Iterator[int]:
    """A server of one way, on the port that it has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", f"serving.ways:{WAYS[way].__name__}", "--port", str(port)]
    environment = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR", "PYTHONPATH": _path()}
    server = subprocess.Popen([*command, "--no-access-log", "--log-level", "error"], env=environment, cwd=HERE)
    try:
        _wait_for(port, server)
        loaded(port, ["/pets?limit=50"], 0.3)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server does not answer")


def _path() -> str:
    return os.pathsep.join(part for part in sys.path if part)


def _database(kind: str) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tempfile.mkdtemp()}/benchmark.db"
    from petsage.core.testing import new_postgresql_database

    return new_postgresql_database()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--depth", type=int, default=0, help="rows before the page; for our own ways")
    parser.add_argument("ways", nargs="*", help=f"some of {', '.join(map(repr, WAYS))}; all when none is named")
    arguments = parser.parse_args()
    arguments.ways = arguments.ways or [way for way in WAYS if way != HELD or arguments.database == "sqlite"]
    return arguments


if __name__ == "__main__":
    main()
