"""A small project, and one call that proves a change of it."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from petsage_builder.proving import AppLocator, CheckPlan, CheckResult, Proof, Workshop, observe, run_checks
from petsage_builder.proving.staging import stage
from petsage_builder.terms.module import Change, Operation

from ..conftest import PATIENCE

MAIN = """\
from fastapi import FastAPI

from shop.health import router

app = FastAPI(title="Shop")
app.include_router(router, prefix="/api")
"""
HEALTH = """\
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(tags=["Health"])


class Health(BaseModel):
    status: str


@router.get("/health")
async def health() -> Health:
    return Health(status="ok")
"""
PROJECT_TESTS = """\
import pytest
from fastapi.testclient import TestClient

from shop.main import app


@pytest.fixture(scope="module")
def client():
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("number", range(15))
def test_health(client, number):
    assert client.get("/api/health").json() == {"status": "ok"}
"""
SAMPLE = {
    "pyproject.toml": '[tool.ruff]\nline-length = 100\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
    "src/shop/__init__.py": "",
    "src/shop/main.py": MAIN,
    "src/shop/health.py": HEALTH,
    "tests/test_health.py": PROJECT_TESTS,
}
PRICES = """\
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(tags=["Prices"])


class Price(BaseModel):
    amount: int


@router.get("/price")
async def price() -> Price:
    return Price(amount=3)
"""
PRICES_MAIN = MAIN.replace("from shop.health import router\n", "from shop import health, prices\n").replace(
    'app.include_router(router, prefix="/api")',
    'app.include_router(health.router, prefix="/api")\napp.include_router(prices.router, prefix="/api")',
)
PRICES_TEST = """\
from fastapi.testclient import TestClient

from shop.main import app


def test_price() -> None:
    assert TestClient(app).get("/api/price").json() == {"amount": 3}
"""
FEATURE_TEST = "src/shop/tests/test_prices.py"
FEATURE = {"src/shop/prices.py": PRICES, "src/shop/main.py": PRICES_MAIN, FEATURE_TEST: PRICES_TEST}


NAMES = ("format", "lint", "types", "import", "openapi", "migrations", "feature's tests", "project's tests")


def only(*names: str) -> frozenset[str]:
    """What to skip so that only the checks of these names run, and those that come with them."""
    return frozenset(NAMES) - {*names}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


@dataclass
class Proving:
    """What came of one proof: the results by name, in order, and what was called as it happened."""

    proof: Proof
    events: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> CheckResult:
        return next(result for result in self.proof.results if result.name == name)


Prove = Callable[..., Proving]


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    workshop = Workshop(Path(sys.executable))
    yield workshop
    workshop.close()


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stagings of a test are its own, whatever else runs on this machine."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A FastAPI project in the src layout, with an endpoint and 15 tests."""
    return write(tmp_path / "sample", SAMPLE)


@pytest.fixture
def prove(sample: Path, workshop: Workshop) -> Prove:
    """Proves a change of the sample: the feature of prices, with the `files` given over it."""

    def run(files: Mapping[str, str] | None = None, **plan: Any) -> Proving:
        after = {**FEATURE, **(files or {})}
        changes = [Change(path, _content(sample / path), text.encode()) for path, text in after.items()]
        app = AppLocator("shop.main:app", ("src",))
        proving = Proving(Proof(()))
        with stage(sample) as staging:
            before = observe(workshop, staging, app).result()
            staging.apply(changes)
            planned: dict[str, Any] = {
                "operations": frozenset({Operation("GET", "/api/price")}),
                "python_files": tuple(after),
                "feature_tests": (FEATURE_TEST,),
                "seconds": PATIENCE,
                **plan,
            }
            proving.proof = run_checks(
                staging,
                CheckPlan(app, before, **planned),
                workshop,
                lambda name: proving.events.append(f"start {name}"),
                lambda result: proving.events.append(f"end {result.name}"),
            )
        return proving

    return run


@pytest.fixture
def prove_test(prove: Prove) -> Callable[..., CheckResult]:
    """Proves the feature with another test of its own; the answer is the result of the feature's tests."""

    def run(text: str, **plan: Any) -> CheckResult:
        return prove({FEATURE_TEST: dedent(text)}, skip=only("feature's tests"), **plan)["feature's tests"]

    return run


def working_in(folder: Path) -> list[int]:
    """The processes whose working folder is at or below `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
    return found


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
