"""A picture as a page shows it."""

import base64
from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture that a page can show without its styles meeting the page's."""

    svg: str

    @property
    def url(self) -> str:
        """The picture as a data URL."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"
