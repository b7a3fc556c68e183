"""A build that is asked to stop: from another thread, at any moment, and the project stays as it was."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from petsage_builder.errors import Problem, StoppedError


class Stop:
    """The wish that a build end before it lands. Once landing has begun it comes too late."""

    def __init__(self) -> None:
        self._asked = False
        self._lock = threading.Lock()
        self._wakes: list[Callable[[], None]] = []

    def ask(self) -> None:
        """Have the build end as soon as it can."""
        with self._lock:
            self._asked = True
            for wake in self._wakes:
                wake()

    def refuse_if_asked(self) -> None:
        """Go on only where nobody has asked.

        Raises:
            StoppedError: somebody has.
        """
        if self._asked:
            raise StoppedError(Problem("cancelled", "the project is untouched"))

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Iterator[None]:
        """While the block runs, `wake` is called when somebody asks, from their thread; at once if they have."""
        with self._lock:
            self._wakes.append(wake)
            if self._asked:
                wake()
        try:
            yield
        finally:
            with self._lock:
                self._wakes.remove(wake)
