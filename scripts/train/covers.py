"""
Lays something over digits of a strip: over one half of each, so that what they are is not plain to see, or over all of
them, so that they are not there to be read. A network that never saw such digits is too sure of them.
"""

from dataclasses import dataclass

import cv2
import numpy as np


class COVER:
    hidden_share, hidden = 0.25, (1, 5)  # of the covers: over all of some digits; so many, the last is not drawn
    line_share, some = 0.3, (1, 6)  # of the others: over the whole line; over so many digits, the last is not drawn
    half, whole = (0.2, 0.55), (1.1, 1.6)  # how much of the digits' height it takes, of either kind
    soft, soft_least, slant = (0, 0.12), 0.3, 0.05  # of their height: sigma of its edge; px; standard deviation over the strip
    grey_share, greys = 0.6, (0, 255)  # the others are skin
    skin, lightness, tint = (120, 150, 190), (0.3, 1.3), 25  # BGR; factor; grey levels, standard deviation


@dataclass(frozen=True)
class Row:
    """Where a line's digits stand on a strip, px."""

    extents: list[tuple[float, float]]  # from and to, of each digit
    top: float
    height: float


def covered(image: np.ndarray, row: Row, rng: np.random.Generator) -> tuple[np.ndarray, slice]:
    """A strip with something on some digits, float32 [H, W, 3], and which of them cannot be seen at all."""
    is_hidden = rng.random() < COVER.hidden_share
    is_line = not is_hidden and rng.random() < COVER.line_share
    count = len(row.extents) if is_line else int(rng.integers(*(COVER.hidden if is_hidden else COVER.some)))
    first = int(rng.integers(0, max(1, len(row.extents) - count + 1)))
    last = min(len(row.extents), first + count) - 1
    left, right = (0, image.shape[1]) if is_line else (row.extents[first][0], row.extents[last][1])
    cover = band(image.shape[:2], row, COVER.whole if is_hidden else COVER.half, is_hidden, rng)
    cover[:, : max(0, int(left))] = 0
    cover[:, max(0, int(np.ceil(right))) :] = 0
    sigma = rng.uniform(*COVER.soft) * row.height
    if sigma > COVER.soft_least:
        cover = cv2.GaussianBlur(cover, (0, 0), sigma)
    return image + (random_colour(rng) - image) * cover[..., None], slice(first, last + 1) if is_hidden else slice(0)


def band(
    shape: tuple[int, int], row: Row, share: tuple[float, float], is_over_all: bool, rng: np.random.Generator
) -> np.ndarray:
    """What lies on a row from above, from below, or over all of it: coverage, float32 of a shape. share: of the row's height"""
    height, width = shape
    slant = rng.normal(0, COVER.slant) * row.height
    y = np.mgrid[:height, :width][0] + np.linspace(-slant, slant, width)
    reach = rng.uniform(*share) * row.height
    if is_over_all:
        return np.float32(abs(y - row.top - row.height / 2) < reach / 2)
    is_above = rng.random() < 0.5
    return np.float32(y < row.top + reach if is_above else y > row.top + row.height - reach)


def random_colour(rng: np.random.Generator) -> np.ndarray:
    """BGR"""
    if rng.random() < COVER.grey_share:
        return np.full(3, rng.uniform(*COVER.greys))
    return np.float32(COVER.skin) * rng.uniform(*COVER.lightness) + rng.normal(0, COVER.tint, 3)
