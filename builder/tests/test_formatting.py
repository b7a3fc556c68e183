"""A module, and the app's own file, are left as the project's own formatter and linter want them."""

import subprocess
import sys
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.project import formatting
from petsage_builder.project.formatting import follow_format, format_files, settings_of

from .conftest import REQUEST, Petsage, tree

RUFF = Path(sys.executable).with_name("ruff")
APP = 'from fastapi import FastAPI\n\napp = FastAPI(title="A shop")\n'
SETTINGS = {
    "lint that may mend nothing": '[tool.ruff.lint]\nfixable = ["A", "B", "C", "D", "E", "F"]\nunfixable = ["I"]\n',
    "lint without rules for imports": '[tool.ruff.lint]\nselect = ["E", "F"]\nignore = ["I"]\n',
    "every rule there is": '[tool.ruff.lint]\nselect = ["ALL"]\n',
    "short lines": '[tool.ruff]\nline-length = 79\n[tool.ruff.lint]\nselect = ["E", "F", "I"]\n',
    "single quotes and tabs": '[tool.ruff.format]\nquote-style = "single"\nindent-style = "tab"\n'
    '[tool.ruff.lint]\nextend-select = ["I", "Q"]\n'
    '[tool.ruff.lint.flake8-quotes]\ninline-quotes = "single"\n',
    "an old Python": '[tool.ruff]\ntarget-version = "py39"\nextend-select = ["UP", "I", "D", "INP"]\n',
    "imports one a line": '[tool.ruff.lint]\nextend-select = ["I"]\n[tool.ruff.lint.isort]\nforce-single-line = true\n',
    "imports by module": '[tool.ruff.lint]\nextend-select = ["I"]\n'
    "[tool.ruff.lint.isort]\nforce-sort-within-sections = true\nno-sections = true\nlines-after-imports = 2\n",
    "an import that every file has": '[tool.ruff.lint]\nextend-select = ["I"]\n'
    '[tool.ruff.lint.isort]\nrequired-imports = ["from __future__ import annotations"]\n',
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_feature_is_built_under_the_projects_own_rules(petsage: Petsage, tmp_path: Path, name: str) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").write_text("")
    (tmp_path / "shop/main.py").write_text(APP)
    (tmp_path / "pyproject.toml").write_text(SETTINGS[name])
    (tmp_path / "petsage.toml").write_text('blueprint = "feature-flat"\n[project]\npackage = "shop"\ntitle = "Shop"\n')
    for step in (("check", "--fix", "--select=I"), ("format",)):
        subprocess.run([RUFF, *step, "-q", "--no-cache", "shop"], cwd=tmp_path, check=True)
    before = tree(tmp_path)
    outcome = petsage("build", REQUEST.replace("smoke_test", "a_rather_long_name_of_a_check"), cwd=tmp_path)

    assert outcome.code == 0, outcome.out + outcome.err
    assert petsage("remove", "a_rather_long_name_of_a_check", cwd=tmp_path).code == 0
    assert tree(tmp_path) == before


def test_a_project_that_black_and_isort_lay_out_is_laid_out_so(petsage: Petsage, tmp_path: Path) -> None:
    black = "[tool.black]\nline-length = 60\nskip-string-normalization = true\n"
    (tmp_path / "pyproject.toml").write_text(f"{black}[tool.isort]\nforce_single_line = true\n")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").write_text("")
    (tmp_path / "shop/main.py").write_text(APP.replace('"', "'"))
    (tmp_path / "petsage.toml").write_text('blueprint = "feature-flat"\n[project]\npackage = "shop"\ntitle = "Shop"\n')
    outcome = petsage("build", REQUEST, cwd=tmp_path)

    assert outcome.code == 0, outcome.out + outcome.err
    built = [path.read_text() for path in (tmp_path / "shop/features").rglob("*.py")]
    code = [line for text in built for line in text.splitlines() if '"""' not in line]
    assert max(map(len, code)) <= 60
    assert "import UTC\nfrom datetime import datetime\n" in "\n".join(code)
    assert "title='A shop'" in (tmp_path / "shop/main.py").read_text()


def test_rules_above_the_project_count_up_to_its_repositorys_top(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 40")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "ruff.toml").write_text('extend = "base.toml"')
    (tmp_path / "repository" / "base.toml").write_text('[format]\nquote-style = "single"')
    project = tmp_path / "repository" / "backend"
    context = settings_of([project, project.parent])

    assert sorted(context) == ["../base.toml", "../ruff.toml"]
    assert format_files({"a.py": 'x = "text"\n'}, context) == {"a.py": "x = 'text'\n"}


def test_a_rule_that_generated_code_keeps_is_never_excused() -> None:
    settings = {"ruff.toml": '[lint]\nselect = ["ALL"]\n'}
    text = format_files({"a.py": "import os\n\n\ndef double(x):\n    return x + x\n"}, settings)["a.py"]
    excused = text.splitlines()[0]

    assert excused.startswith("# ruff: noqa: ")
    assert "ANN001" in excused
    assert "F401" not in excused


def test_a_file_that_was_untidy_is_changed_in_the_new_lines_only() -> None:
    before = "import sys, os\nx = { 1:2 }\n"

    assert follow_format("a.py", before, before + "y  =  'new'\n", {}) == before + "y  =  'new'\n"


def test_sorting_and_formatting_are_each_kept_as_far_as_they_were() -> None:
    unsorted = "import sys\nimport os\n"

    assert follow_format("a.py", unsorted, unsorted + "x  =  'a'\n", {}) == unsorted + '\nx = "a"\n'


BROKEN = {
    "another version of the formatter": ('[tool.ruff]\nrequired-version = "<0.2"\n', "Required version `<0.2`"),
    "a setting that isn't one": ("[tool.ruff]\nline-lenth = 3\n", "unknown field `line-lenth`"),
    "a rule that isn't one": ('[tool.ruff.lint]\nselect = ["NONE1"]\n', "NONE1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_settings_that_ruff_refuses_are_told_in_one_line(name: str) -> None:
    settings, reason = BROKEN[name]

    with pytest.raises(CannotBuildError) as refused:
        format_files({"a.py": "x = 1\n"}, {"pyproject.toml": settings})
    (problem,) = refused.value.problems
    assert reason in problem.message
    assert "\n" not in str(problem)


def test_the_advice_to_do_without_the_checks_works(petsage: Petsage, project: Path) -> None:
    (project / "pyproject.toml").write_text(
        (project / "pyproject.toml").read_text().replace("[tool.ruff]", '[tool.ruff]\nrequired-version = "<0.2"')
    )
    refused = petsage("build", REQUEST, "--project", project)
    assert (refused.code, len(refused.err.splitlines())) == (4, 1)
    with (project / "petsage.toml").open("a") as rules:
        rules.write("\n[checks]\nskip = ['format', 'lint']\n")

    assert petsage("build", REQUEST, "--project", project).code == 0


def test_a_formatter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ruff").write_text("#!/bin/sh\nexec sleep 99\n")
    (tmp_path / "ruff").chmod(0o755)
    monkeypatch.setattr(formatting, "RUFF", tmp_path / "ruff")
    monkeypatch.setattr(formatting, "LONGEST", 0.2)
    with pytest.raises(CannotBuildError, match=r"ruff took longer than 0\.2 s"):
        format_files({"a.py": "x = 1\n"}, {})
