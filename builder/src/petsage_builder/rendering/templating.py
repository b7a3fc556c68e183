"""Templates, and how text of a request becomes text of a file without becoming anything else."""

import json
import re
import textwrap
from functools import cache

import jinja2

from petsage_builder.terms import names

_DOCSTRING_WIDTH = 100


def python_literal(text: str) -> str:
    """The text as a Python string literal, whatever it holds."""
    return repr(text)


def python_docstring(text: str, indent: int = 0) -> str:
    """The text as a docstring, wrapped where it is longer than a line; its meaning as text stays."""
    safe = "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text.replace("\\", "\\\\"))
    if '"""' in safe or safe.endswith('"'):
        safe = safe.replace('"', '\\"')
    margin = " " * indent
    lines = textwrap.wrap(safe, _DOCSTRING_WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    if len(lines) < 2:
        return f'"""{safe}"""'
    return '"""' + f"\n{margin}".join([*lines, '"""'])


def markdown_text(text: str) -> str:
    """The text as Markdown that shows it and can't become markup."""
    return re.sub(r"([\\`\[\]|])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def templates() -> jinja2.Environment:
    """The templates, with a filter for each kind of text that a value can be put into."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "literal": python_literal,
        "docstring": python_docstring,
        "markdown": markdown_text,
        "spoken": names.spoken,
        "with_article": names.with_article,
        "toml": lambda value: json.dumps(value, ensure_ascii=False),
        "json": lambda value: json.dumps(value, ensure_ascii=False),
    }
    return environment
