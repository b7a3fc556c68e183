"""What is said of users as a whole: which roles they have, and which one they start with."""

import re
from typing import Any

from petsage_builder.language import statements as said
from petsage_builder.language.draft import Said
from petsage_builder.language.scene import Scene
from petsage_builder.spec.fault import Path
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun

_ARTICLE = re.compile(r"\A(?:an?|the) ")


def declared(scene: Scene, _users: Noun, fact: said.States) -> None:
    """Users are customers, staff or managers: one or several of them each."""
    for value in fact.values:
        role = _role(value)
        if role in scene.roles:
            scene.fault(value.at, f"the role '{value}' is said twice", "name each role once")
        scene.roles.setdefault(role, value.at)


def started(scene: Scene, _users: Noun, fact: said.StartsIn) -> None:
    """Whoever signs up gets a role of this request."""
    role = _role(fact.state)
    if scene.start is not None:
        scene.fault(fact.state.at, "what users start as is said twice", "keep one of the two sentences")
    scene.start = Said(role, fact.state.at)


def _role(value: Noun) -> str:
    said = names.spoken(value)
    return names.singular(said if value.is_quoted else _ARTICLE.sub("", said, count=1))


def data_of(scene: Scene) -> tuple[dict[str, Any], dict[Path, int]]:
    """The data of the roles that a request declares, and where each was said."""
    if not scene.roles and scene.start is None:
        return {}, {}
    data = {"names": tuple(scene.roles), "start": scene.start and scene.start.value}
    places: dict[Path, int] = {("roles", "names", index): at for index, at in enumerate(scene.roles.values())}
    places[("roles",)] = min(places.values(), default=0)
    if scene.start:
        places[("roles", "start")] = scene.start.at
    return {"roles": data}, places
