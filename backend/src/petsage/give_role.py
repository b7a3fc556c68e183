"""Gives accounts a role: `python -m petsage.give_role ROLE EMAIL`, or `everybody` for all that are there."""

import sys

from petsage.core.identity.roles import give_role
from petsage.main import app  # knows every role

if __name__ == "__main__":
    sys.exit(give_role(app.state.settings.database_url, sys.argv[1:]))
