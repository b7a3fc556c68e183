"""What to say to a project whose migrations connect to a database of their own: where, and what to write instead."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from petsage_builder.errors import Problem
from petsage_builder.proving.staging import Staging

_URL = 'context.config.attributes.get("petsage_url")'
_MESSAGE = "connects to a database that isn't the one of the check, and was refused before any statement"
_ENGINES = ("create_engine", "create_async_engine")


def refused_connection(refused: Mapping[str, Any], staging: Staging) -> Problem:
    """The problem that a refused connection is; `refused` is as `Gate` tells it."""
    path, line = Path(refused["path"]), refused["line"]
    message = f"{_MESSAGE}: {refused['database']}"
    if not refused["path"]:
        return Problem("Alembic's env.py", message, f"use {_URL} as the URL where that is set, and your own where not")
    place = f"{staging.shown(str(path))}, line {line}"
    if path.name != "env.py":
        return Problem(place, message, "open databases when the app starts, in its lifespan, not when it is imported")
    return Problem(place, message, _advice(path.read_text(encoding="utf-8", errors="replace"), line))


def _advice(source: str, line: int) -> str:
    """The lines to write, each for one that is there; your own `alembic` commands go on as before."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return f"use {_URL} as the URL where that is set, and your own where not"
    for expression in _urls(tree):
        return _with(source, expression, f"{_URL} or {_operand(source, expression)}")
    if engine := _engine_at(tree, line):
        asynchronous = any(isinstance(node, ast.AsyncWith) and engine in ast.walk(node) for node in ast.walk(tree))
        make = _ENGINES[asynchronous]
        where = "sqlalchemy.ext.asyncio" if asynchronous else "sqlalchemy"
        own = f"({make}(url) if (url := {_URL}) else {ast.get_source_segment(source, engine)})"
        return f"write `from {where} import {make}` above, and {_with(source, engine, own)}"
    return f'leave that out where {_URL} is set: write `if "petsage_url" not in context.config.attributes:` before it'


def _urls(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions that give Alembic its URL, as far as they are seen in env.py."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[url, *_]) if name in _ENGINES:
                yield url
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="set_main_option"), args=[ast.Constant("sqlalchemy.url"), url]):
                yield url
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant("sqlalchemy.url"))], value=url):
                yield url
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[url, *_]) if _is_url(url):
                yield url


def _is_url(node: ast.expr) -> bool:
    words = ast.dump(node).lower()
    return not isinstance(node, ast.Call | ast.JoinedStr) and ("url" in words or "://" in words or "dsn" in words)


def _engine_at(tree: ast.AST, line: int) -> ast.expr | None:
    """What is asked for a connection in the statement at that line."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=engine, attr="connect" | "begin"), args=[]):
                if node.lineno <= line <= (node.end_lineno or line):
                    return engine
    return None


def _operand(source: str, expression: ast.expr) -> str:
    text = ast.get_source_segment(source, expression) or ast.unparse(expression)
    return f"({text})" if isinstance(expression, ast.IfExp | ast.Lambda | ast.NamedExpr) else text


def _with(source: str, node: ast.expr, text: str) -> str:
    """The line of `node` with `text` in its place; where it takes several lines, what to write for what."""
    line = source.splitlines()[node.lineno - 1]
    if node.end_lineno != node.lineno or node.end_col_offset is None:
        return f"write `{text}` for what is in lines {node.lineno} to {node.end_lineno}"
    before, after = line.encode()[: node.col_offset].decode(), line.encode()[node.end_col_offset :].decode()
    return f"write in line {node.lineno}: `{f'{before}{text}{after}'.strip()}`"
