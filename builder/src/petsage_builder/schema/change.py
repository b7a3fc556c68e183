"""What can change about a table, as values; each change has an opposite, which takes it back."""

from dataclasses import dataclass, replace

from petsage_builder.schema.table import Check, Column, Reference, Table, Unique


@dataclass(frozen=True)
class ForeignKey:
    """The rule that a column's values are ids of another table."""

    column: str
    reference: Reference


@dataclass(frozen=True)
class Index:
    """An index by its columns."""

    columns: tuple[str, ...]


Rule = ForeignKey | Unique | Index | Check
"""What holds for a table beside its columns."""

Thing = Table | Column | Rule

Names = tuple[tuple[str, str], ...]
"""Old names, each with the new one."""


@dataclass(frozen=True)
class Create:
    """Creates a table or something of it. `fill` is the Python literal that a new column has in the rows there are.

    `starts` are the columns that rows start with something in, each with its Python literal, where a new table has a
    row for each account at once. What is `unvalidated` holds for new rows, and isn't known to hold for the others. With
    `perhaps` it may be there already.
    """

    table: str
    thing: Thing
    fill: str | None = None
    starts: Names = ()
    unvalidated: bool = False
    perhaps: bool = False

    @property
    def opposite(self) -> "Drop":
        """What takes this back."""
        return Drop(self.table, self.thing)


@dataclass(frozen=True)
class Drop:
    """Drops a table or something of it; with `perhaps` it may not be there."""

    table: str
    thing: Thing
    perhaps: bool = False

    @property
    def opposite(self) -> Create:
        """What takes this back; what a required column held is gone, so it comes back empty."""
        if isinstance(self.thing, Column) and not self.thing.folds:
            return Create(self.table, replace(self.thing, nullable=True))
        return Create(self.table, self.thing)


@dataclass(frozen=True)
class Alter:
    """Changes a column's type or whether it may be empty. `fill` is what rows get where it was empty.

    `words` are the values of a choice that are called otherwise.
    """

    table: str
    before: Column
    after: Column
    fill: str | None = None
    words: Names = ()

    @property
    def opposite(self) -> "Alter":
        """What takes this back."""
        return Alter(self.table, self.after, self.before, words=_back(self.words))


@dataclass(frozen=True)
class Rename:
    """Gives a table another name, and its columns, and its constraints and indexes: all names as before."""

    table: str
    before: str
    columns: Names = ()
    rules: Names = ()

    @property
    def opposite(self) -> "Rename":
        """What takes this back."""
        return Rename(self.before, self.table, _back(self.columns), _back(self.rules))


@dataclass(frozen=True)
class Rewrite:
    """Gives the names in a table of revisions new ones: keys of what is kept, and then values of some keys."""

    table: str
    keys: Names = ()
    words: tuple[tuple[str, Names], ...] = ()

    @property
    def opposite(self) -> "Rewrite":
        """What takes this back."""
        now = dict(_back(self.keys))
        words = tuple((now.get(key, key), _back(names)) for key, names in self.words)
        return Rewrite(self.table, _back(self.keys), words)


def _back(names: Names) -> Names:
    return tuple((new, old) for old, new in names)


TableChange = Create | Drop | Alter | Rename | Rewrite
