"""How an app's own file learns of a feature's router, and forgets it again."""

from .add import wire
from .take_out import unwire
from .wiring import Wiring

__all__ = ["Wiring", "unwire", "wire"]
