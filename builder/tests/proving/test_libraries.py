"""Which libraries a project is found to use."""

from pathlib import Path

import pytest

from petsage_builder.proving.libraries import libraries_used, modules_of, unused_plugins

from .conftest import write


def test_a_library_that_a_python_file_names_is_used(tmp_path: Path) -> None:
    write(tmp_path, {"src/shop/models.py": "from sqlalchemy.orm import Mapped\n"})
    assert libraries_used(tmp_path) == {"sqlalchemy"}
    assert "sqlalchemy.orm" in modules_of({"sqlalchemy"})


def test_a_library_that_is_only_a_dependency_is_not_used(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": '[project]\ndependencies = ["schemathesis>=4"]\n', "main.py": ""})
    assert libraries_used(tmp_path) == frozenset()


@pytest.mark.parametrize("file", ["pyproject.toml", "pytest.ini", "setup.cfg"])
def test_a_plugin_whose_option_is_set_is_used(tmp_path: Path, file: str) -> None:
    write(tmp_path, {file: "addopts = --hypothesis-profile=ci\n"})
    assert libraries_used(tmp_path) == {"hypothesis"}


def test_what_is_behind_the_link_to_an_environment_is_not_the_project_s(tmp_path: Path) -> None:
    write(tmp_path, {"environment/lib/a.py": "import sqlalchemy\n", "project/main.py": ""})
    (tmp_path / "project" / ".venv").symlink_to(tmp_path / "environment")
    assert libraries_used(tmp_path / "project") == frozenset()


def test_whatever_a_project_has_is_read_in_bounds(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import sqlmodel\n", "b.py": "import structlog\n"})
    with (tmp_path / "a.py").open("ab") as file:
        file.truncate(2**33)
    assert libraries_used(tmp_path) == {"sqlmodel", "structlog"}


def test_only_plugins_of_libraries_that_are_not_used_are_left_out() -> None:
    assert unused_plugins(frozenset({"hypothesis", "sqlalchemy"})) == ["schemathesis"]
