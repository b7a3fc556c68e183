"""What is to be checked, and what came of it, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from petsage_builder.terms.module import Operation

OpenAPI = dict[str, Any]
Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class AppLocator:
    """Where the app is: `name` is `package.module:object`, `sources` the folders that imports start from."""

    name: str
    sources: tuple[str, ...] = (".",)


@dataclass(frozen=True)
class Migrations:
    """The revisions of one branch, oldest first, and the newest of them that was there before the change.

    What the new one `refuses` are rows for which the feature has no place any more.
    """

    revisions: tuple[str, ...]
    landed: str | None = None
    refuses: bool = False


@dataclass(frozen=True)
class CheckPlan:
    """What proves one change of a project. Paths are POSIX, from the project's folder.

    `before` is the OpenAPI document of the app without the change; where it is `None`, nothing is compared with it.
    `operations` are those that the features have with the change, `former_operations` those that they had without; all
    others must stay as they are. `commands` are the project's own. `migrations` are those of the features, each after
    those that it stands on. `alembic` is the file of Alembic's settings, `postgresql` a server where migrations are
    tried too. `skip` names checks that are switched off. `environment` is handed to what runs the project's code.
    `network` are the servers on the loopback, each `host:port`, that tests and commands reach. Each check may take
    `seconds`. With `only_additions` everything may change, but no operation may go.
    `formatter` is what formats and lints them where the project's own settings are other formatters', as `ruff.toml`.
    `left_out` are tests that the change can't reach. Where the proof is `absolute`, what was red before counts, too.
    """

    app: AppLocator
    before: OpenAPI | None
    operations: frozenset[Operation]
    former_operations: frozenset[Operation] = frozenset()
    python_files: tuple[str, ...] = ()
    feature_tests: tuple[str, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()
    migrations: tuple[Migrations, ...] = ()
    skip: frozenset[str] = frozenset()
    alembic: str = "alembic.ini"
    postgresql: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    network: tuple[str, ...] = ()
    seconds: float = 120
    formatter: str = ""
    only_additions: bool = False
    left_out: tuple[str, ...] = ()
    absolute: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing that a check failed by. `name` is the same in every run, `text` is what a reader needs to mend it.

    Of a test that never began, `set_up` is the error in its fixtures.
    """

    name: str
    text: str
    set_up: str = ""


@dataclass(frozen=True)
class CheckResult:
    """How one check ended. `detail` is one line; `output` is what a reader needs to mend a failure.

    `faults` are what it failed by, where that can be told one by one. `red_before` names those that the project has
    without the change: they don't count.
    """

    name: str
    status: Status
    seconds: float
    detail: str = ""
    output: str = ""
    faults: tuple[Fault, ...] = ()
    red_before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """The results of all checks in the order of presenting, and the guards that this machine doesn't have.

    `document` is the app's OpenAPI document with the change, where it was come to.
    """

    results: tuple[CheckResult, ...]
    missing_guards: tuple[str, ...] = ()
    document: OpenAPI | None = None

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that failed; none, where the module is proven."""
        return tuple(result for result in self.results if result.status == "failed")
