"""The maps that the locator should predict for a scene, and how much each pixel counts."""

import cv2
import numpy as np
from locator import CARD, CARD_UNIT, DIRECTION, HEIGHT_UNIT, LINE, LINE_UNIT, MAPS, STRIDE
from scenes import Scene

MIN_THICKNESS = 5.0  # px: a lower line is marked as if it were as high as this, or a map's pixels would miss it
# Pixels of a map: those of a card or line of this size have weight 1, those of smaller ones more, up to a limit. So
# dates, which are short, count as well.
PLAIN_CARD, MAX_CARD_WEIGHT = 1600, 3.0
PLAIN_LINE, MAX_LINE_WEIGHT = 200, 6.0
PLAIN_LENGTH = 160.0  # px: the ends of a line twice as long may be off by twice as much
MIN_OUTLINE_VISIBLE = 0.3  # of a card: if less of it is in the picture, its outline does not count
SHIFT = 4  # fractional bits of OpenCV's drawing


def filled(mask: np.ndarray, quad: np.ndarray) -> None:
    cv2.fillConvexPoly(mask, np.int32(np.round((quad - 0.5) * (1 << SHIFT))), 255, cv2.LINE_8, SHIFT)


def covered(quad: np.ndarray, shape: tuple[int, int], frame: tuple[int, int] | None) -> np.ndarray:
    """How much of each pixel of a map a quad covers inside the frame, float32 [H/4, W/4], 0..1."""
    mask = np.zeros(shape, np.uint8)
    filled(mask, quad)
    if frame:
        mask[frame[1] :], mask[:, frame[0] :] = 0, 0
    return cv2.resize(mask, (shape[1] // STRIDE, shape[0] // STRIDE), interpolation=cv2.INTER_AREA) / np.float32(255)


def thick(quad: np.ndarray) -> np.ndarray:
    height = (np.linalg.norm(quad[0] - quad[3]) + np.linalg.norm(quad[1] - quad[2])) / 2
    if height >= MIN_THICKNESS:
        return quad
    middle, half = (quad + quad[[3, 2, 1, 0]]) / 2, (quad - quad[[3, 2, 1, 0]]) / 2
    return middle + half * (MIN_THICKNESS / max(height, 0.5))


def doubled(half: np.ndarray) -> np.ndarray:
    """A vector with its angle doubled, which is the same for a vector and its opposite."""
    x, y = half
    return np.array([x * x - y * y, 2 * x * y]) / max(float(np.hypot(x, y)), 1e-6)


def outline_of(quad: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where a quad's diagonals cross, and half of each; the first joins the corners where, clockwise, long sides begin."""
    first, second = (quad[2] - quad[0]) / 2, (quad[3] - quad[1]) / 2
    if np.linalg.norm(quad[1] - quad[0]) < np.linalg.norm(quad[2] - quad[1]):
        first, second = second, first
    cross = lambda a, b: float(a[0] * b[1] - a[1] * b[0])
    along = quad[2] - quad[0]
    at = cross(quad[1] - quad[0], quad[3] - quad[1]) / (cross(along, quad[3] - quad[1]) or 1e-6)
    return quad[0] + at * along, first, second


def targets(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """
    Returns:
        maps, float32 [MAPS, H/4, W/4], and the weights of DIRECTION, LINE and CARD, float32 [3, H/4, W/4]
    """
    shape = scene.image.shape[:2]
    height, width = shape[0] // STRIDE, shape[1] // STRIDE
    maps, weights = np.zeros((MAPS, height, width), np.float32), np.zeros((3, height, width), np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) * STRIDE + STRIDE / 2
    for card in scene.cards:
        cover = covered(card.quad, shape, scene.frame)
        np.maximum(maps[0], cover, out=maps[0])
        inside = cover > 0.5
        weights[0][inside] = min(MAX_CARD_WEIGHT, (PLAIN_CARD / max(1, inside.sum())) ** 0.5)
        if inside.sum() * STRIDE**2 > MIN_OUTLINE_VISIBLE * cv2.contourArea(card.quad):
            weights[2][inside] = weights[0][inside]
        centre, first, second = outline_of(card.quad)
        across = card.quad[1] + card.quad[2] - card.quad[0] - card.quad[3]
        values = [centre[0] - x[inside], centre[1] - y[inside], *doubled(first), *doubled(second)]
        for i, value in enumerate(values):
            maps[CARD.start + i][inside] = value / CARD_UNIT
        maps[DIRECTION, inside] = (across / np.linalg.norm(across))[:, None]
        for secret in card.secrets:
            np.maximum(maps[3], covered(secret, shape, scene.frame), out=maps[3])
        lines = [(1, line) for line in card.numbers] + ([] if card.expiry is None else [(2, card.expiry)])
        for mask, quad in lines:
            cover = covered(thick(quad), shape, scene.frame)
            np.maximum(maps[mask], cover, out=maps[mask])
            inside = cover > 0.3
            length = float(np.linalg.norm(quad[1] + quad[2] - quad[0] - quad[3])) / 2
            of_size = min(MAX_LINE_WEIGHT, (PLAIN_LINE / max(1, inside.sum())) ** 0.7)
            weights[1][inside] = of_size * min(1.0, PLAIN_LENGTH / max(length, 1.0))
            # a number may run along the long side of a card that stands: its direction is not the card's then
            across = quad[1] + quad[2] - quad[0] - quad[3]
            maps[DIRECTION, inside] = (across / np.linalg.norm(across))[:, None]
            begin, end = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
            tall = (np.linalg.norm(quad[0] - quad[3]) + np.linalg.norm(quad[1] - quad[2])) / 2
            middle = (begin + end) / 2
            values = [middle[0] - x[inside], middle[1] - y[inside], *doubled((end - begin) / 2)]
            for i, value in enumerate(values):
                maps[LINE.start + i][inside] = value / LINE_UNIT
            maps[LINE.stop - 1][inside] = tall / HEIGHT_UNIT
    return maps, weights


NEAR = np.ones((5, 5))  # pixels of a map around a card that count as the card's


def on_cards(scene: Scene, side: str | None) -> np.ndarray:
    """Where a map shows cards' faces of one side, everywhere if it is None: float32 [H/4, W/4], 0 or 1."""
    shape = scene.image.shape[:2]
    shown = np.full((shape[0] // STRIDE, shape[1] // STRIDE), side is None, np.float32)
    for card in scene.cards:
        if card.face.side == side:
            np.maximum(shown, np.float32(covered(card.quad, shape, scene.frame) > 0), out=shown)
    return cv2.dilate(shown, NEAR)
