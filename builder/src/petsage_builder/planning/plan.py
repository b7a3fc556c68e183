"""Everything that a build or a removal would change, known before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from petsage_builder.errors import Conflict, HandEditsError, Problem
from petsage_builder.planning.following import Follow, as_it_is
from petsage_builder.planning.history import History, history_of, migration_path
from petsage_builder.planning.merging import MergedFile, merge
from petsage_builder.project.formatting import follow_format
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import BuiltFile, Receipt, digest, receipt_path
from petsage_builder.project.revisions import Meant, Revision, revision_path
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms.module import Change, Module
from petsage_builder.wiring import Wiring, unwire, wire


@dataclass(frozen=True)
class Plan:
    """The changes of one build, those of them that are in the app's own files, and the disagreements that edits won.

    `landed` is what the receipt will say. `edited` are the files that somebody edited and that would change: what the
    builder made of them before, and makes of them now. `marked` are the files with conflicts, both sides in them, and
    `revisions` what is kept of migrations.
    """

    module_changes: tuple[Change, ...]
    app_changes: tuple[Change, ...]
    receipt: Change
    landed: Receipt | None = None
    kept: tuple[Conflict, ...] = ()
    revisions: tuple[Change, ...] = ()
    edited: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    marked: Mapping[str, str] = field(default_factory=dict)

    @property
    def python_files(self) -> tuple[str, ...]:
        """The Python files that are there afterwards: the module's, and those of the app's own that would change."""
        changes = (*self.module_changes, *self.app_changes)
        return tuple(change.path for change in changes if change.path.endswith(".py") and change.after is not None)

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Every file of the build, also those that would stay as they are."""
        return (*self.module_changes, *self.app_changes, self.receipt, *self.revisions)

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
    follow: Follow = as_it_is,
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
) -> Plan:
    """What landing `module` would change. Hand edits are merged in, after they have followed what is called otherwise.

    `settled` has texts for conflicts, by their keys, and for whole files with conflicts, by their paths.

    Raises:
        HandEditsError: hand edits and the new text disagree, which is neither settled nor is `keep_edits` set, or a
            file is there that was not built.
    """
    before = project.landed.receipt(request.feature)
    history = history_of(before, project) if before else None
    pristine = {**before.texts, **_brought(history, project)} if before and history else {}
    problems: list[Problem] = []
    conflicts: list[Conflict] = []
    marked: dict[str, str] = {}
    changes = []
    for path, text in module.files.items():
        change, merged = _file_change(project, path, pristine.get(path), text, follow, problems, settled or {})
        changes.append(change)
        conflicts += merged.conflicts
        marked |= {path: merged.marked} if merged.marked else {}
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
        landed=receipt,
        kept=tuple(conflicts),
        revisions=tuple(_new_revisions(project, before, history, receipt)) if before and history else (),
        edited=_edited(changes, pristine, module),
        marked=marked,
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
    kept = [revision_path(PurePosixPath(file.path).stem) for file in receipt.files]
    return Plan(
        module_changes=tuple(changes),
        app_changes=tuple(_wiring_changes(project, None, receipt.wiring)),
        receipt=Change(path, project.read(path), None),
        revisions=tuple(Change(one, present, None) for one in kept if (present := project.read(one)) is not None),
    )


def _brought(history: History, project: Project) -> dict[str, str]:
    """The migrations that another branch brought, as they are."""
    paths = [migration_path(one.name, project) for one in history.brought]
    return {path: history.texts[path] for path in paths}


def _new_revisions(project: Project, before: Receipt, history: History, after: Receipt) -> Iterator[Change]:
    """What is kept of the migrations that a feature has now and had not."""
    known = {*before.texts, *history.texts}
    was, now = Meant(before.requirements, history.meaning.to_data()), Meant(after.requirements, after.spec)
    for path in (
        file.path for file in after.files if file.path.startswith(migration_path("", project).removesuffix(".py"))
    ):
        if path not in known:
            name = PurePosixPath(path).stem
            place = revision_path(name)
            yield Change(place, project.read(place), Revision(after.feature, name, was, now).to_yaml().encode())
            was = now  # the first means the change, another one only completes it


def _file_change(
    project: Project,
    path: str,
    pristine: str | None,
    new: str,
    follow: Follow,
    problems: list[Problem],
    settled: Mapping[str, str],
) -> tuple[Change, MergedFile]:
    present = project.read(path)
    if present is None or present == new.encode() or (pristine is not None and present == pristine.encode()):
        return Change(path, present, new.encode()), MergedFile(new)
    if pristine is None:
        problems.append(
            Problem(
                path, "is there already and was not built by PetSage", "move it away, or name the feature otherwise"
            )
        )
        return Change(path, present, present), MergedFile(new)
    yours = present.decode("utf-8", "surrogateescape")
    merged = merge(path, follow(path, pristine), follow(path, yours), new, settled)
    text = tidy(project, path, yours, merged.text)
    return Change(path, present, text.encode("utf-8", "surrogateescape")), merged


def tidy(project: Project, path: str, before: str, after: str) -> str:
    """A merged text, as tidy as the text was before."""
    if not path.endswith(".py") or before == after or not _is_utf8(before):
        return after
    return follow_format(path, before, after, project.formatting_context({path: after}))


def _is_utf8(text: str) -> bool:
    return not any("\udc80" <= character <= "\udcff" for character in text)


def _edited(changes: Iterable[Change], pristine: Mapping[str, str], module: Module) -> dict[str, tuple[str, str]]:
    """{path: the text that was built, the text that is built} of each edited file that the builder makes anew."""
    return {
        change.path: (pristine[change.path], module.files[change.path])
        for change in changes
        if change.path in pristine
        and change.path in module.files
        and change.before not in (None, pristine[change.path].encode())
        and pristine[change.path] != module.files[change.path]
    }


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
