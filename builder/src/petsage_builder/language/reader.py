"""One sentence, read by the grammar into the statement it makes."""

import re
from functools import cache, lru_cache

from lark import Lark, UnexpectedToken

from petsage_builder.language.closed import CLOSED
from petsage_builder.language.forms import FORMS
from petsage_builder.language.grammar import grammar
from petsage_builder.language.lexer import SentenceLexer, phrases_of, state_after
from petsage_builder.language.statements import Statement
from petsage_builder.language.transformer import StatementTransformer
from petsage_builder.language.words import Sentence
from petsage_builder.terms.misreading import MisreadError, shortened

_SHOWN = {
    "WORD": "a name",
    "NUMBER": "a number",
    "_POSSESSIVE": "`'s`",
    "ARTICLE": "`a`",
    "$END": "a full stop",
}
"""How terminals that aren't phrases of the language are called, as far as that helps."""


def read(sentence: Sentence) -> Statement:
    """The statement that a sentence makes.

    Raises:
        MisreadError: it isn't a sentence of the language.
    """
    try:
        return _read_again(sentence) if len(sentence) < _LONG else _read(sentence)
    except UnexpectedToken as error:
        raise _misread(error) from None


def _read(sentence: Sentence) -> Statement:
    statement: Statement = _parser().parse(sentence)  # type: ignore[assignment]  # our lexer takes words
    return statement


_LONG = 60
"""Words from which a sentence is not remembered, so that hostile texts don't fill the memory."""

_read_again = lru_cache(1_000)(_read)
"""While a text is being written, all of its sentences but one are those of a moment ago."""


@cache
def _parser() -> Lark:
    return Lark(
        grammar(), parser="lalr", lexer=SentenceLexer, transformer=StatementTransformer(), maybe_placeholders=True
    )


@cache
def language_words() -> frozenset[str]:
    """Every word that some phrase of the language has."""
    phrases = [phrase for terminal in _parser().terminals for phrase in phrases_of(terminal)]
    return frozenset(word for phrase in phrases for word in phrase.split()) | CLOSED | {"and", "or"}


def _misread(error: UnexpectedToken) -> MisreadError:
    """Says where the sentence stops being one, and every phrase that could go on there."""
    state = error.state
    terminals = [name for name in _shown() if name in state.parse_conf.states[state.position]]
    expected = [phrase for name in terminals if state_after(state, name) is not None for phrase in _shown()[name]]
    if error.token.type == "$END":
        return MisreadError(None, "the sentence isn't finished", *expected)
    why = f"'{shortened(error.token)}' is not expected here"
    if error.token.type == "GLUE" and "a name" in expected:
        why += " (a name has it only in quotes)"
    return MisreadError(error.token.start_pos, why, *expected)


@cache
def _shown() -> dict[str, list[str]]:
    """Each terminal as it is shown: all the phrases of a choice, one of those that say the same."""
    forms = re.sub(r"[][]", "", " ".join(FORMS).lower())
    shown = {}
    for terminal in _parser().terminals:
        phrases = [phrase.strip() for phrase in phrases_of(terminal)]
        common = [phrase for phrase in phrases if phrase in forms] or phrases
        chosen = [min(common, key=len)] if terminal.name.startswith("_") else phrases
        shown[terminal.name] = [f"`{phrase}`" for phrase in chosen]
    return shown | {name: [words] for name, words in _SHOWN.items()}
