"""Faces of bank cards, front and back, lying and standing, and where number and expiry stand on them."""

from collections.abc import Callable

import numpy as np
from backs import back
from draws import one_of
from face import Face
from fronts import front
from identities import identity_front
from portraits import portrait

DRAWS: dict[str, Callable[[np.ndarray, bool, np.random.Generator], Face]] = {
    "front": front,
    "portrait": portrait,
    "back": back,
    "identity": identity_front,
}
Sides = tuple[tuple[str, float], ...]
# How frequent they are. Cards of identities are drawn where they are asked for: sets to measure on are as they were before.
SIDES: Sides = (("front", 0.72), ("portrait", 0.16), ("back", 0.12), ("identity", 0))


def with_share(side: str, share: float) -> Sides:
    """The sides, of which one has another share."""
    others = 1 - dict(SIDES)[side]
    return tuple((name, share if name == side else of * (1 - share) / others) for name, of in SIDES)


def random_face(held_out: bool, rng: np.random.Generator, art: np.ndarray, sides: Sides = SIDES) -> Face:
    """held_out: digits in types that training never sees; art: a picture out of `card_art`"""
    side = one_of(sides, rng)
    face = DRAWS[side](art, held_out, rng)
    face.side = side
    return face
