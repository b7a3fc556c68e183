"""How a job tells the builder what it finds: JSON lines in a pipe of its own."""

import json
import os
from typing import Any

Job = dict[str, Any]


class Channel:
    """The writing end of a job's pipe. Every line carries the job's nonce, so nothing else passes for one.

    Only the process that made it is heard: a fork of it, made by a test, would tell of a session that isn't the job's.
    """

    def __init__(self, handle: int, nonce: str) -> None:
        os.set_inheritable(handle, False)
        self.handle = handle
        self._nonce = nonce
        self._teller = os.getpid()

    def tell(self, kind: str, **facts: Any) -> None:
        """Send one line. It starts with a newline too: what was before it may have been cut off."""
        if os.getpid() != self._teller:
            return
        line = f"\n{json.dumps({'nonce': self._nonce, 'kind': kind, **facts})}\n".encode()
        while line:
            line = line[os.write(self.handle, line) :]
