"""Writes down what has expired: `python -m petsage.settle`, every few minutes, and as often as you like."""

import sys

from petsage.core.settling import settle
from petsage.main import app  # knows every feature

if __name__ == "__main__":
    sys.exit(settle(app.state.settings.database_url))
