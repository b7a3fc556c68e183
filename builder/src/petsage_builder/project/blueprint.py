"""A project's house rules, as data: where a module's parts go, what they are called, how the app learns of them."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.files import read_file, toml_document
from petsage_builder.project.shipped import SHIPPED
from petsage_builder.project.style import Style

_ADDRESS = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})")
_LOWEST_PORT, _HIGHEST_PORT = 1024, 65535
_SEE_SHIPPED = "see `petsage blueprints` for the ones that ship"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or ".." in parts:
        raise ValueError("must be a relative path inside the project, with forward slashes")
    return path


def _on_the_loopback(address: str) -> str:
    found = _ADDRESS.fullmatch(address)
    if not found or not _LOWEST_PORT <= int(found[1]) <= _HIGHEST_PORT:
        raise ValueError("must be a host and a port of this machine's own, such as localhost:5432")
    return address


Address = Annotated[str, AfterValidator(_on_the_loopback)]
RelativePath = Annotated[str, Field(min_length=1), AfterValidator(_inside)]
PathOfAPart = Annotated[RelativePath | None, BeforeValidator(lambda path: path or None)]
"""Empty where a part that the blueprint has is taken away."""


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectRules(_Rules):
    """The project's own names. `folder` is where a project lives below the folder that `petsage new` is given."""

    brand: str
    package: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    folder: RelativePath | None = None
    welcome: str | None = None
    welcome_in_schema: bool = True


class Layout(_Rules):
    """Paths from the project's folder, one for each part of a module; a part without a path has none.

    `source` is the folder that imports start from, `models` the file of a module's tables, `alembic` that of Alembic's
    settings. Without a `service`, the logic stands in the router's file.
    """

    source: RelativePath = "."
    app: RelativePath
    settings: RelativePath = "settings.py"
    core: RelativePath = "core"
    project_tests: RelativePath = "tests"
    requests: RelativePath = "requests"
    migrations: RelativePath = "migrations"
    alembic: RelativePath = "alembic.ini"
    router: RelativePath
    schemas: RelativePath
    tests: RelativePath
    service: PathOfAPart = None
    face: PathOfAPart = None
    docs: PathOfAPart = None
    models: PathOfAPart = None

    def dotted(self, path: str) -> str:
        """The import name of the file at `path`: `src/shop/main.py` is `shop.main` where imports start at `src`.

        Raises:
            CannotBuildError: it isn't below the folder that imports start from.
        """
        if not PurePosixPath(path).is_relative_to(self.source):
            message = f"{path} is not in {self.source}/, the folder that imports start from"
            advice = "name one below it, or change layout.source"
            raise CannotBuildError(Problem("petsage.toml, layout", message, advice))
        inner = PurePosixPath(path).relative_to(PurePosixPath(self.source)).with_suffix("")
        return ".".join(inner.parts[:-1] if inner.name == "__init__" else inner.parts)


class Face(_Rules):
    """The package's `__init__.py`: what it hands on, under which name, or that it stays empty."""

    empty: bool = False
    hands_on: str | None = None


class WiringRules(_Rules):
    """Which file includes a module's router, on which object, and under which prefix.

    `app` is the app's name in its file, with `()` the function that makes it. `file` defaults to the app's, `object` to
    the app in it. Where the file is an aggregator, the app includes that under `app_prefix`.
    """

    app: str = Field(default="app", pattern=r"^[A-Za-z_]\w*(\(\))?$")
    file: RelativePath | None = None
    object: str | None = None
    prefix: str = ""
    app_prefix: str = ""


class Log(_Rules):
    """A log event that the endpoint writes once a call."""

    message: str
    extra: Mapping[str, str] = {}


class Static(_Rules):
    """The words of a static endpoint."""

    prefix: str
    path: str
    tag: str
    summary: str
    answer: tuple[Literal["status", "message", "timestamp"], ...]
    status: str
    message: str = ""
    log: Log | None = None


class Entities(_Rules):
    """What the paths of entities begin with, after what the app adds."""

    prefix: str = ""


class Checks(_Rules):
    """Which checks prove a module. `commands` are the project's own, each a list of words, run in staging.

    `postgresql` is the URL of a server where migrations are tried too, or `$VARIABLE` for what the environment has.
    `env_file` has the environment variables that the app needs, `network` are the servers that its tests do. Each check
    may take `seconds`.
    """

    skip: tuple[Literal["format", "lint", "types"], ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()
    postgresql: str = ""
    env_file: Annotated[str, Field(min_length=1)] | None = None
    network: tuple[Address, ...] = ()
    seconds: Annotated[int, Field(gt=0, le=86_400)] = 120


class Feature(_Rules):
    """What one feature is called where the project's general rule doesn't suit it."""

    stem: str | None = None
    path: str | None = None


class Blueprint(_Rules):
    """All of a project's house rules. Texts hold placeholders such as `{feature}` until `for_feature` fills them."""

    name: str
    about: str
    project: ProjectRules
    layout: Layout
    face: Face = Face()
    wiring: WiringRules = WiringRules()
    static: Static
    entities: Entities = Entities()
    api: Style = Style()
    features: Mapping[str, Feature] = {}
    checks: Checks = Checks()

    def for_project(self) -> Self:
        """These rules with the project's own names filled in; what belongs to a feature stays open."""
        values = {"brand": self.project.brand, "package": self.project.package}
        return type(self).model_validate(_filled(self.model_dump(), values))

    def for_feature(self, feature: str) -> Self:
        """These rules with every placeholder filled for one feature."""
        rules = self.for_project().model_dump()
        own = self.features.get(feature, Feature())
        if own.path is not None:
            rules["static"]["path"] = own.path
        words = feature.replace("_", " ")
        values = {
            "feature": feature,
            "stem": self.stem(feature),
            "slug": feature.replace("_", "-"),
            "words": words,
            "title": words.title(),
        }
        return type(self).model_validate(_filled(rules, values))

    def stem(self, feature: str) -> str:
        """What the feature's classes are named after."""
        return self.features.get(feature, Feature()).stem or feature

    @property
    def prefix(self) -> str:
        """What the URLs of all entities begin with."""
        return self.wiring.app_prefix + self.wiring.prefix + self.entities.prefix

    @property
    def accounts(self) -> str:
        """What the URLs of the foundation's endpoints begin with."""
        return "/api/v1" if self.api.prefix is None else self.api.prefix

    @property
    def me(self) -> str:
        """The URL of who is signed in."""
        return self.accounts + self.api.me

    @property
    def app_name(self) -> str:
        """The app's name in its file, or that of the function that makes it."""
        return self.wiring.app.removesuffix("()")

    @property
    def app_is_made(self) -> bool:
        """Whether a function makes the app."""
        return self.wiring.app.endswith("()")

    @property
    def wired_object(self) -> str:
        """What `include_router` is called on."""
        return self.wiring.object or ("app" if self.app_is_made else self.app_name)

    @property
    def wired_file(self) -> str:
        """The file that includes the routers of features."""
        return self.wiring.file or self.layout.app


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, Mapping):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_filled(item, values) for item in value)
    return value


def shipped_blueprint(name: str) -> Blueprint:
    """One of the blueprints that come with the builder."""
    return _validated(_shipped_rules(name, "--blueprint"), f"blueprint {name}")


def project_blueprint(path: Path) -> Blueprint:
    """The rules that a project's `petsage.toml` states, over those of the shipped blueprint that it names."""
    own = toml_document(read_file(path, path.name) or b"", path.name)
    base = (
        _shipped_rules(own.pop("blueprint"), f"{path.name}, blueprint")
        if "blueprint" in own
        else {"name": "own", "about": "The project's own."}
    )
    rules = _validated(_merged(base, own), path.name)
    if rules.api.prefix is not None and (said := _own_prefixes(own)):
        message = f"is said beside {said[0]}, which is a prefix, too"
        raise CannotBuildError(Problem(f"{path.name}, api.prefix", message, "say one of them"))
    return in_style(rules)


def with_style(rules: Blueprint, content: bytes | None, place: str) -> Blueprint:
    """The rules with the style that a file states, which has `[api]` and nothing else.

    Raises:
        CannotBuildError: there is no such file, or it says something else.
    """
    if content is None:
        raise CannotBuildError(Problem(place, "is not there", "name a file with [api] in it"))
    said = toml_document(content, place)
    if others := [key for key in said if key != "api"]:
        message = "is not part of a style, which is [api] alone"
        raise CannotBuildError(*(Problem(f"{place}, {key}", message, "take it out") for key in others))
    return in_style(_validated({**rules.model_dump(), "api": said.get("api", {})}, place))


def in_style(rules: Blueprint) -> Blueprint:
    """The rules with the prefix of the API's style in place of what paths begin with otherwise."""
    if rules.api.prefix is None:
        return rules
    wiring = {"app_prefix": rules.wiring.app_prefix, "prefix": rules.wiring.prefix}
    holder = next((name for name, prefix in wiring.items() if prefix), "")
    wiring = dict.fromkeys(wiring, "") | ({holder: rules.api.prefix} if holder else {})
    entities = Entities(prefix="" if holder else rules.api.prefix)
    return rules.model_copy(update={"wiring": rules.wiring.model_copy(update=wiring), "entities": entities})


def _own_prefixes(own: Mapping[str, Any]) -> list[str]:
    """The prefixes that a project's rules state beside that of the style."""
    places = (("wiring", "prefix"), ("wiring", "app_prefix"), ("entities", "prefix"))
    return [f"{table}.{key}" for table, key in places if key in (own.get(table) or {})]


def _shipped_rules(name: Any, place: str) -> dict[str, Any]:
    if name not in SHIPPED:
        raise CannotBuildError(
            Problem(place, f"{name!r} is not a blueprint that ships", f"use one of {', '.join(SHIPPED)}")
        )
    text = files(__package__).joinpath("blueprints", f"{name}.toml").read_text(encoding="utf-8")
    return {"name": name, **tomllib.loads(text)}


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        before = merged.get(key)
        merged[key] = _merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return merged


def _validated(rules: Mapping[str, Any], place: str) -> Blueprint:
    try:
        return Blueprint.model_validate(rules)
    except ValidationError as error:
        problems = (
            Problem(
                f"{place}, {'.'.join(map(str, fault['loc']))}",
                fault["msg"].removeprefix("Value error, "),
                "docs/blueprints.md has all of it" if fault["loc"][:1] == ("api",) else _SEE_SHIPPED,
            )
            for fault in error.errors()
        )
        raise CannotBuildError(*problems) from error
