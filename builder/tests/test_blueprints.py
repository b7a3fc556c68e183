"""The five blueprints, each with its own payload, as somebody outside sees what was built."""

import base64
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from .conftest import Petsage

CHECK_ALIVE = {"feature": "smoke_test", "description": "Check system is alive", "requirements": "none"}


@dataclass(frozen=True)
class Contract:
    """One column of the contract: what a blueprint's health check is, wherever it is looked at from."""

    payload: str
    files: tuple[str, ...]
    absent: tuple[str, ...]
    app: str
    router: str
    router_prefix: str
    router_paths: tuple[str, ...]
    response: str
    url: str
    answer: dict[str, str]
    tag: str
    summary: str
    title: str
    welcome: str | None
    welcome_in_schema: bool = True
    folder: str = "."
    source: str = "."
    timestamp: bool = True


def yaml(description: str) -> str:
    return f"feature: smoke_test\ndescription: {description}\nrequirements: none\n"


CONTRACTS = {
    "feature-flat": Contract(
        payload=yaml(
            "A simple health-check endpoint to verify that the backend feature builder agent is functional "
            "and the core system is operational."
        ),
        files=(
            "petsage/features/smoke_test/__init__.py",
            "petsage/features/smoke_test/main.py",
            "petsage/features/smoke_test/models.py",
            "petsage/features/smoke_test/tests/test_smoke_test.py",
            "docs/features/smoke_test.md",
        ),
        absent=("petsage/features/smoke_test/service.py", "petsage/features/smoke_test/README.md"),
        app="petsage.main",
        router="petsage.features.smoke_test.main:router",
        router_prefix="",
        router_paths=("/smoke-test",),
        response="petsage.features.smoke_test.models:SmokeTestResponse",
        url="/api/v1/smoke-test",
        answer={"status": "ok", "message": "PetSage Smoke Test Builder: Functional"},
        tag="System Health",
        summary="Perform a simple service health check",
        title="PetSage Backend API",
        welcome="Welcome to the PetSage Backend API",
        welcome_in_schema=False,
    ),
    "feature-src": Contract(
        payload=yaml("Test end-to-end builder pipeline"),
        files=(
            "src/petsage/features/smoke_test/__init__.py",
            "src/petsage/features/smoke_test/router.py",
            "src/petsage/features/smoke_test/schemas.py",
            "src/petsage/features/smoke_test/service.py",
            "src/petsage/features/smoke_test/tests/test_smoke_test.py",
            "src/petsage/features/smoke_test/README.md",
        ),
        absent=(),
        source="src",
        app="petsage.main",
        router="petsage.features.smoke_test.router:router",
        router_prefix="/smoke-test",
        router_paths=("/smoke-test",),
        response="petsage.features.smoke_test.schemas:SmokeTestResponse",
        url="/api/v1/smoke-test",
        answer={"status": "ok", "message": "PetSage smoke test successful!"},
        timestamp=False,
        tag="System Health & Smoke Tests",
        summary="Perform a system smoke test",
        title="PetSage Backend API",
        welcome="Welcome to the PetSage API",
    ),
    "feature-package": Contract(
        payload=base64.b64encode(json.dumps(CHECK_ALIVE).encode()).decode(),
        files=(
            "petsage_backend/features/smoke_test/__init__.py",
            "petsage_backend/features/smoke_test/main.py",
            "petsage_backend/features/smoke_test/models.py",
            "petsage_backend/features/smoke_test/service.py",
            "petsage_backend/features/smoke_test/tests/test_smoke_test.py",
            "petsage_backend/features/smoke_test/README.md",
        ),
        absent=(),
        app="petsage_backend.app.main",
        router="petsage_backend.features.smoke_test:smoke_test_router",
        router_prefix="/system",
        router_paths=("/system/health",),
        response="petsage_backend.features.smoke_test.models:SmokeTestResponse",
        url="/system/health",
        answer={"status": "ok", "message": "PetSage system is alive and purring!"},
        tag="System Health",
        summary="Perform a System Health Check",
        title="PetSage API",
        welcome="Welcome to the PetSage API!",
    ),
    "layered": Contract(
        payload=yaml("Check system is alive."),
        files=(
            "app/api/v1/endpoints/smoke_test.py",
            "app/schemas/smoke.py",
            "tests/api/v1/test_smoke_test.py",
            "app/api/v1/api.py",
        ),
        absent=("README_smoke_test.md", "app/services", "app/features"),
        folder="petsage_backend",
        app="app.main",
        router="app.api.v1.endpoints.smoke_test:router",
        router_prefix="",
        router_paths=("/smoke-test",),
        response="app.schemas.smoke:SmokeResponse",
        url="/api/v1/smoke-test",
        answer={"status": "ok"},
        timestamp=False,
        tag="System",
        summary="Perform a System Health Check",
        title="PetSage API",
        welcome=None,
    ),
    "services": Contract(
        payload=json.dumps({**CHECK_ALIVE, "description": "verify logs"}),
        files=(
            "petsage/services/smoke_test/__init__.py",
            "petsage/services/smoke_test/router.py",
            "petsage/services/smoke_test/models.py",
            "petsage/tests/test_smoke_test.py",
            "petsage/services/smoke_test/README.md",
        ),
        absent=("petsage/services/smoke_test/service.py", "petsage/services/smoke_test/tests"),
        app="petsage.main",
        router="petsage.services.smoke_test.router:router",
        router_prefix="/v1/health",
        router_paths=("/v1/health/smoke-test",),
        response="petsage.services.smoke_test.models:SmokeTestResponse",
        url="/v1/health/smoke-test",
        answer={"status": "ok", "message": "PetSage service is running and logging is operational."},
        tag="Health & Monitoring",
        summary="Perform a System Smoke Test",
        title="PetSage API",
        welcome="Welcome to the PetSage API",
    ),
}

OUTSIDE = """
import importlib, json, logging, sys

def named(place):
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)

contract = json.load(sys.stdin)
app = named(contract["app"] + ":app")
router = named(contract["router"])
records = []
handler = logging.Handler()
handler.emit = lambda record: records.append(vars(record) | {"text": record.getMessage()})
logging.getLogger().addHandler(handler)
from fastapi.testclient import TestClient
client = TestClient(app)
answer = client.get(contract["url"])
root = client.get("/")
document = app.openapi()
json.dump({
    "status": answer.status_code,
    "body": answer.text,
    "root": [root.status_code, root.json()],
    "document": document,
    "router": [router.prefix, [route.path for route in router.routes]],
    "response": list(named(contract["response"]).model_fields),
    "records": [{key: value for key, value in record.items() if isinstance(value, str)} for record in records],
}, sys.stdout)
"""


@dataclass(frozen=True)
class Built:
    """A project with its health check, and what an outside client saw of it."""

    contract: Contract
    root: Path
    seen: dict[str, Any]


@pytest.fixture(scope="module", params=CONTRACTS)
def built(request: pytest.FixtureRequest, petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Built:
    contract = CONTRACTS[request.param]
    folder = tmp_path_factory.mktemp(request.param) / "shop"
    made = petsage("new", folder, "--blueprint", request.param)
    assert made.code == 0, made.err
    outcome = petsage("build", "-", "--project", folder, stdin=contract.payload)
    assert outcome.code == 0, outcome.out + outcome.err
    root = folder / contract.folder
    facts = {"app": contract.app, "router": contract.router, "url": contract.url, "response": contract.response}
    seen = _python(root, contract, "-c", OUTSIDE, stdin=json.dumps(facts))
    return Built(contract, root, json.loads(seen))


def test_the_files_are_where_the_blueprint_says(built: Built) -> None:
    missing = [path for path in built.contract.files if not (built.root / path).is_file()]
    extra = [path for path in built.contract.absent if (built.root / path).exists()]

    assert (missing, extra) == ([], [])


def test_the_router_is_the_blueprints(built: Built) -> None:
    assert built.seen["router"] == [built.contract.router_prefix, list(built.contract.router_paths)]


def test_the_answer_has_the_blueprints_words_in_their_order(built: Built) -> None:
    body = json.loads(built.seen["body"])
    expected = [*built.contract.answer, *(["timestamp"] if built.contract.timestamp else [])]

    assert built.seen["status"] == 200
    assert list(body) == expected
    assert body | built.contract.answer == body
    assert built.seen["response"] == expected


def test_a_timestamp_is_utc_with_an_offset(built: Built) -> None:
    if not built.contract.timestamp:
        pytest.skip("this blueprint's answer has no timestamp")
    timestamp = datetime.fromisoformat(json.loads(built.seen["body"])["timestamp"])

    assert timestamp.utcoffset() == timedelta(0)


def test_the_document_has_the_tag_the_summary_and_the_title(built: Built) -> None:
    operation = built.seen["document"]["paths"][built.contract.url]["get"]

    assert operation["tags"] == [built.contract.tag]
    assert operation["summary"] == built.contract.summary
    assert operation["operationId"] == "get_smoke_test"
    assert built.seen["document"]["info"]["title"] == built.contract.title


def test_the_root_greets_as_the_blueprint_says(built: Built) -> None:
    status, body = built.seen["root"]
    welcome = built.contract.welcome

    assert (status, body if welcome else None) == ((200, {"message": welcome}) if welcome else (404, None))
    assert ("/" in built.seen["document"]["paths"]) == bool(welcome and built.contract.welcome_in_schema)


def test_only_the_services_blueprint_logs_the_call_and_once(built: Built) -> None:
    events = [record for record in built.seen["records"] if record["text"].startswith("Executing")]
    if "/services/" not in built.contract.files[0]:
        assert events == []
        return
    (event,) = events

    assert event["text"] == "Executing PetSage smoke test."
    assert event["name"] == "petsage.services.smoke_test.router"
    assert event["levelname"] == "INFO"
    extra = {key: event[key] for key in ("event", "service", "status", "details")}
    assert extra == {
        "event": "smoke_test_executed",
        "service": "petsage-api",
        "status": "success",
        "details": "Log pipeline verification.",
    }


def test_the_packages_face_hands_on_what_the_blueprint_says(built: Built) -> None:
    face = built.root / built.contract.files[0]
    if face.name != "__init__.py":
        pytest.skip("this blueprint spreads a module by layer")
    text = face.read_text()

    assert (text == "") == ("petsage/features" in str(face) and "src" not in str(face))
    assert ("smoke_test_router" in text) == ("petsage_backend" in str(face))


def test_the_projects_own_test_run_passes(built: Built) -> None:
    assert "passed" in _python(built.root, built.contract, "-m", "pytest")


def test_somebody_elses_test_in_the_tests_folder_passes(built: Built) -> None:
    """With a relative import of the router where the tests are in the package, and an absolute one of the app."""
    contract, module = built.contract, built.contract.router.split(":")[0]
    tests = next(built.root / path for path in contract.files if "test_smoke_test" in path).parent
    relative = {
        "petsage.features.smoke_test.main": "from ..main import router",
        "petsage.features.smoke_test.router": "from ..router import router",
        "petsage_backend.features.smoke_test": "from ..main import router",
        "app.api.v1.endpoints.smoke_test": "from app.api.v1.endpoints.smoke_test import router",
        "petsage.services.smoke_test.router": "from ..services.smoke_test.router import router",
    }[module]
    foreign = tests / "test_foreign.py"
    foreign.write_text(
        "from fastapi import FastAPI\nfrom fastapi.testclient import TestClient\n"
        f"from {contract.app} import app\n{relative}\n\n\n"
        f"def test_app():\n    assert TestClient(app).get({contract.url!r}).json()['status'] == 'ok'\n\n\n"
        f"def test_router():\n    own = FastAPI()\n    own.include_router(router)\n"
        f"    assert TestClient(own).get({contract.router_paths[0]!r}).status_code == 200\n"
    )
    try:
        assert "2 passed" in _python(built.root, built.contract, "-m", "pytest", str(foreign))
    finally:
        foreign.unlink()


def test_types_lint_and_format_are_clean(built: Built) -> None:
    _python(built.root, built.contract, "-m", "ruff", "check", "--no-cache")
    _python(built.root, built.contract, "-m", "ruff", "format", "--check", "--no-cache")
    _python(built.root, built.contract, "-m", "mypy", "--cache-dir=/dev/null")


def _python(root: Path, contract: Contract, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-B", *arguments],
        cwd=root,
        input=stdin,
        env={"PYTHONPATH": str(root / contract.source), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
