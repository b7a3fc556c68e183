"""Modules of whatever spec is valid are written as a linter wants them, before anything of them runs.

`PETSAGE_SOAK=2000 pytest builder/tests/test_rendered_modules.py` reads so many; without it, some are read.
"""

import os
import subprocess
import sys
from pathlib import Path

from petsage_builder.language.sentences import sentences_of
from petsage_builder.rendering.render import render_module

from .conftest import Petsage
from .language.drawing import drawn_specs
from .test_rendered_tests import BLUEPRINT, PROJECT

COUNT = int(os.environ.get("PETSAGE_SOAK", "40"))


def test_a_linter_finds_nothing_in_the_module_of_any_spec(petsage: Petsage, tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    said: dict[str, str] = {}

    for number, spec in enumerate(drawn_specs(COUNT, COUNT)):
        feature = f"feature_{number}"
        said[feature] = "\n".join(sentences_of(spec))
        module = render_module(spec.model_copy(update={"feature": feature}), BLUEPRINT, PROJECT)
        for path, text in module.files.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text, encoding="utf-8")

    lint = [sys.executable, "-m", "ruff", "check", "--no-cache", "--ignore", "I001", "--output-format", "concise", "."]
    found = subprocess.run(lint, cwd=project, capture_output=True, text=True, check=False).stdout
    faulty = [text for feature, text in said.items() if f"/{feature}/" in found]
    assert found == "All checks passed!\n", "\n\n".join([found, *faulty[:3]])
