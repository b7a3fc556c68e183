"""The rules across two fields, as functions that check a thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from petsage_builder.language.phrases import be, comparison_phrase, of
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.entity import Comparison, Entity
from petsage_builder.terms import names
from petsage_builder.terms.marking import name as marked

_BROKEN = {"after": "<=", "at least": "<", "before": ">=", "at most": ">"}
"""How the two values of a comparison stand where its rule is broken."""


@dataclass(frozen=True)
class FieldCheck:
    """A comparison between two fields as the function `name`, `due_date_after_given_date`.

    Where an entity before this one has the same comparison, the entity's name stands before it.
    """

    entity: Entity
    rule: Comparison
    name: str

    @property
    def field(self) -> str:
        """The field that is to blame."""
        return self.entity.field(self.rule.field).in_json

    @property
    def promise(self) -> str:
        """The sentence that holds."""
        comparison = f"{be(self.rule.field)} {self._comparison} its {marked(self.rule.other)}"
        return sentence(f"{of(self.entity.name, self.rule.field)} {comparison}")

    @property
    def broken(self) -> str:
        """The condition under which it doesn't, for a thing that has the entity's name."""
        fields = [self.entity.field(name) for name in (self.rule.field, self.rule.other)]
        one, other = (f"{self.entity.snake}.{field.snake}" for field in fields)
        given = [f"{self.entity.snake}.{field.snake} is not None" for field in fields if field.optional]
        return " and ".join([*given, f"{one} {_BROKEN[self.rule.must_be]} {other}"])

    @property
    def message(self) -> str:
        """What whoever breaks it is told of the field."""
        return f"must be {self._comparison} the {self.rule.other}"

    @property
    def _comparison(self) -> str:
        return comparison_phrase(self.rule.must_be, self.entity.field(self.rule.field).type)


def checks_of(entity: Entity, entities: Sequence[Entity]) -> tuple[FieldCheck, ...]:
    """The comparisons of one of a feature's entities, each by a name of its own."""
    before = entities[: entities.index(entity)]
    taken = {_words(rule) for earlier in before for rule in earlier.comparisons}
    prefixes = [f"{entity.name} " if _words(rule) in taken else "" for rule in entity.comparisons]
    return tuple(
        FieldCheck(entity, rule, names.snake(prefix + _words(rule)))
        for rule, prefix in zip(entity.comparisons, prefixes, strict=True)
    )


def _words(rule: Comparison) -> str:
    return f"{rule.field} {rule.must_be} {rule.other}"
