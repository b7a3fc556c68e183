"""All checks together, on a sound change and on unsound ones."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.proving import AppLocator, CheckPlan, Workshop, observe, run_checks
from petsage_builder.proving.staging import stage
from petsage_builder.terms.module import Change, Operation

from .conftest import (
    FEATURE_TEST,
    HEALTH,
    MAIN,
    NAMES,
    PRICES,
    PRICES_MAIN,
    PRICES_TEST,
    Prove,
    only,
    working_in,
    write,
)

APP = AppLocator("shop.main:app", ("src",))


def test_a_sound_change_passes_every_check_and_each_says_what_it_found(prove: Prove) -> None:
    proving = prove()
    details = ["3 files"] * 3
    details += ["shop.main:app, before and after", "only 1 endpoint on /price changed", "no migrations here"]
    details += ["1 passed", "15 passed"]
    assert [(result.name, result.detail) for result in proving.proof.results] == list(zip(NAMES, details, strict=True))
    assert all(
        (result.status == "passed" and result.seconds > 0) or result.name == "migrations"
        for result in proving.proof.results
    )


def test_each_check_is_told_when_it_starts_and_when_it_ends(prove: Prove) -> None:
    events = prove(skip=only("lint", "openapi")).events
    assert sorted(events) == sorted(f"{what} {name}" for name in NAMES for what in ("start", "end"))
    assert all(events.index(f"start {name}") < events.index(f"end {name}") for name in NAMES)


def test_code_that_the_formatter_would_change_fails_with_the_difference(prove: Prove) -> None:
    result = prove({"src/shop/prices.py": PRICES.replace("amount=3", "amount = 3")}, skip=only("format"))["format"]
    assert (result.status, result.detail) == ("failed", "1 file would be reformatted, 2 files already formatted")
    assert "--- src/shop/prices.py" in result.output


def test_code_that_the_linter_refuses_fails_with_its_place(prove: Prove) -> None:
    result = prove({"src/shop/prices.py": "import os\n\n" + PRICES}, skip=only("lint"))["lint"]
    assert (result.status, result.detail) == ("failed", "Found 1 error.")
    assert "src/shop/prices.py:1:8" in result.output


def test_a_wrong_type_fails_also_where_it_comes_from_a_library(prove: Prove) -> None:
    wrong = PRICES.replace('tags=["Prices"]', "prefix=7")
    result = prove({"src/shop/prices.py": wrong}, skip=only("types"))["types"]
    assert (result.status, result.detail) == ("failed", "Found 1 diagnostic")
    assert "src/shop/prices.py:4:" in result.output


def test_files_that_the_change_does_not_touch_are_not_read(prove: Prove, sample: Path) -> None:
    write(sample, {"src/shop/old.py": "import os,  sys\nx: int = ''\n"})
    assert not prove(skip=only("format", "lint", "types")).proof.failed


def test_the_project_s_own_settings_hold_for_what_is_read(prove: Prove, sample: Path) -> None:
    (sample / "pyproject.toml").write_text("[tool.ruff]\nindent-width = 2\n")
    assert prove(skip=only("format"))["format"].status == "failed"


def test_the_settings_of_a_workspace_above_hold_too(prove: Prove, sample: Path) -> None:
    (sample / "pyproject.toml").unlink()
    write(sample.parent, {"pyproject.toml": "[tool.ruff]\nindent-width = 2\n", ".git/HEAD": ""})
    assert prove(skip=only("format"))["format"].status == "failed"


def test_an_app_that_no_longer_imports_fails_with_a_traceback_of_the_project_s_paths(prove: Prove) -> None:
    proving = prove({"src/shop/prices.py": "import nowhere_to_be_found\n"}, skip=only("import", "feature's tests"))
    result = proving["import"]
    assert (result.status, result.detail) == ("failed", "ModuleNotFoundError: No module named 'nowhere_to_be_found'")
    assert 'File "src/shop/prices.py", line 1' in result.output
    assert "petsage" not in result.output
    assert proving["openapi"].status == "skipped"
    assert {proving[name].status for name in ("feature's tests", "project's tests")} == {"failed"}


def test_an_endpoint_that_was_not_planned_fails(prove: Prove) -> None:
    result = prove(operations=frozenset(), skip=only("openapi"))["openapi"]
    assert (result.status, result.detail) == ("failed", "GET /api/price was added, and isn't planned")


def test_a_failing_feature_test_fails_with_its_assertion(prove: Prove) -> None:
    proving = prove({FEATURE_TEST: PRICES_TEST.replace("3", "4")}, skip=only("feature's tests"))
    assert (proving["feature's tests"].status, proving["feature's tests"].detail) == ("failed", "1 failed")
    assert f"{FEATURE_TEST}::test_price" in proving["feature's tests"].output
    assert "assert {'amount': 3} == {'amount': 4}" in proving["feature's tests"].output
    assert proving["project's tests"].status == "passed"


def test_a_change_that_breaks_the_project_s_tests_fails_there_only(prove: Prove) -> None:
    proving = prove({"src/shop/health.py": HEALTH.replace('"ok"', '"fine"')}, skip=only("feature's tests"))
    assert proving["feature's tests"].status == "passed"
    assert (proving["project's tests"].status, proving["project's tests"].detail) == ("failed", "15 failed")


def test_a_project_s_test_file_that_does_not_import_leaves_the_feature_s_tests_running(
    prove: Prove, sample: Path
) -> None:
    write(sample, {"tests/test_broken.py": "import nowhere_to_be_found\n"})
    proving = prove(skip=only("feature's tests"))
    assert proving["feature's tests"].status == "passed"
    result = proving["project's tests"]
    assert (result.status, result.red_before) == ("passed", ("tests/test_broken.py",))
    assert result.detail == "1 failed, 15 passed; nothing new, 1 red before"


def test_a_project_without_tests_of_its_own_is_said_to_have_none(prove: Prove, sample: Path) -> None:
    (sample / "tests" / "test_health.py").unlink()
    result = prove(skip=only("feature's tests"))["project's tests"]
    assert (result.status, result.detail) == ("skipped", "there are none")


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", "none passed: there are none"),
        ("import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    pass\n", "none passed: 1 skipped"),
        ("import pytest\n\n\n@pytest.mark.xfail\ndef test_a():\n    assert 0\n", "none passed: 1 skipped"),
    ],
)
def test_a_feature_of_whose_tests_none_passes_fails(prove: Prove, text: str, detail: str) -> None:
    result = prove({FEATURE_TEST: text}, skip=only("feature's tests"))["feature's tests"]
    assert (result.status, result.detail) == ("failed", detail)


def test_tests_that_a_failing_project_setting_leaves_out_fail_as_not_run(prove: Prove, sample: Path) -> None:
    (sample / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "-x"\n')
    two = "def test_a():\n    assert 0\n\n\ndef test_b():\n    pass\n"
    assert prove({FEATURE_TEST: two}, skip=only("feature's tests"))["feature's tests"].detail == "1 failed, 1 not run"


def test_a_project_that_spreads_its_tests_over_processes_has_the_feature_s_run_too(prove: Prove, sample: Path) -> None:
    (sample / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "-n 2"\n')
    proving = prove(skip=only("feature's tests"))
    assert [proving[name].detail for name in ("feature's tests", "project's tests")] == ["1 passed", "15 passed"]


def test_options_that_pytest_does_not_know_fail_with_what_it_printed(prove: Prove, sample: Path) -> None:
    (sample / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "--no-such-option"\n')
    with pytest.raises(CannotBuildError, match=r"as it is: .* unrecognized arguments: --no-such-option"):
        prove(skip=only("feature's tests"))


def test_warnings_as_errors_do_not_fail_for_what_the_workshop_has_imported(prove: Prove, sample: Path) -> None:
    settings = '[tool.pytest.ini_options]\nfilterwarnings = ["error"]\ntestpaths = ["tests"]\n'
    (sample / "pyproject.toml").write_text(settings)
    assert not prove(skip=only("feature's tests")).proof.failed


def test_the_tests_see_an_environment_that_their_conftest_sets_before_the_app_is_imported(
    prove: Prove, sample: Path
) -> None:
    write(sample, {"tests/conftest.py": 'import os\n\nos.environ["SHOP"] = "open"\n'})
    title = PRICES_MAIN.replace('title="Shop"', 'title=os.environ.get("SHOP", "Shop")')
    test = 'from shop.main import app\n\n\ndef test_title():\n    assert app.title == "open"\n'
    proving = prove(
        {"src/shop/main.py": "import os\n\n" + title, "tests/test_title.py": test}, skip=only("feature's tests")
    )
    assert proving["project's tests"].status == "passed"


def test_a_plugin_that_the_project_uses_is_loaded(prove: Prove, sample: Path) -> None:
    test = (
        "from hypothesis import given, strategies\n\n\n@given(strategies.integers())\ndef test_a(number):\n    pass\n"
    )
    settings = '[tool.pytest.ini_options]\naddopts = "--hypothesis-show-statistics"\n'
    (sample / "pyproject.toml").write_text(settings)
    assert prove({FEATURE_TEST: test}, skip=only("feature's tests"))["feature's tests"].status == "passed"


NO_PRICES = ("sh", "-c", "! cat src/shop/prices.py")


def test_a_command_of_the_project_is_a_check(prove: Prove) -> None:
    proving = prove(commands=(("ls", "src/shop/prices.py"), NO_PRICES), skip=only())
    assert proving["ls src/shop/prices.py"].status == "passed"
    result = proving[" ".join(NO_PRICES)]
    assert (result.status, result.detail) == ("failed", "it ended with exit status 1")
    assert "price" in result.output


def test_a_command_that_is_not_installed_fails_and_says_so(prove: Prove) -> None:
    with pytest.raises(CannotBuildError, match=r"no-such-program: can't be run .*: No such file or directory"):
        prove(commands=(("no-such-program",),), skip=only())


def test_a_command_that_hangs_with_the_change_and_without_it_proves_nothing(prove: Prove) -> None:
    with pytest.raises(CannotBuildError, match=r"sleep 99: can't be run .*: it took longer than 1 s; mend what hangs"):
        prove(commands=(("sleep", "99"),), skip=only(), seconds=1)


def test_what_is_switched_off_is_skipped(prove: Prove) -> None:
    result = prove(skip=only("openapi"))["types"]
    assert (result.status, result.detail) == ("skipped", "it is switched off")


def test_removing_a_feature_is_proven_by_its_operations_going(sample: Path, workshop: Workshop) -> None:
    write(sample, {"src/shop/prices.py": PRICES, "src/shop/main.py": PRICES_MAIN})
    changes = [
        Change("src/shop/prices.py", PRICES.encode(), None),
        Change("src/shop/main.py", PRICES_MAIN.encode(), MAIN.encode()),
    ]
    with stage(sample) as staging:
        before = observe(workshop, staging, APP).result()
        staging.apply(changes)
        gone = frozenset({Operation("GET", "/api/price")})
        plan = CheckPlan(APP, before, frozenset(), gone, python_files=tuple(change.path for change in changes))
        proof = run_checks(staging, plan, workshop, lambda _: None, lambda _: None)
    assert not proof.failed
    assert [result.name for result in proof.results if result.status == "skipped"] == ["migrations", "feature's tests"]


def test_an_app_that_does_not_import_as_it_is_can_not_be_built_into(sample: Path, workshop: Workshop) -> None:
    write(sample, {"src/shop/health.py": "import nowhere_to_be_found\n"})
    with stage(sample) as staging, pytest.raises(CannotBuildError) as raised:
        observe(workshop, staging, APP).result()
    (problem,) = raised.value.problems
    assert problem.place == "src/shop/health.py, line 1"
    reason = "the app can't be imported: ModuleNotFoundError: No module named 'nowhere_to_be_found'"
    assert problem.message == f"{reason} in {workshop.interpreter}"


def test_a_syntax_error_in_the_app_is_told_with_its_line(sample: Path, workshop: Workshop) -> None:
    write(sample, {"src/shop/health.py": "x = 1\ndef\n"})
    with stage(sample) as staging, pytest.raises(CannotBuildError, match=r"src/shop/health\.py, line 2: .*SyntaxError"):
        observe(workshop, staging, APP).result()


def test_an_object_that_is_no_app_is_refused(sample: Path, workshop: Workshop) -> None:
    with stage(sample) as staging, pytest.raises(CannotBuildError, match=r"shop\.main:router is not a FastAPI app"):
        observe(workshop, staging, AppLocator("shop.main:router", ("src",))).result()


def test_an_app_that_a_function_makes_is_found(sample: Path, workshop: Workshop) -> None:
    with stage(sample) as staging:
        staging.apply(
            [Change("src/shop/make.py", None, b"from shop.main import app\n\n\ndef make():\n    return app\n")]
        )
        document = observe(workshop, staging, AppLocator("shop.make:make", ("src",))).result()
    assert "/api/health" in document["paths"]


def test_what_is_proven_is_the_copy_and_not_the_project(sample: Path, workshop: Workshop) -> None:
    write(
        sample,
        {
            "other/far.py": "",
            "src/shop/health.py": f"import sys\nsys.path[:0] = ['{sample}/other']\nimport far\n{HEALTH}",
        },
    )
    with stage(sample) as staging, pytest.raises(CannotBuildError, match="No module named 'far'"):
        observe(workshop, staging, APP).result()


def test_a_build_that_is_interrupted_leaves_nothing_running(sample: Path, workshop: Workshop) -> None:
    write(sample, {"tests/test_health.py": "import time\n\n\ndef test_a():\n    time.sleep(600)\n"})
    threads = threading.active_count()
    with stage(sample) as staging:
        plan = CheckPlan(APP, observe(workshop, staging, APP).result(), frozenset())
        interruption = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
        interruption.start()
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            run_checks(staging, plan, workshop, lambda _: None, lambda _: None)
        interruption.join()
        assert not working_in(staging.folder)
    assert time.monotonic() - started < CheckPlan.seconds / 2
    assert threading.active_count() == threads
