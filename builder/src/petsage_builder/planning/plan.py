"""Everything that a build or a removal would change, known before anything is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from merge3 import Merge3

from petsage_builder.errors import HandEditsError, Problem
from petsage_builder.project.formatting import follow_format
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import BuiltFile, Receipt, digest, read_receipt, receipt_path
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms.module import Change, Module
from petsage_builder.wiring import Wiring, unwire, wire


@dataclass(frozen=True)
class Plan:
    """The changes of one build, those of them that are in the app's own files, and the disagreements that edits won."""

    module_changes: tuple[Change, ...]
    app_changes: tuple[Change, ...]
    receipt: Change
    kept: tuple[Problem, ...] = ()

    @property
    def python_files(self) -> tuple[str, ...]:
        """The Python files that are there afterwards: the module's, and those of the app's own that would change."""
        changes = (*self.module_changes, *self.app_changes)
        return tuple(change.path for change in changes if change.path.endswith(".py") and change.after is not None)

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Every file of the build, also those that would stay as they are."""
        return (*self.module_changes, *self.app_changes, self.receipt)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that would be written; a file that would stay as it is isn't among them."""
        return tuple(change for change in self.all_changes if change.before != change.after)


def plan_build(
    project: Project,
    request: FeatureRequest,
    spec: FeatureSpec,
    module: Module,
    wiring: Wiring,
    *,
    keep_edits: bool = False,
) -> Plan:
    """What landing `module` would change. Hand edits are merged in.

    Raises:
        HandEditsError: hand edits and the new text disagree and `keep_edits` is not set, or a file is there that was
            not built.
    """
    before = read_receipt(project.folder, request.feature)
    pristine = {file.path: file.text for file in before.files} if before else {}
    problems: list[Problem] = []
    conflicts: list[Problem] = []
    changes = [
        _file_change(project, path, pristine.get(path), text, problems, conflicts)
        for path, text in module.files.items()
    ]
    changes += [
        _removal(project, file, problems) for file in (before.files if before else ()) if file.path not in module.files
    ]
    if problems or (conflicts and not keep_edits):
        raise HandEditsError(*problems, *conflicts)
    receipt = Receipt(
        feature=request.feature,
        description=request.description,
        requirements=request.requirements,
        spec=spec.to_data(),
        wiring=wiring,
        files=tuple(
            BuiltFile(change.path, digest(change.after), module.files[change.path])
            for change in changes
            if change.after is not None
        ),
    )
    path = receipt_path(request.feature)
    return Plan(
        module_changes=tuple(changes),
        app_changes=tuple(_wiring_changes(project, wiring, before.wiring if before else None, module.files)),
        receipt=Change(path, project.read(path), receipt.to_yaml().encode()),
        kept=tuple(conflicts),
    )


def plan_removal(project: Project, receipt: Receipt, *, discard_edits: bool) -> Plan:
    """What taking a feature out would change.

    Raises:
        HandEditsError: one of its files was edited by hand and `discard_edits` is not set.
    """
    problems: list[Problem] = []
    changes = [_removal(project, file, problems, edits_too=discard_edits) for file in receipt.files]
    if problems:
        raise HandEditsError(*problems)
    path = receipt_path(receipt.feature)
    return Plan(
        module_changes=tuple(changes),
        app_changes=tuple(_wiring_changes(project, None, receipt.wiring)),
        receipt=Change(path, project.read(path), None),
    )


def _file_change(
    project: Project,
    path: str,
    pristine: str | None,
    new: str,
    problems: list[Problem],
    conflicts: list[Problem],
) -> Change:
    present = project.read(path)
    if present is None or present == new.encode() or (pristine is not None and present == pristine.encode()):
        return Change(path, present, new.encode())
    if pristine is None:
        problems.append(
            Problem(
                path, "is there already and was not built by PetSage", "move it away, or name the feature otherwise"
            )
        )
        return Change(path, present, present)
    merged, found = _merge(pristine, present.decode("utf-8", "surrogateescape"), new)
    conflicts += (Problem(f"{path}, line {line}", text, _FITTING) for line, text in found)
    return Change(path, present, merged.encode("utf-8", "surrogateescape"))


_FITTING = "write what is new into your lines and build again, or pass --keep-edits to keep yours"


def _merge(pristine: str, yours: str, new: str) -> tuple[str, list[tuple[int, str]]]:
    """The three-way merge, in which yours wins; and each conflict: its line in yours, and what both sides say."""
    groups = list(Merge3(pristine.splitlines(True), yours.splitlines(True), new.splitlines(True)).merge_groups())
    text, conflicts, line = "", [], 1
    for place, group in enumerate(groups, start=1):
        if group[0] != "conflict":
            text += "".join(group[1])
            line += 0 if group[0] == "b" else len(group[1])
            continue
        _, before, mine, theirs = group
        if place == len(groups) and not before:  # both went on at the end of the file, which is no disagreement
            text += "".join((*theirs, *mine))
        elif (settled := _settled(before, mine, theirs)) is not None:
            text += "".join(settled)
        else:
            text += "".join(mine)
            conflicts.append((line, f"hand edits say {_quoted(mine)}, the new text says {_quoted(theirs)}"))
        line += len(mine)
    return text, conflicts


def _settled(before: Sequence[str], yours: Sequence[str], new: Sequence[str]) -> Sequence[str] | None:
    """The lines of a conflict in which a person has already written what is new, beside the own edit."""
    head = _alike(yours, new)
    tail = _alike(yours[head:][::-1], new[head:][::-1])
    own, rest = yours[head : len(yours) - tail], new[head : len(new) - tail]
    only_adds = not rest and not set(own) & set(before)
    return yours if only_adds or list(rest) == list(before) else None


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _quoted(lines: Sequence[str]) -> str:
    return " ⏎ ".join(f"`{line.strip()}`" for line in lines) or "nothing"


def _removal(project: Project, file: BuiltFile, problems: list[Problem], *, edits_too: bool = False) -> Change:
    present = project.read(file.path)
    if present is not None and present != file.text.encode() and not edits_too:
        problems.append(
            Problem(
                file.path,
                "was edited by hand, and would be deleted",
                "move the edits elsewhere, or pass --discard-edits",
            )
        )
    return Change(file.path, present, None)


def _wiring_changes(
    project: Project, new: Wiring | None, old: Wiring | None, files: Iterable[str] = ()
) -> list[Change]:
    """The app's own files with the old wiring out and the new one in, one change a file; `files` are the module's."""
    texts: dict[str, str] = {}
    if old and old != new:
        texts[old.target] = unwire(project.read_text(old.target), old)
    if new:
        texts[new.target] = wire(texts.get(new.target) or project.read_text(new.target), new)
    return [_app_change(project, path, text, files) for path, text in texts.items() if project.read(path) is not None]


def _app_change(project: Project, path: str, text: str, files: Iterable[str]) -> Change:
    """The change of one of the app's own files, which stays as tidy as it was."""
    before = project.read_text(path)
    if text != before:
        context = dict.fromkeys(files, "") | project.formatting_context({path: text})
        text = follow_format(path, before, text, context)
    return Change(path, before.encode(), text.encode())
