"""A merge that git has left open: what both branches have made of the project, as one to build on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

from petsage_builder.errors import CannotBuildError, HandEditsError, Problem
from petsage_builder.planning.asked import request_of, together
from petsage_builder.planning.merging import merge
from petsage_builder.planning.plan import tidy
from petsage_builder.project.git import Sides, unmerged
from petsage_builder.project.landings import is_receipt
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import FOLDER, Receipt, has_two_sides, receipt_of
from petsage_builder.project.revisions import Meant
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.meeting import meet
from petsage_builder.terms.module import Change
from petsage_builder.wiring import Wiring, unwire, wire

_BY_HAND = "resolve it by hand in the file, then run `petsage build --all`"


@dataclass(frozen=True)
class Meeting:
    """The project that the builds begin with, the changes that lead there, and what features that both changed ask for.

    `undecided` says, by feature, where the branches want something else of the same.
    """

    project: Project
    changes: tuple[Change, ...] = ()
    requests: Mapping[str, FeatureRequest] = field(default_factory=dict)
    undecided: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    def refuse_undecided(self, but: str = "") -> None:
        """Somebody has to say what is meant, unless it is the feature `but` that is built.

        Raises:
            CannotBuildError: somebody has to.
        """
        if problems := [one for feature, found in self.undecided.items() if feature != but for one in found]:
            raise CannotBuildError(*problems)


@dataclass(frozen=True)
class _Pair:
    """The receipts of a feature that both branches have built since they parted."""

    base: Receipt
    ours: Receipt
    theirs: Receipt


def meeting_in(project: Project) -> Meeting:
    """What a merge has left open in a project, brought together as far as that can be told.

    Raises:
        HandEditsError: both branches have edited the same lines, or a file has markers that isn't built.
        CannotBuildError: a feature was built anew, or removed, on one of two branches that both have it.
    """
    files = unmerged(project.folder)
    if not files:
        return Meeting(project)
    pairs = dict(_pairs(files))
    here = project.after((), {feature: pair.ours for feature, pair in pairs.items()})
    marked = {path: sides for path, sides in files.items() if has_two_sides(project.read(path) or b"")}
    changes, problems = [], []
    for path, sides in marked.items():
        if is_receipt(path) or path.startswith(f"{project.blueprint.layout.requests}/"):
            continue
        text, found = _brought_together(path, sides, here, pairs.values())
        problems += found
        text = tidy(here, path, _text(sides.ours), text)
        changes.append(Change(path, project.read(path), text.encode("utf-8", "surrogateescape")))
    if problems:
        raise HandEditsError(*problems)
    wanted = {feature: _wanted(pair, here) for feature, pair in pairs.items()}
    undecided = {feature: tuple(_undecided(pair)) for feature, pair in pairs.items()}
    return Meeting(here.after(changes, {}), tuple(changes), wanted, undecided)


def _pairs(files: Mapping[str, Sides]) -> Iterator[tuple[str, _Pair]]:
    for path, sides in files.items():
        if not is_receipt(path) or path.count("/") > 1:
            continue
        feature = path.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
        if sides.base is None or sides.ours is None or sides.theirs is None:
            done = "built it for themselves" if sides.base is None else "went apart: one has removed it"
            advice = f"keep one branch's: `git checkout --ours` or `--theirs` with its files and {path}, then `git add`"
            raise CannotBuildError(Problem(f"feature {feature}", f"both branches {done}", advice))
        yield feature, _Pair(*(receipt_of(feature, side) for side in (sides.base, sides.ours, sides.theirs)))


def _meant(receipt: Receipt) -> Meant:
    return Meant(receipt.requirements, receipt.spec)


def _wanted(pair: _Pair, project: Project) -> FeatureRequest:
    """What both branches ask for."""
    request = request_of(pair.ours)
    found = together(request, _meant(pair.base), _meant(pair.theirs), _meant(pair.ours), project)
    return replace(request, description=str(found.spec["description"]), requirements=found.requirements)


def _undecided(pair: _Pair) -> Iterator[Problem]:
    feature = pair.ours.feature
    for one in meet(pair.base.spec, pair.ours.spec, pair.theirs.spec).disagreements:
        message = f"is {one.ours!r} on this branch, and {one.theirs!r} on the other"
        advice = f"write a request for {feature} that says what is meant, and `petsage build` it"
        yield Problem(f"feature {feature}, {one.place}", message, advice)


def _brought_together(path: str, sides: Sides, project: Project, pairs: Iterable[_Pair]) -> tuple[str, list[Problem]]:
    """A file with what both branches have written by hand into it, as one of them has built it."""
    base, ours, theirs = (_text(side) for side in (sides.base, sides.ours, sides.theirs))
    if built := next((pair.theirs.texts[path] for pair in pairs if path in pair.theirs.texts), None):
        return _merged(path, built, theirs, ours)
    if any(path in receipt.texts for receipt in project.landed.receipts):
        return _merged(path, base, theirs, ours)
    wirings = [receipt.wiring for receipt in project.landed.receipts if receipt.wiring.target == path]
    if not wirings:
        return ours, [Problem(path, "holds both sides of a merge", _BY_HAND)]
    bare = [reduce(unwire, wirings, text) for text in (base, theirs, ours)]
    text, problems = _merged(path, *bare)
    return reduce(wire, sorted(wirings, key=lambda wiring: _place(wiring, ours, theirs)), text), problems


def _merged(path: str, base: str, theirs: str, ours: str) -> tuple[str, list[Problem]]:
    merged = merge(path, base, theirs, ours, {})
    places = [conflict.place for conflict in merged.conflicts]
    return merged.text, [Problem(place, "was edited on both branches", _BY_HAND) for place in places]


def _place(wiring: Wiring, ours: str, theirs: str) -> tuple[bool, int]:
    """Where a router was included: this branch's come first, each side's in its order."""
    return (wiring.alias not in ours, (ours if wiring.alias in ours else theirs).rfind(wiring.alias))


def _text(side: bytes | None) -> str:
    return (side or b"").decode("utf-8", "surrogateescape")
