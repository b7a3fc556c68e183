"""Numbers as JSON writes them, which is how YAML's are read too."""

import math
import re

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
MAX_LENGTH = 40


def read_number(written: str) -> int | float:
    """The number that `written`, a match of `NUMBER`, stands for.

    Raises:
        ValueError: it is longer than `MAX_LENGTH` characters or too large; the message says which.
    """
    if len(written) > MAX_LENGTH:
        raise ValueError(f"a number of {len(written)} characters is too long")
    if written.lstrip("-").isdigit():
        return int(written)
    number = float(written)
    if math.isinf(number):
        raise ValueError("the number is too large")
    return number
