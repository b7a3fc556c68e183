"""How pages are rendered: what comes from a request is shown as text, and can't become markup."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.requests import Request

from petsage_builder.presenting.lines import duration, shown

HERE = Path(__file__).parent

Page = Callable[..., HTMLResponse]
"""Renders a page by its name for a request, with the facts that it shows."""


def pages() -> Page:
    """What renders every page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"duration": duration, "spoken": _spoken}

    def page(name: str, request: Request, **facts: Any) -> HTMLResponse:
        return HTMLResponse(environment.get_template(name).render(path=request.url.path, **facts))

    return page


def _spoken(text: str) -> Markup:
    """A message with what stands in backticks as code."""
    parts = shown(text).split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))
