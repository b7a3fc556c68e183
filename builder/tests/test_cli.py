"""The command as a person and a program use it: every command, option and exit code."""

import base64
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import PATIENCE, PETSAGE, REQUEST, SERVICE, Petsage, tree

PETS = """
feature: pets
description: The animals that people care for.
requirements: |
  A pet has a name, a species and an optional birth date.
  A pet's species is one of dog, cat or other.
  A pet belongs to a user, its owner.
  Only its owner can see, change or delete a pet.
"""
STEPS = [
    "acknowledged",
    "analysis",
    "plan",
    "generated files",
    "integration",
    "checks",
    "documentation",
    "summary",
]


def test_plan_shows_what_would_come_and_writes_nothing(petsage: Petsage, project: Path) -> None:
    before = tree(project)
    outcome = petsage("plan", REQUEST, "--project", project)

    assert outcome.code == 0
    assert "GET /api/v1/smoke-test" in outcome.out
    assert f"create  {SERVICE}" in outcome.out
    assert tree(project) == before


def test_plan_says_what_sentences_mean_and_what_they_will_be(petsage: Petsage, project: Path) -> None:
    outcome = petsage("plan", PETS, "--project", project)

    assert outcome.code == 0, outcome.err
    assert "  Only its owner can see, create, change or delete a pet." in outcome.out
    assert "  PATCH /api/v1/pets/{pet_id}" in outcome.out
    assert '  "User" ||--o{ "Pet" : "owner"' in outcome.out
    assert petsage("plan", PETS, "--project", project, "--json").data["steps"][2]["facts"]["tables"] == ["pets"]


def test_plan_draws_the_entities_on_request(petsage: Petsage, project: Path, tmp_path: Path) -> None:
    picture = tmp_path / "pets.svg"
    petsage("plan", PETS, "--project", project, "--diagram", picture)

    assert "birth date" in "".join(ElementTree.parse(picture).getroot().itertext())


def test_sentences_are_built_and_landed(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", PETS, "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    assert (project / "migrations/versions/pets_0001.py").exists()
    assert petsage("check", "--project", project).code == 0


def test_every_fault_of_the_requirements_is_told_with_its_place(petsage: Petsage, project: Path) -> None:
    request = "feature: pets\ndescription: Pets.\nrequirements: |\n  A pet has a name.\n  Pets fly.\n  A dog is blue.\n"
    outcome = petsage("plan", request, "--project", project)

    assert outcome.code == 2
    places = [line.split(":")[1].strip() for line in outcome.err.splitlines()]
    assert {place.rpartition(",")[0] for place in places} == {"requirements, line 2", "requirements, line 3"}
    assert "`A pet has a name.`" in outcome.err


def test_build_tells_each_step_in_its_order(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", REQUEST, "--project", project)
    told = [step for line in outcome.out.splitlines() for step in STEPS if line.startswith(f"✓ {step}")]

    assert outcome.code == 0, outcome.err
    assert told == STEPS


def test_a_build_counts_what_it_makes_and_names_it_on_request(petsage: Petsage, project: Path) -> None:
    brief = petsage("build", PETS, "--project", project, "--dry-run").out
    full = petsage("build", PETS, "--project", project, "--verbose").out

    assert "  5 endpoints on /pets, 1 table, 11 files\n" in brief
    assert "  only 5 endpoints on /pets changed\n" in brief
    assert "PATCH /api/v1/pets/{pet_id}" not in brief.partition("---")[0]
    assert "    PATCH /api/v1/pets/{pet_id}\n    DELETE" in full
    assert "    table pets\n" in full


def test_the_last_line_says_what_to_run_next(petsage: Petsage, project: Path) -> None:
    environment = {"PATH": f"{PETSAGE.parent}:{os.environ['PATH']}"}
    static = petsage("build", REQUEST, cwd=project, env=environment).out.splitlines()[-1]
    entities = petsage("build", PETS, "--project", "project", cwd=project.parent, env=environment).out.splitlines()[-1]
    again = petsage("build", PETS, cwd=project, env=environment).out.splitlines()[-1]

    assert static == "Next: uvicorn --app-dir src petsage.main:app --reload"
    assert entities == "Next: cd project && alembic upgrade heads"
    assert "nothing to do" in again


def test_the_programs_of_an_environment_that_is_not_activated_are_told_with_their_folder(
    petsage: Petsage, project: Path
) -> None:
    report = petsage("build", PETS, "--json", cwd=project, env={"PATH": os.defpath}).data

    assert report["next"] == f"{PETSAGE.with_name('alembic')} upgrade heads"


@pytest.mark.parametrize(
    ("payload", "form"),
    [
        (REQUEST, "JSON"),
        ("feature: smoke_test\ndescription: Check system is alive.\nrequirements: none\n", "YAML"),
        (base64.b64encode(REQUEST.encode()).decode(), "base64 of JSON"),
        (base64.urlsafe_b64encode(REQUEST.encode()).decode().rstrip("="), "base64 of JSON"),
    ],
)
def test_every_form_of_a_payload_builds_the_same(petsage: Petsage, project: Path, payload: str, form: str) -> None:
    report = petsage("build", "-", "--project", project, "--json", "--dry-run", stdin=payload).data

    assert report["steps"][0]["facts"] == {"form": form, "feature": "smoke_test"}
    assert "status" in report["steps"][3]["facts"]["files"][SERVICE]


def test_a_payload_can_be_a_file(petsage: Petsage, project: Path, tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    request.write_text(REQUEST)

    assert petsage("plan", request, "--project", project).code == 0


def test_json_is_one_document_and_progress_goes_to_standard_error(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", REQUEST, "--project", project, "--json")

    assert [step["name"] for step in outcome.data["steps"]] == STEPS
    assert outcome.data["landed"] is True
    assert "✓ acknowledged" in outcome.err


def test_a_dry_run_proves_shows_the_difference_and_lands_nothing(petsage: Petsage, project: Path) -> None:
    before = tree(project)
    outcome = petsage("build", REQUEST, "--project", project, "--dry-run")

    assert outcome.code == 0
    assert "+++ b/src/petsage/main.py" in outcome.out
    assert "project's tests" in outcome.out
    assert tree(project) == before


def test_the_build_report_is_markdown_with_every_step(petsage: Petsage, project: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    petsage("build", REQUEST, "--project", project, "--report", report)
    text = report.read_text()

    assert text.startswith("# Build report: smoke_test\n")
    assert [step for step in STEPS if f". {step.capitalize()} (" not in text] == []
    assert "+    app.include_router(smoke_test_router" in text
    assert "| feature's tests | passed |" in text


def test_building_twice_changes_nothing(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    once = tree(project)
    outcome = petsage("build", REQUEST, "--project", project)

    assert outcome.code == 0
    assert "nothing to do" in outcome.out
    assert tree(project) == once


def test_builds_at_once_in_one_project_wait_for_each_other(petsage: Petsage, project: Path) -> None:
    names = [f"probe_{letter}" for letter in "abcdef"]
    with ThreadPoolExecutor(len(names)) as together:
        requests = [REQUEST.replace("smoke_test", name) for name in names]
        outcomes = list(together.map(lambda request: petsage("build", request, "--project", project), requests))

    assert [outcome.code for outcome in outcomes] == [0] * len(names)
    assert [feature["feature"] for feature in petsage("list", "--project", project, "--json").data["features"]] == names
    assert petsage("check", "--project", project).code == 0


def test_a_failing_check_leaves_the_project_as_it_was(petsage: Petsage, project: Path) -> None:
    (project / "tests" / "test_rule.py").write_text(
        "from petsage.main import app\n\n\n"
        "def test_there_is_no_smoke_test() -> None:\n"
        '    assert "/api/v1/smoke-test" not in app.openapi()["paths"]\n'
    )
    before = tree(project)
    outcome = petsage("build", REQUEST, "--project", project)

    assert outcome.code == 1
    assert "✗ project's tests" in outcome.out
    assert {line.split()[1] for line in outcome.out.splitlines() if line.startswith("✗ ")} == {"checks", "summary"}
    assert "test_there_is_no_smoke_test" in outcome.out
    assert tree(project) == before


def test_requirements_that_are_not_understood_are_exit_2_with_their_place(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", "feature: pets\ndescription: x\nrequirements: Blue sky.\n", "--project", project)

    assert outcome.code == 2
    assert outcome.err.startswith("petsage: ")
    assert "Traceback" not in outcome.err


def test_json_has_each_problem_with_its_place(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", '{"feature": "class"}', "--project", project, "--json")
    error = outcome.data["error"]

    assert (outcome.code, error["exit_code"]) == (2, 2)
    assert [problem["place"] for problem in error["problems"]] == ["payload.feature", "payload.description"]


def test_a_folder_without_a_project_is_exit_4(petsage: Petsage, tmp_path: Path) -> None:
    outcome = petsage("build", REQUEST, "--project", tmp_path)

    assert outcome.code == 4
    assert "petsage new" in outcome.err


def test_an_app_that_cannot_be_understood_is_exit_4_with_the_reason(petsage: Petsage, project: Path) -> None:
    main = project / "src/petsage/main.py"
    main.write_text('"""No app here."""\n\nfrom petsage.wiring import app\n\n__all__ = ["app"]\n')
    before = tree(project)
    outcome = petsage("build", REQUEST, "--project", project)

    assert outcome.code == 4
    assert "src/petsage/main.py" in outcome.err
    assert tree(project) == before


def test_an_app_that_is_not_utf8_is_exit_4(petsage: Petsage, project: Path) -> None:
    main = project / "src/petsage/main.py"
    main.write_bytes(b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + main.read_bytes())
    outcome = petsage("plan", REQUEST, "--project", project)

    assert outcome.code == 4
    assert "src/petsage/main.py: is not UTF-8" in outcome.err


def test_an_app_that_does_not_start_is_exit_4_with_its_error(petsage: Petsage, project: Path) -> None:
    settings = project / "src/petsage/settings.py"
    settings.write_text(settings.read_text() + "\nraise RuntimeError('no key')\n")
    outcome = petsage("build", REQUEST, "--project", project)

    assert outcome.code == 4
    assert "no key" in outcome.err


def test_a_blueprint_that_is_wrong_is_exit_4_with_the_setting(petsage: Petsage, project: Path) -> None:
    (project / "petsage.toml").write_text('blueprint = "feature-src"\n[layout]\nrouter = "../router.py"\ncolour = 1\n')
    outcome = petsage("plan", REQUEST, "--project", project)

    assert outcome.code == 4
    assert "petsage.toml, layout.router" in outcome.err
    assert "petsage.toml, layout.colour" in outcome.err


def test_an_endpoint_that_is_there_already_is_not_built_over(petsage: Petsage, project: Path) -> None:
    main = project / "src/petsage/main.py"
    main.write_text(
        main.read_text().replace(
            "    return app\n", '    app.get("/api/v1/smoke-test")(lambda: {"mine": True})\n\n    return app\n'
        )
    )
    before = tree(project)
    outcome = petsage("build", REQUEST, "--project", project)

    assert outcome.code == 1
    assert "GET /api/v1/smoke-test" in outcome.out
    assert tree(project) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_is_exit_130_and_leaves_the_project(project: Path, number: int) -> None:
    (project / "tests" / "test_slow.py").write_text("import time\n\n\ndef test_slow() -> None:\n    time.sleep(600)\n")
    before = tree(project)
    command = [str(PETSAGE), "build", REQUEST, "--project", str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if "import" in line:
                break
        time.sleep(0.5)
        process.send_signal(number)
        _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130
    assert "interrupted" in complaints
    assert "Traceback" not in complaints
    assert tree(project) == before


def test_a_report_that_cannot_be_written_stops_the_build_before_it_begins(petsage: Petsage, project: Path) -> None:
    before = tree(project)
    outcome = petsage("build", REQUEST, "--project", project, "--report", project / "nowhere" / "report.md")

    assert outcome.code == 4
    assert "report.md: can't be written" in outcome.err
    assert tree(project) == before


def test_a_project_is_found_from_a_folder_inside_it(petsage: Petsage, project: Path) -> None:
    assert petsage("list", cwd=project / "src" / "petsage").code == 0


def test_the_same_request_gives_the_same_bytes_in_another_folder_on_another_day(
    petsage: Petsage, tmp_path: Path
) -> None:
    trees = []
    for name, zone in (("first", "UTC-12"), ("second/deeper", "UTC+12")):
        folder = tmp_path / name
        folder.parent.mkdir(exist_ok=True)
        petsage("new", folder, "--blueprint", "feature-src")
        petsage("build", REQUEST, "--project", folder, env={"TZ": zone, "PYTHONHASHSEED": str(len(name))})
        trees.append(tree(folder))

    assert trees[0] == trees[1]
    assert SERVICE in trees[0]


def test_blueprints_and_schema_print_what_ships(petsage: Petsage) -> None:
    assert len(petsage("blueprints", "--json").data["blueprints"]) == 5
    assert petsage("schema").data["title"] == "FeatureSpec"


def test_the_version_is_told(petsage: Petsage) -> None:
    assert petsage("--version").out == f"petsage {version('petsage-builder')}\n"


def test_a_shell_can_complete_commands(petsage: Petsage) -> None:
    shell = {"_PETSAGE_COMPLETE": "complete_bash", "COMP_WORDS": "petsage b", "COMP_CWORD": "1"}

    assert "--install-completion" in petsage("--help", env={"COLUMNS": "200"}).out
    assert petsage(env=shell).out.split() == ["build", "blueprints"]


def test_every_command_takes_a_project_and_json(petsage: Petsage) -> None:
    commands = ["new", "plan", "build", "list", "show", "check", "remove", "undo", "blueprints", "schema"]
    commands += ["studio", "serve", "mcp"]
    helps = {command: petsage(command, "--help", env={"COLUMNS": "200"}).out for command in commands}

    assert [command for command, text in helps.items() if "--project" not in text or "--json" not in text] == []


def test_built_files_can_be_read_by_the_group(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)

    assert (project / SERVICE).stat().st_mode & 0o777 == 0o666 & ~_umask() & 0o644


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_plan_works_outside_a_project_as_in_a_new_one(petsage: Petsage, tmp_path: Path) -> None:
    folder = tmp_path / "corner-shop"
    folder.mkdir()
    outcome = petsage("plan", REQUEST, cwd=folder)

    assert outcome.code == 0
    assert "GET /api/v1/smoke-test" in outcome.out
    assert "src/corner_shop/features/smoke_test/router.py" in outcome.out
    assert outcome.err == "petsage: no project here: planned as in a new one (feature-src)\n"
    assert petsage("plan", REQUEST, "--json", cwd=folder).data["notes"]
    assert not list(folder.iterdir())
    assert petsage("plan", REQUEST, "--project", folder).code == 4
    assert petsage("build", REQUEST, cwd=folder).code == 4
