"""All that the template of the tests asks about an entity: how it is made, and a view for each theme."""

from dataclasses import dataclass
from functools import cached_property

from petsage_builder.rendering.testing.access import AccessTests
from petsage_builder.rendering.testing.calculations import CalculationTests
from petsage_builder.rendering.testing.expiring import ExpiryTests
from petsage_builder.rendering.testing.lifecycle import LifecycleTests
from petsage_builder.rendering.testing.lists import ListTests
from petsage_builder.rendering.testing.maker import Maker
from petsage_builder.rendering.testing.once import OnceTests
from petsage_builder.rendering.testing.rules import RuleTests
from petsage_builder.rendering.testing.showing import ShowingTests
from petsage_builder.rendering.testing.validation import ValidationTests


@dataclass(frozen=True)
class EntityTests:
    """The tests of an entity, by theme; all of them make it in the same way."""

    maker: Maker

    @cached_property
    def access(self) -> AccessTests:
        """Who may do what with it."""
        return AccessTests(self.maker)

    @cached_property
    def values(self) -> ValidationTests:
        """Which values it takes."""
        return ValidationTests(self.maker)

    @cached_property
    def calculations(self) -> CalculationTests:
        """What it computes from its own fields."""
        return CalculationTests(self.maker)

    @cached_property
    def lists(self) -> ListTests:
        """How it is listed."""
        return ListTests(self.maker)

    @cached_property
    def showing(self) -> ShowingTests:
        """What it is shown with."""
        return ShowingTests(self.maker)

    @cached_property
    def once(self) -> OnceTests:
        """What each person can do once with it."""
        return OnceTests(self.maker)

    @cached_property
    def expiring(self) -> ExpiryTests:
        """Which of its states end by themselves."""
        return ExpiryTests(self.maker)

    @cached_property
    def rules(self) -> RuleTests:
        """Which rules several of it keep."""
        return RuleTests(self.maker)

    @cached_property
    def lifecycle(self) -> LifecycleTests:
        """What it goes through."""
        return LifecycleTests(self.maker)
