"""An app with everything that features stand on, and no feature yet."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI

from . import health
from .connect import database_at
from .database import Session
from .document_route import serve_document_off_the_loop
from .documentation import document_answers
from .edge import Edge
from .identity.accounts import accounts_router
from .identity.addresses import Network
from .identity.recovering import router as recovering_router
from .identity.router import router as identity_router
from .logs import configure_logs
from .mail import Post
from .problems import answer_with_problems
from .query_models import remember_every_query_model
from .routing import use_route_tree
from .style import STYLE


def new_app(
    title: str,
    *,
    database_url: str,
    migrations: Path,
    log_level: str,
    trusted_proxies: tuple[Network, ...] = (),
    post: Post | None = None,
    public_url: str = "",
) -> FastAPI:
    """The app; its features are to be included. It opens its database when it starts and closes it when it stops.

    It is ready to serve when the database has what is in the folder `migrations`. Whose request it is, by address, is
    what `trusted_proxies` say in `X-Forwarded-For`, and nobody else. Mail leaves by `post`, if at all, and its links go
    to pages under `public_url`.
    """
    configure_logs(log_level)
    remember_every_query_model()
    database = database_at(database_url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await database.open()
        gc.freeze()  # what an app starts with is no garbage, and needn't be looked at for it
        yield
        await database.close()

    app = FastAPI(title=title, lifespan=lifespan, generate_unique_id_function=lambda route: route.name)
    app.state.database = database
    app.state.migrations = migrations
    app.state.session = Session(database)
    app.state.session_for_a_change = Session(database, for_a_change=True)
    app.state.trusted_proxies = trusted_proxies
    app.state.post = post
    app.state.public_url = public_url
    app.add_middleware(Edge)
    app.add_middleware(CorrelationIdMiddleware)
    answer_with_problems(app)
    document_answers(app)
    serve_document_off_the_loop(app)
    use_route_tree(app)
    app.include_router(health.router)
    app.include_router(accounts_router(), prefix=STYLE.prefix)
    app.include_router(identity_router, prefix=STYLE.prefix)
    app.include_router(recovering_router, prefix=STYLE.prefix)
    return app
