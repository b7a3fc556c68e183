"""How the app is put together."""

from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel

from petsage.core.app import new_app
from petsage.core.mail import post_of
from petsage.features.health_tracker.router import router as health_tracker_router
from petsage.features.health_tracker.trends import router as trends_router
from petsage.features.pets.router import router as pets_router
from petsage.features.profiles.own import router as own_profile_router
from petsage.features.profiles.router import router as profiles_router
from petsage.features.smoke_test.router import router as smoke_test_router
from petsage.features.timeline.router import router as timeline_router
from petsage.features.vaccinations.router import router as vaccinations_router
from petsage.features.wellness.pets_router import router as pet_wellness_router
from petsage.features.wellness.router import router as wellness_router
from petsage.settings import Settings

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class Welcome(BaseModel):
    """A greeting."""

    message: str


def create_app(settings: Settings) -> FastAPI:
    """The app as `settings` want it; every feature's router is included here."""
    app = new_app(
        "PetSage Backend API",
        database_url=settings.database_url,
        migrations=MIGRATIONS,
        log_level=settings.log_level,
        trusted_proxies=settings.trusted_proxies,
        post=post_of(settings.smtp_url.get_secret_value(), settings.mail_from),
        public_url=settings.public_url,
    )
    app.state.settings = settings
    app.include_router(smoke_test_router, prefix="/api/v1")
    app.include_router(wellness_router, prefix="/api/v1")
    app.include_router(profiles_router, prefix="/api/v1")
    app.include_router(pets_router, prefix="/api/v1")
    app.include_router(health_tracker_router, prefix="/api/v1")
    app.include_router(vaccinations_router, prefix="/api/v1")
    app.include_router(timeline_router, prefix="/api/v1")
    app.include_router(trends_router, prefix="/api/v1")
    app.include_router(pet_wellness_router, prefix="/api/v1")
    app.include_router(own_profile_router, prefix="/api/v1")

    @app.get("/", summary="Welcome")
    async def get_welcome() -> Welcome:
        """Greets whoever asks."""
        return Welcome(message="Welcome to the PetSage API")

    return app


app = create_app(Settings())
