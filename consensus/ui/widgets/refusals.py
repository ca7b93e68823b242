"""A page that loads what may not exist yet: the sentence of the refusal instead of an error box."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError

P = ParamSpec("P")
T = TypeVar("T")


def load(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T | None, str]:
    """What the service answers, or None and its sentence where it is not there, not to be seen yet or not to be read.

    Other refusals, such as a missing permission, are left to the script.
    """
    try:
        return fn(*args, **kwargs), ""
    except (ConflictError, InvalidInputError, NotFoundError) as refusal:
        return None, str(refusal)
