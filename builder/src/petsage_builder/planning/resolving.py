"""Conflicts resolved by hand: merged files with markers, in a folder beside the project, and what became of them."""

import ast
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from petsage_builder.edits.merged import BETWEEN, BUILT, YOURS
from petsage_builder.errors import CannotBuildError, HandEditsError, Problem
from petsage_builder.landing.disk import Disk, is_below
from petsage_builder.landing.folders import ancestors, make_above, prune
from petsage_builder.project.files import read_file

Texts = Mapping[str, str]

_NOTE = ".petsage-conflicts.json"
"""What was written into the folder, by path: what tells whether it is still about the same texts."""

_AGAIN = "keep what you want of it elsewhere, delete it, and build with --conflicts again"


class Resolving(Protocol):
    """How a build deals with conflicts: `texts` are whole files by path, which settle those in them."""

    texts: Texts

    def meet(self, marked: Texts) -> None:
        """Is told the files with conflicts, before anything is proven; raises where the build can't go on."""

    def landed(self) -> None:
        """Is told that the build has landed."""


class Writing:
    """Writes the files with conflicts into the folder and ends the build there; without conflicts it goes on."""

    def __init__(self, project: Path) -> None:
        self.texts: Texts = {}
        self._folder = _Folder(project)

    def meet(self, marked: Texts) -> None:
        """Writes them.

        Raises:
            HandEditsError: they are written, and each place that is to be resolved; or something else is there.
            CannotBuildError: the system refuses.
        """
        if not marked:
            return
        self._folder.write(marked)
        places = [f"{self._folder.place(path)}, line {line}" for path in marked for line in _begins(marked[path])]
        advice = (
            f"edit the files until no `{YOURS}`, `{BETWEEN}` and `{BUILT}` is left in them, then say the same with "
            "--resolved in place of --conflicts; to give it up, delete the folder"
        )
        raise HandEditsError(
            *(Problem(place, "a hand edit and the new text disagree") for place in places),
            Problem(str(self._folder.path), "the merged files are there, both sides between markers", advice),
        )

    def landed(self) -> None:
        """Nothing was written."""


class Resolved:
    """Takes what became of the files in the folder.

    Raises:
        HandEditsError: there is no such folder, a file is gone, has a marker left or is no Python.
        CannotBuildError: the folder can't be read.
    """

    def __init__(self, project: Path) -> None:
        self._folder = _Folder(project)
        self._written = self._folder.written()
        if not self._written:
            message = "there are no files with conflicts"
            raise HandEditsError(Problem(str(self._folder.path), message, "build with --conflicts first"))
        found = {path: self._folder.read(path) for path in self._written}
        if problems := [one for path, content in found.items() for one in self._unfinished(path, content)]:
            raise HandEditsError(*problems)
        self.texts: Texts = {path: _text(content) for path, content in found.items() if content is not None}

    def _unfinished(self, path: str, content: bytes | None) -> Iterator[Problem]:
        place = self._folder.place(path)
        if content is None:
            yield Problem(place, "is gone", f"put it there again; or {_AGAIN}")
        elif lines := list(_left(_text(content), self._written[path])):
            advice = "keep what is to stay, and delete the lines with markers"
            yield from (Problem(f"{place}, line {line}", "a marker is left", advice) for line in lines)
        elif path.endswith(".py") and (fault := _syntax_fault(content)):
            yield Problem(f"{place}, line {fault.lineno or 1}", f"isn't Python: {fault.msg}", "mend it there")

    def meet(self, marked: Texts) -> None:
        """Holds what was resolved against what disagrees now.

        Raises:
            HandEditsError: that is something else.
        """
        paths = sorted(path for path in {*marked, *self._written} if marked.get(path) != self._written.get(path))
        if paths:
            message = "was written for another request or for other edits than there are now"
            about = f"{message}: {', '.join(paths)}"
            raise HandEditsError(Problem(str(self._folder.path), about, _AGAIN))

    def landed(self) -> None:
        """Takes the files away, and the folder where it holds nothing else."""
        self._folder.remove(self._written)


class _Folder:
    """The folder beside a project."""

    def __init__(self, project: Path) -> None:
        self.path = project.parent / f"{project.name}-conflicts"
        self._disk = Disk(self.path)

    def place(self, path: str) -> str:
        return f"{self.path.name}/{path}"

    def read(self, path: str) -> bytes | None:
        return read_file(self.path / path, self.place(path))

    def written(self) -> dict[str, str]:
        """What was written here, by path; nothing where there is no such folder."""
        content = self.read(_NOTE)
        try:
            texts = json.loads(content or b"{}")
        except (ValueError, RecursionError):
            texts = None
        if not isinstance(texts, dict) or not all(is_below(path) and isinstance(texts[path], str) for path in texts):
            raise CannotBuildError(Problem(self.place(_NOTE), "is damaged", _AGAIN))
        return texts

    def write(self, marked: Texts) -> None:
        with self._told():
            if self._is_taken():
                advice = "build with --resolved where it is resolved, else move or delete it"
                raise HandEditsError(Problem(str(self.path), "is there already and holds something else", advice))
            if self.path.exists():
                shutil.rmtree(self.path)
            self.path.mkdir()
            for path, text in {**marked, _NOTE: json.dumps(dict(marked))}.items():
                make_above(self._disk, path)
                self._disk.write(path, _bytes(text))

    def _is_taken(self) -> bool:
        """Whether there is anything but what was written here and nobody touched."""
        if self.path.is_symlink() or (self.path.exists() and not self.path.is_dir()):
            return True
        files = {path.relative_to(self.path).as_posix() for path in self.path.rglob("*") if not path.is_dir()}
        written = self.written() if files else {}
        return any(path not in written or self.read(path) != _bytes(written[path]) for path in files - {_NOTE})

    def remove(self, texts: Texts) -> None:
        with self._told():
            for path in (*texts, _NOTE):
                with suppress(FileNotFoundError):
                    self._disk.unlink(path)
            prune(self._disk, ancestors(texts))
            if self._disk.names(".") == []:
                self.path.rmdir()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            advice = "make room for a folder there that you can write to"
            raise CannotBuildError(Problem(str(self.path), error.strerror or str(error), advice)) from error


def _begins(marked: str) -> list[int]:
    return [line for line, text in _lines(marked) if text == YOURS]


def _left(text: str, marked: str) -> Iterator[int]:
    """The lines with markers; a line between two sides is one where there are more than the texts had themselves."""
    own = sum(line == BETWEEN for _, line in _lines(marked)) - len(_begins(marked))
    has_more = sum(line == BETWEEN for _, line in _lines(text)) > own
    yield from (number for number, line in _lines(text) if line in (YOURS, BUILT) or (has_more and line == BETWEEN))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line.rstrip()) for number, line in enumerate(text.split("\n"), start=1))


def _syntax_fault(content: bytes) -> SyntaxError | None:
    try:
        ast.parse(content)
    except SyntaxError as error:
        return error
    except ValueError as error:
        return SyntaxError(str(error))
    return None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
