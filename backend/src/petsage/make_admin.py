"""Makes an account an admin: `python -m petsage.make_admin EMAIL`."""

import sys

from petsage.core.identity.admins import make_admin
from petsage.settings import Settings

if __name__ == "__main__":
    sys.exit(make_admin(Settings().database_url, sys.argv[1:]))
