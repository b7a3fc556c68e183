"""Apps as people rarely write them. A line that begins with `+` is what wiring the smoke test adds."""

UNUSUAL: dict[str, str] = {
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
    "import beside the end of a text": '''\
+from petsage.features.smoke_test.router import router as smoke_test_router
a = """
"""; from petsage.zebra import make

app = make(a)
+app.include_router(smoke_test_router, prefix="/api/v1")
''',
    "very long lines": f"""\
from fastapi import FastAPI
+
+from petsage.features.smoke_test.router import router as smoke_test_router

app = FastAPI(description="{"long " * 500}")
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
