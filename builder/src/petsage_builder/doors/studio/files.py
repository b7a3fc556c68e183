"""Texts of a build as the page shows them: code with its colours, differences line by line."""

from functools import cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_for_filename
from pygments.lexers.diff import DiffLexer
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(cssclass="code", wrapcode=True)


def code(path: str, text: str) -> Markup:
    """A file's text with its colours; everything in it is escaped."""
    try:
        lexer = get_lexer_for_filename(path)
    except ClassNotFound:
        lexer = TextLexer()
    return Markup(highlight(text, lexer, _formatter()))


def difference(text: str) -> Markup:
    """A unified difference with its colours."""
    return Markup(highlight(text, DiffLexer(), _formatter()))
