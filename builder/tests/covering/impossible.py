"""The pairs of forms that can't be said together, with the reason."""

from collections.abc import Callable

from petsage_builder.spec.access import VERBS

from .array import FORM, Pair

Reason = Callable[[Pair], bool]


_OWN = ("admins", "clerks", "guests, as everybody is at first,", "its owner", "another user")
_WIDER = {
    "anyone may change": (*_OWN, "signed-in users", "whoever can see its parent", "whoever can change its parent"),
    "signed-in users may change": _OWN,
}
"""Whom those who may change a thing include."""


def _verbs(pair: Pair) -> tuple[str, str] | None:
    """Who may do the same, where both forms say that of one entity."""
    (one, _, verb), (other, _, same) = (name.rpartition(" may ") for name in (pair.one, pair.other))
    is_access = verb == same and one and other and not pair.below
    return (one.removesuffix(" may"), other.removesuffix(" may")) if is_access else None


def _among(pair: Pair, wide: str, narrow: Callable[[str], bool]) -> bool:
    who = _verbs(pair)
    if pair.one.startswith("nobody may") or pair.other.startswith("nobody may"):
        return False
    return who is not None and wide in who and any(narrow(each) for each in who if each != wide)


def _in_no_state(pair: Pair) -> bool:
    verbs = [verb for verb in VERBS if f"nobody may {verb}" in (pair.one, pair.other)]
    return not pair.below and any(f"in some states only: {verb}" in (pair.one, pair.other) for verb in verbs)


def _nobody(pair: Pair) -> bool:
    names = [pair.one, pair.other]
    said = [name for name in names if name.startswith("nobody may ")]
    if pair.below or len(said) != 1:
        return False
    verb = said[0].removeprefix("nobody may ")
    return any(name.endswith(f" may {verb}") for name in names if name not in said)


IMPOSSIBLE: dict[str, Reason] = {
    "it is said of an entity once": lambda pair: (
        not pair.below and bool(slot := FORM[pair.one].slot) and slot == FORM[pair.other].slot
    ),
    "anyone includes everybody else": lambda pair: _among(pair, "anyone", lambda _: True),
    "signed-in users include owners, admins, roles": lambda pair: _among(
        pair, "signed-in users", lambda who: who in _OWN
    ),
    "where nobody may, nobody else may": _nobody,
    "what nobody may do differs in no state": _in_no_state,
    "who may change a thing sees it, and may be everybody": lambda pair: (
        not pair.below
        and (pair.other, pair.one.removesuffix(" may see"))
        in {(wide, who) for wide, few in _WIDER.items() for who in few}
    ),
    "what nobody sees is done by nobody": lambda pair: (
        not pair.below and pair.one == "nobody may see" and " done once" in f" {pair.other}"
    ),
    "what can't be empty can't be emptied": lambda pair: (
        not pair.below and {pair.one, pair.other} == {"belongs to its parent", "parent's deletion: unlink"}
    ),
    "which of the two relations is counted isn't said": lambda pair: (
        pair.below and "of its children" in pair.one and pair.other == "belongs to its parent twice"
    ),
    "children that are linked, too, are shown as what is linked": lambda pair: (
        not pair.below
        and pair.one == "many to many with its child"
        and pair.other in ("all of its children shown", "a field of its children shown")
    ),
}
