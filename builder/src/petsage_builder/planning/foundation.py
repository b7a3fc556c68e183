"""How a project's foundation stands to what this builder makes, and what bringing it there would change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce

from petsage_builder import __version__
from petsage_builder.errors import CannotBuildError, Conflict, HandEditsError, Problem
from petsage_builder.planning.former import former_bases
from petsage_builder.planning.merging import MergedFile, merge
from petsage_builder.project.formatting import follow_format
from petsage_builder.project.foundation_receipt import PLACE, FoundationReceipt, read_foundation, read_mark
from petsage_builder.project.location import RULES_FILE
from petsage_builder.project.project import Project
from petsage_builder.rendering.foundation import (
    core_files,
    mark_of_templates,
    own_migrations,
    project_files,
    style_file,
)
from petsage_builder.terms.module import Change
from petsage_builder.wiring import unwire, wire

_UPGRADE = "run `petsage upgrade`; with --dry-run it shows what would change"


@dataclass(frozen=True)
class FoundationPlan:
    """The changes of an upgrade's first half, its receipt among them, and the disagreements that edits won.

    `marked` are the files with conflicts, both sides in them.
    """

    changes: tuple[Change, ...]
    kept: tuple[Conflict, ...] = ()
    marked: Mapping[str, str] = field(default_factory=dict)


def refuse_unfit_foundation(project: Project) -> None:
    """Entities stand on the core of this builder.

    Raises:
        CannotBuildError: there is no foundation, or it is another builder's.
    """
    project.refuse_without_foundation()
    if problem := _unfit(project):
        raise CannotBuildError(problem)


def foundation_problem(project: Project) -> Problem | None:
    """What is said of a foundation that built features can't stand on; `None` where they can, or there is none."""
    return _unfit(project) if has_foundation(project) else None


def has_foundation(project: Project) -> bool:
    """Whether the project is one that `petsage new` made."""
    return project.read(PLACE) is not None or project.has_core


def plan_foundation(
    project: Project, *, keep_edits: bool = False, settled: Mapping[str, str] | None = None
) -> FoundationPlan:
    """What brings the core and the project's own files to this builder's templates; hand edits are merged in.

    A file of the project's own that was deleted stays deleted, and one that no builder made stays as it is; so does a
    migration that is there, for databases have seen it.

    Raises:
        HandEditsError: hand edits and the new text disagree, which is neither settled nor is `keep_edits` set, or a
            file is in the way of a new one of the core.
    """
    new = project_files(project.blueprint)
    bases = _bases(project, new)
    merger = _Merger(project, settled or {})
    changes = [change for path, text in new.items() if (change := merger.change(path, bases.get(path), text))]
    changes += [change for path, base in bases.items() if path not in new and (change := merger.removal(path, base))]
    if merger.problems or (merger.conflicts and not keep_edits):
        raise HandEditsError(*merger.problems, *merger.conflicts)
    receipt = FoundationReceipt(mark_of_templates(), {path: new[path] for path in new if merger.is_ours(path, bases)})
    changes.append(Change(PLACE, project.read(PLACE), receipt.to_yaml().encode()))
    changes = [change for change in changes if change.before != change.after]
    return FoundationPlan(tuple(changes), tuple(merger.conflicts), merger.marked)


class _Merger:
    """Merges one file after the other; what can't be merged is collected."""

    def __init__(self, project: Project, settled: Mapping[str, str]) -> None:
        layout = project.blueprint.for_project().layout
        self.problems: list[Problem] = []
        self.conflicts: list[Conflict] = []
        self.marked: dict[str, str] = {}
        self._project, self._settled = project, settled
        self._core, self._versions = f"{layout.core}/", f"{layout.migrations}/versions/"

    def change(self, path: str, base: str | None, new: str) -> Change | None:
        """What becomes of a file that this builder makes."""
        present = self._project.read(path)
        needed = path.startswith((self._core, self._versions))
        if present is None:
            return Change(path, None, new.encode()) if needed or base is None else None
        if present == new.encode() or path.startswith(self._versions):
            return None
        if base is None:
            if needed:
                advice = "move it away, and what imports it"
                self.problems.append(Problem(path, "is in the way of a new file of the foundation", advice))
            return None
        if present == base.encode():
            return Change(path, present, new.encode())
        merged = self._merged(path, base, present.decode("utf-8", "surrogateescape"), new)
        self.conflicts += merged.conflicts
        self.marked |= {path: merged.marked} if merged.marked else {}
        text = merged.text
        if path.endswith(".py") and not path.startswith(self._core):
            before, context = self._project.read_text(path), self._project.formatting_context({path: text})
            text = follow_format(path, before, text, context)
        return Change(path, present, text.encode("utf-8", "surrogateescape"))

    def _merged(self, path: str, base: str, yours: str, new: str) -> MergedFile:
        """The merged text; where what builds put into a file stands in the way, that makes room and comes back."""
        merged = merge(path, base, yours, new, self._settled)
        wirings = [receipt.wiring for receipt in self._project.landed.receipts if receipt.wiring.target == path]
        if not merged.marked or not wirings:
            return merged
        bare = merge(path, base, reduce(unwire, wirings, yours), new, self._settled)
        if path in self._settled and bare.marked:
            return merged
        text = reduce(wire, sorted(wirings, key=lambda wiring: yours.find(wiring.call_line)), bare.text)
        return MergedFile(text, bare.conflicts, merged.marked if bare.marked else "")

    def removal(self, path: str, base: str) -> Change | None:
        """What becomes of a file that builders made and this one doesn't: an edited one stays."""
        untouched = self._project.read(path) == base.encode() and not path.startswith(self._versions)
        return Change(path, base.encode(), None) if untouched else None

    def is_ours(self, path: str, bases: Mapping[str, str]) -> bool:
        """Whether a builder made the file, or makes it now; not where a person's own file has its name."""
        return path in bases or path.startswith(self._versions) or self._project.read(path) is None


def _bases(project: Project, new: Mapping[str, str]) -> dict[str, str]:
    """The files as builders made them last, by path."""
    receipt = read_foundation(project.folder)
    if receipt:
        return dict(receipt.files)
    present = {path: project.read(path) for path in {*new, *_in_core(project)}}
    texts = {path: content.decode("utf-8", "replace") for path, content in present.items() if content is not None}
    return former_bases(texts, project.blueprint)


def _in_core(project: Project) -> Iterator[str]:
    core = project.blueprint.for_project().layout.core
    for path in sorted((project.folder / core).rglob("*.py")):
        yield path.relative_to(project.folder).as_posix()


def has_other_style(project: Project) -> bool:
    """Whether the core's style is not what the project's rules say."""
    path, text = style_file(project.blueprint.for_project())
    if _style_in((project.read(path) or b"").decode("utf-8", "replace")) == _style_in(text):
        return False
    receipt = read_foundation(project.folder)
    return receipt is None or _style_in(receipt.files.get(path, "")) != _style_in(text)


def _style_in(text: str) -> str:
    """What the core's file says of the style; a core without one has that of every project."""
    return text.partition("STYLE = ")[2].strip() or "Style()"


def _unfit(project: Project) -> Problem | None:
    """Why nothing can be built on the foundation as it is."""
    if problem := _other_builder(project):
        return problem
    if has_other_style(project):
        message = "says that the API looks otherwise than the project's core and its features do"
        return Problem(f"{RULES_FILE}, api", message, _UPGRADE)
    return None


def _other_builder(project: Project) -> Problem | None:
    """What says that another builder made the foundation, where that makes a difference to what is built on it."""
    if read_mark(project.read(PLACE)) == mark_of_templates():
        return None
    receipt = read_foundation(project.folder)
    if receipt and _numbers(receipt.builder) > _numbers(__version__):
        message = f"this project was brought to PetSage {receipt.builder}, and this is {__version__}"
        return Problem("the project's foundation", message, f"install petsage-builder {receipt.builder} or newer")
    rules = project.blueprint.for_project()
    followed = all(_is_followed(project, path, text, receipt) for path, text in core_files(rules).items())
    if followed and all(project.read(path) is not None for path in own_migrations(rules)):
        return None
    message = f"it was made by an older PetSage than this one ({__version__}), and what is built now needs this one's"
    return Problem("the project's foundation", message, _UPGRADE)


def _is_followed(project: Project, path: str, text: str, receipt: FoundationReceipt | None) -> bool:
    """Whether an upgrade would leave a file as it is."""
    present = project.read(path)
    made = receipt.files.get(path) if receipt else None
    return present == text.encode() or made == text


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
