"""What readers and writers of one SQLite file leave each other: the PetSage backend, served by one worker.

    python benchmarks/together.py [--seconds 3] [--rounds 5] [--beside BACKEND ...]

Readers ask for a pet of their own, writers add observations to one. Each crowd is measured alone, and then both at
once: 16 and 16, 48 readers and 16 writers. `--beside` names the `backend` folders of other work trees, which are
measured in the same rounds and have to run in this environment. Every figure is a median of the rounds.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from measuring.figures import machine, table
from serving.load import Crowd, Load, loaded_by

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "backend" / "tests" / "faults"))

from live_app import Server, new_pets, prepare, served, sign_in  # noqa: E402  (where the path leads)

READERS, MANY_READERS, WRITERS = 16, 48, 16
Loads = dict[str, list[Load]]


def main() -> None:
    """Prints what each crowd has alone, and what it keeps beside the other."""
    arguments = _arguments()
    loads: dict[Path, dict[str, Loads]] = {
        backend: defaultdict(lambda: defaultdict(list)) for backend in arguments.backends
    }
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.rounds):
            for place, backend in enumerate(arguments.backends):
                url = f"sqlite:///{folder}/{number}-{place}.db"
                _round(backend, url, arguments.seconds, loads[backend])
    print(machine())
    print(f"medians of {arguments.rounds} rounds of {arguments.seconds} s\n")
    for backend, found in loads.items():
        print(backend)
        print(table(["", "a second", "of alone", "p99 ms", "refused"], _rows(found)), "\n")


def _round(backend: Path, url: str, seconds: float, loads: dict[str, Loads]) -> None:
    """One measurement of each case, on a new database."""
    prepare(url)
    with served(url, backend=backend) as server:
        for case, crowds in _cases(server).items():
            for who, load in zip(crowds, loaded_by(server.port, list(crowds.values()), seconds), strict=True):
                loads[case][who].append(load)


def _cases(server: Server) -> dict[str, dict[str, Crowd]]:
    headers = sign_in(server)
    pets = [f"/api/v1/pets/{pet}" for pet in new_pets(server, headers)]
    readers, many = Crowd(pets, READERS, headers=headers), Crowd(pets, MANY_READERS, headers=headers)
    body = '{"kind": "weight", "value": "4.20", "note": "benchmark"}'
    sent = {**headers, "content-type": "application/json"}
    writers = Crowd([f"{pet}/observations" for pet in pets], WRITERS, "POST", sent, body)
    return {
        "warm": {"16 readers": readers},
        "alone, 16 readers": {"16 readers": readers},
        "alone, 48 readers": {"48 readers": many},
        "alone, 16 writers": {"16 writers": writers},
        "16 and 16": {"16 readers": readers, "16 writers": writers},
        "48 and 16": {"48 readers": many, "16 writers": writers},
    }


def _rows(found: dict[str, Loads]) -> list[list[str]]:
    rows = []
    for case, loads in found.items():
        for who, measured in loads.items() if case != "warm" else ():
            rate = median(load.rate for load in measured)
            alone = median(load.rate for load in found[f"alone, {who}"][who])
            p99 = median(load.p99 for load in measured) * 1000
            refused = sum(load.refused for load in measured)
            rows.append([f"{case}: {who}", f"{rate:,.0f}", f"{rate / alone:.2f}", f"{p99:.1f}", str(refused)])
    return rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="the backend folders of other work trees")
    arguments = parser.parse_args()
    arguments.backends = [ROOT / "backend", *arguments.beside]
    return arguments


if __name__ == "__main__":
    main()
