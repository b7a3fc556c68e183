"""Ctrl-C and its like, at a moment that suits."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptions_held() -> Iterator[Callable[[], None]]:
    """Keeps Ctrl-C, SIGTERM and SIGHUP from stopping what is done inside at any odd moment.

    What it gives is called where a stop is welcome: it raises `KeyboardInterrupt` if one was asked for. A stop that is
    asked for after the last such call is too late, and is forgotten. In threads other than the main one nothing is
    held, as Python never interrupts those.
    """
    came: list[int] = []

    def stop_if_asked() -> None:
        if came:
            raise KeyboardInterrupt

    handlers = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    handlers[number] = signal.signal(number, lambda number, _: came.append(number))
        yield stop_if_asked
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
