"""Text that tries to become code, through every template: it stays text."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petsage_builder.project.blueprint import Blueprint, shipped_blueprint
from petsage_builder.project.shipped import SHIPPED
from petsage_builder.rendering.render import render_module
from petsage_builder.spec.feature import FeatureSpec

HARMLESS = "A plain description."

HOSTILE = st.sampled_from(
    [
        '"""',
        "'''",
        '"""\nimport os\nos.system("true")\n"""',
        "\\",
        '\\"""',
        '"',
        "{{7*7}}",
        "{% for x in y %}",
        "{# #}",
        "#}",
        "\n\nclass Evil: pass\n",
        "\r",
        "\x0c",
        "\u2028",
        "\u202e",
        "\ufeff",
        "${jndi:ldap://x}",
        "<script>alert(1)</script>",
        "```",
        "-->",
        "%s%n{0.__class__}",
        "f'{__import__(\"os\")}'",
    ]
)

TEXTS = st.lists(st.one_of(HOSTILE, st.text(max_size=20)), min_size=1, max_size=6).map("".join)

BLUEPRINTS = [shipped_blueprint(name) for name in SHIPPED]


def shape(text: str) -> str:
    """A file's syntax tree with every constant blanked."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = None
    return ast.dump(tree)


def shapes(description: str, blueprint: Blueprint) -> dict[str, str]:
    module = render_module(FeatureSpec(feature="smoke_test", description=description), blueprint, {})
    return {path: shape(text) for path, text in module.files.items() if path.endswith(".py")}


EXPECTED = {blueprint.name: shapes(HARMLESS, blueprint) for blueprint in BLUEPRINTS}


@settings(max_examples=10_000, deadline=None)
@given(text=TEXTS, number=st.integers(0, len(BLUEPRINTS) - 1))
def test_a_module_made_of_hostile_text_is_the_same_code(text: str, number: int) -> None:
    blueprint = BLUEPRINTS[number]

    assert shapes(text, blueprint) == EXPECTED[blueprint.name]


def test_template_syntax_lands_as_it_is() -> None:
    module = render_module(FeatureSpec(feature="smoke_test", description="{{7*7}} {% raw %}"), BLUEPRINTS[1], {})
    router = next(text for path, text in module.files.items() if path.endswith("router.py"))

    assert '"""{{7*7}} {% raw %}"""' in router


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>", "[click](javascript:alert(1))", "`x`", "a|b"])
def test_markdown_shows_markup_as_text(markup: str) -> None:
    module = render_module(FeatureSpec(feature="smoke_test", description=markup), BLUEPRINTS[1], {})
    docs = next(text for path, text in module.files.items() if path.endswith("README.md"))

    assert markup not in docs
