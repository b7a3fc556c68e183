"""A statement as what stands in its brackets: its arguments, its items, one by one."""

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field

_OPENERS, _CLOSERS = "([{", ")]}"
_WIDTH = 80
_KEY = re.compile(r"(\*{0,2}\w+)\s*(?:=(?!=)|:)|(\"[^\"]*\"|'[^']*')\s*:")


@dataclass
class Text:
    """Text with brackets in it: `parts` are what stands outside of them, as it is written, and the brackets."""

    parts: "list[str | Brackets]" = field(default_factory=list)

    @property
    def written(self) -> str:
        """The text as it is written."""
        return "".join(part if isinstance(part, str) else part.written for part in self.parts)

    @property
    def normal(self) -> str:
        """The text whatever its line breaks, commas at the end and blanks."""
        return "".join("".join(part.split()) if isinstance(part, str) else part.normal for part in self.parts)

    @property
    def key(self) -> str:
        """What tells an item from the others beside it: the name that it is given to, or all of it."""
        found = _KEY.match(self.written)
        return (found[1] or found[2]) if found else self.normal


@dataclass
class Brackets:
    """A pair of brackets and the items between them; `written` is how they are laid out."""

    pair: str
    items: list[Text]
    written: str = ""

    @property
    def normal(self) -> str:
        """The brackets whatever their layout."""
        return f"{self.pair[0]}{','.join(item.normal for item in self.items)}{self.pair[1]}"

    def laid_out(self) -> "Brackets":
        """The same, written anew: in a line where there is room for it."""
        texts = [item.written.strip() for item in self.items]
        line = f"{self.pair[0]}{', '.join(texts)}{self.pair[1]}"
        if len(line) <= _WIDTH and "\n" not in line and not any(text.startswith("#") for text in texts):
            return Brackets(self.pair, self.items, line)
        lines = [text if text.startswith("#") else f"{text}," for text in texts]
        inside = "".join(f"    {line}\n" for text in lines for line in text.split("\n"))
        return Brackets(self.pair, self.items, f"{self.pair[0]}\n{inside}{self.pair[1]}")


def bracketed(text: str) -> Text:
    """A statement taken apart.

    Raises:
        SyntaxError, tokenize.TokenError: it isn't Python.
    """
    rows = text.splitlines(True)
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    whole, at = Text(), 0
    stack: list[tuple[int, Brackets, Text]] = []
    here = whole
    for start, end, token in _signs(text, starts):
        _add(here, text[at:start], inside=bool(stack))
        at = end
        if token in _OPENERS:
            stack.append((start, Brackets(token, []), here))
            here = Text()
        elif token in _CLOSERS:
            opened, brackets, outside = stack.pop()
            _close(brackets, here)
            brackets.pair += token
            brackets.written = text[opened:end]
            outside.parts.append(brackets)
            here = outside
        elif stack:
            if token.startswith("#"):
                _close(stack[-1][1], here)
                here = Text([token])
            _close(stack[-1][1], here)
            here = Text()
        else:
            _add(here, token, inside=False)
    _add(whole, text[at:], inside=False)
    return whole


def _signs(text: str, starts: list[int]) -> Iterator[tuple[int, int, str]]:
    """The brackets, commas and comments of some code, with where they begin and end."""
    quoted = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        quoted += {"FSTRING_START": 1, "FSTRING_END": -1}.get(tokenize.tok_name[token.type], 0)
        is_sign = token.type == tokenize.OP and token.string in f"{_OPENERS}{_CLOSERS},"
        if not quoted and (is_sign or token.type == tokenize.COMMENT):
            begin, end = (starts[row - 1] + column for row, column in (token.start, token.end))
            yield begin, end, token.string


def _add(here: Text, text: str, *, inside: bool) -> None:
    """Goes on with a text; within brackets its line breaks say nothing."""
    text = re.sub(r"\s*\n\s*", " ", text) if inside and '"""' not in text else text
    if text and (text.strip() or not inside or here.parts):
        here.parts.append(text if here.parts or not inside else text.lstrip())


def _close(brackets: Brackets, item: Text) -> None:
    while item.parts and isinstance(last := item.parts[-1], str) and not last.strip():
        item.parts.pop()
    if item.parts:
        brackets.items.append(item)
