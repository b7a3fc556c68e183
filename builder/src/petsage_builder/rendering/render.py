"""A spec and a blueprint become a module: texts, and what the app must learn of them."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from petsage_builder.project.blueprint import Blueprint, Layout
from petsage_builder.rendering.conventions import methods_of
from petsage_builder.rendering.paths import path_of
from petsage_builder.rendering.templating import templates
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.understanding import Assumption
from petsage_builder.terms.accounts import changes_me
from petsage_builder.terms.module import Module, Operation
from petsage_builder.wiring import Wiring

STATIC_PARTS = ("face", "router", "schemas", "service", "tests", "docs")


def render_module(
    spec: FeatureSpec,
    blueprint: Blueprint,
    known: Mapping[str, KnownEntity],
    assumed: tuple[Assumption, ...] = (),
) -> Module:
    """The files of a module as the templates give them: the project's formatter has not seen them yet.

    `known` are the entities of the project's other features, `assumed` is what the request left open.

    Raises:
        CannotBuildError: the project's rules don't suit the spec.
    """
    rules = blueprint.for_feature(spec.feature)
    files = {path: _text(part, path, spec, rules) for part in _parts(spec) if (path := getattr(rules.layout, part))}
    untested: list[str] = []
    if not spec.is_static:
        from petsage_builder.rendering.files import files_of  # a static endpoint needs none of it
        from petsage_builder.rendering.scene import Scene
        from petsage_builder.rendering.testing.untested import untested_rules

        scene = Scene(spec, blueprint, known, assumed)
        files |= files_of(scene)
        untested = untested_rules(scene)
    return Module(
        files=files | dict.fromkeys(_missing_packages(files, spec.feature), ""),
        operations=operations_of(spec, blueprint, known),
        tests=(rules.layout.tests,),
        untested=tuple(untested),
    )


def operations_of(spec: FeatureSpec, blueprint: Blueprint, known: Mapping[str, KnownEntity]) -> tuple[Operation, ...]:
    """The operations that a spec's module adds to the app; `known` are the entities of the project."""
    rules = blueprint.for_feature(spec.feature)
    if spec.is_static:
        return (Operation("GET", _static_url(rules)),)
    own = tuple(
        Operation(method, rules.prefix + path_of(endpoint, spec, known, rules.api))
        for endpoint in spec.endpoints
        for method in methods_of(endpoint, rules.api)
    )
    if spec.people is None:
        return own
    return (*(changes_me(method, rules.me) for method in rules.api.methods("PATCH")), *own)


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
        app=rules.wired_object,
        prefix=rules.wiring.prefix or None,
    )


def _parts(spec: FeatureSpec) -> tuple[str, ...]:
    """The parts whose text is the same kind for every spec; the others of a spec with entities follow from those."""
    return STATIC_PARTS if spec.is_static else ("face",)


def _static_url(rules: Blueprint) -> str:
    return rules.wiring.app_prefix + rules.wiring.prefix + rules.static.prefix + rules.static.path


def _text(part: str, path: str, spec: FeatureSpec, rules: Blueprint) -> str:
    suffix = PurePosixPath(path).suffix
    template = templates().get_template(f"static/{part}{suffix}.j2")
    return template.render(
        spec=spec,
        rules=rules,
        words=spec.feature.replace("_", " "),
        response="".join(map(str.capitalize, rules.stem(spec.feature).split("_"))) + "Response",
        url=_static_url(rules),
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
