"""Mutants of a source are the faults that one expects, and tests that should notice them do."""

from pathlib import Path

import pytest
from mutating.mutator import Mutant, mutants
from mutating.trials import UnfitProjectError, outcomes


def lines_after(source: str) -> list[str]:
    return [mutant.after for mutant in mutants("file.py", source)]


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("ok = a < b", ["ok = a <= b"]),
        ("ok = (a + b) == c", ["ok = (a + b) != c", "ok = ((a) - (b)) == c"]),
        ("ok = a is not b", ["ok = a is b"]),
        ("ok = a in b", ["ok = a not in b"]),
        ("ok = a and b", ["ok = (a) or (b)", "ok = (a)", "ok = (b)"]),
        ("ok = kind == 'cat'", ["ok = kind != 'cat'", "ok = kind == 'cat_'"]),
        ("n = 80", ["n = 79", "n = 81"]),
        ("n = 2**31", ["n = (2**31 + 1)", "n = (2**31 - 1)"]),
        ('n = Decimal("0.01")', ['n = Decimal("0.00")', 'n = Decimal("0.02")']),
        ("ok = True", ["ok = False"]),
        ("x = a if b else c", ["x = a if not (b) else c"]),
        ("x = not a", ["x = (a)"]),
        ("q.where(A.owner == me)", ["pass", "q", "q.where(A.owner != me)"]),
        ("x = f(A.owner == CALLER)", ["x = f(A.owner != CALLER)", "x = f(A.owner == A.owner)"]),
        ("x = CALLER_IS_ADMIN", ["x = CALLER_IS_ADMIN.is_not(None)"]),
        ("x = A.pet.has(pets.visible)", ["x = A.pet.has()"]),
        ("x = q.where(a, b)", ["x = q", "x = q.where(b)", "x = q.where(a)"]),
        ("x = f(a, ge=b, le=c)", ["x = f(a, le=c)", "x = f(a, ge=b)"]),
        ("x = f(only=a,)", ["x = f()"]),
        ("x = [a, b]", ["x = [b]", "x = [a]"]),
        ("x = (a, b)", ["x = (a, )", "x = (b, )"]),
        ("x = {'a': b, 'c': d}", ["x = {'c': d}", "x = {'a': b}"]),
        ("T = Annotated[int, Depends(f)]", ["T = int"]),
        ("T = Annotated[int, a, b]", ["T = Annotated[int, b]", "T = Annotated[int, a]"]),
        ("def f(a, _: Admin): return a", ["def f(a): return a", "def f(a, _: Admin): return None"]),
        ("@get('/', status_code=s)\ndef f(): ...", ["", "@get('/')", "@get('/', status_code=299)"]),
        ("class A:\n  x: int | None = a", ["x: int = a", "x: int | None"]),
        ("def f():\n  raise E", ["pass"]),
        ("async def f():\n  await check(a)", ["pass"]),
        ("a.b = c", ["pass"]),
        ("match a:\n  case 'x': f()", ["case 'x_': f()", "case 'x': pass"]),
    ],
)
def test_a_source_has_these_mutants(source: str, after: list[str]) -> None:
    assert sorted(lines_after(source)) == sorted(after)


@pytest.mark.parametrize(
    "source",
    [
        '"""Documentation."""',
        "x = get(summary=a, tags=[b])",
        "def f() -> int | None: ...",
        "__all__ = ['a', 'b']",
        "if TYPE_CHECKING:\n  f(a=1)",
        "x = f'{1 < 2}'",
        "def f():\n  return None",
    ],
)
def test_what_changes_nothing_that_is_done_has_no_mutants(source: str) -> None:
    assert lines_after(source) == []


def test_a_mutant_says_what_it_changed_and_where() -> None:
    (first, *_) = mutants("pets.py", "import a\n\nq = select(\n  Pet\n).where(Pet.owner_id == caller)\n")

    assert str(first) == "pets.py:5  ).where(Pet.owner_id == caller)  →  )"
    assert first.changed == ".where(Pet.owner_id == caller)"
    assert first.kind == "query part"


CODE = """\
def longest() -> int:
    return 80


def unused() -> int:
    return 1
"""
TESTS = """\
from code_under_test import longest


def test_the_longest_is_80() -> None:
    assert longest() == 80
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["."]\n')
    (tmp_path / "code_under_test.py").write_text(CODE)
    (tmp_path / "elsewhere.py").write_text(CODE)
    (tmp_path / "test_code.py").write_text(TESTS)
    return tmp_path


def changed(old: str, new: str, path: str = "code_under_test.py") -> Mutant:
    return Mutant(path, 1, "any", old, old, new, CODE.replace(old, new))


def test_each_mutant_is_tried_by_itself(project: Path) -> None:
    tried = [changed("80", "81"), changed("return 1", "return 2"), changed("def longest", "def other")]

    assert list(outcomes(project, ["test_code.py"], tried, jobs=2)) == ["killed", "survived", "broken"]
    assert (project / "code_under_test.py").read_text() == CODE


def test_a_file_that_the_tests_do_not_import_is_no_survivor(project: Path) -> None:
    with pytest.raises(UnfitProjectError, match=r"don't import elsewhere\.py"):
        list(outcomes(project, ["test_code.py"], [changed("80", "81", "elsewhere.py")], jobs=1))


def test_tests_that_fail_anyway_tell_nothing(project: Path) -> None:
    (project / "code_under_test.py").write_text(CODE.replace("80", "81"))

    with pytest.raises(UnfitProjectError, match="fail without any change"):
        list(outcomes(project, ["test_code.py"], [changed("80", "82")], jobs=1))


THINGS = """\
from types import SimpleNamespace

from sqlalchemy import column


def repository(visible, changeable=None):
    changeable = visible if changeable is None else changeable
    return SimpleNamespace(visible=visible, changeable=changeable, deletable=changeable, creatable=changeable)


OWNED, KEPT = column("owner") == "me", column("owner") == "me"
code = repository(OWNED, changeable=KEPT)
"""


@pytest.mark.parametrize(("kept", "outcome"), [('"me"', "the same"), ('"you"', "survived")])
def test_a_condition_is_the_same_where_another_stands_for_it(project: Path, kept: str, outcome: str) -> None:
    things = THINGS.replace('== "me"\ncode', f"== {kept}\ncode")
    (project / "things.py").write_text(things)
    (project / "test_things.py").write_text("import things\n\ndef test_nothing():\n    assert things.code\n")
    mutant = Mutant("things.py", 1, "any", "changeable=KEPT", "", "", things.replace(", changeable=KEPT", ""))

    assert list(outcomes(project, ["test_things.py"], [mutant], jobs=1)) == [outcome]
