"""What a feature may be called: its name becomes a package, a table prefix, a URL and variables."""

import builtins
import keyword
import re
import sys
import unicodedata

from petsage_builder.terms.names import plural

PATTERN = re.compile(r"[a-z][a-z0-9_]{0,47}")
MAX_LENGTH = 48

USED_NAMES = frozenset(
    """
    alembic app conftest core fastapi features httpx2 hypothesis main metadata migrations petsage psycopg pydantic
    pytest registry sqlalchemy starlette structlog tests uvicorn
    """.split()  # noqa: SIM905
)
"""Modules, packages and base class attributes that built code stands on."""


def name_fault(name: str) -> str | None:
    """Why a feature can't have this name; `None` where it can."""
    if not PATTERN.fullmatch(name):
        return f"must be {MAX_LENGTH} or fewer small letters, digits and underscores, a letter first"
    if name in keyword.kwlist or name in keyword.softkwlist:
        return "is a keyword of Python"
    if name in dir(builtins):
        return "is a builtin of Python"
    if name in sys.stdlib_module_names:
        return "would shadow a module of Python's standard library"
    if name in USED_NAMES:
        return "is a name that built code uses already"
    if name.startswith("model_"):
        return "begins with model_, which Pydantic keeps for itself"
    return None


def alternative(name: str) -> str:
    """A name near to this one that a feature can have."""
    base = _snake(name) or "feature"
    candidates = (base, plural(base), f"{base[:40].rstrip('_')}_feature")
    return next(candidate for candidate in candidates if name_fault(candidate) is None)


def _snake(text: str) -> str:
    """`text` in the allowed letters: "Crème Brûlée" gives `creme_brulee`, "healthCheck" gives `health_check`."""
    ascii_only = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode()
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", ascii_only).lower()
    name = re.sub(r"^(?:[0-9_]+|model_)+", "", re.sub(r"[^a-z0-9]+", "_", words))
    return name[:MAX_LENGTH].rstrip("_")
