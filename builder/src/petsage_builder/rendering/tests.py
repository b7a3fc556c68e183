"""A module's tests: the feature's specification, as a client sees it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from petsage_builder.rendering.conventions import methods_of, success_of
from petsage_builder.rendering.handlers import Handler
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.templating import templates
from petsage_builder.rendering.testing.entity import EntityTests
from petsage_builder.rendering.testing.maker import Maker
from petsage_builder.rendering.testing.people import PeopleTests
from petsage_builder.rendering.testing.recipes import Recipes
from petsage_builder.rendering.testing.roles import fixtures_of, people_with_roles
from petsage_builder.spec.roles import in_code
from petsage_builder.terms import names

FIXTURES = {
    "client": "Client",
    "alice": "Person",
    "bob": "Person",
    "admin": "Person",
    "people": "dict[str, Person]",
    "caplog": "pytest.LogCaptureFixture",
    "app": "FastAPI",
}
"""The fixtures that a test can use, with their types."""

EXPECTING = (
    "Thing",
    "as_of",
    "copy_row",
    "created",
    "deleted_before",
    "in_path",
    "listed",
    "moment_of",
    "only",
    "refused",
    "serial",
    "shown",
)
"""What the project's core has for tests to say."""


def render_tests(scene: Scene) -> str:
    """The test file of a module."""
    recipes = Recipes(scene)
    told = [EntityTests(Maker(entity, recipes, scene)) for entity in scene.spec.things]
    client = "AppClient" if any(entity.class_name == "Client" for entity in scene.spec.entities) else "Client"
    lasting = sorted({name for tests in told for name in tests.values.moving})
    cases = (
        templates()
        .get_template("entity/tests/cases.j2")
        .render(
            told=told,
            own=PeopleTests(scene.spec.people, scene) if scene.spec.people else None,
            client=client,
            guarded=[call for tests in told for call in tests.access.guarded()],
            operations=list(_documented(scene)),
            lasting=lasting,
            roles=scene.spec.roles,
            in_code=in_code,
            accounts=scene.accounts,
            scheme=scene.rules.api.scheme,
        )
    )
    body = _told_apart(cases)
    file = templates().get_template("entity/tests.py.j2")
    makers = _makers(body, told, recipes, scene)
    said = "\n".join([body, *(text for maker in makers for text in maker.dependencies)])
    brought = {maker.name: [one for one in maker.states if f"{maker.helper(one)}(" in said] for maker in makers}
    body = file.render(body=body, makers=makers, lasting=lasting, people=_people(body, scene), brought=brought)
    roles = dict.fromkeys(people_with_roles(scene), "Person")
    text = with_fixtures(body, FIXTURES | {"client": client} | roles)
    use = scene.imports("tests")
    _import_what_is_used(text, use, scene, client)
    title = names.title(scene.spec.feature.replace("_", " "))
    return "\n".join([f'"""{title}: the feature as a client sees it."""', "", *use.lines(), "", text])


def _makers(body: str, told: list[EntityTests], recipes: Recipes, scene: Scene) -> list[Maker]:
    """The entities that the tests make, of this feature and of others, each after what it needs."""
    made: dict[str, Maker] = {}

    def add(maker: Maker) -> None:
        if maker.name not in made:
            for target in maker.needs:
                add(maker.of(target))
            made[maker.name] = maker

    around = {link.target for entity in scene.spec.entities for link in entity.belongs_to}
    around |= {many.target for entity in scene.spec.entities for many in entity.many_to_many}
    others = [Maker(scene.entity(name), recipes, scene) for name in sorted(around - {"user", *scene.own})]
    for maker in (*(tests.maker for tests in told), *others):
        if maker.recipe and any(f"{call}(" in body for call in maker.helpers):
            add(maker)
    return list(made.values())


def _people(body: str, scene: Scene) -> list[dict[str, str]]:
    """The fixtures of people with roles that the tests use."""
    used = _names(ast.parse(body))
    return [fixture for fixture in fixtures_of(scene) if fixture["name"] in used]


def _documented(scene: Scene) -> Iterator[tuple[str, str, list[int]]]:
    """Each operation with the statuses that the module itself says it answers with."""
    for endpoint in scene.spec.endpoints:
        statuses = [success_of(endpoint, scene.rules.api), *Handler(endpoint, scene).problems]
        for method in methods_of(endpoint, scene.rules.api):
            yield method.lower(), scene.rules.prefix + scene.path_of(endpoint), statuses


def _told_apart(body: str) -> str:
    """The text with a number behind the name of each test that has another's."""
    seen: Counter[str] = Counter()

    def numbered(found: re.Match[str]) -> str:
        seen[found[0]] += 1
        return found[0] + (f"_{seen[found[0]]}" if seen[found[0]] > 1 else "")

    return re.sub(r"(?m)^def test_\w+", numbered, body)


def with_fixtures(body: str, types: Mapping[str, str]) -> str:
    """The text with each `PEOPLE` replaced by the fixtures that the test uses."""
    used = {
        node.name: [name for name in types if name in _names(node)]
        for node in ast.parse(body).body
        if isinstance(node, ast.FunctionDef)
    }

    def filled(found: re.Match[str]) -> str:
        fixtures = ", ".join(f"{name}: {types[name]}" for name in used[found[1]])
        return f"def {found[1]}({fixtures}{found[2] if fixtures else found[2].removeprefix(', ')}"

    return re.sub(r"def (test_\w+)\(PEOPLE(, |)", filled, body)


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _import_what_is_used(text: str, use: Imports, scene: Scene, client: str) -> None:
    sources = {
        "Any": "typing",
        "UUID": "uuid",
        "uuid4": "uuid",
        "urlencode": "urllib.parse",
        "Decimal": "decimal",
        "date": "datetime",
        "datetime": "datetime",
        "timedelta": "datetime",
        "TypeAdapter": "pydantic",
        "FastAPI": "fastapi",
        "Response": "httpx2",
        "Person": scene.core("testing"),
        "joining": scene.core("testing"),
        "now": scene.core("fields"),
        "today": scene.core("fields"),
        "settle_all": scene.core("settling"),
    }
    sources |= dict.fromkeys(EXPECTING, scene.core("expecting"))
    found = {entity.name for entity in scene.spec.entities} | {
        name for name, other in scene.known.items() if other.entity.found_by
    }
    models = {scene.entity(name).class_name: scene.module("models", of=name, seen_from="tests") for name in found}
    used = _names(ast.parse(text))
    for name, module in (models | sources).items():
        if name in used:
            use(module, name)
    if client in used:
        use(scene.core("testing"), "Client" if client == "Client" else f"Client as {client}")
    for module in ("pytest", "logging"):
        if module in used:
            use.module(module)
