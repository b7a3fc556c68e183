"""The reference of the language says all that there is, and every example of it is understood."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lark import Lark, Tree

from petsage_builder.language import inference, lexer, reader
from petsage_builder.language.describe import describe
from petsage_builder.language.lexer import SentenceLexer, phrases_of
from petsage_builder.language.parse import parse
from petsage_builder.language.words import Sentence, sentences
from petsage_builder.spec.validate import spec_from_data

PAGE = (Path(__file__).parents[3] / "docs" / "language.md").read_text()
REQUESTS = [block for block in re.findall(r"```requirements\n(.*?)```", PAGE, re.DOTALL) if "None." not in block]
GRAMMAR = Lark(
    Path(reader.__file__).with_name("grammar.lark").read_text(),
    parser="lalr",
    lexer=SentenceLexer,
    maybe_placeholders=True,
)


def spoken(blocks: list[str]) -> Iterator[Sentence]:
    for block in blocks:
        yield from sentences(block)


@pytest.mark.parametrize("request_text", REQUESTS, ids=[block.split("\n")[0][:40] for block in REQUESTS])
def test_each_example_is_understood_and_shown_as_it_was_meant(request_text: str) -> None:
    spec = parse(request_text, feature="example", description="")

    assert parse(describe(spec), feature="example", description="") == spec


def test_each_form_of_the_grammar_has_an_example() -> None:
    forms = {rule.alias or rule.origin.name for rule in GRAMMAR.rules}
    used = {tree.data for said in spoken(REQUESTS) for tree in trees(said)}

    assert {form for form in forms - used if not form.startswith(("_", "start"))} <= {"typed", "start"}


def trees(sentence: Sentence) -> Iterator[Tree[object]]:
    tree = GRAMMAR.parse(sentence)  # type: ignore[arg-type]  # our lexer takes words
    yield from tree.iter_subtrees()


def test_each_phrase_of_the_grammar_is_on_the_page() -> None:
    page = PAGE.lower()
    phrases = {phrase.replace(" ,", ",").strip() for terminal in GRAMMAR.terminals for phrase in phrases_of(terminal)}

    assert {phrase for phrase in phrases if phrase not in page} == set()


def test_each_noun_that_implies_a_type_is_on_the_page() -> None:
    nouns = {noun for found in inference._KINDS.values() for noun in found.split()} | set(inference._KINDS_OF_NAMES)

    assert {noun for noun in nouns if noun not in PAGE} == set()


def test_the_example_as_data_means_what_its_sentences_mean() -> None:
    data = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])

    assert spec_from_data("example", "", data, {}) == parse(REQUESTS[-1], feature="example", description="")
