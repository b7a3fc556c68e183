"""Prints what lets the owner of an account choose a new password: `python -m petsage.reset_password EMAIL`."""

import sys

from petsage.core.identity.resets import print_reset
from petsage.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    sys.exit(print_reset(settings.database_url, settings.public_url, sys.argv[1:]))
