"""How tests try the states of an entity that end by themselves: they let time pass."""

import re
from dataclasses import replace
from functools import cached_property
from typing import Any

from petsage_builder.language.phrases import expiry_phrase
from petsage_builder.language.quoting import plain
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.testing.recipe import Who
from petsage_builder.rendering.testing.stepping import Stepping
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.expiring import Expiry
from petsage_builder.terms import names
from petsage_builder.terms.code import code


class ExpiryTests(View):
    """The states of an entity that end by themselves, as its tests try them."""

    @cached_property
    def cases(self) -> list[dict[str, Any]]:
        """For each end that a test can see: how a thing is made and brought there, and when that is."""
        life = self.entity.lifecycle
        if self.maker.recipe is None or life is None:
            return []
        return [case for expiry in life.expiries if (case := self._case(expiry))]

    def _case(self, expiry: Expiry) -> dict[str, Any] | None:
        stepping = Stepping(self.made)
        ways = stepping.ways_at_any_time
        source = next((state for state in ways if state in expiry.sources), None)
        given = self._given(expiry)
        seer = source and self._seer(source, expiry.target)
        if source is None or seer is None or given is None:
            return None
        field = self.entity.field(expiry.field).in_json if expiry.field else "created_at"
        way = [(stepping.called(who), names.kebab(step)) for who, step in ways[source]]
        return {
            "of": expiry,
            "name": re.sub(r"\W+", "_", plain(expiry_phrase(self.entity, expiry))).strip("_"),
            "given": given,
            "way": code(way) if way else "",
            "seer": seer,
            "since": field,
            "after": f" + timedelta({expiry.unit}s={expiry.count})" if expiry.count else "",
            "source": code(source),
            "target": code(expiry.target),
        }

    def _seer(self, *states: str) -> Who | None:
        """Somebody who sees a thing in each of these states."""
        found = [
            who for who in self.everybody if all(replace(self.made, state=state).holds("see", who) for state in states)
        ]
        return next(iter(found), None)

    def _given(self, expiry: Expiry) -> dict[str, str] | None:
        """What a test gives so that the thing ends some time; None where other rules decide."""
        field = self.entity.field(expiry.field) if expiry.field else None
        if field is None or field.name in (self.maker.least_body or {}) or field.default is not None:
            return {}
        unique = {name for rule in self.entity.uniques for name in rule.names}
        if field.name in bodies.compared_fields(self.entity) | unique:
            return None
        return {field.in_json: code(samples.ladder(field)[0])}
