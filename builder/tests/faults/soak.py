"""How thorough the fault tests are: `PETSAGE_SOAK=1` leaves nothing out, and takes some minutes."""

import os

SOAK = bool(os.environ.get("PETSAGE_SOAK"))
STRIDE = 1 if SOAK else 6
