"""Faces of bank cards, front and back, lying and standing, and where number and expiry stand on them."""

import numpy as np
from backs import back
from card_art import card_art
from face import Face
from fronts import front
from portraits import portrait
from texts import one_of

SIDES = ((front, 0.72), (portrait, 0.16), (back, 0.12))  # how frequent they are


def random_face(held_out: bool, rng: np.random.Generator, art: np.ndarray | None = None) -> Face:
    """held_out: digits in types that training never sees; art: a picture out of `card_art`"""
    art = card_art(rng) if art is None else art
    return one_of(SIDES, rng)(art, held_out, rng)
