"""One sentence, read by the grammar into the statement it makes."""

from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, UnexpectedToken

from petsage_builder.language.lexer import SentenceLexer, can_go_on_with
from petsage_builder.language.statements import Statement
from petsage_builder.language.transformer import MisreadError, StatementTransformer
from petsage_builder.language.words import Sentence

_USER_WORDS = {"WORD": "a name", "NUMBER": "a number", "_POSSESSIVE": "'s", "_OR": "or", "$END": "a full stop"}
"""How terminals that aren't phrases of the language are called; the others of the user's need no mention."""


def read(sentence: Sentence) -> Statement:
    """The statement that a sentence makes.

    Raises:
        MisreadError: it isn't a sentence of the language.
    """
    try:
        statement: Statement = _parser().parse(sentence)  # type: ignore[arg-type, assignment]  # our lexer takes words
    except UnexpectedToken as error:
        raise _misread(error) from None
    return statement


@cache
def _parser() -> "Lark[Any]":
    grammar = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    return Lark(
        grammar, parser="lalr", lexer=SentenceLexer, transformer=StatementTransformer(), maybe_placeholders=True
    )


def _misread(error: UnexpectedToken) -> MisreadError:
    """Says where the sentence stops being one, and every phrase that could go on there."""
    is_end = error.token.type == "$END"
    shown = _USER_WORDS | {terminal.name: terminal.pattern.value for terminal in _parser().terminals}
    state = error.state
    could_follow = [name for name in shown if name in state.parse_conf.states[state.position]]
    expected = [shown[name] for name in could_follow if can_go_on_with(state, name)]
    found = "the end of the sentence" if is_end else f"'{error.token}'"
    return MisreadError(None if is_end else error.token.start_pos, f"{found} is not expected here", *expected)
