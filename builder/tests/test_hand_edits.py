"""What people wrote survives a rebuild: merged where it fits, shown where it doesn't, never overwritten."""

from pathlib import Path

from .conftest import REQUEST, SERVICE, Petsage, tree


def test_a_hand_edit_is_merged_into_a_rebuild(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    service = project / SERVICE
    service.write_text(service.read_text() + "\n\nLIMIT = 3\n")
    outcome = petsage("build", REQUEST.replace("is alive", "lives"), "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    assert "LIMIT = 3" in service.read_text()
    assert "Check system lives." in (project / "src/petsage/features/smoke_test/router.py").read_text()


def test_an_edit_that_disagrees_with_the_new_text_is_shown_and_kept(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    router = project / "src/petsage/features/smoke_test/router.py"
    router.write_text(router.read_text().replace("Check system is alive.", "My own words."))
    before = tree(project)
    outcome = petsage("build", REQUEST.replace("is alive", "lives"), "--project", project)

    assert outcome.code == 3
    assert "router.py, line " in outcome.err
    assert "My own words." in outcome.err
    assert "Check system lives." in outcome.err
    assert tree(project) == before


def test_an_edit_can_be_kept_where_it_disagrees_and_the_builds_after_it_keep_it_too(
    petsage: Petsage, project: Path, tmp_path: Path
) -> None:
    petsage("build", REQUEST, "--project", project)
    router = project / "src/petsage/features/smoke_test/router.py"
    router.write_text(router.read_text().replace("Check system is alive.", "My own words."))
    changed, report = REQUEST.replace("is alive", "lives"), tmp_path / "report.md"

    outcome = petsage("build", changed, "--project", project, "--keep-edits", "--report", report)
    assert outcome.code == 0, outcome.out + outcome.err
    assert "My own words." in router.read_text()
    for told in (outcome.out, report.read_text()):
        assert "router.py, line " in told
        assert "Check system lives." in told
    again = petsage("build", changed, "--project", project)
    assert again.code == 0, again.out + again.err
    assert "My own words." in router.read_text()


def test_an_edit_that_was_made_to_fit_is_kept_by_the_next_build(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    router = project / "src/petsage/features/smoke_test/router.py"
    built = router.read_text()
    words = next(line for line in built.splitlines(True) if "Check system is alive." in line)
    own = "    # Monitoring calls this every second.\n"
    router.write_text(built.replace(words, words.replace("is alive", "is there") + own))
    assert petsage("build", REQUEST.replace("is alive", "lives"), "--project", project).code == 3

    router.write_text(built.replace(words, words.replace("is alive", "lives") + own))
    outcome = petsage("build", REQUEST.replace("is alive", "lives"), "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    assert own in router.read_text()


def test_an_edit_beside_what_changes_is_no_disagreement(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    router = project / "src/petsage/features/smoke_test/router.py"
    built = router.read_text()
    words = next(line for line in built.splitlines(True) if "Check system is alive." in line)
    router.write_text(built.replace(words, words + "    # Monitoring calls this every second.\n"))
    outcome = petsage("build", REQUEST.replace("is alive", "lives"), "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    assert "Check system lives." in router.read_text()
    assert "# Monitoring calls this every second." in router.read_text()


def test_lines_that_were_taken_out_come_back_as_they_are_now(petsage: Petsage, project: Path) -> None:
    petsage("build", REQUEST, "--project", project)
    router = project / "src/petsage/features/smoke_test/router.py"
    built = router.read_text()
    words = next(line for line in built.splitlines(True) if "Check system is alive." in line)
    router.write_text(built.replace(words, ""))
    outcome = petsage("build", REQUEST.replace("is alive", "lives"), "--project", project)
    assert (outcome.code, "write what is new into your lines and build again" in outcome.err) == (3, True)

    router.write_text(built.replace(words, words.replace("is alive", "lives")))
    outcome = petsage("build", REQUEST.replace("is alive", "lives"), "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err


def test_a_file_that_was_not_built_is_never_overwritten(petsage: Petsage, project: Path) -> None:
    own = project / SERVICE
    own.parent.mkdir(parents=True)
    own.write_text("mine = True\n")
    outcome = petsage("build", REQUEST, "--project", project)

    assert outcome.code == 3
    assert SERVICE in outcome.err
    assert own.read_text() == "mine = True\n"
