"""The reference of the language says all that there is, and every example of it is understood."""

import re
from pathlib import Path

import pytest
import yaml
from lark import Lark

from petsage_builder.kinds.all import KINDS
from petsage_builder.language.describe import describe
from petsage_builder.language.grammar import grammar
from petsage_builder.language.lexer import SentenceLexer, phrases_of
from petsage_builder.language.parse import parse
from petsage_builder.language.words import sentences
from petsage_builder.spec.validate import spec_from_data

PAGE = (Path(__file__).parents[3] / "docs" / "language.md").read_text()
REQUESTS = [block for block in re.findall(r"```requirements\n(.*?)```", PAGE, re.DOTALL) if "None." not in block]
GRAMMAR = Lark(
    grammar(),
    parser="lalr",
    lexer=SentenceLexer,
    maybe_placeholders=True,
)


ALL_FORMS = {name for rule in GRAMMAR.rules if not (name := str(rule.alias or rule.origin.name)).startswith("_")} - {
    "start"
}


def forms_of(texts: list[str]) -> set[str]:
    """The forms of the grammar that the sentences of some texts have."""
    trees = [GRAMMAR.parse(sentence) for text in texts for sentence in sentences(text)]
    return {str(part.data) for tree in trees for part in tree.iter_subtrees()}


@pytest.mark.parametrize("request_text", REQUESTS, ids=[block.split("\n")[0][:40] for block in REQUESTS])
def test_each_example_is_understood_and_shown_as_it_was_meant(request_text: str) -> None:
    spec = parse(request_text, feature="example", description="")

    assert parse(describe(spec), feature="example", description="") == spec


def test_each_form_of_the_grammar_has_an_example() -> None:
    assert forms_of(REQUESTS) == ALL_FORMS


def test_the_requests_use_every_form_of_the_grammar() -> None:
    files = (Path(__file__).parents[1] / "requests").glob("*.yaml")

    assert forms_of([yaml.safe_load(file.read_text())["requirements"] for file in files]) == ALL_FORMS


def test_each_phrase_of_the_grammar_is_on_the_page() -> None:
    page = PAGE.lower()
    phrases = {phrase.strip(" ,") for terminal in GRAMMAR.terminals for phrase in phrases_of(terminal)}

    assert {phrase for phrase in phrases if phrase not in page} == set()


def test_each_noun_that_implies_a_type_is_on_the_page() -> None:
    nouns = {noun for kind in KINDS for noun in (*kind.nouns.last.split(), *kind.nouns.ends)}

    assert {noun for noun in nouns if noun not in PAGE} == set()


def test_the_example_as_data_means_what_its_sentences_mean() -> None:
    data = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])

    assert spec_from_data("example", "", data, {}) == parse(REQUESTS[-1], feature="example", description="")
