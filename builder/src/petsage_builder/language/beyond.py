"""What is asked for and isn't built yet, or isn't for a backend at all: recognised, so that it can be said."""

from collections.abc import Sequence
from itertools import pairwise

from petsage_builder.language.words import Sentence
from petsage_builder.terms.misreading import MisreadError

LATER = ("not", "now", ":")
"""What a sentence begins with that is to be left open."""

_MESSAGES = frozenset(
    [
        "notify",
        "notifies",
        "notified",
        "notification",
        "notifications",
        "remind",
        "reminds",
        "reminded",
        "reminder",
        "reminders",
        "sms",
        "newsletter",
    ]
)
_MAIL = frozenset(["mail", "mails", "email", "emails", "e-mail", "e-mails", "message"])
_SENT = frozenset(["send", "sends", "sent", "get", "gets", "receive", "receives", "received"])
_LOOKS = frozenset(
    [
        "button",
        "buttons",
        "screen",
        "screens",
        "responsive",
        "dashboard",
        "colour",
        "color",
        "coloured",
        "colored",
        "red",
        "green",
        "yellow",
        "orange",
        "grey",
        "bold",
        "font",
        "layout",
        "popup",
        "menu",
        "sidebar",
        "tooltip",
        "icon",
        "icons",
        "drag",
        "phones",
        "mobile-friendly",
    ]
)
_FILES = frozenset(
    [
        "import",
        "imported",
        "imports",
        "export",
        "exported",
        "exports",
        "upload",
        "uploaded",
        "download",
        "downloaded",
        "csv",
        "pdf",
        "excel",
        "spreadsheet",
    ]
)
_SPEED = frozenset(["fast", "performance", "latency", "uptime", "scalable", "milliseconds", "load", "loads", "secure"])
_BY_ITSELF = frozenset(["automatically", "automatic", "expire", "expires", "auto"])
_CHOSEN_ORDER = frozenset(["sortable"])
_ADVICE = "begin the sentence with `Not now:` to leave it open, so that the rest can be built"


def beyond(sentence: Sentence) -> MisreadError | None:
    """What to say of a sentence that asks for something which isn't built; nothing where it asks for something else."""
    said = [word.text for word in sentence]
    words = frozenset(said)
    is_order_chosen = any(f"can be {sorted_} by" in " ".join(said) for sorted_ in ("sorted", "ordered"))
    if _tells_of_the_product(said):
        why = "this tells of the product, and asks for nothing"
        return MisreadError(sentence[0].at, why, advice="leave it out, or begin it with `Not now:`")
    if any(pair in _THEN for pair in pairwise(said)):
        why = "this says what can be done then, and not after what"
        return MisreadError(sentence[0].at, why, advice="say in which state, as in `A sent invoice can be paid.`")
    if said.count("with") > 1 and "shown" in words:
        why = "what is shown with a thing can't have something shown with it in turn yet"
        return MisreadError(sentence[0].at, why, advice="say of each thing by itself what it is shown with")
    if not words.isdisjoint(_MESSAGES) or not (words.isdisjoint(_MAIL) or words.isdisjoint(_SENT)):
        why = "mail and notifications aren't built yet"
    elif not words.isdisjoint(_FILES):
        why = "files, imports and exports aren't built yet"
    elif not words.isdisjoint(_LOOKS):
        why = "how something looks isn't for a backend"
    elif not words.isdisjoint(_BY_ITSELF):
        why = "of what happens by itself it can be said when a state ends"
        expiring = "say it as in `A requested booking expires 48 hours after it was created.`"
        return MisreadError(sentence[0].at, why, advice=f"{expiring}, or {_ADVICE}")
    elif is_order_chosen or not words.isdisjoint(_CHOSEN_ORDER):
        why = "who asks for a list can't choose its order yet"
    elif not words.isdisjoint(_SPEED):
        why = "how well something runs isn't said here"
    else:
        return None
    return MisreadError(sentence[0].at, why, advice=_ADVICE)


_THEN = frozenset((can, then) for can in ("can", "may") for then in ("then", "later"))
_TELLERS = frozenset(["we", "our", "this"])
_ASKING = frozenset("can cannot has have keep may must need needs record should store track want".split())  # noqa: SIM905


def _tells_of_the_product(said: Sequence[str]) -> bool:
    """Whether a sentence is a title, or says what somebody does for a living: "We run a laundry"."""
    return said[0] in _TELLERS and _ASKING.isdisjoint(said)


def is_left_open(sentence: Sentence) -> bool:
    """Whether a sentence says of itself that it isn't for now."""
    return tuple(word.text for word in sentence[:3]) == LATER
