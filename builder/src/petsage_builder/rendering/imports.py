"""The imports of a file that is being written: they follow from the names that its text uses."""

from collections.abc import Iterator


class Imports:
    """Gathers what a file imports while its body is rendered: nothing is imported in vain, nothing is forgotten.

    What comes from the module `own`, the file itself, is not imported.
    """

    def __init__(self, own: str = "") -> None:
        self._own = own
        self._names: dict[str, set[str]] = {}
        self._modules: set[str] = set()

    def __call__(self, module: str, name: str) -> str:
        """The name as the text uses it; the file will import it from the module."""
        if module != self._own:
            self._names.setdefault(module, set()).add(name)
        return name

    def module(self, name: str, alias: str = "") -> str:
        """The module's name, or its alias, as the text uses it; the file will import it whole."""
        self._modules.add(f"{name} as {alias}" if alias else name)
        return alias or name

    def lines(self) -> Iterator[str]:
        """The import statements; the formatter puts them into their order and groups."""
        for module in sorted(self._modules):
            yield f"import {module}"
        for module, names in sorted(self._names.items()):
            yield f"from {module} import {', '.join(sorted(names))}"
