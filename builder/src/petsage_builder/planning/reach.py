"""What a change can reach: the tests that have to run, and those of features that it can't reach."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from petsage_builder.project.blueprint import Layout
from petsage_builder.project.project import Project
from petsage_builder.terms import names

_BY_NAME = re.compile(r"importlib|import_module|__import__|pkgutil|entry_points|sys\.modules")
"""What code says that finds other code by its name, and so may use any of it."""
_IMPORT = re.compile(r"^\s*(?:from|import) .+", re.MULTILINE)
_NO_CODE = (".md", ".svg", ".png")


@dataclass(frozen=True)
class Reach:
    """A project's features as they hang together: what is as it was built uses what its request refers to.

    Other code that names what is another's may use it. Naming is wider than importing: it is found in imports, foreign
    keys, URLs and any other text alike. `files` are all of the project's, by path.
    """

    project: Project
    files: Collection[str]

    def unreached_tests(self, changed: Iterable[str]) -> tuple[str, ...]:
        """The test files of the features that these changed files can't reach; none where they can reach everything."""
        changed = [path for path in changed if not self._is_apart(path)]
        owners = {self._owner(path) for path in changed}
        seeds = {feature for feature in owners if feature}
        if None in owners or self._is_carried_by_the_core(seeds):
            return ()
        left_out = self._features - self._connected(seeds)
        return tuple(path for path in self.files if self._owner(path) in left_out and self._is_test(path))

    def _connected(self, seeds: set[str]) -> set[str]:
        """The features that use one of these, those that it uses, directly or not, and those that find code by name."""
        by_name = {feature for feature, text in self._code.items() if _BY_NAME.search(text)}
        return seeds | by_name | _closed(seeds, self._users) | _closed(seeds, self._used)

    def _users(self, feature: str) -> set[str]:
        return {other for other in self._features if self._uses(other, feature)}

    def _used(self, feature: str) -> set[str]:
        return {other for other in self._features if self._uses(feature, other)}

    def _uses(self, feature: str, other: str) -> bool:
        """Whether a feature's request refers to another, or its code names it; what is as built only seems to."""
        if other in self.project.landed.below(feature):
            return True
        names = self._names[other]
        return _speaks_of(self._code[feature], names) and _speaks_of(self._by_hand(feature), names)

    @cached_property
    def _features(self) -> set[str]:
        return set(self.project.landed.features)

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """What each feature is known by: its own name, and those of its entities and their tables."""
        return {feature: set(self._names_of(feature)) for feature in self._features}

    def _names_of(self, feature: str) -> Iterator[str]:
        entities = self.project.landed.spec(feature).entities
        for text in (feature, *(name for entity in entities for name in (entity.name, names.plural(entity.name)))):
            snake = names.snake(text)
            yield from (snake, snake.replace("_", "-"), names.pascal(text))
        yield from (entity.table for entity in entities)

    @cached_property
    def _code(self) -> dict[str, str]:
        """The code of each feature, with that of nobody's files that it names."""
        return {feature: self._with_stray("\n".join(files.values())) for feature, files in self._own.items()}

    def _by_hand(self, feature: str) -> str:
        """The same of what somebody wrote or edited."""
        receipt = self.project.landed.receipt(feature)
        built = receipt.texts if receipt else {}
        return self._with_stray("\n".join(text for path, text in self._own[feature].items() if text != built.get(path)))

    @cached_property
    def _own(self) -> dict[str, dict[str, str]]:
        """The files of each feature."""
        own: dict[str, dict[str, str]] = {feature: {} for feature in self._features}
        for path in self._searched:
            if owner := self._owner(path):
                own[owner][path] = self._text(path)
        return own

    @cached_property
    def _stray(self) -> dict[str, str]:
        """Nobody's files, by the names of their modules."""
        return {PurePosixPath(path).stem: self._text(path) for path in self._searched if not self._owner(path)}

    @property
    def _searched(self) -> Iterator[str]:
        for path in self.files:
            if path.endswith(".py") and path not in self._whole and not path.startswith(self._core):
                yield path

    def _with_stray(self, text: str) -> str:
        def named(stem: str) -> set[str]:
            return {other for other in self._stray if _speaks_of(self._stray.get(stem, text), {other})}

        return "\n".join([text, *(self._stray[stem] for stem in sorted(_closed({""}, named)) if stem)])

    def _is_carried_by_the_core(self, features: set[str]) -> bool:
        """Whether the core, or what knows the whole app, is imported from a feature or imports one of these."""
        paths = [path for path in self.files if path.startswith(self._core) and path.endswith(".py")]
        imports = "\n".join(line for path in paths for line in _IMPORT.findall(self._text(path)))
        module = self._layout.dotted(self._layout.app)
        if any(module in text for text in self._code.values()):
            return True
        return _speaks_of(imports, features)

    @cached_property
    def _folders(self) -> dict[str, str]:
        """The feature of each folder that only it has files in."""
        found: dict[str, set[str]] = {}
        for path, feature in self._placed.items():
            for folder in PurePosixPath(path).parents:
                found.setdefault(str(folder), set()).add(feature)
        own = {folder: features.pop() for folder, features in found.items() if len(features) == 1}
        return {folder: feature for folder, feature in own.items() if feature in PurePosixPath(folder).parts}

    @cached_property
    def _placed(self) -> dict[str, str]:
        """The feature of each file that the layout gives it."""
        rules = self.project.blueprint
        return {
            path: feature for feature in self._features for path in _parts(rules.for_feature(feature).layout) if path
        }

    def _owner(self, path: str) -> str | None:
        """The feature that a file is of."""
        place = PurePosixPath(path)
        if str(place.parent) == f"{self._layout.migrations}/versions":
            return next((one for one in self._features if re.fullmatch(rf"{one}_\d+.*", place.stem)), None)
        return self._placed.get(path) or next(
            (self._folders[str(up)] for up in place.parents if str(up) in self._folders), None
        )

    def _is_test(self, path: str) -> bool:
        return path.endswith(".py") and PurePosixPath(path).name.startswith("test_")

    def _is_apart(self, path: str) -> bool:
        """Whether no code depends on a file."""
        return path.startswith((".petsage/", ".github/", f"{self._layout.requests}/")) or path.endswith(_NO_CODE)

    @cached_property
    def _layout(self) -> Layout:
        return self.project.blueprint.for_project().layout

    @property
    def _core(self) -> str:
        return f"{self._layout.core}/"

    @cached_property
    def _whole(self) -> set[str]:
        """The files that know every feature: the app as a whole is imported, described and tested in any case."""
        wired = self.project.blueprint.for_project().wired_file
        return {self._layout.app, wired, "conftest.py", f"{self._layout.migrations}/env.py"}

    def _text(self, path: str) -> str:
        return (self.project.read(path) or b"").decode("utf-8", "replace")


def _closed(seeds: set[str], following: Callable[[str], set[str]]) -> set[str]:
    """All that can be come to from these."""
    found, open_ends = set(seeds), list(seeds)
    while open_ends:
        new = following(open_ends.pop()) - found
        found |= new
        open_ends += new
    return found


def _speaks_of(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words is in a text, also as a part of a longer name."""
    return any(word in text and re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text) for word in words)


def _parts(layout: Layout) -> tuple[str | None, ...]:
    return (layout.router, layout.schemas, layout.tests, layout.service, layout.models, layout.face, layout.docs)
