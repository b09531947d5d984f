"""A stock of things that are dear to make and used again and again: pictures on cards, faces, tables."""

from collections.abc import Callable, Sequence

import numpy as np


class Stock[Thing]:
    """Each thing is made when it is first needed, from a generator of its own: a short run needs few of them."""

    def __init__(self, count: int, seed: Sequence[int], make: Callable[[np.random.Generator], Thing]):
        self.seed, self.make = tuple(seed), make
        self.made: list[Thing | None] = [None] * count

    def any(self, rng: np.random.Generator) -> Thing:
        i = int(rng.integers(len(self.made)))
        if self.made[i] is None:
            self.made[i] = self.make(np.random.default_rng((*self.seed, i)))
        return self.made[i]

    def renew_any(self, rng: np.random.Generator) -> None:
        self.made[rng.integers(len(self.made))] = self.make(rng)
