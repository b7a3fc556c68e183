"""How tests try what each person can do once with an entity."""

from functools import cached_property
from typing import Any

from petsage_builder.rendering.testing.recipe import Who
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.entity import Once
from petsage_builder.terms import names


class OnceTests(View):
    """What each person can do once with an entity, as its tests try it."""

    @cached_property
    def cases(self) -> list[dict[str, Any]]:
        """For each of that, who does it, who else sees it, and who may see it and not do it."""
        if self.maker.recipe is None:
            return []
        return [case for once in self.entity.once if (case := self._case(once))]

    def doers(self, once: Once) -> list[Who]:
        """Those who see what Alice makes, and may do this."""
        return [who for who in self._seers if self.made.is_among(once.who, who)]

    def _case(self, once: Once) -> dict[str, Any] | None:
        doers = self.doers(once)
        others = [who for who in self._seers if who not in doers[:1]]
        if not doers:
            return None
        return {
            "of": once,
            "verb": once.verb.replace(" ", "_"),
            "path": names.kebab(once.verb),
            "fields": [names.in_json(once.done), names.in_json(once.count)],
            "doer": doers[0],
            "other": next(iter(others), ""),
            "barred": next((who for who in others if who not in doers), ""),
        }

    @property
    def _seers(self) -> list[Who]:
        return [who for who in self.everybody if self.made.status("see", who) == 200]
