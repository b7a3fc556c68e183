"""The whole grammar: that of sentences, with the forms of the kinds of fields."""

from pathlib import Path

from petsage_builder.kinds.all import KINDS
from petsage_builder.kinds.unbounded import Unbounded


def grammar() -> str:
    """The grammar as Lark reads it; the kinds that a phrase says all of share a rule.

    They stand first, since a misread sentence is told what could go on in the order of the grammar.
    """
    forms = [f"{kind.form()} -> {kind.rule()}" for kind in KINDS if not issubclass(kind, Unbounded)]
    phrases = [kind.form() for kind in KINDS if issubclass(kind, Unbounded)]
    sentences = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    types = "\n     | ".join([*forms, "KIND -> simple"])
    return f"?type: {types}\n\nKIND: {' | '.join(phrases)}\n\n{sentences}"
