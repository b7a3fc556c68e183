"""How the app is put together."""

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from pydantic import BaseModel

from petsage.core import health
from petsage.core.edge import Edge
from petsage.core.logs import configure_logs
from petsage.core.problems import PROBLEMS, answer_with_problems
from petsage.features.smoke_test.router import router as smoke_test_router
from petsage.features.wellness.router import router as wellness_router
from petsage.settings import Settings


class Welcome(BaseModel):
    """A greeting."""

    message: str


def create_app(settings: Settings) -> FastAPI:
    """The app as `settings` want it; every feature's router is included here."""
    configure_logs(settings.log_level)
    app = FastAPI(
        title="PetSage Backend API",
        responses=PROBLEMS,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.add_middleware(Edge)
    app.add_middleware(CorrelationIdMiddleware)
    answer_with_problems(app)
    app.include_router(health.router)
    app.include_router(smoke_test_router, prefix="/api/v1")
    app.include_router(wellness_router, prefix="/api/v1")

    @app.get("/", summary="Welcome")
    async def get_welcome() -> Welcome:
        """Greets whoever asks."""
        return Welcome(message="Welcome to the PetSage API")

    return app


app = create_app(Settings())
