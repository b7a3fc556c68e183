"""Kinds of fields: each has a home that answers all that is asked."""

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import petsage_builder
from petsage_builder.kinds.all import KINDS
from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.ordered import Ordered


def homes(base: type[Kind] = Kind) -> list[type[Kind]]:
    """The classes that stand for a kind, however far below."""
    found = [home for child in base.__subclasses__() for home in (child, *homes(child))]
    return [home for home in dict.fromkeys(found) if "kind" in home.model_fields]


def test_every_home_is_a_kind_that_a_field_can_be_of() -> None:
    assert set(homes()) == set(KINDS)


def test_every_kind_has_a_word_of_its_own() -> None:
    assert len({kind.word() for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word())
def test_a_kind_answers_all_that_is_asked(kind: type[Kind]) -> None:
    assert not inspect.isabstract(kind)
    asked = [name for base in kind.__mro__ if issubclass(base, Kind) for name in inspect.get_annotations(base)]
    assert all(hasattr(kind, name) for name in asked if name not in kind.model_fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word())
def test_what_can_be_compared_can_be_sorted_and_has_ends(kind: type[Kind]) -> None:
    if issubclass(kind, Ordered):
        assert kind.traits.is_sortable
        assert kind.traits.ends


HOME = """
from typing import ClassVar, Literal

from petsage_builder.kinds.kind import Nouns
from petsage_builder.kinds.plain import Link


class Video(Link):
    kind: Literal["video"] = "video"
    phrase: ClassVar = "a video"
    examples: ClassVar = (phrase,)
    nouns: ClassVar = Nouns("trailer")
"""
USED = """
from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse
from petsage_builder.project.blueprint import shipped_blueprint
from petsage_builder.rendering.render import render_module

said = "A film has a title, a trailer and a clip. A film's clip is a video. Films can be filtered by trailer. "
spec = parse(said + "Signed-in users can see or create a film.", feature="films", description="")
assert parse(describe(spec), feature="films", description="") == spec
print([field.type.kind for field in spec.entities[0].fields])
files = render_module(spec, shipped_blueprint("feature-src"), {}).files
[compile(text, path, "exec") for path, text in files.items() if path.endswith(".py")]
"""


def test_a_kind_is_added_by_its_home_and_its_name_in_the_list(tmp_path: Path) -> None:
    package = tmp_path / "petsage_builder"
    shutil.copytree(Path(petsage_builder.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "kinds" / "video.py").write_text(HOME)
    listed = package / "kinds" / "all.py"
    named = listed.read_text().replace("| Link", "| Link | Video", 1)
    listed.write_text(named.replace("\n_Any =", "\nfrom petsage_builder.kinds.video import Video\n\n_Any =", 1))

    done = subprocess.run(
        [sys.executable, "-c", USED], env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )

    assert done.stderr == ""
    assert done.stdout == "['text', 'video', 'video']\n"
