"""Which pairs of the language's forms occur in specs that are built, and which can't, with the reasons.

    python benchmarks/covering.py

The tests build the specs of this covering array: a sample in CI, all of it with `PETSAGE_SOAK`.
"""

import sys
from collections import Counter
from pathlib import Path

from measuring.figures import table

sys.path.append(str(Path(__file__).parents[1] / "builder"))

from tests.covering.array import Covering, Grid
from tests.covering.forms import FORMS
from tests.covering.impossible import IMPOSSIBLE


def main() -> None:
    """Prints how many pairs there are, how many specs have them all, and why some are in none."""
    covering = Covering()
    specs, pairs = list(covering), list(Grid(full=True).pairs())
    below = sum(pair.below for pair in pairs)
    reasons = Counter(
        reason for pair in covering.impossible for reason, holds in IMPOSSIBLE.items() if holds(pair)
    ).most_common()
    print(f"{len(FORMS)} forms, {len(pairs) - below:,} pairs on one entity, {below:,} on a parent and its child")
    print(f"{len(specs)} specs have all of them but {len(covering.impossible)}\n")
    print(table(["can't be said together", "pairs"], [[reason, str(count)] for reason, count in reasons]))


if __name__ == "__main__":
    main()
