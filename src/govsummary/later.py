"""A mapping whose values are made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class Later(Mapping[str, Value]):
    """Makes each value when it is first asked for, and keeps it.

    Args:
        makers: of every value, by its key, in order of the mapping.
        made: values that are there already.

    >>> squares = Later({"two": lambda: 4, "three": lambda: 9})
    >>> squares["two"], list(squares), "four" in squares
    (4, ['two', 'three'], False)
    """

    def __init__(self, makers: Mapping[str, Callable[[], Value]], made: Mapping[str, Value] | None = None) -> None:
        self._makers = makers
        self._made = dict(made or {})

    def __getitem__(self, key: str) -> Value:
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
