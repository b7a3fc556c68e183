"""The difference between two OpenAPI documents: what is there that wasn't planned."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from petsage_builder.proving.plan import OpenAPI
from petsage_builder.terms.accounts import CHANGING_ME, SHAPED
from petsage_builder.terms.module import Operation

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def unplanned(
    before: OpenAPI, after: OpenAPI, operations: Iterable[Operation], former: Iterable[Operation] = ()
) -> list[str]:
    """Sentences about all that changed from `before` to `after` beyond one feature's operations and what they refer to.

    The feature has `operations` after, and had `former` before. Empty where exactly what was planned has changed. What
    people have of their own changes the operations on accounts, too.
    """
    old, new = _operations(before), _operations(after)
    planned, gone = set(operations), set(former)
    others = (old.keys() | new.keys()) - planned - gone - _shaped({**old, **new}, planned | gone)
    own = _referred(before, old, old.keys() - others) | _referred(after, new, new.keys() - others)
    foreign = _referred(before, old, others) | _referred(after, new, others)
    return [
        *(f"{operation} is planned, but isn't there" for operation in _sorted(planned - new.keys())),
        *(f"{operation} was there before, as another's" for operation in _sorted((planned - gone) & old.keys())),
        *(f"{operation} is there still" for operation in _sorted((gone - planned) & new.keys())),
        *_changed({str(operation): old.get(operation) for operation in _sorted(others)},
                  {str(operation): new.get(operation) for operation in _sorted(others)}),
        *_changed(*(_without(own - foreign, _components(document)) for document in (before, after))),
        *_changed(*(_without({"paths", "components"}, document) for document in (before, after))),
        *_repeated_ids(new, planned),
    ]  # fmt: skip


def missing(before: OpenAPI, after: OpenAPI) -> list[str]:
    """Sentences about the operations that are gone."""
    gone = _operations(before).keys() - _operations(after).keys()
    return [f"{operation} was removed, and isn't planned" for operation in _sorted(gone)]


def _operations(document: OpenAPI) -> dict[Operation, Any]:
    return {
        Operation(method.upper(), path): operation
        for path, item in document.get("paths", {}).items()
        for method, operation in item.items()
        if method in _METHODS
    }


def _shaped(operations: Mapping[Operation, Any], chosen: set[Operation]) -> set[Operation]:
    """What takes and shows accounts, where what is chosen changes people's own fields."""
    ids = {operation: body.get("operationId") for operation, body in operations.items()}
    changes_shape = any(ids.get(operation) in CHANGING_ME for operation in chosen)
    return {operation for operation, id_ in ids.items() if id_ in SHAPED} if changes_shape else set()


def _sorted(operations: Iterable[Operation]) -> list[Operation]:
    return sorted(operations, key=lambda operation: (operation.path, operation.method))


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            how = "was added, and isn't planned" if old is None else "was removed" if new is None else "changed"
            yield f"{name} {how}"


def _without(names: set[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _components(document: OpenAPI) -> dict[str, Any]:
    """Every component by its reference, without the `#/`: `components/schemas/Pet`."""
    return {
        f"components/{kind}/{name}": component
        for kind, components in document.get("components", {}).items()
        for name, component in components.items()
    }


def _referred(document: OpenAPI, operations: Mapping[Operation, Any], chosen: Iterable[Operation]) -> set[str]:
    """The components that the chosen operations refer to, directly or not."""
    components = _components(document)
    bodies = [operations[operation] for operation in chosen if operation in operations]
    schemes = (scheme for body in bodies for need in body.get("security", ()) for scheme in need)
    found = {f"components/securitySchemes/{scheme}" for scheme in schemes}
    open_ends = [*bodies, *map(components.get, found)]
    while open_ends:
        for name in set(_references(open_ends.pop())) - found:
            found.add(name)
            open_ends.append(components.get(name))
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.removeprefix("#/")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


def _repeated_ids(operations: Mapping[Operation, Any], planned: set[Operation]) -> Iterator[str]:
    """Clients are generated with a function for each operation id, so a new one must be nobody else's."""
    seen: dict[str, Operation] = {}
    for operation in _sorted(operations):
        twin = seen.setdefault(operations[operation].get("operationId", str(operation)), operation)
        if twin != operation and planned & {twin, operation}:
            yield f"{twin} and {operation} have the same operation id"
