"""How long it takes to read 40 sentences and to say them back, beside a YAML parser on the same text."""

import time
from collections.abc import Callable, Mapping

import yaml
from measuring.figures import Figures, machine, table

from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse

ROUNDS = 15

SENTENCES = "\n".join(
    f"""
    A thing{number} has a name, an optional note and a weight in kg.
    A thing{number} belongs to a user, its owner.
    A thing{number}'s name is text of 1 to 80 characters and is unique per owner.
    Only its owner can see, change or delete a thing{number}.
    Thing{number}s can be filtered by owner and searched by name.
    """
    for number in range(8)
)


def main() -> None:
    """Prints the figures, interleaved runs of all contenders."""
    started = time.perf_counter()
    spec = parse(SENTENCES, feature="things", description="")
    first = time.perf_counter() - started
    payload = yaml.safe_dump({"feature": "things", "requirements": SENTENCES, "spec": spec.to_data()})
    figures = measured(
        {
            "read 40 sentences": lambda: parse(SENTENCES, feature="things", description=""),
            "say them back": lambda: describe(spec),
            "YAML of the same (safe loader)": lambda: yaml.safe_load(payload),
        }
    )
    base = figures["read 40 sentences"].median
    rows = [[name, *figure.cells(), f"{figure.median / base:.1f}"] for name, figure in figures.items()]
    print(machine())
    print(table(["", "seconds", "range", "to reading"], rows))
    print(f"\nThe first text of a process, with the grammar made ready: {first:.3f} s. Goal for 40 sentences: 0.020 s.")


def measured(contenders: Mapping[str, Callable[[], object]]) -> dict[str, Figures]:
    """The figures of each contender, run in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, contender in contenders.items():
            started = time.perf_counter()
            contender()
            seconds[name].append(time.perf_counter() - started)
    return {name: Figures.of(runs) for name, runs in seconds.items()}


if __name__ == "__main__":
    main()
