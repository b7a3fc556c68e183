"""What clients call things in what is around a thing, a page and a body: `{"article": {…}}`, `{"articles": […]}`."""

from typing import NamedTuple


class Called(NamedTuple):
    """What clients call a thing, and several of them, where an envelope says so."""

    one: str = "thing"
    many: str = "things"

    def within(self, envelope: str) -> str:
        """The envelope's name: `{thing}` and `{things}` are what these are called."""
        return envelope.replace("{thing}", self.one).replace("{things}", self.many)
