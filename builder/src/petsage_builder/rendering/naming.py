"""What the parts of a module call the same things by."""

import keyword
from collections.abc import Mapping

from petsage_builder.spec.entity import Entity, Once
from petsage_builder.terms import names

_IMPORTED = frozenset({"problems"})
"""What routers import that a repository could be called."""
_SCHEMAS = frozenset({"own", "patch", "query", "read"})
"""What the schemas of an entity are called by."""

OPERATIONS = frozenset(
    {
        "change_me",
        "change_password",
        "change_user",
        "delete_account",
        "delete_user",
        "export_everything",
        "export_kind",
        "get_liveness",
        "get_me",
        "get_readiness",
        "get_user",
        "give_role",
        "list_users",
        "sign_in",
        "sign_out",
        "sign_up",
        "take_role",
    }
)
"""The operation ids that every project has already."""


def arguments(items: Mapping[str, str]) -> str:
    """Code that hands values, which are code, to a call by names of which some are words of Python."""
    named = [f"{name}={value}" for name, value in items.items() if not keyword.iskeyword(name)]
    unspeakable = [f'"{name}": {value}' for name, value in items.items() if keyword.iskeyword(name)]
    return ", ".join([*named, *([f"**{{{', '.join(unspeakable)}}}"] if unspeakable else [])])


def choice_class(entity: Entity, field: str) -> str:
    """The enumeration of a field's values: `PetSpecies`; of the states: `VisitStatus`."""
    return names.pascal(f"{entity.called} {field}")


def field_alias(entity: Entity, field: str) -> str:
    """The annotated type that what comes in for a field is checked by: `PetName`."""
    return names.pascal(f"{entity.called} {field}")


def repository(entity: Entity) -> str:
    """The repository of an entity: `weight_entries`."""
    return _beside_handlers(names.plural(entity.called))


def steps(entity: Entity) -> str:
    """The lifecycle of an entity: `visit_steps`."""
    return _beside_handlers(f"{entity.called} steps")


def history(entity: Entity) -> str:
    """The history of an entity: `pet_history`."""
    return names.snake(f"{entity.called} history")


def links(entity: Entity, target: str) -> str:
    """The links of an entity to another: `post_tags`."""
    return _beside_handlers(f"{entity.called} {names.plural(target)}")


def link_class(entity: Entity, target: str) -> str:
    """The model of the links of an entity to another: `PostTag`."""
    return names.pascal(f"{entity.called} {target}")


def once_class(entity: Entity, once: Once) -> str:
    """The model of who has done something once: `ArticleFavourite`."""
    name = names.pascal(f"{entity.called} {once.verb}")
    return f"{name}_" if once.verb in _SCHEMAS else name


def once(entity: Entity, verb: str) -> str:
    """What people do once with an entity: `article_favourites`."""
    return _beside_handlers(f"{entity.called} {names.plural(verb)}")


def revision_class(entity: Entity) -> str:
    """The model of what an entity was: `PetRevision`."""
    return names.pascal(f"{entity.called} revision")


def deleted_class(entity: Entity) -> str:
    """The schema of one that was deleted and can be restored: `DeletedPet`."""
    return names.pascal(f"deleted {entity.called}")


def own_class(people: Entity) -> str:
    """The schema of all that somebody has of their own: `UserProfileOwn`."""
    return f"{people.class_name}Own"


def own_repository(people: Entity) -> str:
    """The repository of what each has of their own: `own_user_profiles`."""
    return f"own_{repository(people)}"


def shown_class(entity: Entity) -> str:
    """The schema of one with what is shown with it: `PostShown`."""
    return names.pascal(f"{entity.called} shown")


def excerpt_class(entity: Entity, part: str) -> str:
    """The schema of a part of one of which some fields are shown: `TagOfPost`."""
    return names.pascal(f"{names.singular(part)} of {entity.called}")


def showing(entity: Entity) -> str:
    """What gives an entity its parts: `shown_posts`."""
    return names.snake(f"shown {names.plural(entity.called)}")


def handler(verb: str, entity: Entity, what: str = "") -> str:
    """The function behind an endpoint, which is its operation id: `create_pet`, `list_post_tags`."""
    subject = names.plural(entity.called) if verb == "list" and not what else entity.called
    name = names.snake(" ".join(filter(None, (verb, subject, what))))
    return f"{name}_" if name in OPERATIONS else name


def _beside_handlers(name: str) -> str:
    """What a name is in routers, whose handlers that list things, and what they import, have names of their own."""
    name = names.snake(name)
    return f"{name}_" if name in _IMPORTED or name.startswith("list_") else name


def id_of(entity: Entity) -> str:
    """The path parameter with an entity's id: `weight_entry_id`."""
    return names.snake(f"{entity.called} id")


def address_of(entity: Entity) -> str:
    """The path parameter that an entity is found by: `article_slug`, without such a field its id."""
    return names.snake(f"{entity.called} {entity.found_by}") if entity.found_by else id_of(entity)


def address_class(entity: Entity) -> str:
    """The type of a parameter with the id of what a path has by another field: `ArticleBySlug`."""
    return names.pascal(f"{entity.called} by {entity.found_by}")


def computed(entity: Entity, name: str) -> str:
    """The constant with what is computed by a name: `total_of_line`."""
    return names.snake(f"{name} of {entity.called}")
