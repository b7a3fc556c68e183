"""Rows that a changed spec has no place for: what a migration looks for before it changes anything."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from petsage_builder.schema.requirements import case_of
from petsage_builder.schema.table import Column, Table
from petsage_builder.schema.widening import dropped_values
from petsage_builder.spec.entity import Entity, FieldSpec, Overlap
from petsage_builder.spec.feature import FeatureSpec


@dataclass(frozen=True)
class Look:
    """Rows of a table, by a condition in SQL, and what is wrong with them; `sqlite` where its numbers are scaled."""

    table: str
    where: str
    what: str
    sqlite: str = ""


@dataclass(frozen=True)
class Loss:
    """What is lost with a column or a table: `key` names it, as `--drop` does; `place` is where a person finds it."""

    key: str
    place: str
    look: Look
    instead: str = ""


def column_loss(table: Table, column: Column, instead: str = "") -> Loss:
    """What goes with a column."""
    part = column.origin or column.name
    look = Look(table.name, f"{column.name} IS NOT NULL", f"a {part}")
    return Loss(_key(table.entity, part), f"{table.entity}, {part}", look, instead)


def table_loss(table: Table, *, with_entity: bool, instead: str = "") -> Loss:
    """What goes with a table: of an entity, or of its links or its history alone."""
    part = () if with_entity else ("history" if table.kind == "revisions" else table.name,)
    look = Look(table.name, "TRUE", "been kept")
    return Loss(_key(table.entity, *part), f"{table.entity}, table {table.name}", look, instead)


def _key(*parts: str) -> str:
    return ".".join(part.replace(" ", "_") for part in parts)


def narrowed(
    old: FeatureSpec, new: FeatureSpec, tables: Mapping[str, tuple[Table, Table]], filled: Mapping[tuple[str, str], str]
) -> Iterator[Look]:
    """The rows that the new spec wouldn't take, of tables that are there before and after.

    `filled` are the columns, after their tables, that rows without a value get one in, which is a Python expression.
    """
    before = {entity.name: entity for entity in old.entities}
    for entity in new.entities:
        if entity.name in before and entity.table in tables:
            yield from _of_columns(*tables[entity.table], filled)
            yield from _of_fields(before[entity.name], entity)
            starts = {column: start for (table, column), start in filled.items() if table == entity.table}
            yield from _ungiven(before[entity.name], entity, tables[entity.table][0], starts)
            yield from _overlapping(before[entity.name], entity, tables[entity.table][0])


def _of_columns(old: Table, new: Table, filled: Container[tuple[str, str]]) -> Iterator[Look]:
    before = {column.name: column for column in old.columns}
    for column in new.columns:
        if column.name not in before or column.folds:
            continue
        if before[column.name].nullable and not column.nullable and (new.name, column.name) not in filled:
            yield Look(new.name, f"{column.name} IS NULL", f"no {column.origin}")
        if dropped := dropped_values(before[column.name].type, column.type):
            values = ", ".join(f"'{value}'" for value in dropped)
            yield Look(new.name, f"{column.name} IN ({values})", f"the {column.origin} {' or '.join(dropped)}")


def _of_fields(old: Entity, new: Entity) -> Iterator[Look]:
    before = {field.name: field for field in old.fields}
    for field in new.fields:
        if field.name in before and before[field.name].type.kind == field.type.kind:
            yield from _bounds(new.table, before[field.name], field)


def _bounds(table: str, old: FieldSpec, new: FieldSpec) -> Iterator[Look]:
    """The values beyond the bounds of a number, or the lengths of a text."""
    for low, high, value in (("minimum", "maximum", new.snake), ("min_length", "max_length", f"length({new.snake})")):
        was, now = (getattr(one.type, low, None) for one in (old, new))
        if was is not None and now is not None and now > was:
            yield _beyond(table, old, f"{value} <", now, "less than" if low == "minimum" else "shorter than")
        was, now = (getattr(one.type, high, None) for one in (old, new))
        if was is not None and now is not None and now < was:
            yield _beyond(table, old, f"{value} >", now, "more than" if high == "maximum" else "longer than")


def _beyond(table: str, field: FieldSpec, compared: str, bound: int | Decimal, how: str) -> Look:
    """Rows beyond a new bound of a field, which is stored as before: with as many decimals."""
    what = f"a {field.name} {how} {bound:f}" if isinstance(bound, Decimal) else f"a {field.name} {how} {bound}"
    decimals = getattr(field.type, "decimals", None)
    scaled = "" if decimals is None else f"{compared} {int(Decimal(bound).scaleb(decimals))}"
    return Look(table, f"{compared} {Decimal(bound):f}", what, scaled)


def _ungiven(old: Entity, new: Entity, table: Table, starts: Mapping[str, str]) -> Iterator[Look]:
    """The rows of a table, as it was before, without what must be given in a case; `starts` is what rows start with."""
    known = {column.name for column in table.columns}
    for rule in new.requirements:
        given, case = new.field(rule.field), case_of(rule.when, new)
        starts_so = case.column not in known and starts.get(case.column) in [repr(value) for value in case.values]
        if rule in old.requirements or not (case.column in known or starts_so):
            continue
        terms = [case.sql()] if case.column in known else []
        terms += [f"{given.snake} IS NULL"] if given.snake in known else []
        yield Look(new.table, " AND ".join(terms) or "TRUE", f"no {given.name}, which must be given then")


def _overlapping(old: Entity, new: Entity, table: Table) -> Iterator[Look]:
    """The rows of a table, as it was before, that overlap others of which nothing said so."""
    known = {column.name for column in table.columns}
    columns = {link.role: link.column for link in new.belongs_to} | {field.name: field.snake for field in new.fields}
    for rule in new.overlaps:
        needed = {columns[rule.start], *(columns[name] for name in rule.per), *(["status"] if rule.states else [])}
        if rule not in old.overlaps and needed <= known:
            yield Look(new.table, _overlaps(rule, columns, table), "a time that overlaps another's")


def _overlaps(rule: Overlap, columns: Mapping[str, str], table: Table) -> str:
    """The condition that a row overlaps another one: what holds of each, and of both together."""
    start, end, known = columns[rule.start], columns[rule.end], {column.name: column for column in table.columns}
    each = [f"{{}}.{start} IS NOT NULL"] if known[start].nullable else []
    each += ["{}.status IN (" + ", ".join(f"'{state}'" for state in rule.states) + ")"] if rule.states else []
    each += ["{}.deleted_at IS NULL"] if "deleted_at" in known else []
    both = ["other.id <> {0}.id", *(f"other.{columns[name]} = {{0}}.{columns[name]}" for name in rule.per)]
    for one, two in (("other", "{0}"), ("{0}", "other")) if end in known else ():
        begun = f"{one}.{start} {'<=' if rule.through else '<'} {two}.{end}"
        both.append(f"({two}.{end} IS NULL OR {begun})" if known[end].nullable else begun)
    others = " AND ".join([*both, *each]).replace("{}", "other").format(table.name)
    there = f"EXISTS (SELECT 1 FROM {table.name} AS other WHERE {others})"
    return " AND ".join([*(term.format(table.name) for term in each), there])
