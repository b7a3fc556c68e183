"""What an entity is shown with, as its tests try it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from petsage_builder.rendering import bodies
from petsage_builder.rendering.testing.bringing import made_for
from petsage_builder.rendering.testing.counting import fit_beside_each_other
from petsage_builder.rendering.testing.lists import ListTests
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.rules import RuleTests
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.calculating import own_fields
from petsage_builder.spec.entity import USER, FieldSpec, ShownWith
from petsage_builder.spec.showing import USER_FIELDS, Related, related
from petsage_builder.terms import names
from petsage_builder.terms.code import code

Case = dict[str, Any]
Made = tuple[list[str], str, list[Recipe], Recipe]
"""The lines that make a thing and what it is shown with, the code of the latter, and how both are made."""


class ShowingTests(View):
    """What an entity is shown with, as its tests try it.

    Each case makes a thing and what it is shown with, and says what somebody sees of that, and somebody else doesn't.
    """

    @cached_property
    def cases(self) -> list[Case]:
        return [case for part, found in self._parts for case in self._case(part, found)]

    @property
    def varying(self) -> list[str]:
        """The parts that not everybody in a test is shown alike, or not at any time."""
        parts = self._parts if self.maker.recipe else ()
        return [names.in_json(part.its) for part, found in parts if self._varies(part, found)]

    @property
    def _parts(self) -> Iterator[tuple[ShownWith, Related]]:
        for part in self.entity.shown_with:
            found = related(self.entity, part.its, self.maker.scene.spec.entities)
            assert found is not None
            yield part, found

    def _varies(self, part: ShownWith, found: Related) -> bool:
        recipe = self.made.links.get(part.its) if found.kind == "one" else None
        if recipe is None:
            return False
        people = {self.made.maker, self.maker.seer, self.maker.changer} - {None}
        is_moving = any(own_fields(computed, recipe.entity) is None for computed in recipe.entity.computed)
        return (is_moving and not part.fields) or len({recipe.holds("see", who or "") for who in people}) > 1

    def _case(self, part: ShownWith, found: Related) -> Iterator[Case]:
        match found.kind:
            case "one" if found.target == "user":
                made = self._user(part)
            case "one":
                made = self._one(found)
            case "many":
                made = self._many(found)
            case _:
                made = self._linked(found)
        if made is None:
            return
        lines, expected, recipes, shown = made
        seer = self._viewer(shown, recipes)
        if seer is not None:
            yield {
                "of": part,
                "name": f"{self.maker.one} is shown with its {part.its}".replace(" ", "_"),
                "key": names.in_json(part.its),
                "fields": self._fields(part, found),
                "is_one": found.kind == "one",
                "lines": lines,
                "expected": expected,
                "seer": seer,
                "is_listed": self._lists.lister == seer,
                "blind": self._blind(shown, recipes),
            }

    @cached_property
    def _lists(self) -> ListTests:
        return ListTests(self.maker)

    def _fields(self, part: ShownWith, found: Related) -> list[str]:
        """What a test looks at: what doesn't change when other things do."""
        if found.target == "user":
            return ["id", *(USER_FIELDS.get(field) or self._own(field).in_json for field in part.fields)]
        target = self.maker.scene.entity(found.target)
        fields = [field.in_json for field in target.fields if not part.fields or field.name in part.fields]
        return ["id", *fields, *(["status"] if "status" in part.fields else [])]

    def _user(self, part: ShownWith) -> Made | None:
        who = self.made.users.get(part.its)
        if who is None or who == "another":
            return None
        people, accounts = self.maker.scene.people, self.maker.scene.accounts
        own = [self._own(field) for field in part.fields if field not in USER_FIELDS]
        given = (bodies.full(people) if people and own else None) or {}
        sent = {field.in_json: code(given[field.name]) for field in own if field.name in given}
        body = ", ".join(f'"{name}": {value}' for name, value in sent.items())
        lines = [f'{who}.patch("{accounts}/users/me", {{{body}}})'] if sent else []
        lines.append(f"{self.maker.var} = {self.maker.new()}")
        return lines, f'{who}.get("{accounts}/users/me").json()', [], self.made

    def _own(self, name: str) -> FieldSpec:
        """A field of what people have of their own."""
        return self.maker.scene.entity(USER).field(name)

    def _one(self, found: Related) -> Made | None:
        recipe = self.maker.target(found.link) if found.link else None
        if recipe is None or found.link is None:
            return None
        target = self.maker.dependency(found.link, "alice").removesuffix('["id"]')
        made = self.maker.new(**{found.link.column: 'other["id"]'})
        return [f"other = {target}", f"{self.maker.var} = {made}"], "other", [recipe], self.made

    def _many(self, found: Related) -> Made | None:
        child = self.maker.of(found.target)
        on = made_for(self.made, found.link) if found.link else None
        if child.recipe is None or found.link is None or on is None:
            return None
        makers = RuleTests(child).makers_for(found.link, on, [])
        theirs = [child.recipe.by(who) for who in makers]
        recipes = [replace(recipe, links=recipe.links | {found.link.role: on}) for recipe in theirs]
        news = [child.new(who, **{found.link.column: f'{self.maker.var}["id"]'}) for who in makers]
        lines = [f"{self.maker.var} = {self.maker.call_of(on)}", f"others = [{', '.join(news)}]"]
        return lines, "others", recipes, on

    def _linked(self, found: Related) -> Made | None:
        """Links two things as whoever may change the one that keeps the link."""
        target = self.maker.of(found.target)
        if target.recipe is None or not fit_beside_each_other(self.made, target.recipe):
            return None
        is_kept_here = found.kind == "kept link"
        keeper, kept = (self.maker, target) if is_kept_here else (target, self.maker)
        linker = keeper.changer
        if linker is None or not kept.made.holds("see", linker):
            return None
        one, other = (self.maker.var, "others[0]") if is_kept_here else ("others[0]", self.maker.var)
        path = keeper.path_to(one, f"/{kept.slug}/{{{other}['{kept.key}']}}")
        made = [f"{self.maker.var} = {self.maker.new()}", f"others = [{target.new()}]"]
        return [*made, f'{linker}("PUT", {path})'], "others", [target.made], self.made

    def _viewer(self, shown: Recipe, recipes: list[Recipe]) -> Who | None:
        """Somebody who sees the thing with all of that, on its list if possible."""
        seers = [who for who in self.everybody if shown.status("see", who) == 200]
        able = [who for who in seers if all(recipe.holds("see", who) for recipe in recipes)]
        return next((who for who in able if who == self._lists.lister), able[0] if able else None)

    def _blind(self, shown: Recipe, recipes: list[Recipe]) -> Who | None:
        """Somebody who sees the thing, and none of that."""
        seers = (who for who in self.everybody if shown.status("see", who) == 200)
        return next((who for who in seers if recipes and not any(one.holds("see", who) for one in recipes)), None)
