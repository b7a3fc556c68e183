"""What must hold of former names: each belongs to one thing only, and to one that is there."""

from collections.abc import Iterable, Iterator

from petsage_builder.kinds.choice import Choice
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms.part import Respelling


def former_names(entity: Entity, path: Path) -> Iterator[Fault]:
    """The faults within one entity."""
    parts = [((*path, "fields", place), field.formerly) for place, field in enumerate(entity.fields)]
    parts += [((*path, "belongs_to", place), link.formerly) for place, link in enumerate(entity.belongs_to)]
    yield from twice(parts)
    for place, field in enumerate(entity.fields):
        if isinstance(field.type, Choice):
            yield from _values(field.name, field.type.values, field.type.formerly, (*path, "fields", place))
    if life := entity.lifecycle:
        yield from _values("state", life.states, life.formerly, (*path, "lifecycle"))


def twice(parts: Iterable[tuple[Path, tuple[str, ...]]]) -> Iterator[Fault]:
    """Former names that are said of more than one thing."""
    taken: set[str] = set()
    for place, former in parts:
        for name in former:
            if name in taken:
                yield Fault(place, f"two things were formerly called '{name}'", "keep one of the two sentences")
        taken.update(former)


def _values(part: str, values: tuple[str, ...], former: tuple[Respelling, ...], path: Path) -> Iterator[Fault]:
    yield from twice((path, (one.was,)) for one in former)
    for one in former:
        if one.now not in values:
            yield Fault(path, f"'{one.now}' is no {part}", f"it is {' or '.join(values)}")
