"""Decides which words of a sentence are the language's and which are the user's."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lark.common import LexerConf
from lark.lexer import Lexer, LexerState, PatternRE, TerminalDef, Token
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser_state import ParserState

from petsage_builder.language.words import Word

_USER_WORDS = {
    "word": "WORD",
    "number": "NUMBER",
    "quoted": "QUOTED",
    "constant": "CONSTANT",
    "possessive": "_POSSESSIVE",
    "comma": "_COMMA",
}
_GLUE_WORDS = "a an anyone are belongs can cannot deleting every has have is its may must nobody only"
_GLUE = frozenset(_GLUE_WORDS.split())
_CONJUNCTIONS = {"and": "_AND", "or": "_OR"}

Found = tuple[str, int]
"""A terminal, and how many words it takes."""


class SentenceLexer(Lexer):
    """Feeds the parser a sentence's words, the longest phrase first that the grammar can go on with at that place."""

    __future_interface__ = 2

    def __init__(self, conf: LexerConf) -> None:
        self.phrases: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for terminal in conf.terminals:
            for phrase in phrases_of(terminal):
                words = phrase.split()
                self.phrases[words[0]].append((words, terminal.name))
        for phrases in self.phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))

    def lex(self, lexer_state: LexerState, parser_state: "ParserState[Any]") -> Iterator[Token]:
        """One token for each phrase of the language and each word of the user's; its `value` has its capitals."""
        words: tuple[Word, ...] = lexer_state.text  # type: ignore[assignment]  # what the reader hands to the parser
        texts = [word.text if word.kind in ("word", "comma") else "" for word in words]
        index = 0
        while index < len(words):
            word = words[index]
            terminal, length = (
                self._phrase(texts, index, parser_state)
                or self._conjunction(texts, index, parser_state)
                or ("GLUE" if texts[index] in _GLUE else _USER_WORDS.get(word.kind, "OTHER"), 1)
            )
            found = words[index : index + length]
            token = Token(terminal, " ".join(word.text for word in found), start_pos=word.at)
            token.value = " ".join(word.written for word in found)
            yield token
            index += length

    def _phrase(self, texts: list[str], index: int, parser: "ParserState[Any]") -> Found | None:
        """The longest phrase that begins here and that the parser would take."""
        found = self._phrases_at(texts, index)
        return next(
            ((terminal, length) for terminal, length in found if state_after(parser, terminal) is not None), None
        )

    def _phrases_at(self, texts: list[str], index: int) -> Iterator[Found]:
        for phrase, terminal in self.phrases.get(texts[index], ()) if index < len(texts) else ():
            if texts[index : index + len(phrase)] == phrase:
                yield terminal, len(phrase)

    def _conjunction(self, texts: list[str], index: int, parser: "ParserState[Any]") -> Found | None:
        """_THEN, _AND or _OR where one begins here."""
        ahead = [*texts[index : index + 2], "", ""]
        length = int(ahead[0] == ",")
        conjunction = _CONJUNCTIONS.get(ahead[length])
        length += conjunction is not None
        if length and conjunction != "_OR" and (then := state_after(parser, "_THEN")) is not None:
            starts = parser.parse_conf.states[then]
            if any(terminal in starts for terminal, _ in self._phrases_at(texts, index + length)):
                return "_THEN", length
        return (conjunction, length) if conjunction and state_after(parser, conjunction) is not None else None


def phrases_of(terminal: TerminalDef) -> list[str]:
    """The phrases that a terminal stands for; commas stand alone in them."""
    text = terminal.pattern.value
    if isinstance(terminal.pattern, PatternRE):
        # The grammar's parser joins a terminal's alternatives into one regular expression.
        text = re.sub(r"\\(.)", r"\1", text.removeprefix("(?:").removesuffix(")"))
    return text.replace(",", " ,").split("|")


def state_after(parser: "ParserState[Any]", terminal: str) -> int | None:
    """The state that the parser would be in after taking this terminal next; nothing where it wouldn't take it."""
    table, end = parser.parse_conf.states, parser.parse_conf.end_state
    stack: list[int] = list(parser.state_stack)
    while terminal in table[stack[-1]]:
        action, to = table[stack[-1]][terminal]
        if action is Shift:
            return int(to)
        del stack[len(stack) - len(to.expansion) :]
        stack.append(table[stack[-1]][to.origin.name][1])
        if stack[-1] == end:
            return int(end)
    return None
