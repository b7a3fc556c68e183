"""A build runs the tests that its change can reach. Each of a set of planted faults is caught, wherever it is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from petsage_builder.build import build, plan
from petsage_builder.landing import land
from petsage_builder.language.understand import understand
from petsage_builder.new import new_project
from petsage_builder.planning.prepare import changes_of, prepare
from petsage_builder.planning.reach import Reach
from petsage_builder.presenting.report import BuildReport, Silent
from petsage_builder.project.project import Project
from petsage_builder.proving.proven import digest_around, digests_of, read_proven
from petsage_builder.request.payload import read_payload

from .conftest import Petsage

REQUESTS = {
    "shelves": "A shelf has a name. Anyone can see shelves. Only admins can create, change or delete shelves.",
    "toys": "A toy has a name. A toy belongs to a shelf. Access to a toy follows its shelf.",
    "rivers": "A river has a length in km. Anyone can see rivers. Only admins can create, change or delete rivers. "
    "A field belongs to a river, and has an order. Access to a field follows its river.",
}
FEATURES = "src/petsage/features"
FAR_TEST = f"{FEATURES}/rivers/tests/test_rivers.py"


def request(feature: str, more: str = "") -> bytes:
    return f"feature: {feature}\ndescription: {feature.title()}.\nrequirements: {REQUESTS[feature]} {more}\n".encode()


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three features, of which the second stands on the first; laid without proof."""
    folder = new_project(tmp_path_factory.mktemp("reach") / "project", "feature-src").folder
    for feature in REQUESTS:
        project, asked = Project(folder), read_payload(request(feature)).request
        land(folder, changes_of([prepare(asked, understand(asked, project.known_entities()), project)]))
    return folder


@pytest.fixture
def copy(laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be changed, by somebody who has proven nothing yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return shutil.copytree(laid, tmp_path / "project")


def left_out(folder: Path, *changed: str) -> set[str]:
    return set(Reach(Project(folder), sorted(digests_of(folder))).unreached_tests(changed))


SERVICE = f"{FEATURES}/{{}}/service.py"


def test_what_stands_on_a_feature_and_what_it_stands_on_is_reached_and_what_is_apart_is_not(laid: Path) -> None:
    """Rivers are apart, though what is built of anything says `Field`, as their fields are called."""
    assert left_out(laid, SERVICE.format("shelves")) == {FAR_TEST}
    assert left_out(laid, SERVICE.format("toys")) == {FAR_TEST}
    assert left_out(laid, SERVICE.format("rivers")) == {
        f"{FEATURES}/{feature}/tests/test_{feature}.py" for feature in ("shelves", "toys")
    }


@pytest.mark.parametrize(
    "path",
    ["src/petsage/core/ids.py", "conftest.py", "src/petsage/settings.py", "pyproject.toml", "src/petsage/main.py",
     "migrations/versions/identity_0001.py", "src/petsage/by_hand.py"],
)  # fmt: skip
def test_what_everything_stands_on_reaches_everything(laid: Path, path: str) -> None:
    assert left_out(laid, path, SERVICE.format("shelves")) == set()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (FAR_TEST, 'from petsage.features.shelves.service import shelves\n'),
        (FAR_TEST, 'URL = "/api/v1/shelves"\n'),
        (f"{FEATURES}/rivers/models.py", 'KEY = "shelves.id"\n'),
        (f"{FEATURES}/rivers/more.py", 'from importlib import import_module\n'),
        (f"{FEATURES}/rivers/service.py", 'from petsage.main import create_app\n'),
        (f"{FEATURES}/shelves/router.py", 'PLACE = "/api/v1/fields"\n'),
        ("src/petsage/core/ids.py", 'from petsage.features.shelves.schemas import ShelfRead\n'),
    ],
)  # fmt: skip
def test_whoever_names_a_feature_is_reached_by_it(copy: Path, path: str, text: str) -> None:
    with (copy / path).open("a") as file:
        file.write(text)
    assert left_out(copy, SERVICE.format("shelves")) == set()


def test_a_file_of_nobody_carries_what_it_names(copy: Path) -> None:
    (copy / "src/petsage/advice.py").write_text("from petsage.features.shelves.service import shelves\n")
    with (copy / SERVICE.format("rivers")).open("a") as file:
        file.write("from petsage import advice\n")
    assert left_out(copy, SERVICE.format("shelves")) == set()


@pytest.fixture
def built(copy: Path) -> Callable[..., BuildReport]:
    """Builds a changed request into the copy."""

    def run(feature: str = "shelves", more: str = "A shelf has an optional colour.") -> BuildReport:
        return build(request(feature, more), Project(copy), Silent())

    return run


def others_in(report: BuildReport) -> dict[str, str]:
    results = report.facts("checks")["results"]
    found = next(result for result in results if result["name"] == "project's tests")
    return {"status": found["status"], "detail": found["detail"], "red": " ".join(found["red_before"])}


FAR_FAULT = """

def test_by_name() -> None:
    import importlib

    schemas = importlib.import_module("petsage.features." + "shel" + "ves.schemas")
    assert not any("colour" in kind.model_fields for kind in vars(schemas).values() if hasattr(kind, "model_fields"))
"""
NEAR_FAULT = """

def test_shelves_have_no_colour() -> None:
    from petsage.features.shelves.schemas import ShelfRead

    assert "colour" not in ShelfRead.model_fields
"""
CORE_FAULT = """

def test_of_the_core() -> None:
    from petsage.core import ids

    assert not hasattr(ids, "PLANTED")
"""


def test_planted_faults_are_caught_and_what_is_apart_is_left_out(copy: Path, built: Callable[..., BuildReport]) -> None:
    with (copy / FAR_TEST).open("a") as file:
        file.write(CORE_FAULT)
    first = built()
    assert first.landed, first.why
    assert "left out" not in others_in(first)["detail"]
    assert read_proven(copy)

    second = built(more="A shelf has an optional colour and an optional width in cm.")
    assert second.landed, second.why
    assert "1 file of tests left out" in others_in(second)["detail"]

    with (copy / "src/petsage/core/ids.py").open("a") as file:
        file.write("\nPLANTED = True\n")
    third = built(more="A shelf has an optional colour, an optional width in cm and an optional depth in cm.")
    assert "test_of_the_core" in others_in(third)["red"]


@pytest.mark.parametrize(
    ("path", "fault"),
    [(FAR_TEST, FAR_FAULT), (f"{FEATURES}/toys/tests/test_toys.py", NEAR_FAULT)],
    ids=["a far feature that imports by name", "a connected feature"],
)
def test_a_fault_that_a_change_brings_about_elsewhere_is_caught(
    copy: Path, built: Callable[..., BuildReport], path: str, fault: str
) -> None:
    with (copy / path).open("a") as file:
        file.write(fault)
    assert built("rivers", "A river has an optional depth in m.").landed

    report = built()
    assert not report.landed
    assert others_in(report)["status"] == "failed"


def test_a_table_that_a_far_feature_has_by_hand_is_caught(copy: Path, built: Callable[..., BuildReport]) -> None:
    assert built().landed
    (copy / SERVICE.format("rivers")).write_text(
        "from sqlalchemy import Column, Table\nfrom petsage.core.tables import Base\n\n"
        'Table("boats", Base.metadata, Column("id"))\n' + (copy / SERVICE.format("rivers")).read_text()
    )
    REQUESTS["boats"] = "A boat has a name. Anyone can see boats. Only admins can create, change or delete boats."
    report = built("boats", "")
    assert not report.landed
    assert "import" in report.why


def test_a_dependency_that_changed_counts(tmp_path: Path) -> None:
    package = tmp_path / "lib/python3.11/site-packages/fastapi"
    package.mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    interpreter = tmp_path / "bin/python"
    interpreter.touch()
    (package / "routing.py").write_text("one = 1\n")
    seen = {digest_around(interpreter, {})}
    (package / "routing.py").write_text("one = 100\n")
    seen.add(digest_around(interpreter, {}))
    (package.parent / "fastapi-2.dist-info").mkdir()
    seen.add(digest_around(interpreter, {}))
    seen.add(digest_around(interpreter, {"builder": "2"}))
    assert len(seen) == 4


def test_a_change_that_others_stand_on_builds_those_anew_in_the_same_landing(laid: Path) -> None:
    changed = request("shelves").replace(b"Anyone can see shelves. Only admins can", b"Only admins can see,")
    facts = plan(changed, Project(laid)).facts("plan")

    assert facts["rebuilt"] == ["toys"]
    assert "change" in {file["action"] for file in facts["files"] if "/toys/" in file["path"]}
    assert not any("rivers" in file["path"] for file in facts["files"])


def test_what_a_merge_left_behind_is_found_and_mended_by_building_all_again(petsage: Petsage, copy: Path) -> None:
    main = copy / "src/petsage/main.py"
    main.write_text("\n".join(line for line in main.read_text().splitlines() if "toys_router" not in line) + "\n")
    checked = petsage("check", "--project", copy)
    assert "doesn't include the router of toys" in checked.out

    outcome = petsage("build", "--all", "--project", copy)
    assert outcome.code == 0, outcome.out + outcome.err
    assert petsage("check", "--project", copy).code == 0
