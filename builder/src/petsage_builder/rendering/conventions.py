"""By which methods clients call an endpoint, and what it answers with where all is well, as the style has it."""

from petsage_builder.project.style import Style
from petsage_builder.spec.endpoints import Endpoint

_ONCE = ("do once", "take back")


def methods_of(endpoint: Endpoint, style: Style) -> tuple[str, ...]:
    """The methods at which an endpoint is."""
    return ("POST",) if endpoint.action == "do once" and style.once == "post" else style.methods(endpoint.method)


def success_of(endpoint: Endpoint, style: Style) -> int:
    """The status of its answer."""
    return 200 if answers_with_thing(endpoint, style) else endpoint.success


def answers_with_thing(endpoint: Endpoint, style: Style) -> bool:
    """Whether what is done once is answered with the thing that it was done with."""
    return endpoint.action in _ONCE and style.once == "post"
