"""What has been built in a project can be listed, shown, checked and taken out again."""

from pathlib import Path

from .conftest import REQUEST, SERVICE, Petsage, tree


def test_build_then_remove_leaves_the_project_byte_for_byte(petsage: Petsage, project: Path) -> None:
    before = tree(project)
    folders = sorted(path for path in project.rglob("*") if path.is_dir() and path.name != "__pycache__")
    petsage("build", REQUEST, "--project", project)
    outcome = petsage("remove", "smoke_test", "--project", project)

    assert outcome.code == 0, outcome.err
    assert tree(project) == before
    assert sorted(path for path in project.rglob("*") if path.is_dir() and path.name != "__pycache__") == folders


def test_one_of_two_features_can_be_removed(petsage: Petsage, project: Path) -> None:
    uptime = REQUEST.replace("smoke_test", "uptime")
    petsage("build", uptime, "--project", project)
    alone = tree(project)
    petsage("build", REQUEST, "--project", project)
    petsage("remove", "smoke_test", "--project", project)

    assert tree(project) == alone


def test_remove_keeps_hand_edits_unless_told_otherwise(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    service = project / SERVICE
    service.write_text(service.read_text() + "\n\nLIMIT = 3\n")

    refused = petsage("remove", "smoke_test", "--project", project)
    assert (refused.code, SERVICE in refused.err, service.exists()) == (3, True, True)

    assert petsage("remove", "smoke_test", "--project", project, "--discard-edits").code == 0
    assert not service.exists()


def test_list_and_show_tell_what_was_built_and_what_was_edited(petsage: Petsage, project: Path) -> None:
    assert "Nothing has been built" in petsage("list", "--project", project).out
    petsage("build", REQUEST, "--project", project)
    service = project / SERVICE
    service.write_text(service.read_text() + "\n\nLIMIT = 3\n")

    listed = petsage("list", "--project", project, "--json").data["features"]
    shown = petsage("show", "smoke_test", "--project", project, "--json").data
    assert [(feature["feature"], feature["edited"]) for feature in listed] == [("smoke_test", 1)]
    assert [file["path"] for file in shown["files"] if file["state"] == "edited by hand"] == [SERVICE]
    assert shown["requirements"] is None
    assert "Check system is alive." in petsage("show", "smoke_test", "--project", project).out


def test_check_finds_an_edit_a_missing_file_and_lost_wiring(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    assert petsage("check", "--project", project).code == 0

    main = project / "src/petsage/main.py"
    main.write_text("".join(line for line in main.read_text().splitlines(True) if "smoke_test" not in line))
    (project / SERVICE).write_text("")
    (project / "src/petsage/features/smoke_test/README.md").unlink()
    outcome = petsage("check", "--project", project, "--json")

    assert outcome.code == 3
    assert [Path(problem["place"]).name for problem in outcome.data["differences"]] == [
        "service.py",
        "README.md",
        "main.py",
    ]


def test_check_finds_a_request_that_is_not_built_and_one_that_changed(petsage: Petsage, project: Path) -> None:
    requests = project / "requests"
    requests.mkdir()
    (requests / "01_smoke_test.json").write_text(REQUEST)
    assert "is not built" in petsage("check", "--project", project).out

    petsage("build", requests / "01_smoke_test.json", "--project", project)
    assert petsage("check", "--project", project).code == 0

    (requests / "01_smoke_test.json").write_text(REQUEST.replace("is alive", "lives"))
    assert "changed since it was built" in petsage("check", "--project", project).out

    wrong = "feature: My Pets!\ndescription: Pets.\nrequirements: A pet flies.\n"
    (requests / "02_pets.yaml").write_text(wrong)
    told = petsage("check", "--project", project).out
    assert [f"02_pets.yaml: {place}" in told for place in ("payload.feature", "requirements, line 1")] == [True, True]


def test_a_feature_that_was_not_built_cannot_be_shown_or_removed(petsage: Petsage, project: Path) -> None:
    assert petsage("show", "pets", "--project", project).code == 4
    assert petsage("remove", "pets", "--project", project).code == 4
