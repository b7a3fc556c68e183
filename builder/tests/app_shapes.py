"""Apps as people write them. A line that begins with `+` is what wiring the smoke test adds."""

import re

from petsage_builder.wiring import Wiring

from .unusual_apps import UNUSUAL

SMOKE = Wiring(
    target="petsage/main.py",
    module="petsage.features.smoke_test.router",
    name="router",
    alias="smoke_test_router",
    app="app",
    prefix="/api/v1",
)

ORDINARY: dict[str, str] = {
    "module": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "factory": '''\
"""How the app is put together."""

from fastapi import FastAPI

from petsage.core.logs import configure_logs
+from petsage.features.smoke_test.router import router as smoke_test_router
from petsage.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The app."""
    configure_logs(settings.log_level)
    app = FastAPI(
        title="PetSage",
        version="1",
    )
+    app.include_router(smoke_test_router, prefix="/api/v1")
    app.add_middleware(object)

    @app.get("/")
    async def welcome() -> str:
        return "Welcome"

    return app


app = create_app(Settings())
''',
    "factory that is given its app": '''\
from fastapi import FastAPI

from petsage.core.app import new_app
+from petsage.features.smoke_test.router import router as smoke_test_router


def create_app() -> FastAPI:
    """The app."""
    app = new_app("PetSage")
+    app.include_router(smoke_test_router, prefix="/api/v1")

    return app


app = create_app()
''',
    "other routers": """\
from fastapi import FastAPI

from petsage.features.pets.router import router as pets_router
+from petsage.features.smoke_test.router import router as smoke_test_router
from petsage.features.visits.router import router as visits_router

app = FastAPI()
app.include_router(pets_router, prefix="/api/v1")  # the first
# then the visits
app.include_router(
    visits_router,
    prefix="/api/v1",
)
+app.include_router(smoke_test_router, prefix="/api/v1")
# the end
""",
    "comments between": """\
# Copyright by nobody.

# What the web needs:
from fastapi import FastAPI  # the framework
+
+from petsage.features.smoke_test.router import router as smoke_test_router

# The app.
app = FastAPI()  # without options
+app.include_router(smoke_test_router, prefix="/api/v1")
# The end.
""",
    "comment above a later import": """\
from petsage.core import health
+from petsage.features.smoke_test.router import router as smoke_test_router

# how it is set up
from petsage.settings import make

app = make(health)
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "annotated": """\
import fastapi
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app: fastapi.FastAPI = fastapi.FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "decorators": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")


@app.get("/")
@app.head("/")
async def index() -> None:
    return None
""",
    "parenthesised imports": """\
from fastapi import (
    APIRouter,
    FastAPI,
)

from petsage.core import (
    health,  # livez
    logs,
)
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
app.include_router(APIRouter(), prefix=health.PREFIX + logs.PREFIX)
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "main guard": """\
import uvicorn
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")

if __name__ == "__main__":
    app.include_router(None)
    uvicorn.run(app)
""",
    "static files last": """\
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
docs = FastAPI()
docs.mount("/", StaticFiles(directory="docs"))
app.mount("/docs", docs)
app.include_router(None)
+app.include_router(smoke_test_router, prefix="/api/v1")
app.mount("/", StaticFiles(directory="static"))
""",
    "page for every path last": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
app.include_router(FastAPI().router)
+app.include_router(smoke_test_router, prefix="/api/v1")


@app.get("/{path:path}")
async def page(path: str) -> str:
    return path


app.include_router(FastAPI().router)
""",
    "only for type checkers": """\
from typing import TYPE_CHECKING

from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

if TYPE_CHECKING:
    from petsage.settings import Settings


def create_app(settings: "Settings") -> FastAPI:
    app = FastAPI(title=settings.title)
+    app.include_router(smoke_test_router, prefix="/api/v1")
    return app
""",
    "imports that are tried": """\
try:
    import uvloop
except ImportError:
    uvloop = None

from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "relative imports": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

from . import settings
from .core import logs

app = FastAPI(title=settings.TITLE + logs.NAME)
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "only relative imports": """\
+from petsage.features.smoke_test.router import router as smoke_test_router
+
from .maker import make_app

app = make_app()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "future": '''\
"""The app."""

from __future__ import annotations
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = make_app()
+app.include_router(smoke_test_router, prefix="/api/v1")
''',
    "module before factory": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router


def for_tests() -> FastAPI:
    app = FastAPI()
    return app


app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "returns early": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router


def create_app(small: bool) -> FastAPI:
    app = FastAPI()
    app.include_router(None)
+    app.include_router(smoke_test_router, prefix="/api/v1")
    if small:
        return app
    app.include_router(None)
    return app
""",
    "configured between": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router


def create_app() -> FastAPI:
    app = make_app()
    limits.install(app)
    app.include_router(None)
+    app.include_router(smoke_test_router, prefix="/api/v1")
    return app
""",
    "in branches": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
if app.debug:
    app.include_router(None)
else:
    pass  # nothing
+app.include_router(smoke_test_router, prefix="/api/v1")
print(app)
""",
    "handed in": """\
from fastapi import FastAPI

from petsage.core import health
+from petsage.features.smoke_test.router import router as smoke_test_router


def include_routers(app: FastAPI) -> None:
    app.include_router(health.router)
+    app.include_router(smoke_test_router, prefix="/api/v1")
    print("included")
""",
}

SHAPES = ORDINARY | UNUSUAL


def before(shape: str) -> str:
    """A shape as it was before."""
    return re.sub(r"(?m)^\+.*\n", "", shape)


def after(shape: str) -> str:
    """A shape with what wiring adds."""
    return re.sub(r"(?m)^\+", "", shape)
