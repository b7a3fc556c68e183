"""Apps as people write them. A line that begins with `+` is what wiring the smoke test adds."""

import re

from petsage_builder.integrate import Wiring

SMOKE = Wiring(
    target="petsage/main.py",
    module="petsage.features.smoke_test.router",
    name="router",
    alias="smoke_test_router",
    app="app",
    prefix="/api/v1",
)

SHAPES: dict[str, str] = {
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
    "walrus": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

print(app := FastAPI())
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "star import": """\
from fastapi import *
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")
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
    "semicolons": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

a = 1; app = FastAPI(); b = 2
+app.include_router(smoke_test_router, prefix="/api/v1")
c = 3
""",
    "imports on one line": """\
import os; import sys
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = os.app or sys.app
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "continued lines": """\
import os, \\
    sys
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = \\
    os.app \\
    or sys.app; \\
b = 1
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "very long lines": f"""\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI(description="{"long " * 500}")
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
app.mount("/docs", StaticFiles(directory="docs"))
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
    "imports after the app": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")

from petsage import late  # noqa: E402

print(late)
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
    "no imports": """\
+from petsage.features.smoke_test.router import router as smoke_test_router
+
app = make_app()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "no imports but a docstring": '''\
#!/usr/bin/env python
"""The app
of many lines."""

+from petsage.features.smoke_test.router import router as smoke_test_router
+
+
def make():
    app = FastAPI()
+    app.include_router(smoke_test_router, prefix="/api/v1")
    return app
''',
    "no imports but comments": """\
#!/usr/bin/env python
# coding: utf-8

+from petsage.features.smoke_test.router import router as smoke_test_router
+
app = make_app()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
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
    "made elsewhere and wrapped": """\
from petsage.core import make, wrap
+from petsage.features.smoke_test.router import router as smoke_test_router

app = make()
app.include_router(None)
+app.include_router(smoke_test_router, prefix="/api/v1")
app = wrap(app)
app.include_router(None)
""",
    "nested functions": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router


def outer():
    def create_app() -> FastAPI:
        app = FastAPI()
        for router in ROUTERS:
            app.include_router(router)
+        app.include_router(smoke_test_router, prefix="/api/v1")
        return app

    return create_app()
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
    "tabs": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router


def create_app():
	app = FastAPI()
+	app.include_router(smoke_test_router, prefix="/api/v1")
	return app
""",
    "form feeds": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router
\x0c
\x0capp = FastAPI(title="\x0c")
+app.include_router(smoke_test_router, prefix="/api/v1")
\x0c
b = 1
""",
    "every script": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

título = "🐢"; app = FastAPI(title=título + "猫"); ñ = 1
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "text of many lines": '''\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router


def create_app():
    about = """
app = FastAPI()
app.include_router(None)
"""; app = FastAPI(description=about)
+    app.include_router(smoke_test_router, prefix="/api/v1")
    return app
''',
    "plain imports of the package": """\
import petsage.core
import petsage.settings
+from petsage.features.smoke_test.router import router as smoke_test_router

app = petsage.core.make(petsage.settings)
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "numbers and underscores in names": """\
from petsage.features.smoke.router import router as smoke_router
from petsage.features.smoke2.router import router as smoke2_router
from petsage.features.smoke10.router import router as smoke10_router
+from petsage.features.smoke_test.router import router as smoke_test_router
from petsage.features.Smoke_Tests.router import router as smoke_tests_router
from petsage.features.smoker.router import router as smoker_router

app = make(smoke_router, smoke2_router, smoke10_router, smoke_tests_router, smoker_router)
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "imports in no order": """\
from petsage.zebra import zebra
from fastapi import FastAPI
from petsage.ape import ape
+from petsage.features.smoke_test.router import router as smoke_test_router
import os

app = FastAPI(title=os.name + ape + zebra)
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
    "chained": """\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

application = app = FastAPI()
+app.include_router(smoke_test_router, prefix="/api/v1")
""",
}


def before(shape: str) -> str:
    """A shape as it was before."""
    return re.sub(r"(?m)^\+.*\n", "", shape)


def after(shape: str) -> str:
    """A shape with what wiring adds."""
    return re.sub(r"(?m)^\+", "", shape)
