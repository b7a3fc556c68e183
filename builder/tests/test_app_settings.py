"""What an app is called, how it is made, what it needs, where its Alembic is: settings say so, or one clear line."""

import re
import sys
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.project.project import Project

from .conftest import REQUEST, Petsage
from .test_cli import PETS

RULES = 'blueprint = "feature-flat"\n[project]\npackage = "shop"\ntitle = "Shop"\n'
NAMED = "from fastapi import FastAPI\n\napplication = FastAPI()\n"
MADE = "from fastapi import FastAPI\n\n\ndef make() -> FastAPI:\n    shop = FastAPI()\n    return shop\n"
NEEDY = 'import os\n\nfrom fastapi import FastAPI\n\napp = FastAPI(title=os.environ["TITLE"])\n'

APPS = {
    "another name": (NAMED, '[wiring]\napp = "application"\n', {}),
    "made by a function": (MADE, '[wiring]\napp = "make()"\nobject = "shop"\n', {}),
    "a function and an app": (f"{MADE}\n\nthe_app = make()\n", '[wiring]\napp = "the_app"\nobject = "shop"\n', {}),
    "variables that it needs": (
        NEEDY,
        '[checks]\nenv_file = "tests/.env"\n',
        {"tests/.env": "export A='A $hop'\nTITLE=\"${A}${HOME}\"\n"},
    ),
}


def shop(folder: Path, app: str, rules: str, files: dict[str, str] | None = None) -> Path:
    texts = {"shop/__init__.py": "", "shop/main.py": app, "petsage.toml": RULES + rules, **(files or {})}
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_variables_are_what_their_file_says_of_them_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "of the machine")
    shop(tmp_path, NEEDY, '[checks]\nenv_file = ".env"\n', {".env": "A=1\nB=${A}${SECRET}$A\nC='a # b'  # c\nD\n"})

    assert Project(tmp_path).environment == {"A": "1", "B": "1$A", "C": "a # b"}


def test_their_file_may_lie_above_the_project_in_its_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".env").write_text("A=1\n")
    shop(tmp_path / "backend", NEEDY, '[checks]\nenv_file = "../.env"\n')

    assert Project(tmp_path / "backend").environment == {"A": "1"}


@pytest.mark.parametrize("place", ["../../.env", "/{}/.env", ".env"])
def test_and_nowhere_else(tmp_path: Path, place: str) -> None:
    """Also a link leads nowhere: a project that was cloned must not name somebody's secrets."""
    (tmp_path / ".env").write_text("SECRET=1\n")
    folder = shop(tmp_path / "clone/backend", NEEDY, f'[checks]\nenv_file = "{place.format(tmp_path)}"\n')
    (tmp_path / "clone/.git").mkdir()
    (folder / ".env").symlink_to(tmp_path / ".env")

    with pytest.raises(CannotBuildError, match="is not in the project's repository"):
        _ = Project(folder).environment


def test_an_app_for_a_newer_python_is_told_to_which_it_was_not_python(petsage: Petsage, tmp_path: Path) -> None:
    newer = {"shop/newer.py": "try:\n    A = 1\nexcept ValueError, KeyError:\n    A = 2\n"}
    shop(tmp_path, f"import shop.newer\n{NAMED.replace('application', 'app')}", "", newer)
    outcome = petsage("build", REQUEST, cwd=tmp_path)

    assert outcome.code == 4
    assert f"for {sys.executable} " in outcome.err
    assert "name another Python with --python PATH" in outcome.err


@pytest.mark.parametrize("name", APPS)
def test_an_app_of_another_kind_is_built_into(petsage: Petsage, tmp_path: Path, name: str) -> None:
    outcome = petsage("build", REQUEST, cwd=shop(tmp_path, *APPS[name]))

    assert outcome.code == 0, outcome.out + outcome.err
    assert re.search(r"feature's tests .* [34] passed", outcome.out)


def test_an_app_that_a_function_makes_is_served_as_such(petsage: Petsage, tmp_path: Path) -> None:
    report = petsage("build", REQUEST, "--json", cwd=shop(tmp_path, *APPS["made by a function"])).data

    assert report["next"].endswith("uvicorn shop.main:make --factory --reload")


REFUSED = {
    "another name": (NAMED, "", 'name the one that is in petsage.toml: `app = "application"` in [wiring]'),
    "another name in a function": (MADE, "", 'name the one that is in petsage.toml: `object = "shop"` in [wiring]'),
    "a function alone": (MADE, '[wiring]\nobject = "shop"\n', '`app = "create_app()"` in [wiring]'),
    "variables that it needs": (NEEDY, "", "[checks] env_file"),
    "variables in no file": (NEEDY, '[checks]\nenv_file = ".env"\n', "checks.env_file, .env: there is no such file"),
    "a library that it needs": (
        f"import no_such_library\n{NAMED}",
        '[wiring]\napp = "application"\n',
        "/bin/pip install",
    ),
    "sources elsewhere": (NAMED, '[layout]\nsource = "src"\n', "shop/main.py is not in src/, the folder that imports"),
    "an app elsewhere": (NAMED, '[layout]\napp = "shop/app.py"\n', "shop/app.py"),
    "a server of somebody else": (NAMED, '[checks]\nnetwork = ["db.example.org:5432"]\n', "checks.network"),
    "a server that isn't there": (
        NAMED,
        '[wiring]\napp = "application"\n[checks]\nnetwork = ["localhost:1025"]\n',
        "checks.network, localhost:1025: no server answers there (start it",
    ),
    "a name that isn't one": (NAMED, '[wiring]\napp = "make(1)"\n', "petsage.toml, wiring.app"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_said_is_refused_in_one_line_with_the_setting(petsage: Petsage, tmp_path: Path, name: str) -> None:
    app, rules, advice = REFUSED[name]
    outcome = petsage("build", REQUEST, cwd=shop(tmp_path, app, rules))

    assert outcome.code == 4, outcome.out
    (line,) = outcome.err.splitlines()
    assert advice in line


def test_a_core_that_is_inherited_from_the_blueprint_may_lie_outside_of_the_sources(
    petsage: Petsage, tmp_path: Path
) -> None:
    text = RULES.replace("feature-flat", "feature-src")
    layout = '[layout]\nsource = "shop"\n' + "".join(
        f'{part} = "shop/features/{{feature}}/{file}"\n'
        for part, file in {
            "face": "__init__.py",
            "router": "router.py",
            "schemas": "schemas.py",
            "service": "service.py",
            "models": "models.py",
            "tests": "test_{feature}.py",
        }.items()
    )
    folder = shop(tmp_path, NAMED.replace("application", "app"), "")
    (folder / "petsage.toml").write_text(text + layout + 'app = "shop/main.py"\n')
    outcome = petsage("build", REQUEST, cwd=folder)

    assert outcome.code == 0, outcome.out + outcome.err
    refused = petsage("plan", PETS, cwd=folder)
    assert (refused.code, len(refused.err.splitlines())) == (4, 1)


def test_alembic_may_have_its_settings_elsewhere(petsage: Petsage, project: Path) -> None:
    (project / "ops").mkdir()
    settings = (project / "alembic.ini").read_text().replace("%(here)s", "%(here)s/..")
    (project / "alembic.ini").unlink()
    (project / "ops" / "alembic.ini").write_text(settings)
    conftest = project / "conftest.py"
    conftest.write_text(conftest.read_text().replace('with_name("alembic.ini")', 'parent / "ops" / "alembic.ini"'))
    with (project / "petsage.toml").open("a") as rules:
        rules.write('\n[layout]\nalembic = "ops/alembic.ini"\n')
    report = petsage("build", PETS, "--project", project, "--json")

    assert report.code == 0, report.err
    (migrations,) = [r for r in report.data["steps"][5]["facts"]["results"] if r["name"] == "migrations"]
    assert migrations["status"] == "passed"
    assert report.data["next"].endswith("alembic -c ops/alembic.ini upgrade heads")
    assert petsage("remove", "pets", "--project", project).code == 0
