"""A project of two hundred features is a project like any other."""

import json
import re
import subprocess
import sys
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from petsage_builder.language.parse import parse
from petsage_builder.project.blueprint import shipped_blueprint
from petsage_builder.project.shipped import DEFAULT
from petsage_builder.rendering.render import render_module, wiring_of
from petsage_builder.wiring import wire

FEATURES = 200
"""More than FastAPI remembers the queries of by itself (128)."""
REQUIREMENTS = """
    A {noun} has a name and a colour. Anyone can see a {noun}. Signed-in users can create, change or delete a {noun}.
    {Noun}s are listed by name, and can be filtered by colour.
"""


def test_a_project_of_200_filtered_lists_has_its_openapi_document(project: Path) -> None:
    layout = shipped_blueprint(DEFAULT).for_project().layout
    _add_features(project, project / layout.app)

    paths = _paths(project / layout.source, layout.dotted(layout.app))

    lists = [operations["get"] for path, operations in paths.items() if re.fullmatch(r"/api/v1/..gadgets", path)]
    assert len(lists) == FEATURES
    assert {tuple(parameter["name"] for parameter in shown["parameters"]) for shown in lists} == {
        ("limit", "cursor", "colour")
    }


def _add_features(project: Path, app: Path) -> None:
    """As a build does, but for their tests, and without proof."""
    rules, text = shipped_blueprint(DEFAULT), app.read_text()
    for letters in islice(product(ascii_lowercase, repeat=2), FEATURES):
        noun = f"{''.join(letters)}gadget"
        requirements = REQUIREMENTS.format(noun=noun, Noun=noun.capitalize())
        spec = parse(requirements, feature=f"{noun}s", description="One of many.")
        module = render_module(spec, rules, {})
        for path in set(module.files) - set(module.tests):
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(module.files[path])
        text = wire(text, wiring_of(spec.feature, rules))
    app.write_text(text)


def _paths(source: Path, app: str) -> dict[str, Any]:
    """What the app's document says of each path."""
    script = f"import json; from {app} import app; print(json.dumps(app.openapi()))"
    printed = subprocess.run([sys.executable, "-c", script], cwd=source, stdout=subprocess.PIPE, check=True).stdout
    paths: dict[str, Any] = json.loads(printed)["paths"]
    return paths
