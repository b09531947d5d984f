"""Faces of bank cards, front and back, lying and standing, and where number and expiry stand on them."""

import numpy as np
from backs import back
from draws import one_of
from face import Face
from fronts import front
from portraits import portrait

SIDES = ((front, 0.72), (portrait, 0.16), (back, 0.12))  # how frequent they are


def random_face(held_out: bool, rng: np.random.Generator, art: np.ndarray) -> Face:
    """held_out: digits in types that training never sees; art: a picture out of `card_art`"""
    return one_of(SIDES, rng)(art, held_out, rng)
