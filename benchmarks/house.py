"""What the house looks like by number: `python benchmarks/house.py` prints a line for each figure."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

BUILDER = Path(__file__).parents[1] / "builder" / "src" / "petsage_builder"
LONG = 25
"""Lines of a function, without its signature and its docstring, past which it is a long one."""


def sources() -> dict[Path, str]:
    """The builder's own code by file; the foundation is the projects'."""
    files = sorted(path for path in BUILDER.rglob("*.py") if "foundation" not in path.relative_to(BUILDER).parts)
    return {path.relative_to(BUILDER): path.read_text() for path in files}


def kinds(found: dict[Path, str]) -> Counter[str]:
    """For each kind of field, how many files name its class."""
    homes = [text for path, text in found.items() if path.parts[0] == "kinds"]
    names = {
        name for text in homes for name in re.findall(r"^class (\w+)\(.*\n(?:.*\n){1,4}?    kind: Literal", text, re.M)
    }
    return Counter(
        {name: sum(bool(re.search(rf"\b{name}\b", _code(text))) for text in found.values()) for name in names}
    )


def _code(text: str) -> str:
    """The names of a file's code, without its strings."""
    tree = ast.parse(text)
    names = (getattr(node, field, None) for node in ast.walk(tree) for field in ("id", "attr", "name"))
    return " ".join(name for name in names if isinstance(name, str))


def functions(found: dict[Path, str]) -> Iterator[tuple[int, str]]:
    """How many lines the body of each function has, with where it is."""
    for path, text in found.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield lines, f"{path}:{node.name}"


def both_ways(found: dict[Path, str]) -> list[tuple[str, str]]:
    """The pairs of rooms that import each other."""
    edges = set()
    for path, text in found.items():
        room = path.parts[0].removesuffix(".py")
        for other in re.findall(
            r"petsage_builder\.(\w+)", "\n".join(re.findall(r"^\s*from .* import|^\s*import .*", text, re.M))
        ):
            if other != room:
                edges.add((room, other))
    return sorted((one, other) for one, other in edges if one < other and (other, one) in edges)


def main() -> None:
    """Prints the figures."""
    found = sources()
    named = kinds(found)
    lengths = {path: text.count("\n") for path, text in found.items()}
    longest = max(lengths, key=lambda path: lengths[path])
    long = [place for lines, place in functions(found) if lines > LONG]
    top = [path for path in BUILDER.iterdir() if not path.name.startswith(("__pycache__", "."))]
    print(f"files that name Amount: {named['Amount']}; the most that name one kind: {named.most_common(1)[0]}")
    print(f"names at the top level: {len(top)}")
    print(f"longest file: {lengths[longest]} lines, {longest}")
    print(f"functions of more than {LONG} lines: {len(long)} ({', '.join(long)})")
    print(f"rooms that import each other: {both_ways(found) or 'none'}")


if __name__ == "__main__":
    main()
