"""An app's file learns of a router, and forgets it: nothing else in the file changes."""

import ast
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from petsage_builder.errors import CannotBuildError, HandEditsError
from petsage_builder.wiring import Wiring, unwire, wire

from .app_shapes import SHAPES, SMOKE, after, before

RUFF = str(Path(sys.prefix) / "bin" / "ruff")
IMPORT = "from petsage.features.smoke_test.router import router as smoke_test_router"
CALL = 'app.include_router(smoke_test_router, prefix="/api/v1")'
PLAIN = f"from fastapi import FastAPI\n\n{IMPORT}\n\napp = FastAPI()\n{CALL}\n"

every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())


def named(feature: str) -> Wiring:
    module, alias = f"petsage.features.{feature}.router", f"{feature}_router"
    return dataclasses.replace(SMOKE, module=module, alias=alias)


# Wiring


@every_shape
def test_the_import_and_the_call_find_their_places(shape: str) -> None:
    assert wire(before(shape), SMOKE) == after(shape)


@every_shape
def test_wiring_twice_changes_nothing(shape: str) -> None:
    assert wire(after(shape), SMOKE) == after(shape)


@every_shape
def test_unwiring_gives_back_what_was_there(shape: str) -> None:
    assert unwire(after(shape), SMOKE) == before(shape)


@every_shape
def test_the_wired_file_is_python(shape: str) -> None:
    ast.parse(wire(before(shape), SMOKE))


def test_imports_that_were_sorted_stay_sorted(tmp_path: Path) -> None:
    unsorted = _unsorted({name: before(shape) for name, shape in SHAPES.items()}, tmp_path / "before")
    assert _unsorted({name: after(shape) for name, shape in SHAPES.items()}, tmp_path / "after") == unsorted
    assert len(unsorted) < 5


@pytest.mark.parametrize("length", [1, 17, 18, 39, 40, 43, 44, 48])
def test_a_name_of_any_length_is_wrapped_as_ruff_would_wrap_it(length: int, tmp_path: Path) -> None:
    wired = [wire(before(SHAPES[shape]), named("n" * length)) for shape in ("module", "factory")]
    assert not _unsorted({str(number): text for number, text in enumerate(wired)}, tmp_path)
    assert [_formatted(text) for text in wired] == wired


def _unsorted(files: dict[str, str], folder: Path) -> set[str]:
    """The names of the files in which ruff would sort imports, where `petsage` is the project's own package."""
    package = folder / "petsage"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    paths = {str(package / f"{number}.py"): name for number, name in enumerate(files)}
    for path, name in paths.items():
        Path(path).write_text(files[name], encoding="utf-8", newline="")
    command = [RUFF, "check", "--isolated", "--no-cache", "--select=I", "--output-format=json", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return {paths[found["filename"]] for found in json.loads(done.stdout)}


def _formatted(source: str) -> str:
    command = [RUFF, "format", "--isolated", "--no-cache", "-"]
    return subprocess.run(command, input=source.encode(), capture_output=True, check=True).stdout.decode()


def test_a_router_that_is_handed_on_under_its_own_name_needs_no_as() -> None:
    face = dataclasses.replace(SMOKE, module="petsage.features.smoke_test", name="smoke_test_router")
    wired = wire(before(SHAPES["module"]), face)
    assert "\nfrom petsage.features.smoke_test import smoke_test_router\n" in wired
    assert unwire(wired, face) == before(SHAPES["module"])


@pytest.mark.parametrize(
    ("changes", "call"),
    [
        ({"prefix": None}, "app.include_router(smoke_test_router)"),
        ({"prefix": None, "tags": ("A", 'B "C"')}, 'app.include_router(smoke_test_router, tags=["A", "B \\"C\\""])'),
        ({"tags": ("Système",)}, 'app.include_router(smoke_test_router, prefix="/api/v1", tags=["Système"])'),
    ],
)
def test_the_call_has_the_prefix_and_the_tags_that_are_wanted(changes: dict[str, object], call: str) -> None:
    wiring = dataclasses.replace(SMOKE, **changes)  # type: ignore[arg-type]
    wired = wire(before(SHAPES["module"]), wiring)
    assert wired.endswith(f"\n{call}\n")
    assert unwire(wired, wiring) == before(SHAPES["module"])


def test_a_new_line_ends_as_the_line_above_it_does() -> None:
    source = "from fastapi import FastAPI\n\r\napp = FastAPI()\r\nb = 1\r"
    wired = wire(source, SMOKE)
    assert wired == f"from fastapi import FastAPI\n\n{IMPORT}\n\r\napp = FastAPI()\r\n{CALL}\r\nb = 1\r"
    assert unwire(wired, SMOKE) == source


def test_an_aggregator_learns_of_it_before_the_app_takes_its_routes_over() -> None:
    source = "from fastapi import APIRouter, FastAPI\n\napi = APIRouter()\napp = FastAPI()\napp.include_router(api)\n"
    wired = wire(source, dataclasses.replace(SMOKE, app="api"))
    assert '\napi = APIRouter()\napi.include_router(smoke_test_router, prefix="/api/v1")\napp = FastAPI()\n' in wired


@pytest.mark.parametrize(
    "source",
    [
        PLAIN.replace(IMPORT, IMPORT.replace("import ", "import (\n    ").replace("router as", "router as  ") + ",\n)"),
        PLAIN.replace(IMPORT, IMPORT.replace("import ", "import other, ")),
        PLAIN.replace(CALL, "app.include_router(\n    smoke_test_router,  # ours\n    prefix='/api/' 'v1',\n)"),
        PLAIN.replace(CALL, f"if app:\n    {CALL}"),
        PLAIN.replace(CALL, f"print(1); {CALL}"),
        f"def create_app():\n    {IMPORT}\n    app = FastAPI()\n    {CALL}\n    return app\n",
        f"try:\n    {IMPORT}\nfinally:\n    pass\n{CALL}\n",
    ],
    ids=[
        "import wrapped",
        "import shared",
        "call wrapped",
        "call in a block",
        "call beside",
        "in the factory",
        "tried",
    ],
)
def test_a_router_that_was_formatted_or_moved_by_hand_is_found(source: str) -> None:
    assert wire(source, SMOKE) == source


def test_what_is_missing_of_the_two_is_added() -> None:
    assert wire(PLAIN.replace(CALL + "\n", ""), SMOKE) == PLAIN
    assert wire(PLAIN.replace(IMPORT + "\n\n", ""), SMOKE) == PLAIN


# What can't be wired

REFUSED: dict[str, tuple[str, str]] = {
    "nothing": ("", "line 1: no `app` is created here (create it with `app = FastAPI()`, or add by hand: `from "),
    "a docstring only": ('"""Nothing."""\n', "line 1: no `app` is created here"),
    "another object": ("api = FastAPI()\n", "line 1: no `app` is created here"),
    "not Python": ("a = 1\nb = = 2\n", "line 2: not Python: invalid syntax (mend the file, then build again)"),
    "null bytes": ("a = '\0'\n", "line 1: not Python: source code string cannot contain null bytes"),
    "nested too deeply": ("a = " + "(" * 5000 + ")" * 5000, "line 1: not Python: too many nested parentheses"),
    "two objects": (
        "app = FastAPI()\napp = FastAPI()\n",
        "line 1: `app` is created in more than one place: lines 1 and 2",
    ),
    "two factories": (
        "def a():\n    app = FastAPI()\n    return app\ndef b():\n    app = FastAPI()\n    return app\n",
        "line 2: `app` is created in more than one place: lines 2 and 5",
    ),
    "in a class": (
        "class A:\n    app = FastAPI()\n",
        "line 2: `app` is created where the place for a router can't be told",
    ),
    "in a method": (
        "class A:\n    def b(self):\n        app = FastAPI()\n        return app\n",
        "line 3: `app` is created where",
    ),
    "in a coroutine": (
        "async def create_app():\n    app = FastAPI()\n    return app\n",
        "line 2: `app` is created where",
    ),
    "in a block": (
        "if a:\n    app = FastAPI()\nelse:\n    app = FastAPI(debug=True)\n",
        "line 2: `app` is created where",
    ),
    "in a tuple": ("app, b = FastAPI(), 1\n", "line 1: `app` is created where"),
    "a local name": (
        "def handle(request):\n    app = request.app\n    app.state.n = 1\n",
        "line 2: `app` is created where",
    ),
    "on one line": ("def create_app(): app = FastAPI(); return app\n", "line 1: the router would share its line"),
    "created and returned on one line": (
        "def create_app():\n    app = FastAPI(); return app\n",
        "line 2: the router would share its line with other code (add by hand: `from petsage.",
    ),
    "alias of another import": (
        f"from x import smoke_test_router\n{PLAIN}",
        "line 1: `smoke_test_router` is something else here (rename it, then build again)",
    ),
    "alias of a relative import": (
        PLAIN.replace("from petsage", "from .petsage"),
        "line 3: `smoke_test_router` is something else here",
    ),
    "alias of a module": (f"import smoke_test_router.x\n{PLAIN}", "line 1: `smoke_test_router` is something else here"),
    "alias of a variable": (f"{PLAIN}smoke_test_router = 1\n", "line 7: `smoke_test_router` is something else here"),
    "alias of a function": (
        f"{PLAIN}def smoke_test_router(): ...\n",
        "line 7: `smoke_test_router` is something else here",
    ),
    "alias of an argument": (
        f"{PLAIN}def a(smoke_test_router): ...\n",
        "line 7: `smoke_test_router` is something else here",
    ),
    "imported for type checkers only": (
        f"if TYPE_CHECKING:\n    {IMPORT}\napp = FastAPI()\n",
        "line 2: `smoke_test_router` is something else here",
    ),
    "another prefix": (
        PLAIN.replace("/api/v1", "/api/v2"),
        f"line 6: `smoke_test_router` is included otherwise (make it `{CALL}`)",
    ),
    "one argument more": (PLAIN.replace('v1"', 'v1", tags=[]'), "line 6: `smoke_test_router` is included otherwise"),
    "named argument": (PLAIN.replace("(smoke", "(router=smoke"), "line 6: `smoke_test_router` is included otherwise"),
}


@pytest.mark.parametrize(("source", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_without_a_clear_place_is_refused_with_its_line(source: str, expected: str) -> None:
    with pytest.raises(CannotBuildError) as caught:
        wire(source, SMOKE)
    assert f"petsage/main.py, {expected}" in str(caught.value)


def test_every_conflict_is_reported_together() -> None:
    with pytest.raises(CannotBuildError) as caught:
        wire(f"from x import smoke_test_router\n{PLAIN.replace('v1', 'v2')}smoke_test_router = 1\n", SMOKE)
    assert [problem.place.rpartition(" ")[2] for problem in caught.value.problems] == ["1", "8", "7"]


# Unwiring


def test_unwiring_what_was_never_wired_changes_nothing() -> None:
    assert unwire(before(SHAPES["factory"]), SMOKE) == before(SHAPES["factory"])


def test_a_text_that_only_mentions_the_router_was_never_wired() -> None:
    assert unwire("a = 'smoke_test_router'\n", SMOKE) == "a = 'smoke_test_router'\n"


def test_unwiring_leaves_a_like_call_on_another_router() -> None:
    source = PLAIN.replace("features.smoke_test.router", "elsewhere")
    assert unwire(source, SMOKE) == source


BARE = "from fastapi import FastAPI\n\napp = FastAPI()\n"
EDITED: dict[str, tuple[str, str]] = {
    "call wrapped": (
        PLAIN.replace(CALL, "app.include_router(\n    smoke_test_router,\n    prefix='/api/v1',\n)  # ours"),
        BARE,
    ),
    "import with a comment": (PLAIN.replace(IMPORT, f"{IMPORT}  # ours"), BARE),
    "call in a block": (PLAIN.replace(CALL, f"if app:\n    b = 1\n    {CALL}"), f"{BARE}if app:\n    b = 1\n"),
    "call between": (PLAIN.replace(CALL, f"b = 1; {CALL}; c = 2"), f"{BARE}b = 1; c = 2\n"),
    "call at the end": (PLAIN.replace(CALL, f"b = 1; {CALL}"), f"{BARE}b = 1\n"),
    "call before": (PLAIN.replace(CALL, f"{CALL};b = 1"), f"{BARE}b = 1\n"),
    "call with a semicolon": (PLAIN.replace(CALL, f"{CALL};"), BARE),
    "import with a comment below another": (PLAIN.replace(f"\n{IMPORT}", f"{IMPORT}  # ours"), BARE),
    "call only": (PLAIN.replace(IMPORT + "\n\n", ""), BARE),
    "import only": (PLAIN.replace(CALL + "\n", ""), BARE),
    "import beside other code": (PLAIN.replace(IMPORT, f"b = 1; {IMPORT}"), BARE.replace("\n\n", "\n\nb = 1\n\n", 1)),
    "import shared, last": (
        PLAIN.replace(IMPORT, IMPORT.replace("import router", "import other, router")),
        BARE.replace("\n\n", "\n\nfrom petsage.features.smoke_test.router import other\n\n", 1),
    ),
    "import shared, first": (
        PLAIN.replace(IMPORT, IMPORT.replace("import router", "import (\n    router") + ",\n    other,\n    third,\n)"),
        BARE.replace("\n\n", "\n\nfrom petsage.features.smoke_test.router import (\n    other,\n    third,\n)\n\n", 1),
    ),
    "in the factory": (
        f"def make():\n    {IMPORT}\n    app = FastAPI()\n    {CALL}\n    return app\n",
        "def make():\n    app = FastAPI()\n    return app\n",
    ),
    "twice": (f"{PLAIN}{CALL}\n", BARE),
    "import at the top": (f"{IMPORT}  # ours\n\napp = make()\n{CALL}\n", "app = make()\n"),
    "import at the top, no line between": (f"{IMPORT}  # ours\napp = make()\n{CALL}\n", "app = make()\n"),
    "import after the call": (f"app = make()\n{CALL}\n\n{IMPORT}", "app = make()\n"),
}


@pytest.mark.parametrize(("source", "expected"), EDITED.values(), ids=EDITED.keys())
def test_what_was_formatted_or_moved_by_hand_is_taken_out_too(source: str, expected: str) -> None:
    assert unwire(source, SMOKE) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"{PLAIN}print(smoke_test_router)\n", "line 7: `smoke_test_router` is still used here (take that out first)"),
        (PLAIN.replace("v1", "v2"), "line 6: `smoke_test_router` is still used here"),
        (f"{PLAIN}{CALL.replace('app', 'api', 1)}\n", "line 7: `smoke_test_router` is still used here"),
        (f'{PLAIN}__all__ = ["smoke_test_router"]\n', "line 7: `smoke_test_router` is still used here"),
        (PLAIN.replace(CALL, f"if app: {CALL}"), "line 3: the lines around the router depend on it (take out `from "),
        (
            PLAIN.replace(CALL, f"try:\n    {CALL}\nfinally:\n    b = 1"),
            "line 3: the lines around the router depend on it",
        ),
    ],
)
def test_a_router_that_something_else_needs_is_not_taken_out(source: str, expected: str) -> None:
    with pytest.raises(HandEditsError) as caught:
        unwire(source, SMOKE)
    assert f"petsage/main.py, {expected}" in str(caught.value)


def test_a_file_that_is_not_python_is_refused_by_unwiring_too() -> None:
    with pytest.raises(CannotBuildError, match="line 1: not Python"):
        unwire("a = = 1", SMOKE)


# Whatever the file looks like

NOISE = st.sampled_from(
    [
        *("", "   ", "\x0c", "# note", "#\\", "\\", "x = 1", "x = 1; \\", "if x: pass", '"""text"""'),
        *("import os", "import petsage", "from petsage.core import q", "from . import z", "from zoo import y"),
        *("from __future__ import annotations", "app = wrap(app)", "app.include_router(k)"),
        *("    app.include_router(k)", "    return app", "try:\n    import petsage.k\nexcept E: pass"),
    ]
)
WIRINGS = [SMOKE, named("a"), named("ponds"), named("x" * 48), named("smoke_10")]


@st.composite
def sources(draw: st.DrawFn) -> str:
    """An app with odd lines in odd places, any line ends, with or without a last one and a byte order mark."""
    lines = before(draw(st.sampled_from(list(SHAPES.values())))).splitlines()
    for noise in draw(st.lists(NOISE, max_size=5)):
        lines.insert(draw(st.integers(0, len(lines))), noise)
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]))
    text = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines))
    text = draw(st.sampled_from(["", "\ufeff"])) + (text if draw(st.booleans()) else text.rstrip("\r\n"))
    try:
        ast.parse(text.removeprefix("\ufeff"))
    except SyntaxError:
        assume(False)
    return text


@settings(max_examples=150, deadline=None)
@given(sources(), st.permutations(WIRINGS))
def test_wiring_can_be_undone_in_any_order(source: str, wirings: list[Wiring]) -> None:
    first, second, *_ = wirings
    try:
        one = wire(source, first)
    except CannotBuildError:
        return
    both = wire(one, second)
    assert unwire(one, first) == source
    assert unwire(both, second) == one
    assert unwire(both, first) == wire(source, second)
    assert wire(both, first) == both
