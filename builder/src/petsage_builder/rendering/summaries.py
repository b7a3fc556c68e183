"""What the endpoints of a module say of themselves: a summary and a sentence each."""

from petsage_builder.language.phrases import action_phrase, order_phrase, possessive, right_phrases, who_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.rendering.handlers import Handler
from petsage_builder.spec.entity import Entity
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed


def summary_of(handler: Handler) -> str:
    """What an endpoint does, in a few words: "Confirm a visit"."""
    entity, target = handler.entity, handler.endpoint.target
    one, owns = names.with_article(entity.name), f"{names.with_article(entity.name)}{possessive(entity.name)}"
    match handler.endpoint.action:
        case "list":
            return f"List {_whose(entity)}{entity.plural}"
        case "list all":
            return f"List all {entity.plural}"
        case "list deleted":
            return f"List deleted {entity.plural}"
        case "create":
            return f"Create {one}{_of_parent(entity)}"
        case "step":
            verb, _, state = handler.done.partition(" ")
            return names.title(f"{verb} {one} {state}".rstrip())
        case "history":
            return f"List {owns} changes"
        case "list linked":
            return f"List {owns} {names.plural(target)}"
        case "list linking":
            return f"List {names.with_article(target)}{possessive(target)} {entity.plural}"
        case "link":
            return f"Add {names.with_article(target)} to {one}"
        case "unlink":
            return f"Remove {names.with_article(target)} from {one}"
        case "do once":
            return names.title(f"{target} {one}")
        case "take back":
            return names.title(f"no longer {target} {one}")
        case action:
            return f"{names.title(action)} {one}"


def promise_of(handler: Handler) -> str:
    """The sentence that an endpoint's docstring is."""
    entity = handler.entity
    verb = handler.endpoint.verb
    match handler.endpoint.action:
        case "list" | "list linking":
            return _order(entity)
        case "list all":
            return f"All that the caller can see. {_order(entity)}"
        case "list deleted":
            return f"Those that the caller can restore, the last one first.{_total(entity)}"
        case "list linked":
            return _order(handler.scene.entity(handler.endpoint.target))
        case "history" if entity.access.is_by_state("see"):
            return "Newest first; of the states in which the caller can see it."
        case "history":
            return "Newest first."
        case "create" if made := entity.creators:
            return sentence(f"whoever creates it becomes its {listed(link.role for link in made)}")
        case "create":
            return sentence(f"{who_phrase(entity.access.create)} can create one")
        case "step":
            assert entity.lifecycle is not None
            life, target = entity.lifecycle, handler.endpoint.target
            if not life.actions_to(target) and not entity.access.is_by_state("change"):
                return sentence(f"possible while it is {listed(map(names.spoken, life.sources(target)), 'or')}")
            return " ".join(sentence(action_phrase(entity, action)) for action in entity.ways_to(target))
        case "restore":
            return sentence(f"possible for {_days(entity)} after it was deleted")
        case "delete" if entity.restore_days:
            return sentence(f"it can be restored for {_days(entity)}")
        case "change":
            return "What is left out stays as it is."
        case "link":
            return "Nothing happens where it has been added before."
        case "unlink":
            return "Nothing happens where it has not been added."
        case "do once":
            (once,) = (once for once in entity.once if once.verb == handler.endpoint.target)
            return f"{sentence(f'{who_phrase(once.who)} can do it')} It counts once for each."
        case "take back":
            return "Nothing happens where the caller has not done it."
        case action:
            deed = f"can {verb if action == 'get' else action} it"
            if not entity.access.is_by_state(verb):
                return sentence(f"{who_phrase(entity.access.to(verb))} {deed}")
            return " ".join(map(sentence, right_phrases(entity, verb)))


def _whose(entity: Entity) -> str:
    """What stands before the name in the summary of a list: "a pet's ", "my "."""
    if parent := entity.parent:
        return f"{names.with_article(parent.target)}{possessive(parent.target)} "
    is_mine = all(grant.to == "owner" for grant in entity.access.see)
    return "my " if is_mine else ""


def _of_parent(entity: Entity) -> str:
    return f" of {names.with_article(entity.parent.target)}" if entity.parent else ""


def _order(entity: Entity) -> str:
    return sentence(order_phrase(entity)) + _total(entity)


def _total(entity: Entity) -> str:
    return " With their total." if entity.counted else ""


def _days(entity: Entity) -> str:
    return "1 day" if entity.restore_days == 1 else f"{entity.restore_days} days"
