"""The generators that PetSage is measured beside."""

import sys
from pathlib import Path

from .peer import Peer

_BIN = Path(sys.executable).parent

NEST = Peer(
    name="NestJS 12.0.8",
    set_up=(
        "npm install --no-audit --no-fund @nestjs/cli@12.0.8",
        "node_modules/.bin/nest new app --strict --skip-git --skip-install --package-manager npm",
        "npm install --no-audit --no-fund --prefix app @nestjs/mapped-types",
    ),
    steps={
        "generate": "node_modules/.bin/nest generate resource visits --type rest --crud --spec",
        "lint": "node_modules/.bin/oxlint --type-aware src/visits",
        "types": "node_modules/.bin/tsc --noEmit",
        "tests": "node_modules/.bin/vitest run src/visits",
    },
    generates="8 files: five CRUD endpoints that answer with fixed sentences; no fields, 0 tables",
    checks="lint, types, the resource's tests (2 passed: each says that a class is defined)",
)

PYNEST = Peer(
    name="PyNest 0.6.2",
    set_up=(
        f"{_BIN / 'python'} -m venv .",
        "bin/python -m pip install --quiet --disable-pip-version-check pynest-api==0.6.2",
        "bin/pynest generate application -n app",
    ),
    steps={
        "generate": "../bin/pynest generate resource -n visits",
        "lint": f"{_BIN / 'ruff'} check --isolated --no-cache src/visits",
        "import": "../bin/python -c 'import src.app_module'",
    },
    generates="5 files: a FastAPI controller with two endpoints on a list in memory; no tests, 0 tables",
    checks="lint, and that the app imports; it has no tests to run",
)

PEERS = (NEST, PYNEST)
