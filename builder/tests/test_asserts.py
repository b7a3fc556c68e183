"""`python -O` removes every `assert`: none of them may check what comes in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILDER = ROOT / "builder" / "src" / "petsage_builder"
OF_TESTS = {"testing.py", "expecting.py", "petsage_warm_up.py"}
"""Files that only tests import."""


def sources(*folders: Path) -> Iterator[Path]:
    """Python files, and templates of such, that don't belong to tests."""
    for folder in folders:
        for pattern in ("*.py", "*.py.j2"):
            files = (path for path in folder.rglob(pattern) if path.name not in OF_TESTS)
            yield from (path for path in files if not ({"tests", "templates"} & set(path.relative_to(folder).parts)))


def asserts(path: Path) -> list[ast.Assert]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Assert)]


def narrows(node: ast.Assert) -> bool:
    """Whether it only tells the type checker what the code before has made sure of."""
    match node.test:
        case ast.Compare(ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
        case ast.Call(func=ast.Name(id="isinstance")):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="isinstance"))):
            return True
    return False


def test_nothing_that_serves_requests_asserts() -> None:
    found = [path for path in sources(BUILDER / "foundation", ROOT / "backend" / "src") if asserts(path)]

    assert found == []


@pytest.mark.parametrize("folder", ["project", "entity", "static"])
def test_no_template_of_what_serves_requests_asserts(folder: str) -> None:
    templates = (BUILDER / "rendering" / "templates" / folder).glob("*.j2")
    served = [path for path in templates if not path.name.startswith(("test", "conftest"))]

    assert served
    assert [path for path in served if "assert " in path.read_text()] == []


def test_the_builder_asserts_only_for_the_type_checker() -> None:
    found = [(path, node.lineno) for path in sources(BUILDER) for node in asserts(path) if not narrows(node)]

    assert found == []
