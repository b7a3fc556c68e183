"""Which libraries a project uses, as far as the workshop has to know: what is worth importing once for all jobs."""

from collections.abc import Iterable
from pathlib import Path

_MODULES = {
    "aiosqlite": ("aiosqlite",),
    "alembic": ("alembic.command", "alembic.autogenerate"),
    "asgi_correlation_id": ("asgi_correlation_id",),
    "hypothesis": ("hypothesis",),
    "jwt": ("jwt",),
    "limits": ("limits.aio.strategies",),
    "prometheus_fastapi_instrumentator": ("prometheus_fastapi_instrumentator",),
    "pwdlib": ("pwdlib.hashers.argon2",),
    "pydantic_settings": ("pydantic_settings",),
    "schemathesis": ("schemathesis.pytest.plugin",),
    "sqlalchemy": ("sqlite3", "sqlalchemy.orm", "sqlalchemy.dialects.sqlite", "sqlalchemy.ext.asyncio"),
    "sqlmodel": ("sqlmodel",),
    "structlog": ("structlog",),
}
# Plugins that take long to import and act on nothing but tests that name them. All others are loaded, named or not.
_PLUGINS = {"hypothesis": "hypothesispytest", "schemathesis": "schemathesis"}
MOST_BYTES = 2**20
_SETTINGS = ("pyproject.toml", "pytest.ini", "tox.ini", "setup.cfg")


def libraries_used(folder: Path) -> frozenset[str]:
    """The libraries known here that the Python files below `folder`, or its tools' settings, name."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        text = _beginning(path)
        found |= {library for library in _MODULES.keys() - found if library.encode() in text}
    settings = b"\n".join(_beginning(folder / name) for name in _SETTINGS)
    return frozenset(found | {library for library in _MODULES if f"--{library}".encode() in settings})


def _beginning(path: Path) -> bytes:
    """What a file begins with: imports stand there, and whatever a project has is read in bounds."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def modules_of(libraries: Iterable[str]) -> list[str]:
    """The modules to import for `libraries`."""
    return [module for library in sorted(libraries) for module in _MODULES[library]]


def unused_plugins(libraries: frozenset[str]) -> list[str]:
    """The pytest plugins to leave out of a project that uses only `libraries`."""
    return [plugin for library, plugin in _PLUGINS.items() if library not in libraries]
