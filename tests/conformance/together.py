"""Threads that begin at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let threads begin together; what each returned, or the exception it ended in."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result(timeout=120) for future in [threads.submit(run, act) for act in acts]]
