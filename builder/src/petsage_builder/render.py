"""A spec and a blueprint become a module: texts, and what the app must learn of them."""

import json
import re
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath

import jinja2

from petsage_builder.blueprint import Blueprint, Layout
from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.integrate import Wiring
from petsage_builder.module import Module, Operation
from petsage_builder.spec.feature import FeatureSpec

PARTS = ("face", "router", "schemas", "service", "tests", "docs")

_DOCSTRING_WIDTH = 100


def render_module(spec: FeatureSpec, blueprint: Blueprint) -> Module:
    """The files of a module as the templates give them: the project's formatter has not seen them yet.

    Raises:
        NotUnderstoodError: the spec has entities, which this version plans and doesn't build.
    """
    if not spec.is_static:
        advice = "`petsage plan` shows what was understood; write `none` for a static endpoint"
        raise NotUnderstoodError(
            Problem("payload.requirements", "can't be built yet: entities are only planned", advice)
        )
    rules = blueprint.for_feature(spec.feature)
    url = _static_url(rules)
    files = {path: _text(part, path, spec, rules, url) for part in PARTS if (path := getattr(rules.layout, part))}
    return Module(
        files=files | dict.fromkeys(_missing_packages(files, spec.feature), ""),
        operations=operations_of(spec, blueprint),
        tests=(rules.layout.tests,),
    )


def operations_of(spec: FeatureSpec, blueprint: Blueprint) -> tuple[Operation, ...]:
    """The operations that a spec's module adds to the app."""
    rules = blueprint.for_feature(spec.feature)
    if spec.is_static:
        return (Operation("GET", _static_url(rules)),)
    prefix = rules.wiring.app_prefix + rules.wiring.prefix
    return tuple(Operation(endpoint.method, prefix + endpoint.path) for endpoint in spec.endpoints)


def wiring_of(feature: str, blueprint: Blueprint) -> Wiring:
    """How the app learns of a feature's router."""
    rules = blueprint.for_feature(feature)
    layout, hands_on = rules.layout, rules.face.hands_on
    handed_on = bool(hands_on and layout.face)
    return Wiring(
        target=rules.wired_file,
        module=layout.dotted(layout.face if handed_on and layout.face else layout.router),
        name=hands_on if handed_on and hands_on else "router",
        alias=f"{feature}_router",
        app=rules.wiring.object,
        prefix=rules.wiring.prefix or None,
    )


def _static_url(rules: Blueprint) -> str:
    return rules.wiring.app_prefix + rules.wiring.prefix + rules.static.prefix + rules.static.path


def python_literal(text: str) -> str:
    """The text as a Python string literal, whatever it holds."""
    return repr(text)


def python_docstring(text: str, indent: int = 0) -> str:
    """The text as a docstring, wrapped where it is longer than a line; its meaning as text stays."""
    safe = "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text.replace("\\", "\\\\"))
    if '"""' in safe or safe.endswith('"'):
        safe = safe.replace('"', '\\"')
    margin = " " * indent
    lines = textwrap.wrap(safe, _DOCSTRING_WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    if len(lines) < 2:
        return f'"""{safe}"""'
    return '"""' + f"\n{margin}".join([*lines, '"""'])


def markdown_text(text: str) -> str:
    """The text as Markdown that shows it and can't become markup."""
    return re.sub(r"([\\`\[\]|])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text(part: str, path: str, spec: FeatureSpec, rules: Blueprint, url: str) -> str:
    suffix = PurePosixPath(path).suffix
    template = templates().get_template(f"static/{part}{suffix}.j2")
    return template.render(
        spec=spec,
        rules=rules,
        words=spec.feature.replace("_", " "),
        response="".join(map(str.capitalize, rules.stem(spec.feature).split("_"))) + "Response",
        url=url,
        use=_importer(path, rules.layout),
    )


def _importer(path: str, layout: Layout) -> Callable[..., str]:
    """What a template calls to import a name from another part: relative within a folder, absolute elsewhere."""

    def use(part: str, name: str, alias: str = "") -> str:
        target = PurePosixPath(getattr(layout, part))
        near = target.parent == PurePosixPath(path).parent
        source = f".{target.stem}" if near else layout.dotted(str(target))
        return f"from {source} import {name}" + (f" as {alias}" if alias and alias != name else "")

    return use


def _missing_packages(files: dict[str, str], feature: str) -> list[str]:
    """The `__init__.py` files that make the feature's own folders importable, where no part is one."""
    own = {
        folder
        for path in map(PurePosixPath, files)
        for folder in path.parents
        if path.suffix == ".py" and feature in folder.parts
    }
    return sorted(str(folder / "__init__.py") for folder in own if str(folder / "__init__.py") not in files)


@cache
def templates() -> jinja2.Environment:
    """The templates, with a filter for each kind of text that a value can be put into."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "literal": python_literal,
        "docstring": python_docstring,
        "markdown": markdown_text,
        "toml": lambda value: json.dumps(value, ensure_ascii=False),
        "json": lambda value: json.dumps(value, ensure_ascii=False),
    }
    return environment
