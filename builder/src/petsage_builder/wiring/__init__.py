"""How an app's own file learns of a feature's router, and forgets it again."""

from petsage_builder.wiring.add import wire
from petsage_builder.wiring.take_out import unwire
from petsage_builder.wiring.wiring import Wiring

__all__ = ["Wiring", "unwire", "wire"]
